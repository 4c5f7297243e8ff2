"""How soon is a revoked credential refused? Ends a sign-in, then goes on calling with what a thief would have kept."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from threading import Event

from comparison.administrator import Administrator
from comparison.beside import Beside
from comparison.experiments import revoked
from comparison.experiments.experiment import Experiment, Headline, Measured
from comparison.experiments.revoked import Revocation
from comparison.lab.lab import Lab
from comparison.modes import BY_ID, MODES, Account, Mode, Visitor, call
from comparison.narration import Narrator
from comparison.watching import Watch, watch
from comparison.wire import Client

ATTEMPTS = 3
LIMIT_S = 2.0
REQUESTS = 50
LOOK_UP = BY_ID["jwt"].variant("jwt_lookup", "JWT, REVOCATION=lookup", {"REVOCATION": "lookup"})
SHORT_LIVED = BY_ID["jwt"].variant(
    "jwt_short_lived", "JWT that lives 2 s, not revocable", {"ACCESS_TOKEN_LIFETIME": "2s"}
)
# The lifetime, and what the server adds for clocks that differ.
SHORT_LIVED_LIMIT_S = 20.0


@dataclass(frozen=True)
class Way:
    """One way to end a sign-in, and whether the end is watched at another node than the one that was told."""

    doing: str
    end: Callable[[Visitor, Lab], None]
    is_elsewhere: bool = False
    by_guest: bool = False


def sign_out(visitor: Visitor, lab: Lab) -> None:
    visitor.sign_out()


def end_all(visitor: Visitor, lab: Lab) -> None:
    visitor.post("/api/sign-ins/end-all/", {}).expect(200)


def disable(visitor: Visitor, lab: Lab) -> None:
    """The administrator, at the same node."""
    user_id = call(visitor).expect(200).json()["id"]
    Administrator(visitor.client, lab.people.administrator).disable(user_id)


WAYS = {
    "sign_out": Way("signing out", sign_out),
    "elsewhere": Way("signing out at another node", sign_out, is_elsewhere=True),
    "end_all": Way("ending all sign-ins", end_all),
    "disabled": Way("disabling the user", disable, by_guest=True),
}


def run(lab: Lab, narrator: Narrator) -> Measured[Revocation]:
    for mode in (*MODES, LOOK_UP):
        lab.sharing(mode)  # all of them start while the first is being asked
    with Beside(partial(outlive, lab.node(SHORT_LIVED).client, lab.account())) as short_lived:
        modes = {mode.id: measure(lab, mode, narrator) for mode in MODES}
        look_up = measure(lab, LOOK_UP, narrator)
        narrator.doing(SHORT_LIVED.id, "waiting until it expires")
        variants = {LOOK_UP.id: look_up, SHORT_LIVED.id: short_lived.result()}
    return Measured(modes, variants)


def measure(lab: Lab, mode: Mode, narrator: Narrator) -> Revocation:
    seen: dict[str, list[Watch]] = {}
    with lab.node(mode).client() as here, lab.sharing(mode).client() as there:
        visitor = mode.visitor(here)
        look_ups = revoked.look_ups(signed_in(visitor, lab.account(), narrator, mode), REQUESTS)
        refreshes = revoked.refreshes(visitor, partial(narrator.phase, mode.id, "refresh", here))
        for name, way in WAYS.items():
            narrator.doing(mode.id, way.doing)
            attempt = partial(attempted, lab, mode, way, here, there)
            with narrator.phase(mode.id, way.doing, here, there):
                seen[name] = [attempt()]
            if seen[name][0].refused_after_ms is not None:
                seen[name] += [attempt() for _ in range(ATTEMPTS - 1)]
    return revoked.summarised(seen, look_ups=look_ups, refreshes=refreshes, lifetime_s=visitor.lifetime_s)


def signed_in(visitor: Visitor, account: Account, narrator: Narrator, mode: Mode) -> Visitor:
    with narrator.phase(mode.id, "sign in", visitor.client):
        visitor.sign_in(account)
    with narrator.phase(mode.id, "request", visitor.client):
        call(visitor).expect(200)
    return visitor


def attempted(lab: Lab, mode: Mode, way: Way, here: Client, there: Client) -> Watch:
    visitor = mode.visitor(here)
    visitor.sign_in(lab.people.guest() if way.by_guest else lab.account())
    at = there if way.is_elsewhere else here
    call(visitor, at).expect(200)
    way.end(visitor, lab)
    return watch(visitor, at, limit_s=LIMIT_S)


def outlive(connect: Callable[[], Client], account: Account, ended: Event) -> Revocation:
    """A token that lives for seconds, watched from its sign-out until it is refused at last."""
    with connect() as client:
        visitor = SHORT_LIVED.visitor(client)
        visitor.sign_in(account)
        look_ups = revoked.look_ups(visitor, 1)
        visitor.sign_out()
        lifetime_s = visitor.lifetime_s
        seen = {"sign_out": [watch(visitor, limit_s=SHORT_LIVED_LIMIT_S, ended=ended)]}
    return revoked.summarised(seen, look_ups=look_ups, refreshes=None, lifetime_s=lifetime_s)


EXPERIMENT = Experiment(
    id="revocation",
    title="Revocation",
    question="How soon is a revoked credential refused?",
    why=(
        "What the server must ask about can be refused from one moment to the next. What proves itself is good until "
        "it expires, unless the server also remembers what it has revoked: in a table that it asks at each request "
        "(REVOCATION=lookup), or in a replica of that table in each process's memory (REVOCATION=replica)."
    ),
    choices={
        "none": "Every credential is refused as soon as its user has signed out",
        "jwt": "All but the plain JWT are refused at once",
        "more": "More than the plain JWT goes on being accepted",
    },
    figures=Revocation,
    run=run,
    outcome=revoked.outcome,
    finding=revoked.finding,
    headlines=(
        Headline("Refused after the sign-out", revoked.refused),
        Headline("… at another node", revoked.refused_elsewhere),
        Headline("… with look-ups at each request", revoked.looked_up),
    ),
    variants=(LOOK_UP, SHORT_LIVED),
)
