"""From answers to a verdict: points are added up, conflicts rule out, and both are shown."""

from dataclasses import dataclass

from comparison.advisor.conflicts import Conflict, met
from comparison.advisor.question import VERDICTS, WORDS, Answers, Choice, Question
from comparison.advisor.questions import QUESTIONS

# What one verdict can reach at most: the length of a full bar.
MOST_POINTS = max(
    sum(max(choice.points(verdict) for choice in question.choices) for question in QUESTIONS) for verdict in VERDICTS
)


@dataclass(frozen=True)
class Weight:
    verdict: str
    points: int
    is_excluded: bool

    @property
    def word(self) -> str:
        return WORDS[self.verdict]

    @property
    def share_pct(self) -> int:
        return round(100 * self.points / MOST_POINTS)


@dataclass(frozen=True)
class Reason:
    question: Question
    choice: Choice
    points: int


@dataclass(frozen=True)
class Advice:
    """`verdict` is None where nothing was answered, and where nothing fits: then `conflicts` say why.

    `tied` are the others that have as many points; `pro` and `contra` are the answers that speak for the verdict and
    those that speak for another, the weightiest first.
    """

    answered: int
    verdict: str | None
    weights: tuple[Weight, ...]
    tied: tuple[str, ...]
    pro: tuple[Reason, ...]
    contra: tuple[Reason, ...]
    conflicts: tuple[Conflict, ...]

    @property
    def nothing_fits(self) -> bool:
        return all(weight.is_excluded for weight in self.weights)

    @property
    def is_complete(self) -> bool:
        return self.answered == len(QUESTIONS)

    def points(self, verdict: str) -> int:
        return next(weight.points for weight in self.weights if weight.verdict == verdict)


def advise(answers: Answers) -> Advice:
    """Answers that nobody offered count as open."""
    given = tuple((question, choice) for question in QUESTIONS if (choice := question.choice(answers.get(question.id))))
    conflicts = met({question.id: choice.id for question, choice in given})
    excluded = frozenset[str]().union(*(conflict.excludes for conflict in conflicts))
    weights = tuple(
        Weight(verdict, sum(choice.points(verdict) for _, choice in given), verdict in excluded) for verdict in VERDICTS
    )
    best = _best(weights) if given else ()
    verdict = best[0] if best else None
    return Advice(
        answered=len(given),
        verdict=verdict,
        weights=weights,
        tied=best[1:],
        pro=_reasons(given, verdict, favoured=True),
        contra=_reasons(given, verdict, favoured=False),
        conflicts=conflicts,
    )


def _best(weights: tuple[Weight, ...]) -> tuple[str, ...]:
    """Those with the most points that are not ruled out, in the order of VERDICTS."""
    possible = [weight for weight in weights if not weight.is_excluded]
    most = max((weight.points for weight in possible), default=0)
    return tuple(weight.verdict for weight in possible if weight.points == most)


def _reasons(given: tuple[tuple[Question, Choice], ...], verdict: str | None, *, favoured: bool) -> tuple[Reason, ...]:
    if verdict is None:
        return ()
    reasons = [
        Reason(question, choice, max(map(choice.points, VERDICTS)))
        for question, choice in given
        if choice.favours and (verdict in choice.favours) is favoured
    ]
    return tuple(sorted(reasons, key=lambda reason: -reason.points))
