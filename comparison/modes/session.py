"""The session mode, as a browser lives it: a form, a CSRF token, a cookie."""

import re
from copy import copy, deepcopy
from typing import Any, Self

from comparison.cookies import Jar
from comparison.errors import WireError
from comparison.exchange import Exchange
from comparison.modes.visitor import CALL, Account
from comparison.wire import Client, Headers

SIGN_IN = "/accounts/login/"
SIGN_OUT = "/accounts/logout/"
SESSION_COOKIE = "sessionid"
CSRF_COOKIE = "csrftoken"

_FORM_TOKEN = re.compile(r'name="csrfmiddlewaretoken"\s+value="([^"]+)"')


class SessionVisitor:
    exchange: tuple[str, dict[str, Any]] = ("/api/exchange/session/", {"keep": True})

    def __init__(self, client: Client) -> None:
        self.client = client
        self._jar = Jar()
        self._kept: Headers = ()

    def sign_in(self, account: Account) -> None:
        self._jar = Jar()
        form = self.client.get(SIGN_IN).expect(200)
        self._jar.update(form)
        found = _FORM_TOKEN.search(form.body.decode())
        if not found:
            raise WireError(f"{SIGN_IN} holds no form with a CSRF token.")
        fields = {"csrfmiddlewaretoken": found[1], "username": account.username, "password": account.password}
        self.take(self.client.post_form(SIGN_IN, fields, self._jar.header(SIGN_IN)).expect(302))

    def take(self, answer: Exchange) -> None:
        self._jar.update(answer)
        if SESSION_COOKIE not in self._jar:
            raise WireError(f"{answer.path} set no {SESSION_COOKIE} cookie.")
        self._kept = self._jar.header(CALL)

    def sign_out(self) -> None:
        fields = {"csrfmiddlewaretoken": self._jar.get(CSRF_COOKIE)}
        self._jar.update(self.client.post_form(SIGN_OUT, fields, self._jar.header(SIGN_OUT)).expect(302))

    def post(self, path: str, fields: dict[str, Any]) -> Exchange:
        token = ("X-CSRFToken", self._jar.get(CSRF_COOKIE))
        return self.client.post_json(path, fields, [*self._jar.header(path), token])

    def refresh(self) -> None:
        """A session goes on as it is."""
        return

    def copied(self, client: Client) -> Self:
        found = copy(self)
        found.client, found._jar = client, deepcopy(self._jar)
        return found

    @property
    def credential(self) -> Headers:
        return self._kept

    @property
    def held_bytes(self) -> int:
        return self._jar.held_bytes

    @property
    def csrf_bytes(self) -> int:
        return len(f"{CSRF_COOKIE}={self._jar.get(CSRF_COOKIE)}; ") if CSRF_COOKIE in self._jar else 0

    @property
    def lifetime_s(self) -> None:
        """The cookie is a name for something on the server; only the server knows how long it holds."""
        return None
