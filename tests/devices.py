"""What the device of a user does, in each mode, over HTTP alone. The contract suite drives all of them the same way."""

import json
from abc import ABC, abstractmethod
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, Self

from django.conf import settings
from django.http import HttpResponse
from django.test import Client

from api import transport
from tests.cast import PASSWORD

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:142.0) Gecko/20100101 Firefox/142.0"
OWN_PAGE = {"X-Requested-With": "fetch", "Sec-Fetch-Site": "same-origin"}


class Device(ABC):
    """Signed out at first. `credentials` are the secrets that it holds, as anyone could copy them."""

    def __init__(self, address: str = "192.0.2.1") -> None:
        self.client = Client(enforce_csrf_checks=True, REMOTE_ADDR=address, headers={"User-Agent": FIREFOX})

    @abstractmethod
    def sign_in(self, username: str = "ann", password: str = PASSWORD) -> HttpResponse: ...

    @abstractmethod
    def sign_out(self) -> HttpResponse: ...

    @abstractmethod
    def call(self, method: str, path: str, data: Any = None) -> HttpResponse:
        """A call of the API with the device's credential."""

    @abstractmethod
    def change_password(self, old: str, new: str) -> HttpResponse: ...

    @abstractmethod
    def read_roles(self) -> list[str]:
        """What `me` says, after renewing what needs to be renewed."""

    @property
    @abstractmethod
    def credentials(self) -> list[str]: ...

    @property
    @abstractmethod
    def is_dead(self) -> bool:
        """Whether everything that it holds is refused."""

    @property
    def is_signed_in(self) -> bool:
        return self.me().status_code == 200

    def me(self) -> HttpResponse:
        return self.call("GET", "/api/me/")

    def list_devices(self) -> list[dict[str, Any]]:
        return self.call("GET", "/api/sign-ins/").json()

    @property
    def sign_in_id(self) -> str:
        return next(device["id"] for device in self.list_devices() if device["current"])

    def end(self, sign_in_id: str) -> HttpResponse:
        return self.call("DELETE", f"/api/sign-ins/{sign_in_id}/")

    def end_all(self, *, except_current: bool) -> HttpResponse:
        return self.call("POST", "/api/sign-ins/end-all/", {"except_current": except_current})

    def copy(self) -> Self:
        """A thief's device: the same credentials, from now on apart."""
        thief = type(self)()
        thief.client.cookies = deepcopy(self.client.cookies)
        return thief


class Browser(Device):
    """The session mode: the pages, and the API by the cookie."""

    def sign_in(self, username: str = "ann", password: str = PASSWORD) -> HttpResponse:
        return self.submit("/accounts/login/", username=username, password=password)

    def sign_out(self) -> HttpResponse:
        return self.submit("/accounts/logout/")

    def change_password(self, old: str, new: str) -> HttpResponse:
        return self.submit("/accounts/password_change/", old_password=old, new_password=new)

    def read_roles(self) -> list[str]:
        return self.me().json()["roles"]

    def call(self, method: str, path: str, data: Any = None) -> HttpResponse:
        headers = {"X-CSRFToken": self.csrf_token}
        return self.client.generic(method, path, _json(data), content_type="application/json", headers=headers)

    def submit(self, page: str, **fields: str) -> HttpResponse:
        return self.client.post(page, fields | {"csrfmiddlewaretoken": self.csrf_token})

    @property
    def csrf_token(self) -> str:
        if settings.CSRF_COOKIE_NAME not in self.client.cookies:
            self.client.get("/accounts/login/")
        return self.client.cookies[settings.CSRF_COOKIE_NAME].value

    @property
    def credentials(self) -> list[str]:
        return [self.client.cookies[settings.SESSION_COOKIE_NAME].value]

    @property
    def is_dead(self) -> bool:
        return self.me().status_code == 401 and self.client.get("/accounts/").status_code == 302


class App(Device):
    """The JWT mode: both tokens in the program's own hands."""

    access = ""
    refresh_token = ""

    def copy(self) -> Self:
        thief = super().copy()
        thief.access, thief.refresh_token = self.access, self.refresh_token
        return thief

    def sign_in(self, username: str = "ann", password: str = PASSWORD) -> HttpResponse:
        return self._keep(self.post("/api/token/", {"username": username, "password": password}))

    def refresh(self) -> HttpResponse:
        return self._keep(self.post("/api/token/refresh/", {"refresh": self.refresh_token}))

    def sign_out(self) -> HttpResponse:
        return self.post("/api/token/blacklist/", {"refresh": self.refresh_token})

    def change_password(self, old: str, new: str) -> HttpResponse:
        return self.call("POST", "/api/password/", {"old_password": old, "new_password": new})

    def read_roles(self) -> list[str]:
        assert self.refresh().status_code == 200
        return self.me().json()["roles"]

    def call(self, method: str, path: str, data: Any = None) -> HttpResponse:
        headers = {"Authorization": f"Bearer {self.access}"}
        return self.client.generic(method, path, _json(data), content_type="application/json", headers=headers)

    def post(self, path: str, data: Any, **headers: str) -> HttpResponse:
        return self.client.post(path, data, content_type="application/json", headers=headers)

    @property
    def credentials(self) -> list[str]:
        return [self.access, self.refresh_token]

    @property
    def is_dead(self) -> bool:
        return self.me().status_code == 401 and self.refresh().status_code == 401

    def _keep(self, response: HttpResponse) -> HttpResponse:
        if response.status_code == 200:
            self.access = response.json()["access"]
            self.refresh_token = response.json()["refresh"]
        return response


class PageApp(App):
    """The hybrid: the access token in the page's memory, the refresh token in a cookie that no script can read."""

    def sign_in(self, username: str = "ann", password: str = PASSWORD) -> HttpResponse:
        body = {"username": username, "password": password, "transport": "cookie"}
        return self._keep(self.post("/api/token/", body, **OWN_PAGE))

    def refresh(self) -> HttpResponse:
        return self._keep(self.post("/api/token/refresh/", {}, **OWN_PAGE))

    def sign_out(self) -> HttpResponse:
        return self.post("/api/token/blacklist/", {}, **OWN_PAGE)

    def _keep(self, response: HttpResponse) -> HttpResponse:
        if response.status_code == 200:
            assert "refresh" not in response.json()
            self.access = response.json()["access"]
            self.refresh_token = self.client.cookies[transport.COOKIE].value
        return response


@dataclass(frozen=True)
class Way:
    """One way to stay signed in: a mode, and for the session mode its store."""

    name: str
    device: type[Device]
    store: str = "cached_db"

    @property
    def mode(self) -> str:
        return "session" if self.device is Browser else "jwt"

    def new_device(self, address: str = "192.0.2.1") -> Device:
        return self.device(address)

    def signed_in(self, username: str = "ann", password: str = PASSWORD) -> Device:
        device = self.new_device()
        device.sign_in(username, password)
        assert device.is_signed_in
        return device


STORES = ("cached_db", "db", "cache", "signed_cookies")
SESSIONS = tuple(Way(f"session-{store}", Browser, store) for store in STORES)
TOKENS = (Way("jwt", App), Way("hybrid", PageApp))
WAYS = (*SESSIONS, *TOKENS)


def _json(data: Any) -> bytes:
    return b"" if data is None else json.dumps(data).encode()
