"""What is no longer trusted: written once, asked before every request of either mode is accepted.

The truth is the table `Revocation`. Everything that ends trust comes through here, inside the transaction that ends it.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import Revocation, RevocationKind, SignIn, User
from accounts.refusals import Reason, Refused


class Credential(NamedTuple):
    """What a check needs to know of a session or an access token."""

    sign_in_id: UUID
    user_id: int
    updated_at: int
    jti: str = ""
    kid: str = ""


REASONS = {
    RevocationKind.SIGN_IN: Reason.SIGN_IN_ENDED,
    RevocationKind.TOKEN: Reason.TOKEN_REVOKED,
    RevocationKind.KEY: Reason.KEY_RETIRED,
    RevocationKind.CLAIMS: Reason.CLAIMS_OUTDATED,
}


def check(credential: Credential) -> None:
    """Raises Refused where the credential is no longer trusted, Unavailable where that cannot be found out."""
    if settings.REVOCATION == "off":
        return
    found = look_up(credential)
    for kind, reason in REASONS.items():
        if kind in found:
            raise Refused(reason, sign_in=credential.sign_in_id, jti=credential.jti)


def look_up(credential: Credential) -> set[str]:
    """The kinds of revocation that concern the credential, asked of the database: one statement."""
    matches = Q(kind=RevocationKind.SIGN_IN, subject=credential.sign_in_id.hex)
    matches |= Q(kind=RevocationKind.CLAIMS, subject=str(credential.user_id), before__gt=credential.updated_at)
    if credential.jti:
        matches |= Q(kind=RevocationKind.TOKEN, subject=credential.jti)
    if credential.kid:
        matches |= Q(kind=RevocationKind.KEY, subject=credential.kid)
    return set(Revocation.objects.filter(matches).values_list("kind", flat=True))


def revoke_sign_ins(sign_ins: Iterable[SignIn]) -> None:
    _add(Revocation(kind=RevocationKind.SIGN_IN, subject=s.id.hex, expires_at=s.credentials_expire_at) for s in sign_ins)


def revoke_token(jti: str, *, expires_at: datetime) -> None:
    _add([Revocation(kind=RevocationKind.TOKEN, subject=jti, expires_at=expires_at)])


def revoke_key(kid: str, *, expires_at: datetime) -> None:
    _add([Revocation(kind=RevocationKind.KEY, subject=kid, expires_at=expires_at)])


def outdate_claims(user: User) -> None:
    """Credentials that tell of the user's earlier state are refused (a token) or read anew (a session)."""
    with transaction.atomic():
        row = User.objects.select_for_update().only("updated_at").get(pk=user.pk)
        now = int(timezone.now().timestamp())
        user.updated_at = max(now, row.updated_at + 1)
        User.objects.filter(pk=user.pk).update(updated_at=user.updated_at)
        _add([_outdated(user)])


def _outdated(user: User) -> Revocation:
    return Revocation(
        kind=RevocationKind.CLAIMS,
        subject=str(user.pk),
        before=user.updated_at,
        expires_at=timezone.now() + claims_lifetime(),
    )


def claims_lifetime() -> timedelta:
    """How long claims may be carried about: a session renews its own, but a session nobody uses is not renewed."""
    return max(settings.ACCESS_TOKEN_LIFETIME, settings.SESSION_IDLE_TIMEOUT) + timedelta(seconds=settings.JWT_LEEWAY)


def _add(rows: Iterable[Revocation]) -> None:
    """A second revocation of one subject replaces the first: only claims differ, and there the later says more."""
    Revocation.objects.bulk_create(
        rows,
        batch_size=500,
        update_conflicts=True,
        unique_fields=["kind", "subject"],
        update_fields=["before", "expires_at"],
    )
