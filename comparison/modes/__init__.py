"""The four modes that are compared, in the order of the table's columns."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, Self

from comparison.modes.jwt import HybridVisitor, JwtVisitor
from comparison.modes.session import SessionVisitor
from comparison.modes.visitor import Account, Visitor, call
from comparison.wire import Client

__all__ = ["BY_ID", "MODES", "Account", "Mode", "Visitor", "call"]

# The rung of the ladder on which a revocation is noticed: `replica` asks this process's memory at each request.
REVOCABLE = "replica"


@dataclass(frozen=True)
class Mode:
    """`mark` stands beside the colour wherever the mode appears; `settings` is the environment of its nodes.

    A variant is the mode with other settings or on another cache; `kin` is the id of the mode that it varies.
    """

    id: str
    title: str
    mark: str
    visitor_class: type[SessionVisitor] | type[JwtVisitor]
    settings: Mapping[str, str] = field(default_factory=lambda: {"REVOCATION": REVOCABLE})
    cache: Literal["valkey", "memcached"] = "valkey"
    kin: str = ""

    def visitor(self, client: Client) -> Visitor:
        return self.visitor_class(client)

    def variant(
        self,
        id: str,  # noqa: A002 (as the field is called)
        title: str,
        settings: Mapping[str, str],
        *,
        cache: Literal["valkey", "memcached"] = "valkey",
    ) -> Self:
        return replace(
            self, id=id, title=title, settings={**self.settings, **settings}, cache=cache, kin=self.kin or self.id
        )


MODES: tuple[Mode, ...] = (
    Mode("session", "Session", "S", SessionVisitor),
    Mode("jwt", "JWT", "J", JwtVisitor, {"REVOCATION": "off"}),
    Mode("jwt_revocable", "JWT, revocable", "J+", JwtVisitor),
    Mode("hybrid", "Hybrid", "H", HybridVisitor),
)
BY_ID: Mapping[str, Mode] = {mode.id: mode for mode in MODES}
