"""How soon is a revoked credential refused? Signs out, then goes on calling with what a thief would have kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from time import perf_counter

from comparison.experiments.experiment import Experiment, Headline, Progress
from comparison.figures import Cell, figure, text
from comparison.lab.lab import Lab
from comparison.modes import MODES, Mode, Visitor, call
from comparison.statistics import p50

ATTEMPTS = 5
LIMIT_S = 3.0


@dataclass(frozen=True)
class Attempt:
    """One sign-out: `refused_after_ms` runs from its answer to the first refusal; None when none came in time."""

    refused_after_ms: float | None
    accepted_requests: int
    lifetime_s: float | None


@dataclass(frozen=True)
class Revocation:
    refused_after_p50_ms: float | None = figure("Refused after the sign-out's answer, p50")
    refused_after_most_ms: float | None = figure("Refused after the sign-out's answer, most")
    accepted_most_requests: int = figure("Requests still accepted after the sign-out, at most")
    still_accepted_after_s: float | None = figure("Still accepted when the watch ended, after")
    remaining_lifetime_s: float | None = figure("Good by its own word for another")
    watched_signins: int = figure("Sign-outs watched")


def run(lab: Lab, progress: Progress) -> dict[str, Revocation]:
    return {mode.id: measure(lab, mode, progress) for mode in MODES}


def measure(lab: Lab, mode: Mode, progress: Progress) -> Revocation:
    attempts: list[Attempt] = []
    with lab.node(mode).client() as client:
        for number in range(1, ATTEMPTS + 1):
            progress(mode.id, f"signing out, {number} of {ATTEMPTS}")
            visitor = mode.visitor(client)
            visitor.sign_in(lab.account())
            call(visitor).expect(200)
            visitor.sign_out()
            attempts.append(watch(visitor, limit_s=LIMIT_S))
            if attempts[-1].refused_after_ms is None:
                break
    return summarised(attempts)


def watch(visitor: Visitor, *, limit_s: float) -> Attempt:
    """Calls until refused, for `limit_s` at the longest."""
    started, accepted = perf_counter(), 0
    while perf_counter() - started < limit_s:
        status = call(visitor).expect(200, 401, 403).status
        if status != 200:
            return Attempt(round((perf_counter() - started) * 1000, 3), accepted, visitor.lifetime_s)
        accepted += 1
    return Attempt(None, accepted, visitor.lifetime_s)


def summarised(attempts: list[Attempt]) -> Revocation:
    delays = [attempt.refused_after_ms for attempt in attempts if attempt.refused_after_ms is not None]
    all_refused = len(delays) == len(attempts)
    lifetime = attempts[-1].lifetime_s
    return Revocation(
        refused_after_p50_ms=p50(delays) if all_refused else None,
        refused_after_most_ms=max(delays) if all_refused else None,
        accepted_most_requests=max(attempt.accepted_requests for attempt in attempts),
        still_accepted_after_s=None if all_refused else LIMIT_S,
        remaining_lifetime_s=None if lifetime is None else round(lifetime, 1),
        watched_signins=len(attempts),
    )


def outcome(results: Mapping[str, Revocation]) -> str:
    late = frozenset(mode for mode, figures in results.items() if figures.refused_after_p50_ms is None)
    return {frozenset(): "none", frozenset({"jwt"}): "jwt"}.get(late, "more")


def finding(results: Mapping[str, Revocation]) -> str:
    return (
        f"After signing out, {_fate('a plain JWT', results['jwt'])}; {_fate('a session', results['session'])}, "
        f"and {_fate('a JWT that can be revoked', results['jwt_revocable'])}."
    )


def _fate(who: str, figures: Revocation) -> str:
    if figures.refused_after_p50_ms is not None:
        return f"{who} was refused after {text(figures.refused_after_p50_ms)} ms"
    bound = (
        ""
        if figures.remaining_lifetime_s is None
        else f" and is good for another {text(figures.remaining_lifetime_s)} s"
    )
    return f"{who} was still accepted after {text(figures.still_accepted_after_s)} s{bound}"


def _refused(figures: Revocation) -> Cell:
    requests = f"{text(figures.accepted_most_requests)} requests accepted after the sign-out"
    if figures.refused_after_p50_ms is None:
        bound = f"good for another {text(figures.remaining_lifetime_s)} s by its own word"
        return Cell(f"not within {text(figures.still_accepted_after_s)}", "s", f"{requests}; {bound}")
    most = f"at most {text(figures.refused_after_most_ms)} ms, the refused request included"
    return Cell(
        text(figures.refused_after_p50_ms), "ms", f"p50 of {figures.watched_signins} sign-outs, {most}; {requests}"
    )


EXPERIMENT = Experiment(
    id="revocation",
    title="Revocation",
    question="How soon is a revoked credential refused?",
    why=(
        "What the server must ask about can be refused from one moment to the next. What proves itself is good until "
        "it expires, unless the server also remembers what it has revoked."
    ),
    choices={
        "none": "Every credential is refused as soon as its user has signed out",
        "jwt": "All but the plain JWT are refused at once",
        "more": "More than the plain JWT goes on being accepted",
    },
    figures=Revocation,
    run=run,
    outcome=outcome,
    finding=finding,
    headlines=(Headline("Refused after the sign-out", _refused),),
)
