"""Where does the state live? Counts what a sign-in leaves on the server, one and a thousand, and at the client."""

from dataclasses import dataclass
from functools import partial
from threading import Event

from comparison.beside import side_by_side
from comparison.experiments.experiment import Experiment, Headline, Measured, of_lanes
from comparison.figures import Cell, counted, figure, text
from comparison.lab.contents import Contents
from comparison.lab.lab import Lab
from comparison.lab.node import Node
from comparison.lab.store import FileStore
from comparison.modes import BY_ID, Account, Mode, call
from comparison.modes.doorman import Doorman
from comparison.narration import Narrator
from comparison.statistics import per_one

SIGN_INS = 5
MANY_SIGN_INS = 1000


@dataclass(frozen=True)
class State:
    """What a sign-in adds: the average of `measured_signins`, then the sum of `many_signins`; opened by exchange.

    The audit trail, which keeps what happened and not who is signed in, is counted apart.
    """

    server_rows: float = figure("Rows in the database, one sign-in")
    server_row_bytes: float = figure("Bytes in those rows")
    server_keys: float = figure("Keys in the cache, one sign-in")
    server_key_bytes: float = figure("Bytes of those keys in the cache's memory")
    trail_rows: float = figure("Rows in the audit trail, one sign-in")
    client_bytes: int = figure("Bytes that the client holds")
    measured_signins: int = figure("Sign-ins measured")
    many_server_rows: int = figure("Rows in the database, many sign-ins")
    many_server_keys: int = figure("Keys in the cache, many sign-ins")
    many_server_bytes: int = figure("Bytes on the server, many sign-ins")
    many_signins: int = figure("Many sign-ins: this many, open at once")

    @property
    def server_bytes(self) -> float:
        return self.server_row_bytes + self.server_key_bytes


def run(lab: Lab, narrator: Narrator) -> Measured[State]:
    """All modes at once, each on a store of its own: what is counted here does not depend on how long it took."""
    nodes = {
        "session": lab.node(BY_ID["session"]),
        "jwt": lab.node(BY_ID["jwt"]),
        "jwt_revocable": lab.apart(BY_ID["jwt_revocable"]),
        "hybrid": lab.apart(BY_ID["hybrid"], number=2),
    }
    doormen = {mode: lab.doorman(node, lab.account()) for mode, node in nodes.items()}
    works = {
        mode: partial(measure, BY_ID[mode], node, doormen[mode], lab.account(), narrator)
        for mode, node in nodes.items()
    }
    return of_lanes(side_by_side(works))


def measure(
    mode: Mode, node: Node[FileStore], doorman: Doorman, account: Account, narrator: Narrator, ended: Event
) -> State:
    with node.client() as client:
        visitor = mode.visitor(client)
        with narrator.phase(mode.id, "sign in", client):
            visitor.sign_in(account)
        with narrator.phase(mode.id, "request", client):
            call(visitor).expect(200)
        opened = partial(added, mode, node, doorman, narrator, ended)
        return summarised(opened(SIGN_INS), opened(MANY_SIGN_INS), visitor.held_bytes)


def added(
    mode: Mode, node: Node[FileStore], doorman: Doorman, narrator: Narrator, ended: Event, count: int
) -> Contents:
    """What that many more sign-ins leave on the server."""
    before = node.store.contents()
    for number in range(count):
        if number % 100 == 0:
            narrator.doing(mode.id, f"opening {count:,} sign-ins, {number} so far")
        if ended.is_set():
            break
        doorman.opened(mode)
    return node.store.contents() - before


def summarised(few: Contents, many: Contents, client_bytes: int) -> State:
    return State(
        server_rows=per_one(few.rows, SIGN_INS),
        server_row_bytes=per_one(few.row_bytes, SIGN_INS),
        server_keys=per_one(few.keys, SIGN_INS),
        server_key_bytes=per_one(few.key_bytes, SIGN_INS),
        trail_rows=per_one(few.trail_rows, SIGN_INS),
        client_bytes=client_bytes,
        measured_signins=SIGN_INS,
        many_server_rows=many.rows,
        many_server_keys=many.keys,
        many_server_bytes=many.row_bytes + many.key_bytes,
        many_signins=MANY_SIGN_INS,
    )


def outcome(measured: Measured[State]) -> str:
    session, jwt = (measured[mode].server_rows + measured[mode].server_keys > 0 for mode in ("session", "jwt"))
    return {(True, False): "session", (False, True): "jwt", (True, True): "both", (False, False): "neither"}[
        session, jwt
    ]


def finding(measured: Measured[State]) -> str:
    session, jwt = measured["session"], measured["jwt"]
    return (
        f"One sign-in leaves {_entries(session)} ({text(session.server_bytes)} B) on the server with a session and "
        f"{_entries(jwt)} ({text(jwt.server_bytes)} B) with a JWT that can be refreshed and ended; "
        f"the client holds {text(session.client_bytes)} B against {text(jwt.client_bytes)} B. "
        f"{text(session.many_signins)} sign-ins took {_kilobytes(session)} kB and {_kilobytes(jwt)} kB on the server."
    )


def _entries(state: State) -> str:
    amounts = ((state.server_rows, "row"), (state.server_keys, "cache key"))
    return " and ".join(counted(count, noun) for count, noun in amounts if count) or "nothing"


def _kilobytes(state: State) -> str:
    return text(round(state.many_server_bytes / 1000))


def _left(state: State) -> Cell:
    amounts = ((state.server_rows, "row"), (state.server_keys, "key"))
    shown = ", ".join(counted(count, noun) for count, noun in amounts if count) or "nothing"
    trail = f"{text(state.trail_rows)} in the audit trail not among them"
    return Cell(shown, "", f"rows in the database, {trail}; average of {state.measured_signins} sign-ins")


def _bytes(state: State) -> Cell:
    parts = f"{text(state.server_row_bytes)} B in rows, {text(state.server_key_bytes)} B in cache keys"
    return Cell(text(state.server_bytes), "B", f"{parts}; average of {state.measured_signins} sign-ins")


def _many(state: State) -> Cell:
    parts = f"{text(state.many_server_rows)} rows, {text(state.many_server_keys)} cache keys"
    return Cell(_kilobytes(state), "kB", f"{parts}, of {text(state.many_signins)} sign-ins")


def _held(state: State) -> Cell:
    return Cell(text(state.client_bytes), "B", "cookies as name=value, tokens as they are")


EXPERIMENT = Experiment(
    id="state",
    title="State",
    question="Where does the state live?",
    why=(
        "A token that only expires needs nothing on the server. One that can be refreshed once only, listed among "
        "a user's devices and ended needs a row that says so, just as a session does."
    ),
    choices={
        "session": "A session leaves something on the server, a JWT nothing",
        "both": "Both leave something on the server",
        "jwt": "A JWT leaves something on the server, a session nothing",
        "neither": "Neither leaves anything",
    },
    figures=State,
    run=run,
    outcome=outcome,
    finding=finding,
    headlines=(
        Headline("One sign-in leaves on the server", _left),
        Headline("… in bytes", _bytes),
        Headline(f"… {MANY_SIGN_INS:,} sign-ins", _many),
        Headline("The client holds", _held),
    ),
)
