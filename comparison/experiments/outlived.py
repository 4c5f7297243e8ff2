"""What the outage experiment found, in figures and in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from comparison.experiments.experiment import Measured
from comparison.figures import Cell, Value, figure, text
from comparison.modes import MODES, Mode
from comparison.statistics import share_pct


@dataclass(frozen=True)
class Phase:
    """The statuses of requests before, during and after an outage, 0 for no answer."""

    before: Sequence[int]
    during: Sequence[int]
    after: Sequence[int]
    back_after_s: float | None


@dataclass(frozen=True)
class Outage:
    """Shares of `asked_requests` in each phase, on PostgreSQL and Valkey. None: there was no PostgreSQL to stop."""

    before_served_pct: float | None = figure("Served before")
    cache_stopped_served_pct: float | None = figure("Served with Valkey stopped")
    cache_back_served_pct: float | None = figure("Served with Valkey back, empty")
    cache_back_after_s: float | None = figure("Valkey back: first request served after")
    database_stopped_served_pct: float | None = figure("Served with PostgreSQL stopped")
    database_stopped_refused_pct: float | None = figure("Refused clearly, by 503, with PostgreSQL stopped")
    database_back_served_pct: float | None = figure("Served with PostgreSQL back")
    database_back_after_s: float | None = figure("PostgreSQL back: first request served after")
    asked_requests: int = figure("Requests in each phase")


def summarised(cache: Phase, database: Phase) -> Outage:
    return Outage(
        before_served_pct=_served(cache.before),
        cache_stopped_served_pct=_served(cache.during),
        cache_back_served_pct=_served(cache.after),
        cache_back_after_s=cache.back_after_s,
        database_stopped_served_pct=_served(database.during),
        database_stopped_refused_pct=share_pct(list(database.during).count(503), len(database.during)),
        database_back_served_pct=_served(database.after),
        database_back_after_s=database.back_after_s,
        asked_requests=len(cache.before),
    )


def unmeasured(variants: Sequence[Mode], why: str) -> Measured[Outage]:
    nothing = Outage(None, None, None, None, None, None, None, None, 0)
    return Measured({mode.id: nothing for mode in MODES}, {}, {variant.id: why for variant in variants})


def _served(statuses: Sequence[int]) -> float:
    return share_pct(list(statuses).count(200), len(statuses))


def outcome(measured: Measured[Outage]) -> str:
    through = {mode for mode, figures in measured.modes.items() if _goes_on(figures)}
    if not through:
        return "none"
    if "session" not in through:
        return "tokens" if len(through) == len(measured.modes) - 1 else "other"
    return "all" if len(through) == len(measured.modes) else "other"


def _goes_on(figures: Outage) -> bool:
    return figures.cache_stopped_served_pct == figures.database_stopped_served_pct == 100


def finding(measured: Measured[Outage]) -> str:
    if measured["session"].before_served_pct is None:
        return "Not measured here: there was no PostgreSQL to stop."
    lanes = (
        ("a session", measured["session"]),
        ("a session in Valkey alone", measured["session_cache"]),
        ("a plain JWT", measured["jwt"]),
        ("a JWT that can be revoked", measured["jwt_revocable"]),
        ("one whose revocations are looked up", measured["jwt_lookup"]),
    )
    shares = "; ".join(
        f"{who} {_pct(figures.cache_stopped_served_pct)} and {_pct(figures.database_stopped_served_pct)}"
        for who, figures in lanes
    )
    lost = [who for who, figures in lanes if (figures.cache_back_served_pct or 0) < 100]
    signed_out = f"Signed out by the outage of the cache: {', '.join(lost)}" if lost else "Nobody was signed out"
    return (
        f"Of the requests with Valkey stopped, then with PostgreSQL stopped, were served: {shares}. {signed_out}; when "
        f"both were back, {_pct(_least_back(measured))} was served in every mode at the least."
    )


def _least_back(measured: Measured[Outage]) -> float:
    return min(figures.database_back_served_pct or 0 for figures in measured.modes.values())


def _pct(share: Value) -> str:
    return "-" if share is None else f"{text(share)} %"


def without_cache(figures: Outage) -> Cell:
    return _cell(figures.cache_stopped_served_pct, f"of {figures.asked_requests} requests")


def without_database(figures: Outage) -> Cell:
    refused = f"{_pct(figures.database_stopped_refused_pct)} refused by 503"
    return _cell(figures.database_stopped_served_pct, f"of {figures.asked_requests} requests; {refused}")


def back(figures: Outage) -> Cell:
    shares = [share for share in (figures.cache_back_served_pct, figures.database_back_served_pct) if share is not None]
    soon = (
        f"Valkey after {text(figures.cache_back_after_s)} s, PostgreSQL after {text(figures.database_back_after_s)} s"
    )
    return _cell(min(shares, default=None), f"the lesser share of the two; first served: {soon}")


def _cell(share: Value, detail: str) -> Cell:
    return Cell("not measured", "", "no PostgreSQL here") if share is None else Cell(text(share), "%", detail)
