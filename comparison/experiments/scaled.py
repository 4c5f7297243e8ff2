"""What the scaling experiment found, in figures and in words."""

from dataclasses import dataclass

from comparison.experiments.experiment import Measured
from comparison.figures import Cell, Value, figure, text


@dataclass(frozen=True)
class Scaling:
    """Shares of requests that were accepted as signed in, after one sign-in through the balancer."""

    private_two_accepted_pct: float = figure("Accepted in turn by two nodes, each with a store of its own")
    private_three_accepted_pct: float = figure("Accepted in turn by three nodes, each with a store of its own")
    shared_two_accepted_pct: float = figure("Accepted in turn by two nodes that share a store")
    shared_three_accepted_pct: float = figure("Accepted in turn by three nodes that share a store")
    keys_only_accepted_pct: float = figure("Accepted by a process that holds the public keys and nothing else")
    sticky_cookie_accepted_pct: float = figure("Accepted with clients held to a node by a cookie, stores apart")
    sticky_address_accepted_pct: float = figure("Accepted with clients held to a node by address, stores apart")
    sticky_cookie_kept_pct: float = figure("Still signed in after a node died, held by a cookie, stores apart")
    sticky_address_kept_pct: float = figure("Still signed in after a node died, held by address, stores apart")
    shared_kept_pct: float = figure("Still signed in after a node died, in turn, store shared")
    lost_requests: int = figure("Requests without an answer while a node died, store shared")
    asked_requests: int = figure("Requests sent meanwhile")
    sticky_cookie_busiest_pct: float = figure("Share of clients at the busiest of three nodes, held by a cookie")
    sticky_address_busiest_pct: float = figure(
        "Share of clients at the busiest of three nodes, held by address, a third of them behind one"
    )
    visitors_signins: int = figure("Sign-ins held to a node, by each policy")


def outcome(measured: Measured[Scaling]) -> str:
    session, jwt = (measured[mode].keys_only_accepted_pct > 0 for mode in ("session", "jwt"))
    return {(True, True): "both", (False, True): "jwt", (True, False): "session", (False, False): "neither"}[
        session, jwt
    ]


def finding(measured: Measured[Scaling]) -> str:
    session, jwt = measured["session"], measured["jwt"]
    return (
        f"On three nodes in turn, {_pct(session.private_three_accepted_pct)} of a session's requests were accepted "
        f"with stores apart and {_pct(session.shared_three_accepted_pct)} with one store; of a JWT's "
        f"{_pct(jwt.private_three_accepted_pct)} and {_pct(jwt.shared_three_accepted_pct)}, and "
        f"{_pct(jwt.keys_only_accepted_pct)} by a process that holds nothing but the public keys. Held to a node, "
        f"{_pct(session.sticky_cookie_kept_pct)} of the sessions outlived the death of one; with a shared store "
        f"{_pct(session.shared_kept_pct)}, and {text(session.lost_requests)} of {text(session.asked_requests)} "
        "requests were lost."
    )


def _pct(value: Value) -> str:
    return f"{text(value)} %"


def apart(figures: Scaling) -> Cell:
    detail = f"in turn; {_pct(figures.private_two_accepted_pct)} with two nodes"
    return Cell(text(figures.private_three_accepted_pct), "%", detail)


def held(figures: Scaling) -> Cell:
    by_address = f"{_pct(figures.sticky_address_kept_pct)} held by address; of {figures.visitors_signins} sign-ins each"
    return Cell(text(figures.sticky_cookie_kept_pct), "%", f"held by a cookie, {by_address}")


def shared(figures: Scaling) -> Cell:
    lost = f"{text(figures.lost_requests)} of {text(figures.asked_requests)} requests lost while a node died"
    return Cell(text(figures.shared_three_accepted_pct), "%", f"in turn; {lost}")


def keys_only(figures: Scaling) -> Cell:
    return Cell(text(figures.keys_only_accepted_pct), "%", "one sign-in at a node, called at a verifier")
