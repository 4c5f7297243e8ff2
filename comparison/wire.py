"""The only door through which the comparison speaks HTTP. It keeps every byte that went out and came in."""

import json
import select
import socket
from collections.abc import Callable, Mapping, Sequence
from time import perf_counter
from types import TracebackType
from typing import Any, Self, TypeAlias
from urllib.parse import urlencode, urlsplit

import h11

from comparison.errors import WireError
from comparison.exchange import Exchange, Message

Headers: TypeAlias = Sequence[tuple[str, str]]

Fields: TypeAlias = Mapping[str, str] | Sequence[tuple[str, str]]

TIMEOUT_SECONDS = 10.0


class Client:
    """Keeps one connection to one server; not for more than one thread at a time.

    `may_go_on` is called before each request and raises where the run has been cancelled; `heard`, where it is set, is
    told of each exchange.
    """

    def __init__(
        self, base_url: str, *, timeout: float = TIMEOUT_SECONDS, may_go_on: Callable[[], None] = lambda: None
    ) -> None:
        parts = urlsplit(base_url)
        self.address = (parts.hostname or "", parts.port or 80)
        self.host = parts.netloc
        self.timeout = timeout
        self.heard: Callable[[Exchange], None] | None = None
        self._may_go_on = may_go_on
        self._connection: _Connection | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        if self._connection:
            self._connection.close()
            self._connection = None

    def get(self, path: str, headers: Headers = ()) -> Exchange:
        return self.request("GET", path, headers)

    def post_form(self, path: str, fields: Fields, headers: Headers = ()) -> Exchange:
        kind = ("Content-Type", "application/x-www-form-urlencoded")
        return self.request("POST", path, [kind, *headers], urlencode(fields).encode())

    def post_json(self, path: str, fields: dict[str, Any], headers: Headers = ()) -> Exchange:
        kind = ("Content-Type", "application/json")
        return self.request("POST", path, [kind, *headers], json.dumps(fields).encode())

    def request(self, method: str, path: str, headers: Headers = (), body: bytes = b"") -> Exchange:
        """Raises WireError when there is no answer in time; any HTTP status is an answer."""
        length = [("Content-Length", str(len(body)))] if body or method == "POST" else []
        sent = h11.Request(method=method, target=path, headers=[("Host", self.host), *headers, *length])
        self._may_go_on()
        try:
            exchange = self._repeatable(sent, body)
        except (OSError, h11.RemoteProtocolError) as error:
            self.close()
            raise WireError(f"{method} {path} at {self.host}: {error}.") from error
        if self.heard:
            self.heard(exchange)
        return exchange

    def _repeatable(self, request: h11.Request, body: bytes) -> Exchange:
        """A server may close an idle connection at any time (RFC 9112, 9.3.1); a GET may be sent again."""
        try:
            return self._exchange(request, body)
        except ConnectionError:
            if request.method != b"GET":
                raise
            self.close()
            return self._exchange(request, body)

    def _exchange(self, request: h11.Request, body: bytes) -> Exchange:
        if self._connection and self._connection.was_closed():
            self.close()
        connection = self._connection or _Connection(self.address, self.timeout)
        self._connection = connection
        exchange = connection.exchange(request, body)
        if not connection.reusable:
            self.close()
        return exchange


class _Connection:
    def __init__(self, address: tuple[str, int], timeout: float) -> None:
        self.socket = socket.create_connection(address, timeout=timeout)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.protocol = h11.Connection(h11.CLIENT)

    @property
    def reusable(self) -> bool:
        return self.protocol.our_state is h11.IDLE

    def was_closed(self) -> bool:
        """By the server, while nothing was asked of it: what can be read then is the end."""
        return bool(select.select([self.socket], [], [], 0)[0])

    def close(self) -> None:
        self.socket.close()

    def exchange(self, request: h11.Request, body: bytes) -> Exchange:
        raw = self.protocol.send(request) or b""
        if body:
            raw += self.protocol.send(h11.Data(data=body)) or b""
        raw += self.protocol.send(h11.EndOfMessage()) or b""
        started = perf_counter()
        self.socket.sendall(raw)
        status, answer, content = self._receive()
        elapsed_us = (perf_counter() - started) * 1_000_000
        if self.protocol.our_state is self.protocol.their_state is h11.DONE:
            self.protocol.start_next_cycle()
        return Exchange(
            method=request.method.decode(),
            path=request.target.decode(),
            status=status,
            request=Message(raw),
            response=Message(answer),
            body=content,
            elapsed_us=elapsed_us,
        )

    def _receive(self) -> tuple[int, bytes, bytes]:
        """The status, the answer's raw bytes, and its body."""
        status, raw, content = 0, bytearray(), bytearray()
        while True:
            event = self.protocol.next_event()
            if event is h11.NEED_DATA:
                received = self.socket.recv(65536)
                if not received and not raw:
                    raise ConnectionResetError("the connection was closed without an answer")
                raw += received
                self.protocol.receive_data(received)
            elif isinstance(event, h11.Response):
                status = event.status_code
            elif isinstance(event, h11.Data):
                content += event.data
            elif isinstance(event, h11.EndOfMessage):
                return status, bytes(raw), bytes(content)
