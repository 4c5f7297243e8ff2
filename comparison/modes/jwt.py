"""The JWT mode, as an API client lives it: two tokens, one header. The hybrid keeps the long-lived one in a cookie."""

import json
import time
from base64 import urlsafe_b64decode
from copy import copy, deepcopy
from typing import Any, Self

from comparison.cookies import Jar
from comparison.exchange import Exchange
from comparison.modes.visitor import Account
from comparison.wire import Client, Headers

SIGN_IN = "/api/token/"
SIGN_OUT = "/api/token/blacklist/"
REFRESH = "/api/token/refresh/"
# What a page's own script says, and a form of another site cannot.
OWN_PAGE = ("X-Requested-With", "authcompare")


class JwtVisitor:
    exchange: tuple[str, dict[str, Any]] = ("/api/exchange/token/", {"keep": True})

    def __init__(self, client: Client) -> None:
        self.client = client
        self._access = ""
        self._refresh = ""

    def sign_in(self, account: Account) -> None:
        fields = {"username": account.username, "password": account.password}
        self.take(self.client.post_json(SIGN_IN, fields).expect(200))

    def take(self, answer: Exchange) -> None:
        tokens = answer.json()
        self._access, self._refresh = tokens["access"], tokens["refresh"]

    def sign_out(self) -> None:
        self.client.post_json(SIGN_OUT, {"refresh": self._refresh}).expect(200)

    def post(self, path: str, fields: dict[str, Any]) -> Exchange:
        return self.client.post_json(path, fields, self.credential)

    def refresh(self) -> Exchange:
        answer = self.client.post_json(REFRESH, {"refresh": self._refresh})
        if answer.status == 200:
            self.take(answer)
        return answer

    def copied(self, client: Client) -> Self:
        found = copy(self)
        found.client = client
        return found

    @property
    def credential(self) -> Headers:
        return [("Authorization", f"Bearer {self._access}")]

    @property
    def held_bytes(self) -> int:
        return len(self._access) + len(self._refresh)

    @property
    def csrf_bytes(self) -> int:
        return 0

    @property
    def lifetime_s(self) -> float:
        return float(_read(self._access, 1)["exp"]) - time.time()

    @property
    def kid(self) -> str:
        return str(_read(self._access, 0)["kid"])


class HybridVisitor(JwtVisitor):
    """The refresh token lives where no script can read it: in an HttpOnly cookie that only its endpoints receive."""

    exchange: tuple[str, dict[str, Any]] = ("/api/exchange/token/", {"keep": True, "transport": "cookie"})

    def __init__(self, client: Client) -> None:
        super().__init__(client)
        self._jar = Jar()
        self._kept: Headers = ()

    def sign_in(self, account: Account) -> None:
        fields = {"username": account.username, "password": account.password, "transport": "cookie"}
        answer = self.client.post_json(SIGN_IN, fields, [OWN_PAGE]).expect(200)
        self.take(answer)

    def sign_out(self) -> None:
        headers = [*self.credential, *self._jar.header(SIGN_OUT), OWN_PAGE]
        self._jar.update(self.client.post_json(SIGN_OUT, {}, headers).expect(200))

    def refresh(self) -> Exchange:
        """By the cookie, also after a sign-out has deleted it: a thief would not delete his copy."""
        answer = self.client.post_json(REFRESH, {}, [*self._kept, OWN_PAGE])
        if answer.status == 200:
            self.take(answer)
        return answer

    def take(self, answer: Exchange) -> None:
        self._jar.update(answer)
        self._kept = self._jar.header(REFRESH)
        self._access = answer.json()["access"]

    def copied(self, client: Client) -> Self:
        found = super().copied(client)
        found._jar = deepcopy(self._jar)
        return found

    @property
    def held_bytes(self) -> int:
        return len(self._access) + self._jar.held_bytes


def _read(token: str, part: int) -> Any:
    """The header (0) or the claims (1) as anyone can read them: no key is needed to look into a JWS."""
    encoded = token.split(".")[part]
    return json.loads(urlsafe_b64decode(encoded + "=" * (-len(encoded) % 4)))
