"""A queue whose process the test itself is: it holds the lock, and writes what such a process writes."""

from collections.abc import Iterator
from contextlib import contextmanager
from fcntl import LOCK_EX, flock
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from comparison.live.events import EventLog, Plain
from comparison.live.queue import Queue
from comparison.live.runs import Run


@contextmanager
def conducted(queue: Queue) -> Iterator[Queue]:
    """As long as this lasts, a process seems to work the queue off."""
    with queue.altered():
        lock = (queue.directory / "conductor.lock").open("w")
        flock(lock, LOCK_EX)
    with lock:
        yield queue


def enter(queue: Queue, *experiments: str) -> Run:
    return Run.create(queue.directory, experiments or ("size",))


def say(run: Run, *events: Plain) -> None:
    with EventLog(run.events, with_exchanges=True) as log:
        for event in events:
            log.say(event)


def doing(what: str) -> Plain:
    return {"event": "doing", "experiment": "size", "lane": "jwt", "what": what}


@pytest.fixture
def site(tmp_path: Path, settings: Settings) -> Queue:
    """The queue of a site that may run experiments."""
    settings.VAR, settings.EXPERIMENTS = tmp_path, True
    return Queue(tmp_path / "runs")


def exchanged(lane: str, sent: str, received: str = "HTTP/1.1 200 OK\r\n\r\n", phase: str = "request") -> Plain:
    timing = {"auth_us": 400, "sql_us": 100, "sql_statements": 1, "cache_us": 0, "cache_commands": 0, "total_us": 900}
    return {
        "event": "exchanged",
        "experiment": "size",
        "lane": lane,
        "phase": phase,
        "method": "GET",
        "path": "/api/me/",
        "status": 200,
        "sent": sent,
        "sent_bytes": len(sent),
        "received": received,
        "received_bytes": len(received),
        "elapsed_us": 12.5,
        "server_timing": timing,
    }
