"""simplejwt's token classes with this project's claims, keys and verification.

Code that knows simplejwt finds what it expects: `AccessToken(raw)` verifies and raises TokenError, `str(token)` signs.
"""

import json
import secrets
from datetime import datetime
from typing import Any, Self

from django.conf import settings
from jwt.utils import base64url_encode
from rest_framework_simplejwt import tokens as simplejwt
from rest_framework_simplejwt.backends import TokenBackend
from rest_framework_simplejwt.exceptions import TokenBackendError, TokenBackendExpiredToken
from rest_framework_simplejwt.settings import api_settings
from rest_framework_simplejwt.utils import datetime_to_epoch

from accounts.claims import Claims
from accounts.models import SignIn
from accounts.refusals import Reason, Refused
from api import encryption, keys, verification
from api.verification import Type


def new_jti() -> str:
    """128 random bits; simplejwt's own uuid4 has 122."""
    return secrets.token_urlsafe(16)


class SigningBackend(TokenBackend):
    """Signs with the current key of the ring and verifies on the one strict path."""

    def __init__(self, type_: Type) -> None:
        super().__init__(settings.JWT_ALGORITHM, leeway=settings.JWT_LEEWAY)
        self.type = type_

    def encode(self, payload: dict[str, Any]) -> str:
        key = keys.ring.signing()
        header = {"alg": key.algorithm, "kid": key.kid, "typ": self.type}
        signed = base64url_encode(_compact(header)) + b"." + base64url_encode(_compact(payload))
        token = (signed + b"." + base64url_encode(key.sign(signed))).decode()
        return encryption.encrypt(token) if settings.JWT_ENCRYPTION else token

    def decode(self, token: Any, verify: bool = True) -> dict[str, Any]:
        raw = token.decode("latin-1") if isinstance(token, bytes) else str(token)
        try:
            return dict(verification.verify(raw, self.type).payload)
        except Refused as refused:
            kind = TokenBackendExpiredToken if refused.reason is Reason.TOKEN_EXPIRED else TokenBackendError
            raise kind(refused.reason) from refused


class SignInToken(simplejwt.Token):
    """What access and refresh tokens share: they belong to a sign-in, whose id is their `sid`."""

    type: Type

    def __init__(self, token: Any = None, verify: bool = True) -> None:
        super().__init__(token, verify)
        # RFC 9068 says what a token is for in the header's `typ`; a claim beside it could only contradict.
        self.payload.pop(api_settings.TOKEN_TYPE_CLAIM, None)

    def get_token_backend(self) -> TokenBackend:
        return BACKENDS[self.type]

    def verify_token_type(self) -> None:
        """The header's `typ` was compared when the token was decoded."""

    def set_jti(self) -> None:
        self.payload["jti"] = new_jti()

    @classmethod
    def of_sign_in(cls, sign_in: SignIn, *, client_id: str) -> Self:
        token = cls()
        token.payload |= {
            "iss": settings.SITE_URL,
            "aud": settings.JWT_AUDIENCE,
            "sub": str(sign_in.user_id),
            "nbf": token.payload["iat"],
            "sid": sign_in.id.hex,
            "client_id": client_id,
        }
        return token


class AccessToken(SignInToken, simplejwt.AccessToken):
    type = Type.ACCESS

    def carry(self, claims: Claims, *, until: datetime) -> Self:
        """Adds what it says of its user (OIDC's names), and expires at `until` at the latest."""
        self.payload |= {
            "roles": list(claims.roles),
            "preferred_username": claims.username,
            "email": claims.email,
            "updated_at": claims.updated_at,
        }
        self.payload["exp"] = min(self.payload["exp"], datetime_to_epoch(until))
        return self


class RefreshToken(SignInToken, simplejwt.RefreshToken):
    type = Type.REFRESH

    @classmethod
    def for_user(cls, user: Any) -> Self:
        raise TypeError("A token belongs to a sign-in: call api.token_mode.issue.")

    @classmethod
    def with_id(cls, sign_in: SignIn, *, jti: str, issued_at: datetime, client_id: str) -> Self:
        """Made from the ledger alone: the same entry gives the same token again, and no token need be kept."""
        token = cls.of_sign_in(sign_in, client_id=client_id)
        epoch = datetime_to_epoch(issued_at)
        token.payload |= {"jti": jti, "iat": epoch, "nbf": epoch, "exp": datetime_to_epoch(sign_in.expires_at)}
        return token


BACKENDS = {type_: SigningBackend(type_) for type_ in Type}


def _compact(value: dict[str, Any]) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode()
