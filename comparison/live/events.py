"""What happens in a run, as lines of a file that grows: `{"event": "doing", "experiment": "size", ...}`."""

import json
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from comparison.narration import Exchanged, PhaseStarted
from comparison.runner import Event, ExperimentFinished, RunFinished

# What was exchanged beyond this is not kept: a run shows how a mode works, and its figures are in its report.
MOST_BYTES = 4 * 2**20

Plain = dict[str, Any]


class EventLog:
    """Each line stands in the file, whole, as soon as `write` returns."""

    def __init__(self, path: Path, *, with_exchanges: bool) -> None:
        self._file = path.open("a", buffering=1, encoding="utf-8")
        self._with_exchanges = with_exchanges

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def write(self, event: Event) -> None:
        if isinstance(event, Exchanged | PhaseStarted) and not self._has_room:
            return
        self.say(plain(event))

    def say(self, event: Plain) -> None:
        self._file.write(json.dumps(event, ensure_ascii=False) + "\n")

    @property
    def _has_room(self) -> bool:
        return self._with_exchanges and self._file.tell() < MOST_BYTES


def plain(event: Event) -> Plain:
    """What was found stands in the run's report and not here."""
    name = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", type(event).__name__).lower()
    if isinstance(event, RunFinished):
        return {"event": name}
    if isinstance(event, ExperimentFinished):
        return {"event": name, "experiment": event.experiment, "finding": event.report.finding}
    return {"event": name, **asdict(event)}


@dataclass
class Tail:
    """The lines of a file that grows, numbered from 1; those up to `after` are passed over."""

    path: Path
    after: int = 0
    _number: int = field(default=0, init=False)
    _offset: int = field(default=0, init=False)

    def new(self) -> Iterator[tuple[int, Plain]]:
        """The whole lines that have been written since it was last asked."""
        try:
            file = self.path.open("rb")
        except FileNotFoundError:
            return
        with file:
            file.seek(self._offset)
            for line in file:
                if not line.endswith(b"\n"):
                    return
                self._number, self._offset = self._number + 1, self._offset + len(line)
                if self._number > self.after:
                    yield self._number, json.loads(line)
