"""Real runs of a real site: started from a page, cancelled, killed, and ended with their server."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import httpx
import psutil
import pytest

from comparison.live.queue import Queue
from comparison.live.runs import Run
from tests import live_node
from tests.comparison import leftovers
from tests.live_node import LiveNode
from tests.serving import eventually

# Runs wait for each other on one site, and would disturb each other on two.
pytestmark = pytest.mark.xdist_group("comparison")


@pytest.fixture(scope="module")
def var(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("site")
    (directory / "tmp").mkdir()
    return directory


@pytest.fixture(scope="module")
def node(var: Path) -> Iterator[LiveNode]:
    with live_node.serve(var, EXPERIMENTS="on", TMPDIR=str(var / "tmp")) as node:
        yield node


@pytest.fixture
def place(var: Path) -> Path:
    """Where the runs keep what they need while they last."""
    return var / "tmp"


@pytest.fixture
def queue(var: Path) -> Queue:
    return Queue(var / "runs")


def start(node: LiveNode, queue: Queue, name: str = "confidentiality") -> Run:
    with node.client() as client:
        client.get(f"/experiments/{name}/")
        token = client.cookies["csrftoken"]
        answer = client.post(f"/experiments/{name}/runs/", data={"csrfmiddlewaretoken": token})
    assert answer.status_code == 302
    run = queue.run(answer.headers["Location"].split("/")[4])
    assert run
    return run


def cancel(node: LiveNode, run: Run) -> None:
    with node.client() as client:
        client.get(run.url)
        token = client.cookies["csrftoken"]
        assert client.post(f"{run.url}cancel/", data={"csrfmiddlewaretoken": token}).status_code == 302


def conductor(queue: Queue) -> psutil.Process:
    return next(
        process
        for process in psutil.process_iter()
        if "run_experiments" in (line := process.cmdline()) and str(queue.directory) in line
    )


def has_servers(place: Path) -> bool:
    return any("granian" in line and "lab" in line for line in leftovers.processes(place)) or bool(
        list(place.glob("authcompare-lab-*/node-*"))
    )


def is_clean(place: Path) -> bool:
    return not list(place.glob("authcompare-lab-*"))


def state(queue: Queue, run: Run) -> str:
    ended = queue.ended(run)
    return ended.state if ended else ""


def test_runs_are_worked_off_one_after_the_other_and_one_that_waits_can_be_cancelled(
    node: LiveNode, queue: Queue, place: Path
) -> None:
    first, second, third = (start(node, queue) for _ in range(3))
    assert eventually(lambda: int(conductor(queue).nice() or 0) > 0, within=20)
    cancel(node, second)
    assert eventually(lambda: first.has_begun, within=30)
    assert not third.has_begun
    assert "2 runs before this one" in httpx.get(f"{node.url}{third.url}").text
    assert eventually(lambda: bool(state(queue, first)), within=90)
    assert state(queue, first) == "finished"
    assert eventually(lambda: third.has_begun, within=30)
    assert state(queue, second) == "cancelled"
    cancel(node, third)
    assert eventually(lambda: state(queue, third) == "cancelled", within=30)
    report = httpx.get(f"{node.url}{first.url}run.json").json()
    assert [experiment["id"] for experiment in report["experiments"]] == ["confidentiality"]
    assert eventually(lambda: is_clean(place), within=10)


def test_a_run_that_is_killed_leaves_nothing_and_is_shown_as_interrupted(
    node: LiveNode, queue: Queue, place: Path
) -> None:
    run, waiting = start(node, queue), start(node, queue)
    assert eventually(lambda: has_servers(place), within=30)
    os.kill(conductor(queue).pid, signal.SIGKILL)
    assert eventually(lambda: is_clean(place), within=15)
    for each in (run, waiting):
        assert state(queue, each) == "interrupted"
        assert "Interrupted" in httpx.get(f"{node.url}{each.url}").text


def test_a_run_ends_with_its_server(node: LiveNode, queue: Queue, place: Path) -> None:
    """The last of these tests: it ends the site."""
    run = start(node, queue)
    assert eventually(lambda: has_servers(place), within=30)
    node.server.stop()
    assert eventually(lambda: is_clean(place) and not queue.is_conducted(), within=20)
    assert state(queue, run) == "interrupted"
