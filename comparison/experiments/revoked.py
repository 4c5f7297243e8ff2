"""What the revocation experiment found, in figures and in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from comparison.experiments.experiment import Measured
from comparison.figures import Cell, Value, counted, figure, text
from comparison.modes import Visitor, call
from comparison.server_timing import ServerTiming
from comparison.statistics import p50, per_one
from comparison.watching import Watch


@dataclass(frozen=True)
class Revocation:
    """Delays run from the answer to whoever ended the sign-in to the first refusal; None: not refused in time."""

    refused_after_p50_ms: float | None = figure("Refused after the sign-out's answer, p50")
    refused_after_most_ms: float | None = figure("Refused after the sign-out's answer, most")
    elsewhere_refused_after_p50_ms: float | None = figure("Refused at another node after the sign-out, p50")
    elsewhere_refused_after_most_ms: float | None = figure("Refused at another node after the sign-out, most")
    end_all_refused_after_p50_ms: float | None = figure("Refused after all sign-ins were ended, p50")
    disabled_refused_after_p50_ms: float | None = figure("Refused after the user was disabled, p50")
    accepted_most_requests: int = figure("Requests still accepted after any of these, at most")
    still_accepted_after_s: float | None = figure("Still accepted when the watch ended, after")
    remaining_lifetime_s: float | None = figure("Good by its own word for another")
    sql_per_request_statements: float = figure("SQL statements for each request")
    cache_per_request_commands: float = figure("Cache commands for each request")
    rotated_refreshes: int | None = figure("Refreshes that brought another credential, signed in")
    refused_refreshes: int | None = figure("Refreshes refused, signed out")
    watched_signins: int = figure("Ended sign-ins watched")

    @property
    def per_request(self) -> float:
        return self.sql_per_request_statements + self.cache_per_request_commands


@dataclass(frozen=True)
class Refreshes:
    rotated: int
    refused: int


def look_ups(visitor: Visitor, requests: int) -> list[ServerTiming]:
    return [call(visitor).expect(200).server_timing for _ in range(requests)]


def refreshes(visitor: Visitor) -> Refreshes | None:
    """Refreshes, signs out and refreshes again. None where the mode has nothing to refresh."""
    before, first = visitor.credential, visitor.refresh()
    if first is None:
        return None
    first.expect(200)
    call(visitor).expect(200)
    visitor.sign_out()
    again = visitor.refresh()
    return Refreshes(int(visitor.credential != before), int(again is not None and again.status == 401))


def summarised(
    seen: Mapping[str, Sequence[Watch]],
    *,
    look_ups: Sequence[ServerTiming],
    refreshes: Refreshes | None,
    lifetime_s: float | None,
) -> Revocation:
    """`seen` by the way in which the sign-ins were ended."""
    every = [watch for watches in seen.values() for watch in watches]
    late = [watch.watched_s for watch in every if watch.refused_after_ms is None]
    delays = {way: _delays(watches) for way, watches in seen.items()}
    return Revocation(
        refused_after_p50_ms=_p50(delays.get("sign_out")),
        refused_after_most_ms=max(delays.get("sign_out") or [0]) or None,
        elsewhere_refused_after_p50_ms=_p50(delays.get("elsewhere")),
        elsewhere_refused_after_most_ms=max(delays.get("elsewhere") or [0]) or None,
        end_all_refused_after_p50_ms=_p50(delays.get("end_all")),
        disabled_refused_after_p50_ms=_p50(delays.get("disabled")),
        accepted_most_requests=max(watch.accepted_requests for watch in every),
        still_accepted_after_s=min(late) if late else None,
        remaining_lifetime_s=None if lifetime_s is None else round(max(0.0, lifetime_s), 1),
        sql_per_request_statements=per_one(sum(timing.sql_statements for timing in look_ups), len(look_ups)),
        cache_per_request_commands=per_one(sum(timing.cache_commands for timing in look_ups), len(look_ups)),
        rotated_refreshes=refreshes.rotated if refreshes else None,
        refused_refreshes=refreshes.refused if refreshes else None,
        watched_signins=len(every),
    )


def _delays(watches: Sequence[Watch]) -> list[float] | None:
    """None where one of them was not refused in time."""
    found = [watch.refused_after_ms for watch in watches if watch.refused_after_ms is not None]
    return found if len(found) == len(watches) else None


def _p50(delays: list[float] | None) -> float | None:
    return p50(delays) if delays else None


def outcome(measured: Measured[Revocation]) -> str:
    late = frozenset(mode for mode, figures in measured.modes.items() if figures.still_accepted_after_s is not None)
    return {frozenset(): "none", frozenset({"jwt"}): "jwt"}.get(late, "more")


def finding(measured: Measured[Revocation]) -> str:
    session, plain, revocable = (measured[mode] for mode in ("session", "jwt", "jwt_revocable"))
    look_up = measured["jwt_lookup"]
    return (
        f"After signing out, a JWT was refused after {_delay(revocable.refused_after_p50_ms)} by a server that holds "
        f"its revocations in memory ({_entries(revocable)}), and after {_delay(look_up.refused_after_p50_ms)} by one "
        f"that asks for them ({_entries(look_up)}); a session was refused after "
        f"{_delay(session.refused_after_p50_ms)} ({_entries(session)}); a plain JWT {_lateness(plain)}."
    )


def _delay(milliseconds: Value) -> str:
    return "more time than was watched" if milliseconds is None else f"{text(milliseconds)} ms"


def _lateness(figures: Revocation) -> str:
    if figures.still_accepted_after_s is None:
        return f"was refused after {_delay(figures.refused_after_p50_ms)}"
    bound = figures.remaining_lifetime_s
    rest = "" if bound is None else f" and is good for another {text(bound)} s"
    return f"was still accepted after {text(figures.still_accepted_after_s)} s{rest}"


def _entries(figures: Revocation) -> str:
    amounts = (
        (figures.cache_per_request_commands, "cache command"),
        (figures.sql_per_request_statements, "SQL statement"),
    )
    found = " and ".join(counted(count, noun) for count, noun in amounts if count)
    return f"{found} a request" if found else "no look-up"


def refused(figures: Revocation) -> Cell:
    return _cell(figures.refused_after_p50_ms, figures.refused_after_most_ms, figures)


def refused_elsewhere(figures: Revocation) -> Cell:
    return _cell(figures.elsewhere_refused_after_p50_ms, figures.elsewhere_refused_after_most_ms, figures)


def _cell(delay: Value, most: Value, figures: Revocation) -> Cell:
    requests = f"at most {counted(figures.accepted_most_requests, 'request')} accepted after the end"
    if delay is not None:
        spread = f"p50, at most {text(most)} ms, the refused request included; {requests}"
        seconds = delay >= 1000
        return Cell(text(delay / 1000 if seconds else delay), "s" if seconds else "ms", spread)
    if figures.still_accepted_after_s is None:
        return Cell("-", "", "not measured")
    bound = f"good for another {text(figures.remaining_lifetime_s)} s by its own word"
    return Cell(f"not within {text(figures.still_accepted_after_s)}", "s", f"{requests}; {bound}")


def looked_up(figures: Revocation) -> Cell:
    amounts = ((figures.cache_per_request_commands, "cache"), (figures.sql_per_request_statements, "SQL"))
    shown = ", ".join(f"{text(count)} {kind}" for count, kind in amounts if count) or "none"
    return Cell(shown, "", "average of the requests of one sign-in")
