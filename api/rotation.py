"""Refresh tokens are single use. Of any number of simultaneous uses exactly one rotates (RFC 9700 section 4.14).

A lock on the sign-in orders them. Whoever comes second with the token that was just replaced, within the grace,
receives the same child: a lost answer or a second tab does not sign anyone out. Anything older ends the sign-in.
"""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from accounts import audit, client, revocation, roles, signing_out
from accounts.claims import Claims
from accounts.models import EndReason, Mode, SignIn
from accounts.refusals import Reason, Refused
from api import ledger, tokens
from api.models import TokenFamily
from api.verification import Verified


@dataclass(frozen=True, slots=True)
class Child:
    """What a refresh hands out: a place in the ledger, and the user's claims as they stand now."""

    sign_in: SignIn
    claims: Claims
    client_id: str
    jti: str
    issued_at: datetime


def rotate(presented: Verified, *, request: HttpRequest) -> Child:
    """At most six SQL statements. Raises Refused; a replay has ended the sign-in by then."""
    revocation.check(presented.credential)
    now = timezone.now()
    with transaction.atomic():
        family = _locked(presented)
        refusal = _refusal(family, presented, now)
        if refusal is Reason.REFRESH_REUSE:
            signing_out.end_many([family.sign_in], reason=EndReason.REFRESH_REUSE)
        elif refusal is None and presented.jti == family.current.jti:
            _advance(family, request, now)
    if refusal is not None:
        # After the transaction: what it ended has to stand.
        raise Refused(refusal, sign_in=presented.sign_in_id, user=presented.user_id, jti=presented.jti)
    return Child(family.sign_in, _claims(family), family.client_id, family.current.jti, family.rotated_at)


def _locked(presented: Verified) -> TokenFamily:
    """The family with its sign-in locked, the user and the names of the groups, in one statement. Raises Refused."""
    families = TokenFamily.objects.select_for_update(of=("self", "sign_in"))
    families = families.select_related("sign_in__user", "current", "parent")
    families = families.annotate(group_names=roles.group_names("sign_in__user")).filter(pk=presented.sign_in_id)
    # Where PostgreSQL waited for the lock and the family has moved on, it joins the new family to the old tokens and
    # finds nothing. The lock is ours by then: the second look sees what is there now.
    family = families.first() or families.first()
    if family is None:
        raise Refused(Reason.REFRESH_UNKNOWN, sign_in=presented.sign_in_id, jti=presented.jti)
    return family


def _refusal(family: TokenFamily, presented: Verified, now: datetime) -> Reason | None:
    if not family.sign_in.is_live:
        return Reason.SIGN_IN_ENDED
    if not family.sign_in.user.is_active:
        return Reason.USER_INACTIVE
    if presented.jti == family.current.jti:
        return None
    is_parent = family.parent is not None and presented.jti == family.parent.jti
    return None if is_parent and now - family.rotated_at <= settings.REFRESH_GRACE else Reason.REFRESH_REUSE


def _advance(family: TokenFamily, request: HttpRequest, now: datetime) -> None:
    sign_in = family.sign_in
    ledger.advance(family, jti=tokens.new_jti(), now=now)
    sign_in.last_seen_at, sign_in.ip = now, client.address(request)
    # Until the end of the grace a retry is handed an access token of its own.
    last_access = now + settings.REFRESH_GRACE + settings.ACCESS_TOKEN_LIFETIME
    # Never earlier than before: ACCESS_TOKEN_LIFETIME may have been lowered since an earlier token was handed out.
    sign_in.credentials_expire_at = max(sign_in.credentials_expire_at, min(last_access, sign_in.expires_at))
    sign_in.save(update_fields=["last_seen_at", "ip", "credentials_expire_at"])
    audit.record(audit.Kind.REFRESHED, request=request, sign_in=sign_in)


def _claims(family: TokenFamily) -> Claims:
    user = family.sign_in.user
    names = roles.split(family.group_names)  # type: ignore[attr-defined]
    held = roles.roles(names, is_staff=user.is_staff, is_superuser=user.is_superuser)
    return Claims(user.pk, user.username, user.email, tuple(held), user.updated_at)


def is_current(presented: Verified) -> bool:
    """Whether this refresh token could still be used, looked up in the ledger."""
    families = TokenFamily.objects.filter(pk=presented.sign_in_id, current__jti=presented.jti)
    return families.filter(sign_in__in=SignIn.objects.filter(mode=Mode.JWT).live()).exists()
