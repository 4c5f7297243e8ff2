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
from comparison.modes import MODES, Account, Mode, Visitor, call
from comparison.modes.doorman import Doorman
from comparison.modes.variants import JWT_LOOKUP, JWT_SHORT_LIVED
from comparison.narration import Narrator
from comparison.watching import Watch, watch
from comparison.wire import Client

ATTEMPTS = 5
BY_GUESTS = 2
LIMIT_S = 2.0
REQUESTS = 50
# The lifetime, and what the server adds for clocks that differ.
LONG_LIMIT_S = 20.0


@dataclass(frozen=True)
class Scene:
    """Two nodes of one site, and who opens and ends sign-ins there."""

    lab: Lab
    mode: Mode
    here: Client
    there: Client
    doorman: Doorman
    administrator: Administrator

    def opened(self) -> Visitor:
        return self.doorman.opened(self.mode, self.here)

    def guest(self) -> Visitor:
        """Someone whose sign-ins may all be ended."""
        visitor = self.mode.visitor(self.here)
        visitor.sign_in(self.lab.people.guest())
        return visitor


def sign_out(scene: Scene) -> Watch:
    visitor = scene.opened()
    call(visitor).expect(200)
    visitor.sign_out()
    return watch(visitor, limit_s=LIMIT_S)


def sign_out_elsewhere(scene: Scene) -> Watch:
    visitor = scene.opened()
    call(visitor, scene.there).expect(200)
    visitor.sign_out()
    return watch(visitor, scene.there, limit_s=LIMIT_S)


def end_all(scene: Scene) -> Watch:
    visitor = scene.guest()
    call(visitor).expect(200)
    visitor.post("/api/sign-ins/end-all/", {}).expect(200)
    return watch(visitor, limit_s=LIMIT_S)


def disable(scene: Scene) -> Watch:
    visitor = scene.guest()
    scene.administrator.disable(call(visitor).expect(200).json()["id"])
    return watch(visitor, limit_s=LIMIT_S)


WAYS: dict[str, tuple[str, Callable[[Scene], Watch]]] = {
    "sign_out": ("sign out", sign_out),
    "elsewhere": ("sign out, call another node", sign_out_elsewhere),
    "end_all": ("end all sign-ins", end_all),
    "disabled": ("disable the user", disable),
}


def run(lab: Lab, narrator: Narrator) -> Measured[Revocation]:
    lanes = sorted((*MODES, JWT_LOOKUP), key=lambda mode: mode.settings["REVOCATION"] == "off")
    for lane in lanes:
        lab.sharing(lane)  # all of them start while the first is being asked
    with Beside(partial(outlive, lab.node(JWT_SHORT_LIVED).client, lab.account())) as short_lived:
        found = {lane.id: measure(lab, lane, narrator) for lane in lanes}
        narrator.doing(JWT_SHORT_LIVED.id, "waiting until it expires")
        found[JWT_SHORT_LIVED.id] = short_lived.result()
    lab.close(lab.node(JWT_SHORT_LIVED), lab.sharing(JWT_LOOKUP))
    variants = (JWT_LOOKUP, JWT_SHORT_LIVED)
    return Measured(
        {mode.id: found[mode.id] for mode in MODES}, {variant.id: found[variant.id] for variant in variants}
    )


def measure(lab: Lab, mode: Mode, narrator: Narrator) -> Revocation:
    with lab.node(mode).client() as here, lab.sharing(mode).client() as there:
        visitor = signed_in(mode, here, lab.account(), narrator)
        look_ups = revoked.look_ups(visitor, REQUESTS)
        with narrator.phase(mode.id, "refresh", here):
            refreshes = revoked.refreshes(visitor)
        node = lab.node(mode)
        scene = Scene(lab, mode, here, there, lab.doorman(node, lab.account()), lab.administrator(node))
        seen = {name: attempts(scene, name, narrator) for name in WAYS}
    return revoked.summarised(seen, look_ups=look_ups, refreshes=refreshes, lifetime_s=visitor.lifetime_s)


def signed_in(mode: Mode, client: Client, account: Account, narrator: Narrator) -> Visitor:
    visitor = mode.visitor(client)
    with narrator.phase(mode.id, "sign in", client):
        visitor.sign_in(account)
    with narrator.phase(mode.id, "request", client):
        call(visitor).expect(200)
    return visitor


def attempts(scene: Scene, way: str, narrator: Narrator) -> list[Watch]:
    """Several, or one where the first is not refused in time. Those of guests are fewer: each costs a password."""
    doing, end = WAYS[way]
    narrator.doing(scene.mode.id, doing)
    with narrator.phase(scene.mode.id, doing, scene.here, scene.there):
        first = end(scene)
    count = BY_GUESTS if end in {end_all, disable} else ATTEMPTS
    return [first] if first.refused_after_ms is None else [first, *(end(scene) for _ in range(count - 1))]


def outlive(connect: Callable[[], Client], account: Account, ended: Event) -> Revocation:
    """A token that lives for seconds, watched from its sign-out until it is refused at last."""
    with connect() as client:
        visitor = JWT_SHORT_LIVED.visitor(client)
        visitor.sign_in(account)
        look_ups = revoked.look_ups(visitor, 1)
        visitor.sign_out()
        lifetime_s = visitor.lifetime_s
        seen = {"sign_out": [watch(visitor, limit_s=LONG_LIMIT_S, ended=ended)]}
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
    variants=(JWT_LOOKUP, JWT_SHORT_LIVED),
)
