"""What survives a dead cache or database? Stops each under users that are signed in, and starts it again."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from time import monotonic

from comparison.errors import LabError, WireError
from comparison.experiments import outlived
from comparison.experiments.experiment import Experiment, Headline, Measured, of_lanes
from comparison.experiments.outlived import Outage, Phase
from comparison.lab.environment import new_secret
from comparison.lab.lab import Lab
from comparison.lab.node import Node
from comparison.lab.store import ServerStore
from comparison.modes import BY_ID, MODES, Account, Mode, Visitor, call
from comparison.narration import Narrator
from embedded.service import Service

REQUESTS = 20
# How long it may take until every mode is served again, or refused for good.
RECOVERY_S = 10.0
# On the node of the plain JWT, whose settings concern no session and which is concerned by no session store.
CACHE_ALONE = BY_ID["session"].variant("session_cache", "Session, Valkey alone", {"REVOCATION": "off"})
LOOKUP = BY_ID["jwt"].variant("jwt_lookup", "JWT, revocations looked up", {"REVOCATION": "lookup"})
VARIANTS = (CACHE_ALONE, LOOKUP)
LANES = (*MODES, *VARIANTS)
SESSION_STORES = {"replica": "cached_db", "off": "cache", "lookup": "cached_db"}


@dataclass(frozen=True)
class Lane:
    mode: Mode
    visitor: Visitor


def run(lab: Lab, narrator: Narrator) -> Measured[Outage]:
    narrator.doing("", "starting a PostgreSQL server")
    try:
        store, people = lab.server_store()
    except LabError as error:
        return outlived.unmeasured(VARIANTS, str(error))
    nodes = start(lab, store)
    with signed_in(nodes, people.visitors[0], narrator) as lanes:
        cache = stopped(store.cache, "cache", lanes, narrator)
        for lane in lanes:  # who kept the sign-in in the cache alone has lost it
            if status(lane) != 200:
                lane.visitor.sign_in(people.visitors[0])
        database = stopped(store.database, "database", lanes, narrator)
    lab.close(*set(nodes.values()))
    return of_lanes({lane: outlived.summarised(cache[lane], database[lane]) for lane in nodes})


def start(lab: Lab, store: ServerStore) -> dict[str, Node[ServerStore]]:
    """By lane: one node for each rung of revocation."""
    secret, started = new_secret(), dict[str, Node[ServerStore]]()
    for rung, session_store in SESSION_STORES.items():
        settings = {"REVOCATION": rung, "SESSION_STORE": session_store, "SECRET_KEY": secret}
        started[rung] = lab.start(f"outage-{rung}", settings, store)
    return {mode.id: started[mode.settings["REVOCATION"]] for mode in LANES}


@contextmanager
def signed_in(nodes: Mapping[str, Node[ServerStore]], account: Account, narrator: Narrator) -> Iterator[list[Lane]]:
    with ExitStack() as stack:
        lanes = []
        for mode in LANES:
            client = stack.enter_context(nodes[mode.id].client())
            lanes.append(Lane(mode, mode.visitor(client)))
            with narrator.phase(mode.id, "sign in", client):
                lanes[-1].visitor.sign_in(account)
        yield lanes


def stopped(service: Service, name: str, lanes: Sequence[Lane], narrator: Narrator) -> dict[str, Phase]:
    """By lane: what was answered before, while it was stopped and when it was back."""
    before = asked(lanes, f"before the {name} stops", narrator)
    service.stop()
    during = asked(lanes, f"with the {name} stopped", narrator)
    service.start()
    back_after_s = recovered(lanes)
    after = asked(lanes, f"with the {name} back", narrator)
    ids = [lane.mode.id for lane in lanes]
    return {lane: Phase(before[lane], during[lane], after[lane], back_after_s.get(lane)) for lane in ids}


def asked(lanes: Sequence[Lane], phase: str, narrator: Narrator) -> dict[str, list[int]]:
    """The statuses of some requests of each lane."""
    narrator.doing("", phase)
    found: dict[str, list[int]] = {}
    for lane in lanes:
        with narrator.phase(lane.mode.id, phase, lane.visitor.client):
            found[lane.mode.id] = [status(lane)]
        found[lane.mode.id] += [status(lane) for _ in range(REQUESTS - 1)]
    return found


def status(lane: Lane) -> int:
    """0 where there was no answer."""
    try:
        return call(lane.visitor).status
    except WireError:
        return 0


def recovered(lanes: Sequence[Lane]) -> dict[str, float]:
    """How soon each lane was served again, in seconds; a lane that was signed out meanwhile, or is not, is missing."""
    started, waiting, found = monotonic(), list(lanes), dict[str, float]()
    while waiting and monotonic() - started < RECOVERY_S:
        answers = {lane.mode.id: status(lane) for lane in waiting}
        elapsed_s = round(monotonic() - started, 2)
        found |= {lane: elapsed_s for lane, answer in answers.items() if answer == 200}
        waiting = [lane for lane in waiting if answers[lane.mode.id] not in {200, 401, 403}]
    return found


EXPERIMENT = Experiment(
    id="outage",
    title="Outage",
    question="What survives a dead cache or database?",
    why=(
        "What looks nothing up needs nothing that could fail. A session needs the store in which it is kept, unless "
        "there are two of them. Where revocations are asked for, the answer to a question that cannot be asked is 503, "
        "and never: accepted."
    ),
    choices={
        "all": "Every mode goes on through either outage",
        "tokens": "Only the JWTs go on through either outage",
        "none": "No mode goes on through both",
        "other": "Something else",
    },
    figures=Outage,
    run=run,
    outcome=outlived.outcome,
    finding=outlived.finding,
    headlines=(
        Headline("Served with Valkey stopped", outlived.without_cache),
        Headline("… with PostgreSQL stopped", outlived.without_database),
        Headline("… when both were back", outlived.back),
    ),
    variants=VARIANTS,
)
