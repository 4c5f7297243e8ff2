"""simplejwt's ledger of outstanding and blacklisted tokens, kept by identifiers: no usable token is in it."""

from collections.abc import Sequence
from datetime import datetime

from rest_framework_simplejwt.token_blacklist.models import BlacklistedToken, OutstandingToken

from accounts.models import SignIn
from api.models import TokenFamily


def open_family(sign_in: SignIn, *, jti: str, client_id: str) -> TokenFamily:
    current = OutstandingToken.objects.create(**_entry(sign_in, jti, sign_in.created_at))
    return TokenFamily.objects.create(
        sign_in=sign_in, current=current, client_id=client_id, rotated_at=sign_in.created_at
    )


def advance(family: TokenFamily, *, jti: str, now: datetime) -> None:
    """The current token is blacklisted and becomes the parent of a new one. Three statements.

    The rows of the token before the last one are written anew, so that a family never has more than two.
    """
    entry = _entry(family.sign_in, jti, now)
    used, spare = family.current, family.parent
    if spare is None:
        child = OutstandingToken.objects.create(**entry)
        BlacklistedToken.objects.create(token=used)
    else:
        OutstandingToken.objects.filter(pk=spare.pk).update(**entry)
        BlacklistedToken.objects.filter(token=spare).update(token=used, blacklisted_at=now)
        child = spare
        child.jti = jti
    family.current, family.parent, family.rotated_at = child, used, now
    TokenFamily.objects.filter(pk=family.pk).update(current=child, parent=used, rotated_at=now)


def blacklist(sign_ins: Sequence[SignIn]) -> None:
    """The refresh tokens that could still be used."""
    current = TokenFamily.objects.filter(sign_in__in=sign_ins).values("current")
    tokens = OutstandingToken.objects.filter(pk__in=current, blacklistedtoken=None)
    BlacklistedToken.objects.bulk_create([BlacklistedToken(token=t) for t in tokens], ignore_conflicts=True)


def _entry(sign_in: SignIn, jti: str, now: datetime) -> dict[str, object]:
    return {
        "user_id": sign_in.user_id,
        "jti": jti,
        "token": f"sign-in {sign_in.id}",
        "created_at": now,
        "expires_at": sign_in.expires_at,
    }
