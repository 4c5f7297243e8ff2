"""What a change to a user means for the credentials that were issued before it."""

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from accounts.models import User


FIELDS = frozenset({"password", "is_active", "username", "email", "is_staff", "is_superuser"})


class Standing(NamedTuple):
    """The fields of a user that credentials depend on, as they were when the row was loaded."""

    password: str | None
    is_active: bool | None
    claimed: tuple[object, ...]


def of(user: "User") -> Standing:
    """Reads what has been loaded and never causes a query for a deferred field."""
    fields = user.__dict__
    claimed = tuple(fields.get(name) for name in ("username", "email", "is_staff", "is_superuser"))
    return Standing(fields.get("password"), fields.get("is_active"), claimed)


def settle(user: "User") -> None:
    """After a save, in its transaction: ends sign-ins or outdates claims as the change demands."""
    from accounts import revocation, signing_out
    from accounts.models import EndReason

    before, now = getattr(user, "_loaded", None), of(user)
    user._loaded = now
    if before is None or before == now:
        return
    # `is_active` is None where it had not been loaded: it may have been true.
    if before.is_active is not False and now.is_active is False:
        signing_out.end_all(user, reason=EndReason.USER_DISABLED)
    elif before.password != now.password and not user.rehashing:
        signing_out.end_all(user, reason=EndReason.PASSWORD_CHANGED, keep=user.kept_sign_in)
    if before.claimed != now.claimed:
        revocation.outdate_claims(user)


def settle_deletion(user: "User") -> None:
    from accounts import signing_out
    from accounts.models import EndReason

    signing_out.end_all(user, reason=EndReason.USER_DELETED)
