import os
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from embedded.ports import free_port, is_listening
from embedded.processes import NotStarted
from embedded.wsgi_server import WsgiServer

APPLICATION = """
import os, time

def application(environ, start_response):
    if environ["PATH_INFO"] == "/slow":
        time.sleep(1)
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [f"{os.getpid()} {environ['HTTP_HOST']}".encode()]
"""


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    (tmp_path / "site_of_a_test.py").write_text(APPLICATION)
    return tmp_path


def server_in(directory: Path, **options: object) -> WsgiServer:
    application = "site_of_a_test:application"
    return WsgiServer(directory, application, port=free_port(), log=directory / "log", **options)  # type: ignore[arg-type]


def test_two_workers_answer(directory: Path) -> None:
    with server_in(directory) as server:
        pids = {httpx.get(server.url).text.split()[0] for _ in range(60)}
    assert len(pids) == 2
    assert not is_listening(server.port)


def test_a_worker_that_dies_is_replaced(directory: Path) -> None:
    with server_in(directory, workers=1) as server:
        pid = int(httpx.get(server.url).text.split()[0])
        os.kill(pid, signal.SIGKILL)
        server.wait()
        assert int(httpx.get(server.url).text.split()[0]) != pid


def test_idle_connections_keep_nobody_out(directory: Path) -> None:
    with server_in(directory, workers=1) as server:
        clients = [httpx.Client(base_url=server.url, timeout=5) for _ in range(40)]
        assert all(client.get("/").status_code == 200 for client in clients)
        for client in clients:
            client.close()


def test_it_stops_in_time_whoever_is_still_connected(directory: Path) -> None:
    with server_in(directory) as server, httpx.Client(base_url=server.url) as client:
        client.get("/")
        begun = time.monotonic()
        server.stop(within=4)
        assert time.monotonic() - begun < 3


def test_a_request_under_way_is_answered_before_it_stops(directory: Path) -> None:
    with server_in(directory) as server, ThreadPoolExecutor() as pool:
        slow = pool.submit(httpx.get, f"{server.url}/slow")
        time.sleep(0.3)
        server.stop(within=4)
        assert slow.result().status_code == 200


def test_an_application_that_cannot_be_imported_is_one_clear_line(directory: Path) -> None:
    server = WsgiServer(directory, "no_such_module:application", port=free_port(), log=directory / "log")
    with pytest.raises(NotStarted, match=r"^The WSGI server"):
        server.start()


def test_bound_to_every_address_it_is_reached_at_the_loopback_one(directory: Path) -> None:
    server = server_in(directory, host="0.0.0.0")  # noqa: S104
    assert server.url == f"http://127.0.0.1:{server.port}"
