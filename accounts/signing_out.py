"""Ending sign-ins, of either mode: by the user, from another device, by an administrator, by a password change."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from accounts import audit, modes, revocation
from accounts.models import EndReason, SignIn, User


def lock(user_id: int) -> None:
    """Whoever ends or opens several sign-ins of a user takes this lock first, theirs then: or two would wait in turn.

    Not PostgreSQL's strongest: that would also wait for everyone who refreshes, whose new rows name the user.
    """
    User.objects.select_for_update(no_key=True).filter(pk=user_id).values_list("pk").first()


def end(sign_in: SignIn, *, reason: EndReason) -> bool:
    """Ends one sign-in with all its credentials; False where it had ended before."""
    with transaction.atomic():
        live = SignIn.objects.select_for_update().filter(pk=sign_in.pk).live()
        return end_many(list(live), reason=reason) == 1


def end_all(user: User, *, reason: EndReason, keep: SignIn | None = None) -> int:
    """Ends every live sign-in of the user but `keep`, and says how many.

    The lock on the user's row makes a sign-in that is being opened at this moment either visible here or refused there.
    """
    with transaction.atomic():
        lock(user.pk)
        live = SignIn.objects.select_for_update().filter(user=user).live()
        if keep is not None:
            live = live.exclude(pk=keep.pk)
        return end_many(list(live), reason=reason)


def end_many(sign_ins: Sequence[SignIn], *, reason: EndReason) -> int:
    """Ends live sign-ins that the caller has locked."""
    now = timezone.now()
    for sign_in in sign_ins:
        sign_in.ended_at, sign_in.end_reason = now, reason
    with transaction.atomic():
        SignIn.objects.filter(pk__in=[s.pk for s in sign_ins]).update(ended_at=now, end_reason=reason)
        modes.discard_credentials(sign_ins)
        revocation.revoke_sign_ins(sign_ins)
        audit.record_ended(list(sign_ins), reason=reason)
    return len(sign_ins)
