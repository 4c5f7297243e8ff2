"""What happens on more than one node? Signs in at one, and calls another that shares more or less with it."""

from dataclasses import dataclass

from comparison.experiments.experiment import Experiment, Headline, Measured
from comparison.figures import Cell, figure, text
from comparison.lab.lab import Lab
from comparison.modes import MODES, Mode, Visitor, call
from comparison.narration import Narrator
from comparison.wire import Client

REQUESTS = 10


@dataclass(frozen=True)
class Scaling:
    """Of `asked_requests` to each, after one sign-in at the first node."""

    shared_store_accepted_requests: int = figure("Accepted by a node with the same database and cache")
    own_store_accepted_requests: int = figure("Accepted by a node with a database and a cache of its own")
    keys_only_accepted_requests: int = figure("Accepted by a process that holds the public keys and nothing else")
    asked_requests: int = figure("Requests to each")


def run(lab: Lab, narrator: Narrator) -> Measured[Scaling]:
    for mode in MODES:  # all of them start while the first is being asked
        narrator.doing(mode.id, "starting the other nodes")
        lab.sharing(mode), lab.apart(mode)
    return Measured({mode.id: measure(lab, mode, narrator) for mode in MODES})


def measure(lab: Lab, mode: Mode, narrator: Narrator) -> Scaling:
    narrator.doing(mode.id, f"calling elsewhere, {REQUESTS} times each")
    with lab.node(mode).client() as client:
        visitor = mode.visitor(client)
        visitor.sign_in(lab.account())
        call(visitor).expect(200)
        return Scaling(
            shared_store_accepted_requests=accepted(visitor, lab.sharing(mode).client()),
            own_store_accepted_requests=accepted(visitor, lab.apart(mode).client()),
            keys_only_accepted_requests=accepted(visitor, lab.verifier(mode).client()),
            asked_requests=REQUESTS,
        )


def accepted(visitor: Visitor, elsewhere: Client) -> int:
    with elsewhere:
        return sum(call(visitor, elsewhere).expect(200, 401, 403).status == 200 for _ in range(REQUESTS))


def outcome(measured: Measured[Scaling]) -> str:
    session, jwt = (measured[mode].keys_only_accepted_requests > 0 for mode in ("session", "jwt"))
    return {(True, True): "both", (False, True): "jwt", (True, False): "session", (False, False): "neither"}[
        session, jwt
    ]


def finding(measured: Measured[Scaling]) -> str:
    session, jwt = measured["session"], measured["jwt"]
    asked = text(jwt.asked_requests)
    return (
        f"Another node that shares the store took {_of(session.shared_store_accepted_requests, asked)} requests with a "
        f"session and {_of(jwt.shared_store_accepted_requests, asked)} with a JWT; a process that holds nothing but "
        f"the public keys took {_of(session.keys_only_accepted_requests, asked)} and "
        f"{_of(jwt.keys_only_accepted_requests, asked)}."
    )


def _of(count: int, asked: str) -> str:
    return f"{text(count)} of {asked}"


def _shared(figures: Scaling) -> Cell:
    return _cell(figures.shared_store_accepted_requests, figures)


def _own(figures: Scaling) -> Cell:
    return _cell(figures.own_store_accepted_requests, figures)


def _keys(figures: Scaling) -> Cell:
    return _cell(figures.keys_only_accepted_requests, figures)


def _cell(count: int, figures: Scaling) -> Cell:
    return Cell(
        _of(count, text(figures.asked_requests)), "", "requests accepted there after one sign-in at the first node"
    )


EXPERIMENT = Experiment(
    id="scaling",
    title="Scaling",
    question="What happens on more than one node?",
    why=(
        "A session is known where its store can be reached. A JWT is known wherever the public key is, which is why "
        "services of others can be handed one; a node with a database of its own has keys of its own."
    ),
    choices={
        "jwt": "A process that holds only public keys accepts the JWT, and not the session",
        "both": "It accepts both",
        "neither": "It accepts neither",
        "session": "It accepts the session, and not the JWT",
    },
    figures=Scaling,
    run=run,
    outcome=outcome,
    finding=finding,
    headlines=(
        Headline("Accepted by a node with the same store", _shared),
        Headline("… by a node with a store of its own", _own),
        Headline("… by a process with the public keys alone", _keys),
    ),
)
