"""Sign up: the page and the API call this one function."""

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest

from accounts import audit
from accounts.models import User


def sign_up(*, username: str, email: str, password: str, request: HttpRequest | None = None) -> User:
    """Creates the user. Raises Django's ValidationError with all faults, by field."""
    user = User(username=username.strip(), email=User.objects.normalize_email(email.strip()))
    faults = _faults(user, password)
    if faults:
        raise ValidationError(faults)
    user.set_password(password)
    try:
        with transaction.atomic():
            user.save(force_insert=True)
    except IntegrityError as error:  # somebody else took the name or the address in this moment
        raise ValidationError(_faults(user, password)) from error
    audit.record(audit.Kind.SIGNED_UP, request=request, user_id=user.pk)
    return user


def _faults(user: User, password: str) -> dict[str, list[ValidationError]]:
    faults: dict[str, list[ValidationError]] = {}
    try:
        user.full_clean(exclude=["password"])
    except ValidationError as error:
        faults.update(_by_field(error))
    try:
        validate_password(password, user)
    except ValidationError as error:
        faults["password"] = error.error_list
    return faults


def _by_field(error: ValidationError) -> dict[str, list[ValidationError]]:
    """A constraint over one field is reported at that field, not at the top of the form."""
    faults = dict(error.error_dict)
    for fault in faults.pop("__all__", []):
        field = "email" if "e-mail" in str(fault.message) else "username"
        if field not in faults:
            faults[field] = [fault]
    return faults
