"""Tells in the terminal what a run is doing: a bar where somebody watches, a line for each experiment elsewhere."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from comparison.experiments import Experiment
from comparison.narration import Doing
from comparison.runner import Event, ExperimentStarted, Listener


@contextmanager
def told(chosen: Sequence[Experiment[Any]], *, quiet: bool) -> Iterator[Listener]:
    """Speaks on standard error, so that standard output holds the table alone."""
    console = Console(stderr=True, highlight=False)
    if quiet:
        yield _silent
    elif console.is_terminal:
        with _bar(console) as progress:
            yield _Bar(progress, chosen)
    else:
        yield _Lines(console)


def _silent(event: Event) -> None:
    """Says nothing."""


def _bar(console: Console) -> Progress:
    return Progress(
        BarColumn(20),
        TextColumn("{task.completed}/{task.total}"),
        TimeElapsedColumn(),
        TextColumn("{task.description}"),
        console=console,
        transient=True,
    )


class _Bar:
    def __init__(self, progress: Progress, chosen: Sequence[Experiment[Any]]) -> None:
        self._ids = [experiment.id for experiment in chosen]
        self._progress = progress
        self._task = progress.add_task("starting", total=len(chosen))

    def __call__(self, event: Event) -> None:
        if isinstance(event, ExperimentStarted):
            self._progress.update(self._task, completed=self._ids.index(event.experiment), description=event.experiment)
        elif isinstance(event, Doing):
            description = ": ".join(part for part in (event.experiment, event.lane, event.what) if part)
            self._progress.update(self._task, description=description)


class _Lines:
    def __init__(self, console: Console) -> None:
        self._console = console

    def __call__(self, event: Event) -> None:
        if isinstance(event, ExperimentStarted):
            self._console.print(f"Measuring {event.experiment}")
