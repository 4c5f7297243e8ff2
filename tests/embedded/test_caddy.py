"""Caddy in front of two real servers."""

import http.client
from collections import Counter
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from embedded.caddy import SERVED_BY, Caddy, Route
from embedded.ports import LOOPBACK, free_port


class Hello(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None: ...


@pytest.fixture
def upstreams() -> Iterator[list[int]]:
    servers = [ThreadingHTTPServer((LOOPBACK, 0), Hello) for _ in range(2)]
    threads = [Thread(target=server.serve_forever) for server in servers]
    for thread in threads:
        thread.start()
    yield [server.server_address[1] for server in servers]
    for server, thread in zip(servers, threads, strict=True):
        server.shutdown()
        server.server_close()
        thread.join()


def served_by(route: Route, headers: dict[str, str] | None = None) -> tuple[str, str]:
    """Who answered, and the cookie that the answer sets."""
    connection = http.client.HTTPConnection(LOOPBACK, route.port, timeout=5)
    try:
        connection.request("GET", "/", headers=headers or {})
        answer = connection.getresponse()
        return answer.headers[SERVED_BY], (answer.headers["Set-Cookie"] or "").partition(";")[0]
    finally:
        connection.close()


def test_each_policy_chooses_as_it_says(upstreams: list[int], tmp_path: Path) -> None:
    in_turn, by_cookie, by_address = (
        Route(free_port(), upstreams, policy) for policy in ("round_robin", "cookie lb", "client_ip_hash")
    )
    with Caddy(tmp_path / "caddy", [in_turn, by_cookie, by_address]):
        assert set(Counter(served_by(in_turn)[0] for _ in range(10)).values()) == {5}
        first, cookie = served_by(by_cookie)
        assert {served_by(by_cookie, {"Cookie": cookie})[0] for _ in range(10)} == {first}
        forwarded = [{"X-Forwarded-For": f"198.51.100.{number}"} for number in range(30)]
        chosen = [served_by(by_address, header)[0] for header in forwarded]
        assert len(set(chosen)) == 2
        assert chosen == [served_by(by_address, header)[0] for header in forwarded]


def test_it_writes_nowhere_else_and_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    caddy = Caddy(tmp_path / "caddy", [Route(free_port(), [1], "round_robin")])
    with caddy:
        assert caddy.url.startswith("http://127.0.0.1:")
    assert not caddy.is_alive
    assert [path.name for path in tmp_path.iterdir()] == ["caddy"]
