"""What every mode can do, so that an experiment reads once for all of them."""

from dataclasses import dataclass
from typing import Any, Protocol, Self

from comparison.exchange import Exchange
from comparison.wire import Client, Headers

CALL = "/api/me/"


@dataclass(frozen=True)
class Account:
    """A user of the lab. It lives as long as its lab, and its password is nobody's."""

    username: str
    password: str
    roles: int


class Visitor(Protocol):
    """One device that signs in on one node. After signing out it still keeps the credential, as a thief would."""

    client: Client
    # Where a sign-in of the other mode becomes one of this, and what is said there.
    exchange: tuple[str, dict[str, Any]]

    def sign_in(self, account: Account) -> None:
        """Raises UnexpectedAnswer when the server does not sign the account in."""

    def take(self, answer: Exchange) -> None:
        """Keeps the credential that the answer brings."""

    def sign_out(self) -> None:
        """Ends the sign-in on the server; raises UnexpectedAnswer when the server does not."""

    def post(self, path: str, fields: dict[str, Any]) -> Exchange:
        """A call of the API that alters something, with what the mode needs against forged requests."""

    def refresh(self) -> Exchange | None:
        """Asks for a new credential with the latest that it ever held; None where the mode has no such thing."""

    def copied(self, client: Client) -> Self:
        """Everything that the device holds, in somebody else's hands."""

    @property
    def credential(self) -> Headers:
        """The headers that say who calls."""

    @property
    def held_bytes(self) -> int:
        """What the client keeps to stay signed in: cookies as name=value, tokens as they are."""

    @property
    def csrf_bytes(self) -> int:
        """The part of the credential's headers that guards against forged requests and signs nobody in."""

    @property
    def lifetime_s(self) -> float | None:
        """How long the credential is good by its own word; None when it says nothing of that."""


def call(visitor: Visitor, at: Client | None = None) -> Exchange:
    """One authenticated request with the visitor's credential, at its own node or at another."""
    return (at or visitor.client).get(CALL, visitor.credential)
