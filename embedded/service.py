"""What all embedded servers have in common: started, stopped, started again, each a context manager."""

from abc import ABC, abstractmethod
from pathlib import Path
from typing import Self

from embedded.processes import NotStarted, Process


class Service(ABC):
    """One server on this machine. `stop` and `start` may follow each other; the address stays the same."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory.absolute()
        self._process: Process | None = None

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    @abstractmethod
    def url(self) -> str: ...

    @property
    def process(self) -> Process:
        if self._process is None:
            raise NotStarted(f"{type(self).__name__} has not been started.")
        return self._process

    @property
    def is_alive(self) -> bool:
        return self._process is not None and self._process.is_alive

    def start(self) -> Self:
        """Returns once it answers; NotStarted says in one line why it does not."""
        self.launch()
        self.wait()
        return self

    def launch(self) -> Self:
        """Starts it without waiting for it."""
        self._process = self._launch()
        return self

    def wait(self, *, within: float = 10.0) -> None:
        self.process.wait_until(self.answers, within=within)

    def stop(self, within: float = 5.0) -> None:
        if self._process is not None:
            self._process.stop(within)

    def kill(self) -> None:
        """Ends it as a power cut would: nothing flushed, nothing removed."""
        self.process.kill()

    def freeze(self) -> None:
        """It keeps its connections and answers nothing."""
        self.process.freeze()

    def thaw(self) -> None:
        self.process.thaw()

    @abstractmethod
    def answers(self) -> bool: ...

    @abstractmethod
    def _launch(self) -> Process: ...
