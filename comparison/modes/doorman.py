"""Opens many sign-ins without many passwords: hashing one takes longer than everything else that signing in does."""

from typing import TypeVar

from comparison.modes import Account, Mode, Visitor
from comparison.modes.jwt import JwtVisitor
from comparison.modes.session import SessionVisitor
from comparison.wire import Client

V = TypeVar("V", bound=Visitor)


class Doorman:
    """Keeps one sign-in of each kind at a node, and opens further ones by exchange. Ended with the account's others."""

    def __init__(self, client: Client, account: Account) -> None:
        self._client = client
        self._session, self._tokens = SessionVisitor(client), JwtVisitor(client)
        self._session.sign_in(account)
        self._tokens.take(self._session.post(*self._tokens.exchange).expect(200))

    def opened(self, mode: Mode, client: Client | None = None) -> Visitor:
        """A visitor of that mode, signed in, on a connection of its own where one is given; it leads to this node."""
        return self._opened(mode.visitor(client or self._client))

    def tokens(self) -> JwtVisitor:
        """A visitor whose tokens can be looked into."""
        return self._opened(JwtVisitor(self._client))

    def _opened(self, visitor: V) -> V:
        giver: Visitor = self._tokens if isinstance(visitor, SessionVisitor) else self._session
        visitor.take(giver.copied(visitor.client).post(*visitor.exchange).expect(200, 204))
        return visitor
