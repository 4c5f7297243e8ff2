"""How django-axes counts failed sign-ins for us: by account in any casing, and without answering in our place."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse


def username(request: HttpRequest, credentials: Mapping[str, Any] | None) -> str | None:
    """One account, one counter: `Ann` and `ann` are the same user."""
    name = (credentials or {}).get("username")
    return None if name is None else str(name).lower()


def answer(request: HttpRequest, response: HttpResponse, credentials: Mapping[str, Any] | None) -> HttpResponse:
    """The view has answered 429 in its own words, from what `signing_in.verify_password` raised."""
    return response
