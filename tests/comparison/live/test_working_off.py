"""The process that works the queue off, in this one: what becomes of each run."""

import os
from fcntl import LOCK_EX, flock
from pathlib import Path

import pytest

from comparison.live.conductor import Conductor, lives
from comparison.live.events import Tail
from comparison.live.queue import Queue
from comparison.live.runs import Run
from tests.comparison.live.conftest import enter

# Real runs: one at a time.
pytestmark = pytest.mark.xdist_group("comparison")


@pytest.fixture
def lock(site: Queue) -> int:
    with site.altered():
        handle = os.open(site.directory / "conductor.lock", os.O_WRONLY | os.O_CREAT)
        flock(handle, LOCK_EX)
    return handle  # which the process closes when nothing waits any more


def state(run: Run) -> str:
    assert run.ended
    return run.ended.state


def kinds(run: Run) -> list[str]:
    return [event["event"] for _, event in Tail(run.events).new()]


def test_what_waits_is_run_and_what_was_cancelled_is_not(site: Queue, lock: int, tmp_path: Path) -> None:
    cancelled, wanted = enter(site, "confidentiality"), enter(site, "confidentiality")
    cancelled.cancel()
    Conductor(site, lock, lambda: True).work_off()
    assert state(cancelled) == "cancelled"
    assert not cancelled.has_begun
    assert state(wanted) == "finished"
    assert wanted.report()
    assert kinds(wanted)[0] == "run_started"
    assert {"doing", "phase_started", "exchanged", "experiment_finished"} < set(kinds(wanted))
    assert kinds(wanted)[-1] == "run_finished"
    assert not site.is_conducted()
    assert not (tmp_path / "report.json").exists()  # one experiment is no report of the site


def test_with_its_server_gone_a_run_ends_and_none_begins(site: Queue, lock: int) -> None:
    begun, waiting = enter(site, "confidentiality"), enter(site, "confidentiality")
    Conductor(site, lock, lambda: False).work_off()
    assert state(begun) == "interrupted"
    assert waiting.ended is None
    ended = site.ended(waiting)
    assert ended
    assert ended.state == "interrupted"


def test_a_run_that_cannot_be_measured_says_why(site: Queue, lock: int, monkeypatch: pytest.MonkeyPatch) -> None:
    run = enter(site, "confidentiality")
    monkeypatch.setattr("tempfile.tempdir", "/nowhere")
    Conductor(site, lock, lambda: True).work_off()
    assert state(run) == "failed"


def test_it_is_known_whether_a_process_lives() -> None:
    assert lives(os.getpid())
    assert not lives(2**22 + 1)
