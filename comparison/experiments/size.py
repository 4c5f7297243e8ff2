"""What travels with each request? Counts the credential's header lines on the wire, for users with ever more roles."""

from dataclasses import dataclass

from comparison.exchange import Exchange
from comparison.experiments.experiment import Experiment, Headline, Measured
from comparison.figures import Cell, figure, text
from comparison.lab.lab import Lab
from comparison.modes import MODES, Mode, call
from comparison.narration import Narrator

ROLES = (0, 10, 50, 100)
# What browsers store of one cookie at the least (RFC 6265, 6.1) and, in practice, at the most: name, value, attributes.
COOKIE_LIMIT_BYTES = 4096


@dataclass(frozen=True)
class Size:
    """The `Cookie` and `Authorization` lines of one request, whole; each role's name has eight letters."""

    credential_0_roles_bytes: int = figure("Credential on each request, no roles")
    credential_10_roles_bytes: int = figure("Credential on each request, 10 roles")
    credential_50_roles_bytes: int = figure("Credential on each request, 50 roles")
    credential_100_roles_bytes: int = figure("Credential on each request, 100 roles")
    csrf_bytes: int = figure("Part of it that only guards against forged requests")
    request_bytes: int = figure("The whole request, no roles")
    of_cookie_limit_100_roles_pct: float = figure("Share of one cookie's 4,096 bytes that it fills with 100 roles")

    @property
    def growth_bytes(self) -> int:
        return self.credential_100_roles_bytes - self.credential_0_roles_bytes


def run(lab: Lab, narrator: Narrator) -> Measured[Size]:
    return Measured({mode.id: measure(lab, mode, narrator) for mode in MODES})


def measure(lab: Lab, mode: Mode, narrator: Narrator) -> Size:
    by_roles: dict[int, Exchange] = {}
    with lab.node(mode).client() as client:
        visitor = mode.visitor(client)
        for roles in ROLES:
            narrator.doing(mode.id, f"calling with {roles} roles")
            visitor.sign_in(lab.account(roles=roles))
            by_roles[roles] = call(visitor).expect(200)
        sizes = {roles: exchange.credential_bytes for roles, exchange in by_roles.items()}
        value = sizes[100] - len("Authorization: Bearer \r\n")
        return Size(
            credential_0_roles_bytes=sizes[0],
            credential_10_roles_bytes=sizes[10],
            credential_50_roles_bytes=sizes[50],
            credential_100_roles_bytes=sizes[100],
            csrf_bytes=visitor.csrf_bytes,
            request_bytes=len(by_roles[0].request.raw),
            of_cookie_limit_100_roles_pct=round(100 * value / COOKIE_LIMIT_BYTES, 1),
        )


def outcome(measured: Measured[Size]) -> str:
    growing = {mode for mode in ("session", "jwt") if measured[mode].growth_bytes > 0}
    return {frozenset(): "none", frozenset({"session"}): "session", frozenset({"jwt"}): "jwt"}.get(
        frozenset(growing), "both"
    )


def finding(measured: Measured[Size]) -> str:
    session, jwt = measured["session"], measured["jwt"]
    return (
        f"Each request carries {text(session.credential_0_roles_bytes)} B of credential with a session, whatever the "
        f"user may do, and {text(jwt.credential_0_roles_bytes)} B with a JWT, which grows to "
        f"{text(jwt.credential_100_roles_bytes)} B at 100 roles: {text(jwt.of_cookie_limit_100_roles_pct)} % of what "
        "one cookie may hold."
    )


def _without_roles(size: Size) -> Cell:
    detail = f"the Cookie or Authorization line, {text(size.csrf_bytes)} B of it against forged requests"
    return Cell(text(size.credential_0_roles_bytes), "B", detail)


def _with_roles(size: Size) -> Cell:
    grown = ((10, size.credential_10_roles_bytes), (50, size.credential_50_roles_bytes))
    detail = ", ".join(f"{text(counted)} B with {roles} roles" for roles, counted in grown)
    return Cell(text(size.credential_100_roles_bytes), "B", detail)


EXPERIMENT = Experiment(
    id="size",
    title="Size",
    question="What travels with each request?",
    why=(
        "A session cookie names a row, so its length never changes. A JWT carries what it says of the user, in base64, "
        "signed, on every request. Browsers keep about 4,096 bytes of one cookie (RFC 6265, 6.1)."
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
        Headline("… of a user with 100 roles", _with_roles),
    ),
)
