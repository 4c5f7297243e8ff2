"""Who waits, who is next, and what becomes of a run whose process has gone: with a process that only holds the lock."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

import pytest

from comparison.live.queue import KEPT_RUNS, MOST_WAITING, Queue, QueueFull
from comparison.live.runs import Ended, Run

FINISHED = Ended("finished")


class Conductor:
    """Holds the lock as the process would, and can be killed."""

    def __init__(self) -> None:
        self.started = 0
        self._lock: IO[str] | None = None

    def __call__(self, directory: Path, lock: IO[str]) -> None:
        self.kill()
        self.started += 1
        self._lock = os.fdopen(os.dup(lock.fileno()), "w")

    def kill(self) -> None:
        if self._lock:
            self._lock.close()


@pytest.fixture
def queue(tmp_path: Path) -> Queue:
    return Queue(tmp_path / "runs")


@pytest.fixture
def conductor() -> Iterator[Conductor]:
    holding = Conductor()
    yield holding
    holding.kill()


def enqueued(queue: Queue, conductor: Callable[[Path, IO[str]], None], count: int = 1) -> list[Run]:
    return [queue.enqueue(("size",), conductor) for _ in range(count)]


def test_the_first_run_starts_the_process_and_the_others_wait_for_it(queue: Queue, conductor: Conductor) -> None:
    runs = enqueued(queue, conductor, 3)
    assert conductor.started == 1
    assert [queue.position(run) for run in runs] == [0, 1, 2]
    assert queue.next() == runs[0]
    runs[0].end(FINISHED)
    assert [queue.position(run) for run in runs[1:]] == [0, 1]
    assert queue.next() == runs[1]


def test_another_worker_sees_the_same_queue(queue: Queue, conductor: Conductor) -> None:
    (run,) = enqueued(queue, conductor)
    elsewhere = Queue(queue.directory).run(run.id)
    assert elsewhere == run
    assert elsewhere.experiments == ("size",)
    assert Queue(queue.directory).is_conducted()


def test_a_full_queue_refuses(queue: Queue, conductor: Conductor) -> None:
    runs = enqueued(queue, conductor, 1 + MOST_WAITING)
    with pytest.raises(QueueFull):
        enqueued(queue, conductor)
    runs[0].end(FINISHED)
    assert enqueued(queue, conductor)


def test_what_nobody_works_on_any_more_was_interrupted(queue: Queue, conductor: Conductor) -> None:
    running, waiting = enqueued(queue, conductor, 2)
    assert queue.ended(running) is None
    conductor.kill()
    for run in (running, waiting):
        ended = queue.ended(run)
        assert ended
        assert ended.state == "interrupted"


def test_the_next_process_does_not_take_up_what_was_interrupted(queue: Queue, conductor: Conductor) -> None:
    enqueued(queue, conductor, 2)
    conductor.kill()
    (run,) = enqueued(queue, conductor)
    assert conductor.started == 2
    assert queue.next() == run
    assert queue.position(run) == 0


def test_the_last_runs_are_kept_and_older_ones_removed(queue: Queue, conductor: Conductor) -> None:
    for _ in range(KEPT_RUNS + 3):
        enqueued(queue, conductor)[0].end(FINISHED)
    assert len(queue.runs()) <= KEPT_RUNS + 1


@pytest.mark.parametrize("name", ["", "..", "nowhere"])
def test_there_is_no_run_of_another_name(queue: Queue, name: str) -> None:
    assert queue.run(name) is None
