"""The one process of a site that works the queue off: detached, of low priority, and gone when the queue is empty."""

import logging
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread
from typing import IO, Any

from django.conf import settings

from comparison import experiments, latest, report, runner
from comparison.errors import Cancelled, ComparisonError
from comparison.experiments import Experiment
from comparison.live.events import EventLog
from comparison.live.queue import INTERRUPTED, Queue
from comparison.live.runs import Ended, Run
from comparison.runner import Cancellation

log = logging.getLogger("authcompare.experiments")

NICE = 10
# How often it is asked whether the run is still wanted and the server still there.
EVERY_S = 0.25


def start(directory: Path, lock: IO[str]) -> None:
    """Starts the process, which holds the lock from its first moment, and for as long as it lives.

    It ends, in good order, with the server whose worker this is: with the parent of this process.
    """
    handle = lock.fileno()
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "run_experiments", str(directory)]
    with (directory / "conductor.log").open("wb") as said:
        process = subprocess.Popen(
            [*command, "--lock", str(handle), "--server", str(os.getppid())],
            pass_fds=[handle],
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
            start_new_session=True,
        )
    # Whoever starts a process must ask for its end, or it stays in the table of processes.
    Thread(target=process.wait, daemon=True).start()


@dataclass
class Conductor:
    """`lock` is the handle that says that this process lives, and `server_lives` whether it is wanted."""

    queue: Queue
    lock: int
    server_lives: Callable[[], bool]
    stopped: Event = field(default_factory=Event)

    def work_off(self) -> None:
        """Runs one after the other until none waits, or the server has ended."""
        while run := self._next():
            self._conduct(run)

    def _next(self) -> Run | None:
        """Whoever enqueues meanwhile waits for this answer, and then finds this process at work or its lock free."""
        with self.queue.altered():
            run = None if self.stopped.is_set() else self.queue.next()
            if run is None:
                os.close(self.lock)
            return run

    def _conduct(self, run: Run) -> None:
        if run.is_cancelled:
            run.end(Ended("cancelled", "The run was cancelled before it began."))
            return
        chosen = [experiments.BY_ID[name] for name in run.experiments if name in experiments.BY_ID]
        with EventLog(run.events, with_exchanges=len(chosen) == 1) as events:
            if latest.turn().is_taken():
                events.say({"event": "waiting"})  # for `manage.py compare`, which knows no queue
            run.end(self._outcome(run, chosen, events))

    def _outcome(self, run: Run, chosen: list[Experiment[Any]], events: EventLog) -> Ended:
        cancellation = Cancellation()
        try:
            with self._watched(run, cancellation):
                found = runner.run(chosen, events.write, turn=latest.turn(), cancellation=cancellation)
        except Cancelled:
            return self._given_up()
        except ComparisonError as error:
            return Ended("failed", str(error))
        except Exception:
            log.exception("a run failed")
            return Ended("failed", "The run failed. The fault is logged on the server.")
        run.keep(found)
        if len(chosen) == len(experiments.EXPERIMENTS):
            report.write(latest.path(), found.as_json())
        return Ended("finished")

    def _given_up(self) -> Ended:
        if self.stopped.is_set():
            return INTERRUPTED
        return Ended("cancelled", "The run was cancelled. Nothing of it is left.")

    @contextmanager
    def _watched(self, run: Run, cancellation: Cancellation) -> Iterator[None]:
        over = Event()

        def watch() -> None:
            while not over.wait(EVERY_S):
                if not self.server_lives():
                    self.stopped.set()
                if self.stopped.is_set() or run.is_cancelled:
                    cancellation.cancel()
                    return

        watching = Thread(target=watch, daemon=True)
        watching.start()
        try:
            yield
        finally:
            over.set()
            watching.join()


def stop_on_signals(stopped: Event) -> None:
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda _number, _frame: stopped.set())


def lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
