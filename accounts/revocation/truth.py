"""The table `Revocation`: rows added, one credential looked up, everything that is in force loaded."""

from collections.abc import Sequence
from datetime import datetime

from django.db import Error
from django.db.models import Q
from django.utils import timezone

from accounts.models import Revocation, RevocationKind
from accounts.refusals import Reason, Unavailable
from accounts.revocation.entries import Credential, Entry

# In the order in which they are reported, the gravest first.
REASONS = {
    RevocationKind.KEY: Reason.KEY_RETIRED,
    RevocationKind.SIGN_IN: Reason.SIGN_IN_ENDED,
    RevocationKind.TOKEN: Reason.TOKEN_REVOKED,
    RevocationKind.CLAIMS: Reason.CLAIMS_OUTDATED,
}


def add(rows: Sequence[Revocation]) -> None:
    """A second revocation of one subject replaces the first: only claims differ, and there the later says more."""
    now = timezone.now()
    for row in rows:
        row.changed_at = now
    Revocation.objects.bulk_create(
        rows,
        batch_size=500,
        update_conflicts=True,
        unique_fields=["kind", "subject"],
        update_fields=["before", "expires_at", "changed_at"],
    )


def look_up(credential: Credential) -> Reason | None:
    """One statement. Raises Unavailable where the database does not answer."""
    matches = Q(kind=RevocationKind.SIGN_IN, subject=credential.sign_in_id.hex)
    matches |= Q(kind=RevocationKind.CLAIMS, subject=str(credential.user_id), before__gt=credential.updated_at)
    if credential.jti:
        matches |= Q(kind=RevocationKind.TOKEN, subject=credential.jti)
    if credential.kid:
        matches |= Q(kind=RevocationKind.KEY, subject=credential.kid)
    try:
        found = set(Revocation.objects.filter(matches).values_list("kind", flat=True))
    except Error as error:
        raise Unavailable("the database does not answer") from error
    return next((reason for kind, reason in REASONS.items() if kind in found), None)


def load(since: datetime | None = None) -> list[Entry]:
    """The rows in force, or those of them that were written since. Raises django.db.Error."""
    rows = Revocation.objects.filter(expires_at__gt=timezone.now())
    if since is not None:
        rows = rows.filter(changed_at__gte=since)
    columns = rows.values_list("kind", "subject", "before", "expires_at")
    return [Entry(k, s, b, int(e.timestamp()) + 1) for k, s, b, e in columns.iterator(chunk_size=5000)]
