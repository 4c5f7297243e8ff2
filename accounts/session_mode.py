"""The session mode: a cookie that names what the server keeps. `api.token_mode` is its mirror."""

import secrets
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID

from django.conf import settings
from django.contrib.auth import SESSION_KEY, login, logout
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.base import SessionBase
from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Greatest
from django.http import HttpRequest
from django.utils import timezone

from accounts import audit, client, revocation, signing_in, signing_out
from accounts.claims import ClaimedUser, Claims, active_user
from accounts.models import EndReason, Mode, Session, SignIn, User
from accounts.refusals import Reason, Refused
from accounts.session_stores import cached_db

BACKEND = "django.contrib.auth.backends.ModelBackend"
# How often a session that is in use is written: its idle deadline, its claims, the sign-in's "last seen". Seconds.
RENEW_AFTER = min(60, settings.SESSION_COOKIE_AGE // 4)


def issue(request: HttpRequest, user: User, *, until: datetime | None = None) -> SignIn:
    """Signs the browser in under a new session id; a sign-in that it had before ends. Raises Refused."""
    if SESSION_KEY in request.session:
        end(request)
    sign_in = signing_in.open_sign_in(
        request=request,
        user=user,
        mode=Mode.SESSION,
        lifetime=settings.SESSION_ABSOLUTE_TIMEOUT,
        credential_lifetime=settings.SESSION_IDLE_TIMEOUT,
        until=until,
    )
    login(request, user, backend=BACKEND)
    request.session["sign_in"] = sign_in.id.hex
    request.session["expires_at"] = int(sign_in.expires_at.timestamp())
    _write(request.session, Claims.of(user), now=sign_in.created_at)
    _carry(request, sign_in.id)
    return sign_in


def authenticate(request: HttpRequest) -> ClaimedUser | AnonymousUser:
    """Who the session cookie says is calling. Raises Unavailable where that cannot be found out."""
    if "sign_in" not in request.session:
        return AnonymousUser()
    try:
        claims = _verify(request.session)
    except Refused as refused:
        audit.log_refusal(refused, request=request, mode=Mode.SESSION)
        return AnonymousUser()
    _carry(request, UUID(request.session["sign_in"]))
    return ClaimedUser(claims)


def renew(request: HttpRequest) -> None:
    """Moves the idle deadline of a session in use, at most once in RENEW_AFTER seconds. Raises Refused."""
    if time.time() - request.session["seen_at"] >= RENEW_AFTER:
        _prolong(request)


def change_credential(request: HttpRequest) -> None:
    """The same sign-in under a new session id; the old one is dead, copies of it too. Raises Refused."""
    session = request.session
    user = _prolong(request)
    revocation.revoke_token(session["credential"], expires_at=datetime.fromtimestamp(session["expires_at"], UTC))
    session.cycle_key()
    session["_auth_user_hash"] = user.get_session_auth_hash()
    session["credential"] = secrets.token_hex(16)


def end(request: HttpRequest, *, reason: EndReason = EndReason.SIGN_OUT) -> None:
    """Signs the browser out: the sign-in ends and the session is deleted."""
    sign_in_id = request.session.get("sign_in")
    sign_in = SignIn.objects.filter(pk=UUID(sign_in_id)).first() if sign_in_id else None
    if sign_in is not None:
        signing_out.end(sign_in, reason=reason)
    logout(request)


def forget(request: HttpRequest) -> None:
    """Takes the session from a browser whose sign-in has ended otherwise."""
    logout(request)


def discard(sign_ins: Sequence[SignIn]) -> None:
    """Deletes the sessions of sign-ins that end; see `accounts.modes`."""
    rows = Session.objects.filter(sign_in__in=sign_ins)
    keys = list(rows.values_list("session_key", flat=True))
    rows.delete()
    if settings.SESSION_STORE == "cached_db" and keys:
        transaction.on_commit(lambda: cached_db.forget(keys))


def _verify(session: SessionBase) -> Claims:
    now = time.time()
    claims = Claims.from_json(session["claims"])
    sign_in_id = UUID(session["sign_in"])
    if now >= session["expires_at"]:
        raise Refused(Reason.ABSOLUTE_TIMEOUT, sign_in=sign_in_id)
    # What it was given then, too: its revocation is remembered for no longer, should the timeout be raised meanwhile.
    if now >= session["seen_at"] + min(settings.SESSION_COOKIE_AGE, session.get_expiry_age()):
        raise Refused(Reason.IDLE_TIMEOUT, sign_in=sign_in_id)
    credential = revocation.Credential(sign_in_id, claims.user_id, claims.updated_at, jti=session["credential"])
    try:
        revocation.check(credential)
    except Refused as refused:
        if refused.reason is not Reason.CLAIMS_OUTDATED:
            raise
        claims = Claims.of(active_user(claims.user_id))
        session["claims"] = claims.as_json()  # and not the idle deadline, which `renew` moves with the sign-in's
    return claims


def _prolong(request: HttpRequest) -> User:
    """The sign-in's row first: one that has ended in this moment gets no deadline that outlives its revocation."""
    session, now = request.session, timezone.now()
    user = active_user(session["claims"][0])
    sign_in_id = UUID(session["sign_in"])
    idle_until = min(now + settings.SESSION_IDLE_TIMEOUT, datetime.fromtimestamp(session["expires_at"], UTC))
    moved = SignIn.objects.filter(pk=sign_in_id).live(now)
    if not moved.update(
        last_seen_at=now,
        credentials_expire_at=Greatest("credentials_expire_at", Value(idle_until)),
        ip=client.address(request),
    ):
        raise Refused(Reason.SIGN_IN_ENDED, sign_in=sign_in_id, user=user.pk)
    _write(session, Claims.of(user), now=now)
    return user


def _write(session: SessionBase, claims: Claims, *, now: datetime) -> None:
    """`seen_at` and the store's expiry are the idle deadline, never later than the absolute one."""
    seen_at = int(now.timestamp())
    session["claims"] = claims.as_json()
    session["seen_at"] = seen_at
    session.setdefault("credential", secrets.token_hex(16))
    session.set_expiry(max(1, min(settings.SESSION_COOKIE_AGE, session["expires_at"] - seen_at)))


def _carry(request: HttpRequest, sign_in_id: UUID) -> None:
    request.sign_in_id = sign_in_id  # type: ignore[attr-defined]
    request.mode = Mode.SESSION  # type: ignore[attr-defined]
