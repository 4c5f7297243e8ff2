"""What is no longer trusted: written once, asked before every request of either mode is accepted.

The truth is the table `Revocation`. Everything that ends trust comes through here, in the transaction that ends it.
Each process holds a replica of the table, and brings it in step before it answers: see `node`.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.models import Revocation, RevocationKind, SignIn, User
from accounts.refusals import Reason, Refused
from accounts.revocation import publishing, truth
from accounts.revocation.entries import Credential
from accounts.revocation.feeds import OutOfStep
from accounts.revocation.node import this_node

__all__ = ["Credential", "check", "is_key_revoked", "outdate_claims", "revoke_key", "revoke_sign_ins", "revoke_token"]


def check(credential: Credential) -> None:
    """Raises Refused where the credential is no longer trusted, Unavailable where that cannot be found out."""
    reason = _find(credential)
    if reason is not None:
        raise Refused(reason, sign_in=credential.sign_in_id, user=credential.user_id, jti=credential.jti)


def _find(credential: Credential) -> Reason | None:
    """By the rung of the ladder that REVOCATION names."""
    if settings.REVOCATION == "off":
        return None
    if settings.REVOCATION == "lookup":
        return truth.look_up(credential)
    try:
        return this_node.find(credential)
    except OutOfStep:
        return truth.look_up(credential)


def is_key_revoked(kid: str) -> bool:
    """Asked before a key signs: what it signed would be refused."""
    return _find(Credential(UUID(int=0), 0, 0, kid=kid)) is Reason.KEY_RETIRED


def revoke_sign_ins(sign_ins: Iterable[SignIn]) -> None:
    _add([_row(RevocationKind.SIGN_IN, s.id.hex, expires_at=s.credentials_expire_at) for s in sign_ins])


def revoke_token(jti: str, *, expires_at: datetime) -> None:
    _add([_row(RevocationKind.TOKEN, jti, expires_at=expires_at)])


def revoke_key(kid: str, *, expires_at: datetime) -> None:
    _add([_row(RevocationKind.KEY, kid, expires_at=expires_at)])


def outdate_claims(user: User) -> None:
    """Credentials that tell of the user's earlier state are refused (a token) or read anew (a session)."""
    with transaction.atomic():
        row = User.objects.select_for_update(no_key=True).only("updated_at").get(pk=user.pk)
        user.updated_at = max(int(timezone.now().timestamp()), row.updated_at + 1)
        User.objects.filter(pk=user.pk).update(updated_at=user.updated_at)
        expires_at = timezone.now() + claims_lifetime()
        _add([_row(RevocationKind.CLAIMS, str(user.pk), expires_at=expires_at, before=user.updated_at)])


def claims_lifetime() -> timedelta:
    """How long claims may be carried about: a session in use renews its own, one that is not in use runs out."""
    return max(settings.ACCESS_TOKEN_LIFETIME, settings.SESSION_IDLE_TIMEOUT)


def _row(kind: RevocationKind, subject: str, *, expires_at: datetime, before: int = 0) -> Revocation:
    """Remembered a little longer than the last credential, whose expiry is checked with the same leeway."""
    leeway = timedelta(seconds=settings.JWT_LEEWAY)
    return Revocation(kind=kind, subject=subject, before=before, expires_at=expires_at + leeway)


def _add(rows: list[Revocation]) -> None:
    if rows:
        with transaction.atomic():
            truth.add(rows)
            publishing.announce(rows)
