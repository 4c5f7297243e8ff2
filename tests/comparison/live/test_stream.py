"""Server-sent events over the real server: as they are written, from where one left off, and never for ever."""

import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest

from comparison.live import stream
from comparison.live.queue import Queue
from comparison.live.runs import Ended, Run
from tests import live_node
from tests.comparison.live.conftest import conducted, doing, enter, say
from tests.live_node import LiveNode

WORKERS = 2


@pytest.fixture(scope="module")
def node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveNode]:
    with live_node.serve(tmp_path_factory.mktemp("streams"), EXPERIMENTS="on") as node:
        yield node


@pytest.fixture
def queue(node: LiveNode) -> Iterator[Queue]:
    with conducted(Queue(Path(node.env["VAR"]) / "runs")) as queue:
        yield queue
        for run in queue.open_runs():
            run.end(Ended("finished"))


def lines(node: LiveNode, run: Run, last: str = "") -> list[str]:
    """All that comes until the stream ends."""
    headers = {"Last-Event-ID": last} if last else {}
    with node.client() as client, client.stream("GET", f"{run.url}events", headers=headers) as answer:
        assert answer.headers["Content-Type"].startswith("text/event-stream")
        return list(answer.iter_lines())


def test_what_is_written_arrives_at_once(node: LiveNode, queue: Queue) -> None:
    run = enter(queue)
    say(run, doing("first"))
    arrived: list[float] = []
    written = 0.0
    with node.client() as client, client.stream("GET", f"{run.url}events") as answer:
        for line in answer.iter_lines():
            if "first" in line:
                written = time.monotonic()
                say(run, doing("second"))
            if "second" in line:
                arrived.append(time.monotonic() - written)
                run.end(Ended("finished"))
    assert len(arrived) == 1
    assert arrived[0] < 2


def test_a_client_that_comes_back_gets_what_it_has_not_seen(node: LiveNode, queue: Queue) -> None:
    run = enter(queue)
    say(run, doing("first"), doing("second"), doing("third"))
    run.end(Ended("finished"))
    told = lines(node, run, last="2")
    assert [line for line in told if line.startswith("id: ")] == ["id: 3"]
    assert told[-2] == 'data: {"state": "finished", "message": ""}'
    assert len([line for line in lines(node, run, last="nonsense") if line.startswith("id: ")]) == 3


def held(node: LiveNode, run: Run, stack: ExitStack) -> bool:
    """Whether the stream stays open for longer than one that has found no place."""
    client = stack.enter_context(node.client())
    answer = stack.enter_context(client.stream("GET", f"{run.url}events", headers={"Last-Event-ID": "1"}))
    told = answer.iter_lines()
    stack.callback(told.close)  # when it goes, the connection goes with it
    return any(": still under way" in line for line in told)


def hold_all(node: LiveNode, run: Run, stack: ExitStack) -> int:
    """Opens streams until every process has as many as it serves."""
    wanted, deadline = WORKERS * stream.MOST_STREAMS, time.monotonic() + 20
    count = 0
    while count < wanted and time.monotonic() < deadline:
        count += held(node, run, stack)
    return count


def test_streams_never_take_all_threads_and_a_client_that_goes_makes_room(node: LiveNode, queue: Queue) -> None:
    run = enter(queue)
    say(run, doing("waiting"))
    with ExitStack() as open_streams:
        assert hold_all(node, run, open_streams) == WORKERS * stream.MOST_STREAMS
        with ExitStack() as one_more:
            assert not held(node, run, one_more)
        assert httpx.get(f"{node.url}/healthz", timeout=5).status_code == 200
    with ExitStack() as again:
        assert hold_all(node, run, again) == WORKERS * stream.MOST_STREAMS


def test_a_stream_ends_after_a_while_and_frees_its_place(tmp_path: Path) -> None:
    with conducted(Queue(tmp_path / "runs")) as queue:
        run = enter(queue)
        say(run, doing("first"))
        told = stream.Stream(queue, run, 0, lambda event: event, longest_s=0.3)
        parts = b"".join(told)
    assert b"event: doing" in parts
    assert b"event: ended" not in parts


def test_a_half_written_line_waits_until_it_is_whole(tmp_path: Path) -> None:
    with conducted(Queue(tmp_path / "runs")) as queue:
        run = enter(queue)
        run.events.write_text('{"event": "doing"')
        told = iter(stream.Stream(queue, run, 0, lambda event: event, longest_s=5))
        next(told)
        assert b"retry" not in next(told)
        run.events.write_text('{"event": "doing"}\n')
        assert next(part for part in told if b"doing" in part).startswith(b"id: 1\n")
