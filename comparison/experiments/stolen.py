"""What the theft experiment found, in figures and in words."""

from dataclasses import dataclass

from comparison.experiments.experiment import Measured
from comparison.figures import Cell, Value, figure, text
from comparison.watching import Watch


@dataclass(frozen=True)
class Reuse:
    """Which refreshes were accepted, in the order in which they came, and how the thief's access token ended."""

    first_by_thief: bool
    second_by_thief: bool
    by_owner_within_grace: bool
    by_owner_afterwards: bool
    last_by_thief: bool
    ended: Watch


@dataclass(frozen=True)
class Theft:
    """Delays run from the answer to the owner to the first refusal of the thief; None: not refused in time."""

    accepted_requests: int = figure("Requests of the thief that were accepted while the owner was signed in")
    asked_requests: int = figure("Requests of the thief meanwhile")
    lifetime_s: float | None = figure("What was stolen is good by its own word for")
    sign_out_refused_after_ms: float | None = figure("Refused after the owner signed out")
    password_refused_after_ms: float | None = figure("Refused after the owner changed the password")
    thief_refreshes: int | None = figure("Refreshes by the thief that were accepted, of 2")
    unnoticed_refreshes: int | None = figure("Refreshes by the owner, right after the thief's, that noticed nothing")
    noticed_refreshes: int | None = figure("Refreshes by the owner, later, that gave the thief away")
    noticed_refused_after_ms: float | None = figure("The thief's access token refused after that")
    thief_refreshes_afterwards_refreshes: int | None = figure("Refreshes by the thief after that that were accepted")
    watched_s: float = figure("Watched for at most")


def summarised(
    *, accepted: int, of: int, lifetime_s: float | None, signed_out: Watch, changed: Watch, reuse: Reuse | None
) -> Theft:
    return Theft(
        accepted_requests=accepted,
        asked_requests=of,
        lifetime_s=None if lifetime_s is None else round(lifetime_s, 1),
        sign_out_refused_after_ms=signed_out.refused_after_ms,
        password_refused_after_ms=changed.refused_after_ms,
        thief_refreshes=reuse.first_by_thief + reuse.second_by_thief if reuse else None,
        unnoticed_refreshes=int(reuse.by_owner_within_grace) if reuse else None,
        noticed_refreshes=int(not reuse.by_owner_afterwards) if reuse else None,
        noticed_refused_after_ms=reuse.ended.refused_after_ms if reuse else None,
        thief_refreshes_afterwards_refreshes=int(reuse.last_by_thief) if reuse else None,
        watched_s=round(max(watch.watched_s for watch in (signed_out, changed)), 1),
    )


def outcome(measured: Measured[Theft]) -> str:
    """Noticed by the server itself: no owner had to do anything but go on as usual."""
    noticed = {mode for mode, figures in measured.modes.items() if figures.noticed_refreshes}
    if not noticed:
        return "none"
    return "all" if len(noticed) == len(measured.modes) else "refresh"


def finding(measured: Measured[Theft]) -> str:
    session, plain, revocable = (measured[mode] for mode in ("session", "jwt", "jwt_revocable"))
    return (
        f"A stolen session cookie was accepted beside its owner's, unnoticed, and refused "
        f"{_end(session.sign_out_refused_after_ms)} once the owner had signed out. A stolen access token was refused "
        f"{_end(revocable.sign_out_refused_after_ms)} where it can be revoked, and {_until(plain)} where it cannot. "
        f"A refresh token that thief and owner both used {_notice(revocable)}."
    )


def _notice(figures: Theft) -> str:
    if not figures.noticed_refreshes:
        return "gave nobody away"
    return f"gave the thief away, whose access token was refused {_end(figures.noticed_refused_after_ms)}"


def _end(delay: Value) -> str:
    return "not in time" if delay is None else f"after {text(delay)} ms"


def _until(figures: Theft) -> str:
    if figures.sign_out_refused_after_ms is not None:
        return _end(figures.sign_out_refused_after_ms)
    return f"not within {text(figures.watched_s)} s, being good for {text(figures.lifetime_s)} s"


def after_sign_out(figures: Theft) -> Cell:
    return _delay(figures.sign_out_refused_after_ms, figures)


def after_password_change(figures: Theft) -> Cell:
    return _delay(figures.password_refused_after_ms, figures)


def _delay(delay: Value, figures: Theft) -> Cell:
    before = f"{text(figures.accepted_requests)} of {text(figures.asked_requests)} requests accepted before"
    if delay is not None:
        return Cell(text(delay), "ms", before)
    bound = "" if figures.lifetime_s is None else f"; good for {text(figures.lifetime_s)} s by its own word"
    return Cell(f"not within {text(figures.watched_s)}", "s", before + bound)


def noticed(figures: Theft) -> Cell:
    if figures.noticed_refreshes is None:
        return Cell("never", "", "there is nothing to refresh, and nothing else gives the thief away")
    if not figures.noticed_refreshes:
        return Cell("not noticed", "", "the owner's refreshes were accepted")
    unnoticed = f"{text(figures.unnoticed_refreshes)} refresh of the owner's in the same moment noticed nothing"
    ended = figures.noticed_refused_after_ms
    rest = "goes on until it expires" if ended is None else f"refused after {text(ended)} ms"
    return Cell("by reuse", "", f"{unnoticed}; the thief's access token: {rest}")
