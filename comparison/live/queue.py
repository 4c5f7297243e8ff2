"""One run at a time on one site, and who waits for it: shared by all worker processes through files and their locks."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fcntl import LOCK_EX, LOCK_NB, flock
from pathlib import Path
from typing import IO

from django.conf import settings

from comparison.errors import ComparisonError
from comparison.live.runs import Ended, Run

# Those that wait; the one under way comes on top.
MOST_WAITING = 10
# Older ones are removed; whoever wants to keep a run downloads its JSON.
KEPT_RUNS = 20


INTERRUPTED = Ended("interrupted", "The server ended before the run did. Nothing of it is left.")


class QueueFull(ComparisonError):
    """Too many runs wait already."""


@dataclass(frozen=True)
class Queue:
    """`conductor.lock` is held by the one process that works the queue off, and goes with it, however it ends.

    `queue.lock` is held for the moment in which the queue is altered.
    """

    directory: Path

    @contextmanager
    def altered(self) -> Iterator[None]:
        self.directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        with (self.directory / "queue.lock").open("w") as lock:
            flock(lock, LOCK_EX)
            yield

    def runs(self) -> list[Run]:
        """The oldest first."""
        found = (Run(place) for place in sorted(self.directory.glob("*")) if place.is_dir())
        return [run for run in found if run.exists]

    def run(self, name: str) -> Run | None:
        run = Run(self.directory / name)
        return run if name and run.exists else None

    def open_runs(self) -> list[Run]:
        return [run for run in self.runs() if run.ended is None]

    def position(self, run: Run) -> int:
        """How many runs come before this one."""
        return sum(other.id < run.id for other in self.open_runs())

    def enqueue(self, experiments: tuple[str, ...], conduct: Callable[[Path, IO[str]], None]) -> Run:
        """`conduct` starts the process that works the queue off, which inherits the lock. Raises QueueFull."""
        with self.altered():
            lock = self._conductor()
            if lock:
                self._settle()
            if len(self.open_runs()) > MOST_WAITING:
                raise QueueFull(f"{MOST_WAITING} runs wait already.")
            run = Run.create(self.directory, experiments)
            if lock:
                with lock:
                    conduct(self.directory, lock)
            self._prune()
        return run

    def next(self) -> Run | None:
        """For the process that works the queue off, while it holds `altered`."""
        return next(iter(self.open_runs()), None)

    def under_way(self) -> Run | None:
        """The run that is being measured now, or will be next."""
        return self.next() if self.is_conducted() else None

    def is_conducted(self) -> bool:
        with self.altered():  # whoever enqueues meanwhile must not take this for the conductor
            lock = self._conductor()
            if lock:
                lock.close()
        return lock is None

    def ended(self, run: Run) -> Ended | None:
        """None while it waits or is under way. Whatever nobody works on any more was interrupted."""
        ended = run.ended
        if ended or self.is_conducted():
            return ended
        return run.ended or INTERRUPTED

    def _conductor(self) -> IO[str] | None:
        """The conductor's lock, where nobody holds it."""
        file = (self.directory / "conductor.lock").open("w")
        try:
            flock(file, LOCK_EX | LOCK_NB)
        except BlockingIOError:
            file.close()
            return None
        return file

    def _settle(self) -> None:
        """Nobody works on what an earlier process left unfinished."""
        for run in self.open_runs():
            run.end(INTERRUPTED)

    def _prune(self) -> None:
        ended = [run for run in self.runs() if run.ended]
        for run in ended[: max(0, len(ended) - KEPT_RUNS)]:
            shutil.rmtree(run.directory, ignore_errors=True)


def of_site() -> Queue:
    return Queue(Path(settings.VAR) / "runs")
