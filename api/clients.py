"""Services that are not Django: how they prove who they are when they introspect a token."""

import hmac
import secrets
from hashlib import sha256

from django.utils.encoding import force_str
from rest_framework.authentication import BasicAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.views import APIView

from api.models import ServiceClient


def create(client_id: str) -> str:
    """Returns the secret, which is shown this once. Raises IntegrityError where there is such a client already."""
    secret = secrets.token_urlsafe(32)
    ServiceClient.objects.create(client_id=client_id, secret_digest=_digest(secret))
    return secret


class Service:
    """`request.user` of a call by client credentials: a service, and nobody who could sign in."""

    is_authenticated = True
    pk = None
    roles: tuple[str, ...] = ()

    def __init__(self, client_id: str) -> None:
        self.client_id = client_id


class ClientAuthentication(BasicAuthentication):
    """`client_secret_basic` of RFC 6749 section 2.3.1."""

    www_authenticate_realm = "services"

    def authenticate_credentials(
        self, userid: str, password: str, request: Request | None = None
    ) -> tuple[Service, None]:
        client = _named(force_str(userid))
        digest = client.secret_digest if client else _digest("")
        if not hmac.compare_digest(digest, _digest(password)) or client is None:
            raise AuthenticationFailed("The client credentials are not valid.")
        return Service(client.client_id), None


class IsServiceOrStaff(BasePermission):
    def has_permission(self, request: Request, view: APIView) -> bool:
        caller: object = request.user
        return isinstance(caller, Service) or "staff" in getattr(caller, "roles", ())


def _named(client_id: str) -> ServiceClient | None:
    if "\0" in client_id:  # which PostgreSQL takes in no text
        return None
    return ServiceClient.objects.filter(client_id=client_id).first()


def _digest(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()
