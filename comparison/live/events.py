"""What happens in a run, as lines of a file that grows: `{"event": "doing", "experiment": "size", ...}`."""

import json
import re
from collections.abc import Iterator
from dataclasses import asdict
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


def read(path: Path, *, after: int = 0) -> Iterator[tuple[int, Plain]]:
    """The whole lines that stand in the file now, numbered from 1."""
    try:
        with path.open(encoding="utf-8", newline="\n") as file:
            for number, line in enumerate(file, start=1):
                if number > after and line.endswith("\n"):
                    yield number, json.loads(line)
    except FileNotFoundError:
        return
