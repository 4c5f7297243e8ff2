"""Takes tokens apart and puts them together, rightly or wrongly."""

import json
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.utils import timezone
from jwt.utils import base64url_decode, base64url_encode

from accounts.claims import Claims
from accounts.models import SignIn
from accounts.refusals import Reason, Refused
from api.keys import Key
from api.tokens import AccessToken, RefreshToken, new_jti
from api.verification import Type, verify

CLAIMS = Claims(7, "ann", "ann@example.org", ("editors",), 0)


def access() -> str:
    """As the server hands it out, of a sign-in that has no row: verification asks for none."""
    sign_in = _sign_in()
    return str(AccessToken.of_sign_in(sign_in, client_id="test").carry(CLAIMS, until=sign_in.expires_at))


def refresh() -> str:
    sign_in = _sign_in()
    return str(RefreshToken.with_id(sign_in, jti=new_jti(), issued_at=sign_in.created_at, client_id="test"))


def reason(token: str, expected: Type = Type.ACCESS) -> Reason:
    """Why it is refused."""
    with pytest.raises(Refused) as refusal:
        verify(token, expected)
    return refusal.value.reason


def header_of(token: str) -> dict[str, Any]:
    return json.loads(base64url_decode(token.split(".", maxsplit=1)[0]))


def claims_of(token: str) -> dict[str, Any]:
    return json.loads(base64url_decode(token.split(".")[1]))


def segment(value: Any) -> str:
    """Base64url of the bytes, of the text as it stands, or of the JSON."""
    if isinstance(value, dict):
        value = json.dumps(value, separators=(",", ":"))
    return base64url_encode(value.encode() if isinstance(value, str) else value).decode()


def signed(header: Any, claims: Any, key: Key) -> str:
    """With the server's own key: only what the header and the claims say can be wrong with it."""
    signing_input = f"{segment(header)}.{segment(claims)}"
    return f"{signing_input}.{segment(key.sign(signing_input.encode()))}"


def with_header(token: str, key: Key, **members: Any) -> str:
    return signed(header_of(token) | members, claims_of(token), key)


def with_claims(token: str, key: Key, **claims: Any) -> str:
    return signed(header_of(token), claims_of(token) | claims, key)


def with_signature(token: str, signature: bytes) -> str:
    return f"{token.rpartition('.')[0]}.{segment(signature)}"


def _sign_in() -> SignIn:
    now = timezone.now()
    return SignIn(id=UUID(int=1), user_id=CLAIMS.user_id, created_at=now, expires_at=now + timedelta(days=14))
