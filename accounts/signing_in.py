"""Signing in, up to the point where the modes part: the password, the throttle, the sign-in."""

from datetime import datetime, timedelta

from axes.helpers import get_cool_off
from django.conf import settings
from django.contrib.auth import authenticate
from django.contrib.auth.signals import user_logged_in
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from accounts import audit, client
from accounts.models import Mode, SignIn, User
from accounts.refusals import Reason, Refused, Throttled


def verify_password(*, request: HttpRequest, username: str, password: str) -> User:
    """The user whose password this is. Raises Refused, or Throttled after too many failures through either door.

    An unknown name costs as much time as a wrong password: Django hashes in both cases.
    """
    user = authenticate(request, username=username, password=password)
    if getattr(request, "axes_locked_out", False):
        _note_lock(request)
        raise Throttled(retry_after=int((get_cool_off() or timedelta()).total_seconds()))
    if user is None:
        known = User.objects.filter(username__lower=username.lower()).values_list("pk", flat=True).first()
        audit.record_refusal(Reason.WRONG_PASSWORD, request=request, user_id=known)
        raise Refused(Reason.WRONG_PASSWORD)
    return user


def _note_lock(request: HttpRequest) -> None:
    """The trail has the attempt that locks. Those after it cost their sender no hash, and would fill the table."""
    if getattr(request, "axes_failures_since_start", 0) == settings.AXES_FAILURE_LIMIT:
        audit.record_refusal(Reason.TOO_MANY_FAILURES, request=request)
    else:
        audit.log_refusal(Refused(Reason.TOO_MANY_FAILURES), request=request, mode="")


def open_sign_in(
    *,
    request: HttpRequest,
    user: User,
    mode: Mode,
    lifetime: timedelta,
    credential_lifetime: timedelta,
    until: datetime | None = None,
) -> SignIn:
    """One device, signed in for `lifetime` at the most; what it is handed now expires after `credential_lifetime`.

    `until` is where a sign-in ends that this one is exchanged for: nobody stays signed in for ever by exchanging.

    The update takes the row's lock and compares what was verified with what now stands, so that a sign-in cannot slip
    past a password change or a disabling that happens meanwhile. Raises Refused.
    """
    now = timezone.now()
    expires_at = min(now + lifetime, until or now + lifetime)
    with transaction.atomic():
        unchanged = User.objects.filter(pk=user.pk, is_active=True, password=user.password)
        if not unchanged.update(last_login=now):
            raise Refused(Reason.CREDENTIAL_CHANGED, user=user.pk)
        sign_in = SignIn.objects.create(
            user=user,
            mode=mode,
            created_at=now,
            last_seen_at=now,
            expires_at=expires_at,
            credentials_expire_at=min(now + credential_lifetime, expires_at),
            ip=client.address(request),
            user_agent=client.user_agent(request),
        )
        audit.record(audit.Kind.SIGNED_IN, request=request, sign_in=sign_in)
    return sign_in


def announce(*, request: HttpRequest, user: User) -> None:
    """Tells what listens to Django's signal (the throttle forgets the failures)."""
    user_logged_in.send(sender=User, request=request, user=user)
