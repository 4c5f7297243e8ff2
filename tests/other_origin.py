"""Somebody else's site, in a thread: it answers every GET, to whoever asks, and remembers what it was sent."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any


@contextmanager
def other_origin(answer: Callable[[str], str] = "<title>{}</title>".format) -> Iterator["OtherOrigin"]:
    """Answers with what `answer` makes of the path."""
    seen: list[dict[str, str]] = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, answer, seen))
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield OtherOrigin(server.server_port, seen)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@dataclass(frozen=True)
class OtherOrigin:
    port: int
    seen: list[dict[str, str]]

    @property
    def same_site(self) -> str:
        """Ports make no site: to this one the browser does send the cookies of 127.0.0.1."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def cross_site(self) -> str:
        return f"http://localhost:{self.port}"


class _Handler(BaseHTTPRequestHandler):
    def __init__(self, answer: Callable[[str], str], seen: list[dict[str, str]], *args: Any) -> None:
        self.answer, self.seen = answer, seen
        super().__init__(*args)

    def do_GET(self) -> None:
        self.seen.append({name.lower(): value for name, value in self.headers.items()})
        body = self.answer(self.path).encode()
        self.send_response(200)
        for name, value in self._headers(len(body)).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    do_OPTIONS = do_GET  # noqa: N815

    def _headers(self, length: int) -> dict[str, str]:
        permissive = {"Access-Control-Allow-Origin": "*", "Access-Control-Allow-Headers": "authorization"}
        return {"Content-Type": "text/html", "Content-Length": str(length), **permissive}

    def log_message(self, *_: object) -> None:
        """Says nothing."""
