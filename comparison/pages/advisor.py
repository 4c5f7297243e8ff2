"""The advisor: a form by GET, so that every advice has an address; htmx asks for the advice alone."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import capfirst
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from comparison import experiments, latest
from comparison.advisor import QUESTIONS, Answers, Question, advise, blocks
from comparison.advisor.advice import Advice, Reason
from comparison.advisor.question import WORDS
from comparison.rendering import tables
from comparison.rendering.tables import Row
from comparison.report import Report

TIE_BREAKS = {
    "session": "Take sessions: they have the fewest parts that can fail.",
    "hybrid": "Take the hybrid: it keeps the token that lasts out of the reach of scripts.",
}


@dataclass(frozen=True)
class Measured:
    """A reason, the page of the experiment behind it where there is one, and its figures where it was run."""

    reason: Reason
    experiment: str | None
    row: Row | None

    @property
    def label(self) -> str:
        """In a table a label may go on from the one above it; here it stands alone."""
        return capfirst(self.row.label.removeprefix("… ")) if self.row else ""


@require_safe
@vary_on_headers("HX-Request")
def advisor(request: HttpRequest) -> HttpResponse:
    answers = {question.id: request.GET.get(question.id, "") for question in QUESTIONS}
    htmx = getattr(request, "htmx", None)
    is_part = htmx is not None and bool(htmx) and not htmx.history_restore_request
    page = "comparison/_advice.html" if is_part else "comparison/advisor.html"
    return render(request, page, {"is_part": is_part, "questions": _asked(answers), **_context(answers)})


def _asked(answers: Answers) -> list[tuple[Question, str]]:
    return [(question, answers[question.id]) for question in QUESTIONS]


def _context(answers: Answers) -> dict[str, Any]:
    advice, report = advise(answers), latest.latest()
    context: dict[str, Any] = {
        "advice": advice,
        "sentence": sentence(advice),
        "pro": [_measured(reason, report) for reason in advice.pro],
        "contra": [_measured(reason, report) for reason in advice.contra],
    }
    if advice.verdict:
        context |= {
            "project": blocks.project(advice.verdict, answers),
            "django": blocks.django(advice.verdict, answers),
        }
    return context


def sentence(advice: Advice) -> str:
    """The verdict in words, with what it rests on."""
    if not advice.answered:
        return "Answer a question, and the weights move."
    if advice.verdict is None:
        return "None of the three fits these answers."
    points = advice.points(advice.verdict)
    if advice.tied:
        level = " and ".join(WORDS[verdict] for verdict in advice.tied)
        return f"{capfirst(WORDS[advice.verdict])} and {level} have {points} points each. {TIE_BREAKS[advice.verdict]}"
    others = [weight for weight in advice.weights if weight.verdict != advice.verdict]
    against = " and ".join(f"{other.word} ({'ruled out' if other.is_excluded else other.points})" for other in others)
    return f"Use {WORDS[advice.verdict]}: {points} points, against {against}."


def _measured(reason: Reason, report: Report | None) -> Measured:
    name = reason.question.experiment
    if name not in experiments.BY_ID:
        return Measured(reason, None, None)
    rows = [row for row in tables.overview(report) if row.experiment.id == name] if report else []
    return Measured(reason, name, _figure(rows, reason.question.headline))


def _figure(rows: list[Row], place: int) -> Row | None:
    return rows[place] if rows and place < len(rows) else None
