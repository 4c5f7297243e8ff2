"""From a string to claims that may be believed. One way in, and a named reason for each refusal (RFC 8725, RFC 9068).

Size and form → (decryption) → header → key → signature → claims. Whether it was revoked is asked afterwards, each time.
"""

import json
import math
import re
import time
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NoReturn
from uuid import UUID

from django.conf import settings
from jwt.utils import base64url_decode, base64url_encode

from accounts.claims import Claims
from accounts.refusals import Reason, Refused
from accounts.revocation import Credential
from api import encryption
from api.keys import Key, ring
from api.verified_cache import VerifiedCache

MOST_BYTES = 8192
NEVER_OUTDATED = 2**62
SIGNED = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+", re.ASCII)
# The second of five parts, the encrypted key, is empty with `dir`.
ENCRYPTED = re.compile(r"[A-Za-z0-9_-]+\.\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+", re.ASCII)
HEADER_MEMBERS = {"alg", "kid", "typ"}


class Type(StrEnum):
    """The header's `typ`: what a token is for. One kind never serves as another."""

    ACCESS = "at+jwt"
    REFRESH = "refresh+jwt"


@dataclass(frozen=True, slots=True)
class Verified:
    """A token whose signature and claims hold. Times are seconds since the epoch."""

    type: Type
    kid: str
    jti: str
    sign_in_id: UUID
    user_id: int
    client_id: str
    issued_at: float
    expires_at: float
    payload: dict[str, Any]

    @property
    def claims(self) -> Claims:
        """What an access token says of its user."""
        payload = self.payload
        return Claims(
            self.user_id,
            payload["preferred_username"],
            payload["email"],
            tuple(payload["roles"]),
            payload["updated_at"],
        )

    @property
    def credential(self) -> Credential:
        # A refresh token says nothing of its user that could be outdated.
        updated_at = self.payload.get("updated_at", NEVER_OUTDATED)
        return Credential(self.sign_in_id, self.user_id, updated_at, self.jti, self.kid)


cache: VerifiedCache[Verified] = VerifiedCache()


def verify(token: str, expected: Type) -> Verified:
    """Raises Refused. Verified tokens are remembered whole, so that an altered one is a different one."""
    known = cache.get(token)
    if known is None:
        known = _verify(_opened(token))
        cache.put(token, known)
    if known.type is not expected:
        raise Refused(Reason.TYPE_MISMATCH, typ=known.type)
    if time.time() >= known.expires_at + settings.JWT_LEEWAY:
        raise Refused(Reason.TOKEN_EXPIRED, sign_in=known.sign_in_id, jti=known.jti)
    return known


def _opened(token: str) -> str:
    """What is signed: the token itself, or the one that is encrypted in it."""
    if len(token) > MOST_BYTES:
        raise Refused(Reason.TOKEN_TOO_LARGE, size=len(token))
    if not ENCRYPTED.fullmatch(token):
        return token
    parts = [_decode(part) if part else b"" for part in token.split(".")]
    return encryption.decrypt(token, _parse(parts[0], Reason.HEADER_MALFORMED))


def _verify(token: str) -> Verified:
    header_part, payload_part, signature_part = _split(token)
    header = _parse(_decode(header_part), Reason.HEADER_MALFORMED)
    type_, key = _check_header(header)
    signed = f"{header_part}.{payload_part}".encode()
    if not key.verify(signed, _decode(signature_part)):
        raise Refused(Reason.SIGNATURE_INVALID, kid=key.kid)
    payload = _parse(_decode(payload_part), Reason.CLAIMS_MALFORMED)
    return _check_claims(payload, type_, key.kid)


def _split(token: str) -> list[str]:
    if not SIGNED.fullmatch(token):
        raise Refused(Reason.TOKEN_MALFORMED)
    return token.split(".")


def _decode(segment: str) -> bytes:
    """base64url in its one canonical form: no padding, no stray bits (RFC 7515 section 2, RFC 4648 section 3.5)."""
    try:
        raw = base64url_decode(segment)
    except ValueError as error:
        raise Refused(Reason.TOKEN_MALFORMED) from error
    if base64url_encode(raw).decode() != segment:
        raise Refused(Reason.TOKEN_NOT_CANONICAL)
    return raw


