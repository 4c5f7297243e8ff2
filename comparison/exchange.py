"""One request and its answer, as they were on the wire."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from http.cookies import SimpleCookie
from typing import Any

from comparison import server_timing
from comparison.errors import UnexpectedAnswer, WireError
from comparison.server_timing import ServerTiming


@dataclass(frozen=True)
class Message:
    """The raw bytes of a request or a response, counted in bytes on the wire."""

    raw: bytes

    @property
    def head(self) -> bytes:
        """The start line and the headers, the empty line that ends them included."""
        head, end, _ = self.raw.partition(b"\r\n\r\n")
        return head + end

    @property
    def body_bytes(self) -> int:
        return len(self.raw) - len(self.head)

    def lines(self, name: str) -> list[bytes]:
        """The header lines of that name, each with its CRLF."""
        prefix = name.lower().encode() + b":"
        return [line + b"\r\n" for line in self.head.split(b"\r\n")[1:] if line.lower().startswith(prefix)]

    def header_bytes(self, name: str) -> int:
        return sum(len(line) for line in self.lines(name))

    def values(self, name: str) -> list[str]:
        return [line.split(b":", 1)[1].strip().decode("latin-1") for line in self.lines(name)]


@dataclass(frozen=True)
class Exchange:
    """`body` is decoded from its transfer encoding; `elapsed_us` runs from the first byte sent to the last received."""

    method: str
    path: str
    status: int
    request: Message
    response: Message
    body: bytes
    elapsed_us: float

    @property
    def credential_bytes(self) -> int:
        """What the request carried to say who it is: its `Cookie` and `Authorization` lines, whole."""
        return self.request.header_bytes("Cookie") + self.request.header_bytes("Authorization")

    @property
    def server_timing(self) -> ServerTiming:
        return server_timing.parse(", ".join(self.response.values("Server-Timing")))

    @property
    def cookies(self) -> Mapping[str, Any]:
        """The cookies that the answer sets, by name, each a `http.cookies.Morsel`."""
        cookies: SimpleCookie = SimpleCookie()
        for line in self.response.values("Set-Cookie"):
            cookies.load(line)
        return cookies

    def json(self) -> Any:
        try:
            return json.loads(self.body)
        except ValueError as error:
            raise WireError(
                f"{self.method} {self.path} answered {self.status} with a body that is not JSON."
            ) from error

    def expect(self, *statuses: int) -> "Exchange":
        if self.status not in statuses:
            expected = " or ".join(map(str, statuses))
            raise UnexpectedAnswer(method=self.method, path=self.path, status=self.status, expected=expected)
        return self
