"""What a credential says of its user, and the `request.user` made of it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Self

from django.utils.functional import LazyObject

from accounts.models import User
from accounts.refusals import Reason, Refused


@dataclass(frozen=True, slots=True)
class Claims:
    """A session and an access token carry the same: `updated_at` tells of which state of the user (OIDC)."""

    user_id: int
    username: str
    email: str
    roles: tuple[str, ...]
    updated_at: int

    @classmethod
    def of(cls, user: User) -> Self:
        return cls(user.pk, user.username, user.email, tuple(user.roles), user.updated_at)

    def as_json(self) -> list[Any]:
        return [self.user_id, self.username, self.email, list(self.roles), self.updated_at]

    @classmethod
    def from_json(cls, values: list[Any]) -> Self:
        user_id, username, email, roles, updated_at = values
        return cls(user_id, username, email, tuple(roles), updated_at)


def active_user(user_id: int) -> User:
    """The row behind a credential. Raises Refused where it is gone or disabled."""
    user: User | None = User.objects.filter(pk=user_id).first()
    if user is None or not user.is_active:
        raise Refused(Reason.USER_INACTIVE, user=user_id)
    return user


def _claimed(read: Callable[[Claims], Any]) -> Any:
    return property(lambda user: read(user.__dict__["claims"]))


class ClaimedUser(LazyObject[User]):
    """Answers who is signed in from the claims; any other attribute loads the row, once, and may raise Refused."""

    is_authenticated = True
    is_anonymous = False
    pk = _claimed(lambda claims: claims.user_id)
    id = _claimed(lambda claims: claims.user_id)
    username = _claimed(lambda claims: claims.username)
    email = _claimed(lambda claims: claims.email)
    roles = _claimed(lambda claims: list(claims.roles))
    is_staff = _claimed(lambda claims: "staff" in claims.roles)
    is_superuser = _claimed(lambda claims: "superuser" in claims.roles)

    def __init__(self, claims: Claims) -> None:
        self.__dict__["claims"] = claims
        super().__init__()

    def __bool__(self) -> bool:
        return True  # LazyObject would load the row to find out

    def get_username(self) -> str:
        return str(self.username)

    def _setup(self) -> None:
        self._wrapped = active_user(self.__dict__["claims"].user_id)

    def __str__(self) -> str:
        return self.get_username()
