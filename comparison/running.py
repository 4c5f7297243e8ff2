"""Runs experiments in one lab, one after the other, so that none disturbs the figures of another."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from fcntl import LOCK_EX, LOCK_NB, LOCK_UN, flock
from functools import partial
from pathlib import Path
from time import monotonic, sleep
from typing import Any, Protocol

from comparison import machine, report
from comparison.errors import RunUnderWay
from comparison.experiments import Experiment
from comparison.lab.lab import Lab
from comparison.modes import MODES
from comparison.report import Report


class RunProgress(Protocol):
    """Told what is being done: in which experiment, in which mode (their ids)."""

    def __call__(self, experiment: str, mode: str, doing: str) -> None: ...


def run(chosen: Sequence[Experiment[Any]], progress: RunProgress) -> Report:
    """Raises ComparisonError; whatever it started has ended when it returns or raises."""
    started_at, started = datetime.now(UTC), monotonic()
    done = []
    with Lab() as lab:
        for experiment in chosen:
            progress(experiment.id, "", "starting")
            done.append(report.of_experiment(experiment, experiment.run(lab, partial(progress, experiment.id))))
    return Report(
        started_at=started_at.isoformat(timespec="seconds"),
        took_s=round(monotonic() - started, 1),
        machine=machine.this(),
        versions=machine.versions(),
        modes=tuple(mode.id for mode in MODES),
        experiments=tuple(done),
    )


@dataclass
class Turn:
    """Two runs on one machine would measure each other. The lock goes with its process, however that ends."""

    path: Path
    patience_s: float = field(default=120)

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Waits for a run that is under way; raises RunUnderWay when it does not end in time."""
        deadline = monotonic() + self.patience_s
        with self.path.open("w") as file:
            while not _locked(file.fileno()):
                if monotonic() > deadline:
                    raise RunUnderWay(f"Another comparison is still measuring after {self.patience_s:g} s.")
                sleep(0.1)
            try:
                yield
            finally:
                flock(file, LOCK_UN)

    def is_taken(self) -> bool:
        try:
            with self.path.open() as file:
                free = _locked(file.fileno())
                return not free
        except FileNotFoundError:
            return False


def _locked(file: int) -> bool:
    try:
        flock(file, LOCK_EX | LOCK_NB)
    except BlockingIOError:
        return False
    return True
