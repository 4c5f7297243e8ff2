"""The shape of a question. Adding one is adding an entry to `questions.QUESTIONS`."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

# By the id of a question, that of the choice; questions may be left open.
Answers: TypeAlias = Mapping[str, str]

# The verdicts, the one with the fewest moving parts first: that order decides a tie.
VERDICTS = ("session", "hybrid", "jwt")
WORDS: Mapping[str, str] = {"session": "sessions", "jwt": "JWTs", "hybrid": "the hybrid"}


@dataclass(frozen=True)
class Choice:
    """`session`, `hybrid` and `jwt` are points for that verdict, 0 to 4; `because` says why they are given so."""

    id: str
    label: str
    because: str
    session: int = 0
    hybrid: int = 0
    jwt: int = 0

    def points(self, verdict: str) -> int:
        return {"session": self.session, "hybrid": self.hybrid, "jwt": self.jwt}[verdict]

    @property
    def favours(self) -> tuple[str, ...]:
        """The verdicts that get the most points, unless all get the same."""
        most = max(map(self.points, VERDICTS))
        ahead = tuple(verdict for verdict in VERDICTS if self.points(verdict) == most)
        return () if len(ahead) == len(VERDICTS) else ahead


@dataclass(frozen=True)
class Question:
    """`experiment` is the id of the one that measures what the question is about; `headline` the place of its figure
    among that experiment's headlines."""

    id: str
    text: str
    hint: str
    experiment: str
    choices: tuple[Choice, ...]
    headline: int = 0

    def choice(self, name: str | None) -> Choice | None:
        return next((choice for choice in self.choices if choice.id == name), None)
