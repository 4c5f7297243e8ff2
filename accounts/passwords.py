"""Changing and confirming a password: the pages and the API call these."""

from django.contrib.auth.password_validation import validate_password
from django.http import HttpRequest

from accounts import audit, signing_in
from accounts.models import SignIn, User
from accounts.refusals import Reason, Refused


def confirm_password(*, request: HttpRequest, user: User, password: str) -> User:
    """The signed-in user proves to be the one at the keyboard; returns the row. Raises Refused or Throttled."""
    verified = signing_in.verify_password(request=request, username=user.get_username(), password=password)
    if verified.pk != user.pk:
        raise Refused(Reason.WRONG_PASSWORD)
    return verified


def change_password(
    *, request: HttpRequest, user: User, old_password: str, new_password: str, keep: SignIn | None
) -> None:
    """Ends every other sign-in. Raises Refused or Throttled for the old one, ValidationError for the new one."""
    user = confirm_password(request=request, user=user, password=old_password)
    validate_password(new_password, user)
    set_password(user, new_password, keep=keep)
    audit.record(audit.Kind.PASSWORD_CHANGED, request=request, user_id=user.pk, sign_in=keep)


def set_password(user: User, password: str, *, keep: SignIn | None = None) -> None:
    user.kept_sign_in = keep
    user.set_password(password)
    user.save(update_fields=["password"])
