"""When does a changed role take effect? The administrator changes a user's roles while the user goes on calling."""

from collections.abc import Sequence
from dataclasses import dataclass
from time import perf_counter, sleep

from comparison.experiments.experiment import Experiment, Headline, Measured, of_lanes
from comparison.figures import Cell, Value, counted, figure, text
from comparison.lab.lab import Lab
from comparison.modes import MODES, Mode, Visitor, call
from comparison.modes.variants import JWT_LOOKUP
from comparison.narration import Narrator
from comparison.statistics import p50
from comparison.watching import CALM_S, EAGER_REQUESTS

ROLE = "role-000"
# Given, taken and given again; once where the first change is not seen in time.
CHANGES: tuple[tuple[str, ...], ...] = ((ROLE,), (), (ROLE,))
LIMIT_S = 2.0


@dataclass(frozen=True)
class Change:
    """One change, watched from the answer to the administrator on; `fresh_after_ms` is None when it was not seen."""

    fresh_after_ms: float | None
    stale_requests: int
    refused_requests: int
    refreshes: int


@dataclass(frozen=True)
class Privileges:
    fresh_after_p50_ms: float | None = figure("First request with the new roles after the change, p50")
    fresh_after_most_ms: float | None = figure("First request with the new roles after the change, most")
    stale_most_requests: int = figure("Requests served with the old roles after the change, at most")
    still_stale_after_s: float | None = figure("Old roles still in force when the watch ended, after")
    remaining_lifetime_s: float | None = figure("Old roles good by the credential's own word for another")
    refused_most_requests: int = figure("Requests refused until the credential was renewed, at most")
    needed_refreshes: int | None = figure("Refreshes that it took to bring the new roles")
    changed_requests: int = figure("Changes watched")


def run(lab: Lab, narrator: Narrator) -> Measured[Privileges]:
    lanes = (*MODES, JWT_LOOKUP)
    for lane in lanes:
        lab.node(lane)
    return of_lanes({lane.id: measure(lab, lane, narrator) for lane in lanes})


def measure(lab: Lab, mode: Mode, narrator: Narrator) -> Privileges:
    administrator = lab.administrator(lab.node(mode))
    with lab.node(mode).client() as client:
        visitor = mode.visitor(client)
        with narrator.phase(mode.id, "sign in", client):
            visitor.sign_in(lab.people.guest())
        with narrator.phase(mode.id, "request", client):
            user_id = call(visitor).expect(200).json()["id"]
        changes: list[Change] = []
        for roles in CHANGES:
            narrator.doing(mode.id, f"changing roles, {len(changes) + 1} of {len(CHANGES)}")
            administrator.give_roles(user_id, roles)
            with narrator.phase(mode.id, "after the change", client):
                changes.append(watch(visitor, roles))
            if changes[-1].fresh_after_ms is None:
                break
        return summarised(changes, lifetime_s=visitor.lifetime_s, freshened=freshened(visitor, CHANGES[0]))


def watch(visitor: Visitor, roles: Sequence[str]) -> Change:
    """Calls until the new roles are served; renews a credential that is refused, as any client does."""
    started, stale, refused, refreshes = perf_counter(), 0, 0, 0
    while perf_counter() - started < LIMIT_S:
        answer = call(visitor).expect(200, 401)
        if answer.status == 401:
            refused += 1
            refreshes += renew(visitor)
        elif answer.json()["roles"] == list(roles):
            return Change(round((perf_counter() - started) * 1000, 3), stale, refused, refreshes)
        else:
            stale += 1
        if stale > EAGER_REQUESTS:
            sleep(CALM_S)
    return Change(None, stale, refused, refreshes)


def renew(visitor: Visitor) -> int:
    answer = visitor.refresh()
    return int(answer is not None and answer.expect(200).status == 200)


def freshened(visitor: Visitor, roles: Sequence[str]) -> int | None:
    """How many refreshes it takes where none was forced: one, or None where even that does not help."""
    if visitor.lifetime_s is None:
        return None
    renewed = renew(visitor)
    return renewed if call(visitor).expect(200).json()["roles"] == list(roles) else None


def summarised(changes: Sequence[Change], *, lifetime_s: float | None, freshened: int | None) -> Privileges:
    delays = [change.fresh_after_ms for change in changes if change.fresh_after_ms is not None]
    is_seen = len(delays) == len(changes)
    return Privileges(
        fresh_after_p50_ms=p50(delays) if is_seen else None,
        fresh_after_most_ms=max(delays) if is_seen else None,
        stale_most_requests=max(change.stale_requests for change in changes),
        still_stale_after_s=None if is_seen else LIMIT_S,
        remaining_lifetime_s=None if is_seen or lifetime_s is None else round(lifetime_s, 1),
        refused_most_requests=max(change.refused_requests for change in changes),
        needed_refreshes=max(change.refreshes for change in changes) if is_seen else freshened,
        changed_requests=len(changes),
    )


def outcome(measured: Measured[Privileges]) -> str:
    late = frozenset(mode for mode, figures in measured.modes.items() if figures.stale_most_requests)
    return {frozenset(): "none", frozenset({"jwt"}): "jwt"}.get(late, "more")


def finding(measured: Measured[Privileges]) -> str:
    session, plain, revocable = (measured[mode] for mode in ("session", "jwt", "jwt_revocable"))
    return (
        f"After a change of roles a session {_fate(session)}; a JWT that can be revoked {_fate(revocable)}; "
        f"a plain JWT {_fate(plain)}."
    )


def _fate(figures: Privileges) -> str:
    stale = counted(figures.stale_most_requests, "request")
    if figures.fresh_after_p50_ms is None:
        rest = _rest(figures.remaining_lifetime_s)
        return f"still showed the old ones after {text(figures.still_stale_after_s)} s, in {stale}{rest}"
    renewed = f" and {counted(figures.needed_refreshes, 'refresh')}" if figures.needed_refreshes else ""
    return f"showed the new ones after {text(figures.fresh_after_p50_ms)} ms{renewed}, {stale} with the old ones"


def _rest(seconds: Value) -> str:
    return "" if seconds is None else f", and may for another {text(seconds)} s"


def _fresh(figures: Privileges) -> Cell:
    stale = f"{counted(figures.stale_most_requests, 'request')} with the old roles"
    if figures.fresh_after_p50_ms is None:
        return Cell(f"not within {text(figures.still_stale_after_s)}", "s", stale + _rest(figures.remaining_lifetime_s))
    detail = f"p50 of {figures.changed_requests} changes, at most {text(figures.fresh_after_most_ms)} ms; {stale}"
    return Cell(text(figures.fresh_after_p50_ms), "ms", detail)


def _stale(figures: Privileges) -> Cell:
    refused = f"{counted(figures.refused_most_requests, 'request')} refused until the credential was renewed"
    return Cell(text(figures.stale_most_requests), "", f"requests after one change; {refused}")


EXPERIMENT = Experiment(
    id="privileges",
    title="Privileges",
    question="When does a changed role take effect?",
    why=(
        "A JWT carries the roles of the moment at which it was signed. Unless it can be refused for being outdated, so "
        "that its holder fetches another, they are in force until it expires. A session is asked anew."
    ),
    choices={
        "none": "Every mode serves the new roles with the next request",
        "jwt": "All but the plain JWT do",
        "more": "More than the plain JWT goes on with the old roles",
    },
    figures=Privileges,
    run=run,
    outcome=outcome,
    finding=finding,
    headlines=(Headline("New roles in force after", _fresh), Headline("Requests with the old roles", _stale)),
    variants=(JWT_LOOKUP,),
)
