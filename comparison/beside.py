"""What mostly waits, run beside the rest of an experiment in a thread that never outlives it."""

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from threading import Event, Thread
from types import TracebackType
from typing import Generic, Self, TypeVar

T = TypeVar("T")


class Beside(Generic[T]):
    """Runs `work(ended)` from the `with` on; `ended` is set where the experiment fails or is cancelled meanwhile."""

    def __init__(self, work: Callable[[Event], T]) -> None:
        self._work, self._ended = work, Event()
        self._result: list[T] = []
        self._error: BaseException | None = None
        self._thread = Thread(target=self._run, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ended.set()
        self._thread.join()

    def result(self) -> T:
        """Waits for it; raises what it raised."""
        self._thread.join()
        if self._error is not None:
            raise self._error
        return self._result[0]

    def _run(self) -> None:
        try:
            self._result.append(self._work(self._ended))
        except BaseException as error:  # noqa: BLE001 (raised again in the thread that asks for the result)
            self._error = error


def side_by_side(works: Mapping[str, Callable[[Event], T]]) -> dict[str, T]:
    """All of them at once, each in a thread; raises what the first of them raised, when all have ended."""
    with ExitStack() as stack:
        started = {name: stack.enter_context(Beside(work)) for name, work in works.items()}
        return {name: beside.result() for name, beside in started.items()}
