"""What no points can outweigh: answers that rule a verdict out."""

from collections.abc import Mapping
from dataclasses import dataclass

from comparison.advisor.question import Answers


@dataclass(frozen=True)
class Conflict:
    """Where all of `answers` are given, none of `excludes` can do. `way_out` is what can be done instead."""

    answers: Mapping[str, str]
    excludes: frozenset[str]
    because: str
    way_out: str

    def applies(self, answers: Answers) -> bool:
        return all(answers.get(question) == choice for question, choice in self.answers.items())


CONFLICTS: tuple[Conflict, ...] = (
    Conflict(
        {"clients": "pages"},
        frozenset({"hybrid", "jwt"}),
        "Pages that the server renders are opened by links and forms, which carry cookies and no tokens.",
        "Keep sessions for the pages, and exchange them for tokens where something else calls: "
        "POST /api/exchange/token/ does it in one call.",
    ),
    Conflict(
        {"services": "keys_only"},
        frozenset({"session"}),
        "A service that cannot reach the store cannot know what a session id stands for.",
        "Put a gateway that can reach the store before these services; it hands on a short-lived token.",
    ),
    Conflict(
        {"services": "keys_only", "revocation": "at_once"},
        frozenset({"hybrid", "jwt"}),
        "A service that holds nothing but public keys hears of no revocation: it accepts a token until it expires.",
        "Let these services hear of revocations (RFC 7662 introspection, or a feed as the replica has), or accept the "
        "lifetime of an access token as the delay.",
    ),
    Conflict(
        {"services": "keys_only", "rights": "at_once"},
        frozenset({"hybrid", "jwt"}),
        "A service that holds nothing but public keys believes the roles in the token until it expires.",
        "Keep roles that must change at once out of the token, and look them up where they matter.",
    ),
    Conflict(
        {"domains": "two"},
        frozenset({"session", "hybrid"}),
        "The cookie of a server on another site is a third-party cookie: SameSite keeps it back, and "
        "browsers block it.",
        "Give the server a name on the site of the pages, or put a small server of your own there "
        "that holds the tokens.",
    ),
)


def met(answers: Answers) -> tuple[Conflict, ...]:
    return tuple(conflict for conflict in CONFLICTS if conflict.applies(answers))
