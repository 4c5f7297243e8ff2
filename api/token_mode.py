"""The JWT mode: an access token that says who it is, a refresh token for the next. `session_mode` is its mirror."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from django.conf import settings
from django.http import HttpRequest

from accounts import revocation, signing_in, signing_out
from accounts.claims import ClaimedUser, Claims
from accounts.models import EndReason, Mode, SignIn, User
from accounts.refusals import Reason, Refused
from api import ledger, rotation, tokens, verification
from api.verification import Type, Verified


@dataclass(frozen=True, slots=True)
class Pair:
    access: str
    refresh: str


def issue(
    request: HttpRequest, user: User, *, client_id: str = settings.JWT_CLIENT_ID, until: datetime | None = None
) -> Pair:
    """Signs a device in and opens its family of refresh tokens. Raises Refused."""
    sign_in = signing_in.open_sign_in(
        request=request,
        user=user,
        mode=Mode.JWT,
        lifetime=settings.REFRESH_TOKEN_LIFETIME,
        # Refresh tokens are looked up in the ledger whenever one is used: only access tokens need to be remembered.
        credential_lifetime=settings.ACCESS_TOKEN_LIFETIME,
        until=until,
    )
    jti = tokens.new_jti()
    ledger.open_family(sign_in, jti=jti, client_id=client_id)
    signing_in.announce(request=request, user=user)
    return _pair(rotation.Child(sign_in, Claims.of(user), client_id, jti, sign_in.created_at))


def authenticate(request: HttpRequest, token: str) -> ClaimedUser:
    """Who the access token says is calling. Raises Refused, or Unavailable where that cannot be found out."""
    verified = verification.verify(token, Type.ACCESS)
    revocation.check(verified.credential)
    request.sign_in_id = verified.sign_in_id  # type: ignore[attr-defined]
    request.mode = Mode.JWT  # type: ignore[attr-defined]
    return ClaimedUser(verified.claims)


def renew(request: HttpRequest, refresh: str) -> Pair:
    """A new pair for a refresh token, once. Raises Refused."""
    return _pair(rotation.rotate(verification.verify(refresh, Type.REFRESH), request=request))


def end(token: str, *, reason: EndReason = EndReason.SIGN_OUT) -> None:
    """Ends the sign-in that a refresh or an access token belongs to, all its tokens included. Raises Refused."""
    verified = verify_any(token)
    sign_in = SignIn.objects.filter(pk=verified.sign_in_id).first()
    if sign_in is not None:
        signing_out.end(sign_in, reason=reason)


def revoke(token: str) -> None:
    """RFC 7009: a refresh token ends its sign-in, an access token is revoked alone. Raises Refused."""
    verified = verify_any(token)
    if verified.type is Type.REFRESH:
        end(token)
    else:
        expires_at = datetime.fromtimestamp(verified.expires_at, UTC)
        revocation.revoke_token(verified.jti, expires_at=expires_at)


def discard(sign_ins: Sequence[SignIn]) -> None:
    """Blacklists the refresh tokens of sign-ins that end; see `accounts.modes`."""
    ledger.blacklist(sign_ins)


def verify_any(token: str) -> Verified:
    """A token of either type whose signature and claims hold. Raises Refused."""
    try:
        return verification.verify(token, Type.ACCESS)
    except Refused as refused:
        if refused.reason is not Reason.TYPE_MISMATCH:
            raise
        return verification.verify(token, Type.REFRESH)


def verify_in_force(token: str) -> Verified:
    """As `verify_any`, and neither revoked nor blacklisted. Raises Refused."""
    verified = verify_any(token)
    revocation.check(verified.credential)
    if verified.type is Type.REFRESH and not rotation.is_current(verified):
        raise Refused(Reason.TOKEN_REVOKED, sign_in=verified.sign_in_id, jti=verified.jti)
    return verified


def _pair(child: rotation.Child) -> Pair:
    sign_in, client_id = child.sign_in, child.client_id
    refresh = tokens.RefreshToken.with_id(sign_in, jti=child.jti, issued_at=child.issued_at, client_id=client_id)
    # No longer than its revocation would be remembered, however long the lock was waited for.
    until = sign_in.credentials_expire_at
    access = tokens.AccessToken.of_sign_in(sign_in, client_id=client_id).carry(child.claims, until=until)
    return Pair(str(access), str(refresh))
