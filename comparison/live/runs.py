"""A run that somebody started from a page, as it is kept: a directory, which every worker of the site reads.

request.json    what shall be run, and when it was asked for
events.ndjson   what happened so far, a line each; it begins when the run begins
cancel          somebody does not want it any more
report.json     what it found
ended.json      how it ended; missing where its process was ended from outside
"""

import json
import secrets
import time
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Literal, Self

from django.urls import reverse

from comparison import report
from comparison.errors import InvalidReport
from comparison.report import Report

# Stands in the place of an experiment's id for a run of all of them.
EVERYTHING = "all"

State = Literal["finished", "cancelled", "failed", "interrupted"]


@dataclass(frozen=True)
class Ended:
    """`message` is one sentence for whoever started the run; empty where there is nothing to say."""

    state: State
    message: str = ""


@dataclass(frozen=True)
class Run:
    directory: Path

    @classmethod
    def create(cls, within: Path, experiments: tuple[str, ...]) -> Self:
        """Ids sort by the time at which they were made, so that the oldest run is the first in a listing."""
        run = cls(within / f"{time.time_ns():016x}{secrets.token_hex(2)}")
        run.directory.mkdir(parents=True)
        asked_at = datetime.now(UTC).isoformat(timespec="seconds")
        run._write("request.json", {"experiments": experiments, "asked_at": asked_at})
        return run

    @property
    def id(self) -> str:
        return self.directory.name

    @property
    def events(self) -> Path:
        return self.directory / "events.ndjson"

    @property
    def url(self) -> str:
        return reverse("run", args=[self.name, self.id])

    @property
    def exists(self) -> bool:
        return (self.directory / "request.json").exists()

    @cached_property
    def experiments(self) -> tuple[str, ...]:
        return tuple(self._request["experiments"])

    @property
    def name(self) -> str:
        """The id of its experiment, or EVERYTHING."""
        return self.experiments[0] if len(self.experiments) == 1 else EVERYTHING

    @property
    def asked_at(self) -> datetime:
        return datetime.fromisoformat(str(self._request["asked_at"]))

    @cached_property
    def _request(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = json.loads((self.directory / "request.json").read_text())
        return found

    @property
    def has_begun(self) -> bool:
        return self.events.exists()

    @property
    def ended(self) -> Ended | None:
        try:
            return Ended(**json.loads((self.directory / "ended.json").read_text()))
        except FileNotFoundError:
            return None

    def end(self, ended: Ended) -> None:
        self._write("ended.json", asdict(ended))

    @property
    def is_cancelled(self) -> bool:
        return (self.directory / "cancel").exists()

    def cancel(self) -> None:
        (self.directory / "cancel").touch()

    def keep(self, found: Report) -> None:
        report.write(self.report_file, found.as_json())

    @property
    def report_file(self) -> Path:
        return self.directory / "report.json"

    def report(self) -> Report | None:
        """None where it found nothing, or was written by a version that measured otherwise."""
        try:
            return report.load(self.report_file)
        except (InvalidReport, FileNotFoundError):
            return None

    def _write(self, name: str, plain: object) -> None:
        report.write(self.directory / name, json.dumps(plain, ensure_ascii=False))
