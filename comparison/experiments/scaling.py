"""What happens on more than one node? Signs in through a balancer and goes on calling, while nodes come and go."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from comparison import clusters
from comparison.clusters import Browser, Cluster
from comparison.errors import WireError
from comparison.experiments import scaled
from comparison.experiments.experiment import Experiment, Headline, Measured, of_lanes
from comparison.experiments.scaled import Scaling
from comparison.lab.lab import Lab
from comparison.modes import MODES, Mode, Visitor, call
from comparison.narration import Narrator
from comparison.statistics import share_pct
from comparison.wire import Client

REQUESTS = 12
# Sign-ins that are held to a node, by each policy.
VISITORS = 6
# Clients whose distribution over the nodes is counted, and how many of them have the same address.
CLIENTS, BEHIND_ONE = 60, 20
REQUESTS_AT_DEATH = 60
IN_TURN = ("private_two", "private_three", "shared_two", "shared_three")
STICKY = ("sticky_cookie", "sticky_address")


@dataclass
class Lane:
    """What a mode has shown so far: the share accepted by each route, and who is held to a node by each policy.

    `visitor` signed in last where the store is shared; `at_death` are the statuses of its requests, 0 for no answer.
    """

    mode: Mode
    visitor: Visitor | None = None
    accepted: dict[str, float] = field(default_factory=dict)
    held: dict[str, list[tuple[Visitor, Browser]]] = field(default_factory=dict)
    kept: dict[str, float] = field(default_factory=dict)
    at_death: list[int] = field(default_factory=list)


def run(lab: Lab, narrator: Narrator) -> Measured[Scaling]:
    """One cluster after the other: modes with the same settings are served by the same nodes."""
    plain = [mode for mode in MODES if mode.settings["REVOCATION"] == "off"]
    others = [mode for mode in MODES if mode not in plain]
    return of_lanes({**measure(lab, plain, narrator), **measure(lab, others, narrator)})


def measure(lab: Lab, modes: Sequence[Mode], narrator: Narrator) -> dict[str, Scaling]:
    narrator.doing(modes[0].id, "starting six nodes and a proxy")
    cluster = clusters.start(lab, modes[0])
    lanes = [Lane(mode) for mode in modes]
    for lane in lanes:
        balance(lab, cluster, lane, narrator)
    busiest = {policy: spread(cluster, policy) for policy in STICKY}
    narrator.doing(modes[0].id, "killing a node of each kind")
    die(cluster, lanes, narrator)
    clusters.close(lab, cluster)
    return {lane.mode.id: summarised(lane, busiest) for lane in lanes}


def balance(lab: Lab, cluster: Cluster, lane: Lane, narrator: Narrator) -> None:
    """Signs in at one node and calls all of them; then signs others in, each of them held to a node."""
    mode, account = lane.mode, lab.account()
    for name in IN_TURN:
        narrator.doing(mode.id, f"calling nodes in turn: {name.replace('_', ' ')}")
        first = cluster.private[0] if name.startswith("private") else cluster.shared[0]
        lane.visitor = lab.doorman(first, account).opened(mode)
        with Browser(cluster.routes[name].url) as client, narrator.phase(mode.id, name.replace("_", " "), client):
            lane.accepted[name] = accepted_pct(lane.visitor, client)
    with lab.verifier(mode).client() as verifier, narrator.phase(mode.id, "public keys alone", verifier):
        lane.accepted["keys_only"] = accepted_pct(lab.doorman(cluster.shared[0], account).opened(mode), verifier)
    for policy in STICKY:
        narrator.doing(mode.id, f"signing in, held to a node: {policy.replace('_', ' ')}")
        lane.held[policy] = hold(lab, cluster, policy, mode)
        lane.accepted[policy] = share_pct(sum(accepted(*one) for one in lane.held[policy]), VISITORS)


def accepted_pct(visitor: Visitor, at: Client) -> float:
    return share_pct(sum(accepted(visitor, at) for _ in range(REQUESTS)), REQUESTS)


def accepted(visitor: Visitor, at: Client) -> bool:
    return call(visitor, at).expect(200, 401, 403).status == 200


def hold(lab: Lab, cluster: Cluster, policy: str, mode: Mode) -> list[tuple[Visitor, Browser]]:
    """Each signs in, through the balancer, at the node that it was given first."""
    found = []
    for address in clusters.addresses(VISITORS, behind_one=1):
        client = Browser(cluster.routes[policy].url, address)
        client.get("/healthz").expect(200)
        doorman = lab.doorman(cluster.node_at(client.served_by), lab.account())
        found.append((doorman.opened(mode, client), client))
    return found


def spread(cluster: Cluster, policy: str) -> float:
    """The share of new clients that the busiest node serves."""
    served_by = []
    for address in clusters.addresses(CLIENTS, behind_one=BEHIND_ONE):
        with Browser(cluster.routes[policy].url, address) as client:
            client.get("/healthz").expect(200)
            served_by.append(client.served_by)
    return clusters.busiest_pct(served_by)


def die(cluster: Cluster, lanes: Sequence[Lane], narrator: Narrator) -> None:
    """Kills one node of each kind: of those with stores apart one that serves clients of every policy."""
    shared_node_dies(cluster, lanes)
    held = [Counter(client.served_by for lane in lanes for _, client in lane.held[policy]) for policy in STICKY]
    busiest = max(held[0] | held[1], key=lambda address: min(counter[address] for counter in held))
    cluster.node_at(busiest).process.kill()
    for lane in lanes:
        for policy in STICKY:
            clients = [client for _, client in lane.held[policy]]
            with narrator.phase(lane.mode.id, f"after a node died, {policy.replace('_', ' ')}", *clients):
                lane.kept[policy] = share_pct(sum(accepted(*one) for one in lane.held[policy]), VISITORS)
            for client in clients:
                client.close()


def shared_node_dies(cluster: Cluster, lanes: Sequence[Lane]) -> None:
    """All lanes call in turn, through the balancer, while one of three nodes with the same store is killed."""
    url = cluster.routes["shared_three"].url
    calling = [(lane, Browser(url)) for lane in lanes]
    for number in range(REQUESTS_AT_DEATH):
        if number == REQUESTS_AT_DEATH // 3:
            cluster.shared[-1].process.kill()
        for lane, client in calling:
            lane.at_death.append(status_of(lane, client))
    for _, client in calling:
        client.close()


def status_of(lane: Lane, client: Client) -> int:
    try:
        return call(lane.visitor, client).status if lane.visitor else 0
    except WireError:
        return 0


def summarised(lane: Lane, busiest: dict[str, float]) -> Scaling:
    answered = [status for status in lane.at_death if 0 < status < 500]
    return Scaling(
        private_two_accepted_pct=lane.accepted["private_two"],
        private_three_accepted_pct=lane.accepted["private_three"],
        shared_two_accepted_pct=lane.accepted["shared_two"],
        shared_three_accepted_pct=lane.accepted["shared_three"],
        keys_only_accepted_pct=lane.accepted["keys_only"],
        sticky_cookie_accepted_pct=lane.accepted["sticky_cookie"],
        sticky_address_accepted_pct=lane.accepted["sticky_address"],
        sticky_cookie_kept_pct=lane.kept["sticky_cookie"],
        sticky_address_kept_pct=lane.kept["sticky_address"],
        shared_kept_pct=share_pct(sum(status == 200 for status in answered), len(answered)),
        lost_requests=len(lane.at_death) - len(answered),
        asked_requests=len(lane.at_death),
        sticky_cookie_busiest_pct=busiest["sticky_cookie"],
        sticky_address_busiest_pct=busiest["sticky_address"],
        visitors_signins=VISITORS,
    )


EXPERIMENT = Experiment(
    id="scaling",
    title="Scaling",
    question="What happens on more than one node?",
    why=(
        "A session is known where its store can be reached. A JWT is known wherever the key is: nodes with databases "
        "of their own have keys of their own, and whoever is handed the public keys can verify it alone. Holding each "
        "client to one node hides that the nodes share nothing, until one of them dies."
    ),
    choices={
        "jwt": "A process that holds only public keys accepts the JWT, and not the session",
        "both": "It accepts both",
        "neither": "It accepts neither",
        "session": "It accepts the session, and not the JWT",
    },
    figures=Scaling,
    run=run,
    outcome=scaled.outcome,
    finding=scaled.finding,
    headlines=(
        Headline("Accepted on three nodes with a store each", scaled.apart),
        Headline("… held to a node, after it or another died", scaled.held),
        Headline("… on three nodes with one store", scaled.shared),
        Headline("… by a process with the public keys alone", scaled.keys_only),
    ),
)
