"""Where does the state live? Counts what one sign-in leaves on the server, and what the client holds."""

from dataclasses import dataclass

from comparison.experiments.experiment import Experiment, Headline, Measured
from comparison.figures import Cell, counted, figure, text
from comparison.lab.lab import Lab
from comparison.modes import MODES, Mode
from comparison.narration import Narrator
from comparison.statistics import per_one

SIGN_INS = 10


@dataclass(frozen=True)
class State:
    """What one sign-in adds, averaged over `measured_signins` of one account."""

    server_rows: float = figure("Rows in the database")
    server_row_bytes: float = figure("Bytes in those rows")
    server_keys: float = figure("Keys in the cache")
    server_key_bytes: float = figure("Bytes of those keys in the cache's memory")
    client_bytes: int = figure("Bytes that the client holds")
    measured_signins: int = figure("Sign-ins measured")

    @property
    def server_bytes(self) -> float:
        return self.server_row_bytes + self.server_key_bytes


def run(lab: Lab, narrator: Narrator) -> Measured[State]:
    return Measured({mode.id: measure(lab, mode, narrator) for mode in MODES})


def measure(lab: Lab, mode: Mode, narrator: Narrator) -> State:
    node, account = lab.node(mode), lab.account()
    narrator.doing(mode.id, f"signing in {SIGN_INS} times")
    with node.client() as client:
        visitor = mode.visitor(client)
        visitor.sign_in(account)  # the first one also makes what all later ones share
        before = node.store.contents()
        for _ in range(SIGN_INS):
            visitor = mode.visitor(client)
            visitor.sign_in(account)
        added = node.store.contents() - before
    return State(
        server_rows=per_one(added.rows, SIGN_INS),
        server_row_bytes=per_one(added.row_bytes, SIGN_INS),
        server_keys=per_one(added.keys, SIGN_INS),
        server_key_bytes=per_one(added.key_bytes, SIGN_INS),
        client_bytes=visitor.held_bytes,
        measured_signins=SIGN_INS,
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
        f"the client holds {text(session.client_bytes)} B against {text(jwt.client_bytes)} B."
    )


def _entries(state: State) -> str:
    amounts = ((state.server_rows, "row"), (state.server_keys, "cache key"))
    return " and ".join(counted(count, noun) for count, noun in amounts if count) or "nothing"


def _left(state: State) -> Cell:
    amounts = ((state.server_rows, "row"), (state.server_keys, "key"))
    shown = ", ".join(counted(count, noun) for count, noun in amounts if count) or "nothing"
    return Cell(shown, "", f"rows in the database, keys in the cache; average of {state.measured_signins} sign-ins")


def _bytes(state: State) -> Cell:
    parts = f"{text(state.server_row_bytes)} B in rows, {text(state.server_key_bytes)} B in cache keys"
    return Cell(text(state.server_bytes), "B", f"{parts}; average of {state.measured_signins} sign-ins")


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
        Headline("The client holds", _held),
    ),
)
