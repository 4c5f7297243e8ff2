"""Both ways to be signed in, as DRF asks for them: a Bearer token, or the session cookie with CSRF protection."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from rest_framework import authentication
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework_simplejwt.authentication import JWTAuthentication

from accounts.claims import ClaimedUser
from accounts.refusals import Reason, Refused
from accounts.server_timing import measured
from api import token_mode

REALM = 'Bearer realm="api"'


class BearerAuthentication(JWTAuthentication):
    """simplejwt's, with the strict verification, the revocation check and a user made of the claims."""

    def authenticate(self, request: Request) -> tuple[ClaimedUser, None] | None:  # type: ignore[override]
        token = bearer(request._request)
        return None if token is None else (_authenticate(request._request, token), None)

    def authenticate_header(self, request: Request) -> str:
        return REALM


class SessionAuthentication(authentication.SessionAuthentication):
    """DRF's, which asks the user's row for `is_active`; an inactive user has no live sign-in here."""

    def authenticate(self, request: Request) -> tuple[Any, None] | None:
        user = getattr(request._request, "user", AnonymousUser())
        if not user.is_authenticated:
            return None
        self.enforce_csrf(request)
        return user, None

    def enforce_csrf(self, request: Request) -> None:
        try:
            super().enforce_csrf(request)
        except PermissionDenied as error:
            raise Refused(Reason.CSRF, fault=error.detail) from error

    def authenticate_header(self, request: Request) -> str:
        """So that whoever is not signed in is answered 401, not 403."""
        return REALM


def bearer(request: HttpRequest) -> str | None:
    """The token of an Authorization header (RFC 6750 section 2.1; the scheme in any casing). Raises Refused."""
    header: str = request.META.get("HTTP_AUTHORIZATION", "")
    scheme, _, token = header.partition(" ")
    if scheme.lower() != "bearer":
        return None
    if not token or " " in token.strip(" "):
        raise Refused(Reason.AUTHORIZATION_HEADER)
    return token.strip(" ")


_authenticate = measured(token_mode.authenticate)
