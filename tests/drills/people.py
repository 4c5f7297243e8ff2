"""Sign-ins by the hundred, of both modes, without a password each: one is exchanged for the next."""

import http.client
import json
from dataclasses import dataclass
from http.cookies import SimpleCookie

from embedded.wsgi_server import WsgiServer

JSON = {"Content-Type": "application/json"}


@dataclass(frozen=True)
class Victim:
    """A live sign-in and what proves it: headers, of one mode or the other."""

    sign_in_id: str
    mode: str
    headers: dict[str, str]


class Caller:
    """One connection to one node, opened again when it breaks; `contextlib.closing` closes it."""

    def __init__(self, node: WsgiServer) -> None:
        self.node = node
        self._connection = http.client.HTTPConnection(node.host, node.port, timeout=15)

    def call(
        self, method: str, path: str, headers: dict[str, str], body: object = None
    ) -> tuple[int, bytes, http.client.HTTPMessage]:
        """Raises OSError or HTTPException, after which the next call connects anew."""
        data = None if body is None else json.dumps(body)
        try:
            self._connection.request(method, path, data, {**headers, **(JSON if data else {})})
            response = self._connection.getresponse()
            return response.status, response.read(), response.headers
        except (OSError, http.client.HTTPException):
            self.close()
            raise

    def close(self) -> None:
        self._connection.close()


class Signer:
    """Keeps one signed-in pair of tokens, and opens and ends other sign-ins with it."""

    def __init__(self, caller: Caller, username: str, password: str) -> None:
        self.caller = caller
        status, body, _ = self.caller.call("POST", "/api/token/", {}, {"username": username, "password": password})
        assert status == 200, body
        self.bearer = {"Authorization": f"Bearer {json.loads(body)['access']}"}

    def open(self, mode: str) -> Victim:
        headers = self._session()
        if mode == "jwt":
            headers = self._tokens(headers)
        status, body, _ = self.caller.call("GET", "/api/sign-ins/", headers)
        assert status == 200, body
        current = next(device for device in json.loads(body) if device["current"])
        return Victim(current["id"], mode, headers)

    def _session(self) -> dict[str, str]:
        status, body, headers = self.caller.call("POST", "/api/exchange/session/", self.bearer, {"keep": True})
        assert status == 204, body
        cookies = SimpleCookie()
        for header in headers.get_all("Set-Cookie", []):
            cookies.load(header)
        csrf = "c" * 32
        pairs = {name: morsel.value for name, morsel in cookies.items()} | {"csrftoken": csrf}
        return {"Cookie": "; ".join(f"{name}={value}" for name, value in pairs.items()), "X-CSRFToken": csrf}

    def _tokens(self, session: dict[str, str]) -> dict[str, str]:
        status, body, _ = self.caller.call("POST", "/api/exchange/token/", session, {"keep": False})
        assert status == 200, body
        return {"Authorization": f"Bearer {json.loads(body)['access']}"}