def _parse(raw: bytes, reason: Reason) -> dict[str, Any]:
    """A JSON object with each member once and no numbers that are none (RFC 8725 section 2.4)."""

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        members = dict(pairs)
        if len(members) != len(pairs):
            raise Refused(reason, fault="a member stands twice")
        return members

    def refuse(constant: str) -> NoReturn:
        raise Refused(reason, fault=constant)

    try:
        value = json.loads(raw.decode(), object_pairs_hook=once, parse_constant=refuse)
    except (ValueError, RecursionError) as error:
        raise Refused(reason, fault=type(error).__name__) from error
    if not isinstance(value, dict):
        raise Refused(reason, fault="not an object")
    return value


def _check_header(header: dict[str, Any]) -> tuple[Type, Key]:
    """No `jwk`, `jku`, `x5u`, `x5c`, `crit`, `b64`, `zip`: nothing but what this project writes."""
    forbidden = set(header) - HEADER_MEMBERS
    if forbidden:
        raise Refused(Reason.HEADER_FORBIDDEN, members=sorted(forbidden)[:5])
    if not all(isinstance(header.get(name), str) for name in HEADER_MEMBERS):
        raise Refused(Reason.HEADER_MALFORMED)
    try:
        type_ = Type(header["typ"])
    except ValueError as error:
        raise Refused(Reason.TYPE_MISMATCH) from error
    key = ring.find(header["kid"])
    if header["alg"] != key.algorithm:
        raise Refused(Reason.ALGORITHM_MISMATCH, kid=key.kid)
    return type_, key


def _check_claims(payload: dict[str, Any], type_: Type, kid: str) -> Verified:
    _require(payload, {"iss": str, "aud": str, "sub": str, "jti": str, "sid": str, "client_id": str})
    if type_ is Type.ACCESS:
        _require(payload, {"preferred_username": str, "email": str, "roles": list, "updated_at": int})
    _check_parties(payload)
    issued_at, expires_at = _check_times(payload)
    try:
        sign_in_id, user_id = UUID(hex=payload["sid"]), int(payload["sub"])
    except ValueError as error:
        raise Refused(Reason.CLAIMS_MALFORMED) from error
    jti, client_id = payload["jti"], payload["client_id"]
    return Verified(type_, kid, jti, sign_in_id, user_id, client_id, issued_at, expires_at, payload)


def _require(payload: dict[str, Any], types: dict[str, type]) -> None:
    for name, type_ in types.items():
        if name not in payload:
            raise Refused(Reason.CLAIM_MISSING, claim=name)
        if not isinstance(payload[name], type_) or isinstance(payload[name], bool):
            raise Refused(Reason.CLAIMS_MALFORMED, claim=name)


def _check_parties(payload: dict[str, Any]) -> None:
    if payload["iss"] != settings.SITE_URL:
        raise Refused(Reason.ISSUER_MISMATCH)
    if payload["aud"] != settings.JWT_AUDIENCE:
        raise Refused(Reason.AUDIENCE_MISMATCH)


def _check_times(payload: dict[str, Any]) -> tuple[float, float]:
    """`iat` and `exp`. Another node's clock may be JWT_LEEWAY seconds off."""
    now = time.time()
    issued_at, not_before, expires_at = (_time(payload, name) for name in ("iat", "nbf", "exp"))
    if max(issued_at, not_before) > now + settings.JWT_LEEWAY:
        raise Refused(Reason.TOKEN_NOT_YET_VALID, jti=payload["jti"])
    if now >= expires_at + settings.JWT_LEEWAY:
        raise Refused(Reason.TOKEN_EXPIRED, jti=payload["jti"])
    return issued_at, expires_at


def _time(payload: dict[str, Any], name: str) -> float:
    if name not in payload:
        raise Refused(Reason.CLAIM_MISSING, claim=name)
    value = payload[name]
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value) or abs(value) > 1e12:
        raise Refused(Reason.CLAIMS_MALFORMED, claim=name)
    return value
