"""From one mode to the other in one call, without the password. A failed exchange leaves the old credential working.

The new sign-in ends no later than the old one would have: the password was given when that began.
"""

from django.conf import settings
from django.db import transaction

from accounts import audit, session_mode, signing_out
from accounts.claims import active_user
from accounts.http import SignedInRequest
from accounts.models import EndReason, SignIn
from accounts.refusals import Reason, Refused
from api import token_mode


def to_tokens(request: SignedInRequest, *, keep: bool, client_id: str = settings.JWT_CLIENT_ID) -> token_mode.Pair:
    """A session becomes tokens; without `keep` the session ends. Raises Refused."""
    with transaction.atomic():
        old = _live(request)
        pair = token_mode.issue(request, active_user(old.user_id), client_id=client_id, until=old.expires_at)
        _settle(request, old, keep=keep)
    return pair


def to_session(request: SignedInRequest, *, keep: bool) -> None:
    """Tokens become a session, whose cookie the answer carries; without `keep` the tokens end. Raises Refused."""
    with transaction.atomic():
        old = _live(request)
        session_mode.issue(request, active_user(old.user_id), until=old.expires_at)
        _settle(request, old, keep=keep)


def _live(request: SignedInRequest) -> SignIn:
    """Locked: two exchanges of one credential at once are two in a row, and the second finds it ended."""
    signing_out.lock(request.user.pk)
    old = SignIn.objects.select_for_update().filter(pk=request.sign_in_id).live().first()
    if old is None:
        raise Refused(Reason.SIGN_IN_ENDED, sign_in=request.sign_in_id)
    return old


def _settle(request: SignedInRequest, old: SignIn, *, keep: bool) -> None:
    audit.record(audit.Kind.EXCHANGED, request=request, sign_in=old, reason="kept" if keep else "ended")
    if not keep:
        signing_out.end_many([old], reason=EndReason.EXCHANGED)
