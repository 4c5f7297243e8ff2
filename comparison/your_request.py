"""How the page that is being made was authenticated, and what that has cost so far: for the footer of every page."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import cached_property

from accounts import server_timing
from comparison.modes import BY_ID, Mode


@dataclass
class YourRequest:
    """Found out when a template first asks: a page without a footer costs nothing more."""

    request: HttpRequest

    @cached_property
    def mode(self) -> Mode | None:
        """None where nobody is signed in."""
        user = getattr(self.request, "user", None)
        return BY_ID.get(getattr(self.request, "mode", "")) if user and user.is_authenticated else None

    @property
    def credential_bytes(self) -> int:
        """The `Cookie` and `Authorization` lines, whole, as the experiments count them."""
        names = ("Cookie", "Authorization") if self.mode else ()
        values = [(name, self.request.headers.get(name)) for name in names]
        return sum(len(f"{name}: {value}\r\n".encode()) for name, value in values if value is not None)

    @cached_property
    def cost(self) -> server_timing.Cost:
        return server_timing.so_far() or server_timing.Cost()

    @property
    def auth_us(self) -> int:
        return round(self.cost.auth_ns / 1000)


def context(request: HttpRequest) -> dict[str, Any]:
    """A context processor; off where answers do not tell what they cost."""
    return {"your_request": YourRequest(request)} if settings.SERVER_TIMING else {}
