"""How django-axes counts failed sign-ins for us: by account, by subscriber, and without answering for us."""

from collections.abc import Mapping
from ipaddress import ip_network
from typing import Any

from django.http import HttpRequest, HttpResponse

from accounts import client


def username(request: HttpRequest, credentials: Mapping[str, Any] | None) -> str | None:
    """One account, one counter: `Ann` and `ann` are the same user."""
    name = (credentials or {}).get("username")
    return None if name is None else str(name).lower()


def address(request: HttpRequest) -> str | None:
    """One subscriber, one counter: with IPv6 each has 2^64 addresses."""
    found = client.address(request)
    return str(ip_network(f"{found}/64", strict=False)) if found and ":" in found else found


def answer(request: HttpRequest, response: HttpResponse, credentials: Mapping[str, Any] | None) -> HttpResponse:
    """The view has answered 429 in its own words, from what `signing_in.verify_password` raised."""
    return response
