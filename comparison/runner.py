"""Runs experiments in one lab, one after the other, so that none disturbs the figures of another.

    report = run(EXPERIMENTS, listener, turn=latest.turn(), cancellation=cancellation)

The command and the site's pages use it in the same way. The listener is told of every event in the order in which it
happened, from whatever thread, one at a time; what it raises ends the run. Whatever was started has ended when `run`
returns or raises.
"""

from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import UTC, datetime
from threading import Event as Flag
from threading import RLock
from time import monotonic
from typing import Any

from comparison import machine, report
from comparison.errors import Cancelled, RunTookTooLong
from comparison.experiments import Experiment
from comparison.lab.lab import Lab
from comparison.modes import MODES
from comparison.narration import Narrator, Told
from comparison.report import ExperimentReport, Report
from comparison.turn import Turn

LONGEST_RUN_S = 900.0


@dataclass(frozen=True)
class ExperimentStarted:
    experiment: str


@dataclass(frozen=True)
class ExperimentFinished:
    """With its figures and its finding."""

    experiment: str
    report: ExperimentReport


@dataclass(frozen=True)
class RunStarted:
    experiments: tuple[str, ...]


@dataclass(frozen=True)
class RunFinished:
    report: Report


Event = RunStarted | ExperimentStarted | Told | ExperimentFinished | RunFinished
Listener = Callable[[Event], None]


@dataclass
class Cancellation:
    """Set from any thread; the run ends with Cancelled at its next request, at most a few seconds later."""

    longest_s: float = LONGEST_RUN_S
    _flag: Flag = field(default_factory=Flag)
    _deadline: float | None = None

    def cancel(self) -> None:
        self._flag.set()

    def start_clock(self) -> None:
        self._deadline = monotonic() + self.longest_s

    def may_go_on(self) -> None:
        """Raises Cancelled or RunTookTooLong."""
        if self._flag.is_set():
            raise Cancelled("The run was cancelled.")
        if self._deadline is not None and monotonic() > self._deadline:
            raise RunTookTooLong(f"The run was ended after {self.longest_s:g} s.")


def run(
    chosen: Sequence[Experiment[Any]],
    listener: Listener,
    *,
    turn: Turn | None = None,
    cancellation: Cancellation | None = None,
) -> Report:
    """Raises ComparisonError. Waits for its `turn` first; the time for which a run may last begins after that."""
    cancellation = cancellation or Cancellation()
    with turn.taken(cancellation.may_go_on) if turn else nullcontext():
        cancellation.start_clock()
        return _run(chosen, _one_at_a_time(listener, cancellation), cancellation)


def _run(chosen: Sequence[Experiment[Any]], listener: Listener, cancellation: Cancellation) -> Report:
    started_at, started = datetime.now(UTC), monotonic()
    listener(RunStarted(tuple(experiment.id for experiment in chosen)))
    with Lab(cancellation.may_go_on) as lab:
        done = tuple(_measured(experiment, lab, listener) for experiment in chosen)
    found = Report(
        started_at=started_at.isoformat(timespec="seconds"),
        took_s=round(monotonic() - started, 1),
        machine=machine.this(),
        versions=machine.versions(),
        modes=tuple(mode.id for mode in MODES),
        experiments=done,
    )
    listener(RunFinished(found))
    return found


def _measured(experiment: Experiment[Any], lab: Lab, listener: Listener) -> ExperimentReport:
    listener(ExperimentStarted(experiment.id))
    found = report.of_experiment(experiment, experiment.run(lab, Narrator(experiment.id, listener)))
    listener(ExperimentFinished(experiment.id, found))
    return found


def _one_at_a_time(listener: Listener, cancellation: Cancellation) -> Listener:
    lock = RLock()

    def told(event: Event) -> None:
        cancellation.may_go_on()
        with lock:
            listener(event)

    return told
