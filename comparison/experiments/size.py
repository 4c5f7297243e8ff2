"""What travels with each request? Counts the credential's header lines on the wire, for users with ever more roles."""

from functools import partial

from comparison import limits
from comparison.experiments import sizes
from comparison.experiments.experiment import Experiment, Headline, Measured, of_lanes
from comparison.experiments.sizes import Size
from comparison.figures import Cell, text
from comparison.lab.lab import Lab
from comparison.modes import MODES, Mode, call, variants
from comparison.narration import Narrator
from comparison.wire import Client
from embedded.caddy import Route
from embedded.ports import free_port

ROLES = (0, 10, 100, 200)
VARIANTS = (
    variants.SESSION_SIGNED_COOKIES,
    variants.JWT_ES256,
    variants.JWT_RS256,
    variants.JWT_HS256,
    variants.JWT_ENCRYPTED,
)


def run(lab: Lab, narrator: Narrator) -> Measured[Size]:
    lanes = (*MODES, *VARIANTS)
    for lane in lanes:
        lab.node(lane)
    given_up = limits_of(lab, narrator)
    return of_lanes({lane.id: measure(lab, lane, given_up, narrator) for lane in lanes})


def limits_of(lab: Lab, narrator: Narrator) -> sizes.Limits:
    """Of the server and of the proxy, which do not ask what a header line is for."""
    narrator.doing("", "sending ever longer header lines")
    node = lab.node(MODES[0])
    node.wait()
    proxy = lab.proxy([Route(free_port(), [node.port], "round_robin")])
    through_proxy = partial(Client, proxy.url, may_go_on=lab.may_go_on)
    return sizes.Limits(
        server_bytes=limits.largest_accepted(partial(limits.accepts_header, node.client, "Cookie")),
        proxy_bytes=limits.largest_accepted(partial(limits.accepts_header, through_proxy, "Cookie")),
    )


def measure(lab: Lab, mode: Mode, given_up: sizes.Limits, narrator: Narrator) -> Size:
    """A credential that the server refuses for its length has none at that many roles."""
    lengths: dict[int, int] = {}
    requests: dict[int, int] = {}
    csrf_bytes, node = 0, lab.node(mode)
    with node.client() as client:
        for roles in ROLES:
            narrator.doing(mode.id, f"calling with {roles} roles")
            with narrator.phase(mode.id, f"request with {roles} roles", client):
                visitor = lab.doorman(node, lab.account(roles=roles)).opened(mode, client)
                exchange = call(visitor).expect(200, 401)
            if exchange.status == 200:
                lengths[roles], requests[roles] = exchange.credential_bytes, len(exchange.request.raw)
            csrf_bytes = visitor.csrf_bytes
    return sizes.summarised(lengths, request_bytes=requests[0], csrf_bytes=csrf_bytes, limits=given_up)


def outcome(measured: Measured[Size]) -> str:
    growing = {mode for mode in ("session", "jwt") if measured[mode].growth_bytes > 0}
    return {frozenset(): "none", frozenset({"session"}): "session", frozenset({"jwt"}): "jwt"}.get(
        frozenset(growing), "both"
    )


def finding(measured: Measured[Size]) -> str:
    session, jwt, encrypted = (measured[lane] for lane in ("session", "jwt", "jwt_encrypted"))
    return (
        f"Each request carries {text(session.credential_0_roles_bytes)} B of credential with a session, whatever the "
        f"user may do, and {text(jwt.credential_0_roles_bytes)} B with a JWT, which grows to "
        f"{text(jwt.credential_200_roles_bytes)} B at 200 roles ({text(encrypted.credential_200_roles_bytes)} B "
        f"encrypted) and would fill one cookie at {text(jwt.cookie_full_at_roles)} roles."
    )


def _without_roles(size: Size) -> Cell:
    detail = f"the Cookie or Authorization line, {text(size.csrf_bytes)} B of it against forged requests"
    return Cell(text(size.credential_0_roles_bytes), "B", detail)


def _with_roles(size: Size) -> Cell:
    grown = ((10, size.credential_10_roles_bytes), (100, size.credential_100_roles_bytes))
    detail = ", ".join(f"{text(counted)} B with {roles} roles" for roles, counted in grown)
    value = size.credential_200_roles_bytes
    return Cell("refused", "", detail) if value is None else Cell(text(value), "B", detail)


def _fills(size: Size) -> Cell:
    detail = f"{text(size.growth_bytes)} B for each role, 4,096 B in a cookie; 8 KiB at {text(size.line_full_at_roles)}"
    if size.cookie_full_at_roles is None:
        return Cell("never", "", "its length does not depend on the roles")
    return Cell(text(size.cookie_full_at_roles), "roles", detail)


EXPERIMENT = Experiment(
    id="size",
    title="Size",
    question="What travels with each request?",
    why=(
        "A session cookie names a row, so its length never changes. A JWT carries what it says of the user, in base64, "
        "signed, on every request; encrypted it is encoded twice. Browsers keep about 4,096 bytes of one cookie "
        "(RFC 6265, 6.1), and many proxies take 8 KiB of one header line unless they are told otherwise."
    ),
    choices={
        "jwt": "The JWT grows with the user's roles, the session cookie does not",
        "session": "The session cookie grows, the JWT does not",
        "both": "Both grow",
        "none": "Neither grows",
    },
    figures=Size,
    run=run,
    outcome=outcome,
    finding=finding,
    headlines=(
        Headline("Credential on each request", _without_roles),
        Headline("… of a user with 200 roles", _with_roles),
        Headline("It would fill a cookie at", _fills),
    ),
    variants=VARIANTS,
)
