"""Who can read what it carries? Decodes what was on the wire, with nothing but what everybody knows."""

from dataclasses import dataclass

from comparison.disclosure import disclosed
from comparison.exchange import Exchange
from comparison.experiments.experiment import Experiment, Headline, Measured, of_lanes
from comparison.figures import Cell, counted, figure, text
from comparison.lab.lab import Lab
from comparison.modes import MODES, Account, Mode, call
from comparison.modes.variants import JWT_ENCRYPTED, SESSION_SIGNED_COOKIES
from comparison.narration import Narrator
from comparison.statistics import share_pct

ROLES = 10
VARIANTS = (SESSION_SIGNED_COOKIES, JWT_ENCRYPTED)


@dataclass(frozen=True)
class Confidentiality:
    """Facts are the user's id, name, e-mail address and each of the roles."""

    told_facts: int = figure("Facts about the user that an observer of one request learns")
    known_facts: int = figure("Facts about the user that there are")
    readable_members: int = figure("Names and values that can be read without a key")
    readable_bytes: int = figure("Bytes that can be read without a key")
    credential_bytes: int = figure("Bytes of the credential")
    told_pct: float = figure("Share of the facts that it tells")


def run(lab: Lab, narrator: Narrator) -> Measured[Confidentiality]:
    lanes = (*MODES, *VARIANTS)
    for lane in lanes:
        lab.node(lane)
    return of_lanes({lane.id: measure(lab, lane, narrator) for lane in lanes})


def measure(lab: Lab, mode: Mode, narrator: Narrator) -> Confidentiality:
    narrator.doing(mode.id, "reading what is on the wire")
    account = lab.account(roles=ROLES)
    with lab.node(mode).client() as client:
        visitor = lab.doorman(lab.node(mode), account).opened(mode, client)
        with narrator.phase(mode.id, "request", client):
            exchange = call(visitor).expect(200)
    return learned(exchange, facts(account, exchange))


def facts(account: Account, answer: Exchange) -> list[object]:
    """From the answer to the user, which tells all of them."""
    me = answer.json()
    return [me["id"], account.username, me["email"], *me["roles"]]


def learned(exchange: Exchange, known: list[object]) -> Confidentiality:
    lines = [*exchange.request.values("Cookie"), *exchange.request.values("Authorization")]
    found = disclosed(" ".join(lines))
    told = sum(found.tells(fact) for fact in known)
    return Confidentiality(
        told_facts=told,
        known_facts=len(known),
        readable_members=len(found.members),
        readable_bytes=found.readable_bytes,
        credential_bytes=exchange.credential_bytes,
        told_pct=share_pct(told, len(known)),
    )


def outcome(measured: Measured[Confidentiality]) -> str:
    session, jwt = (measured[mode].told_facts > 0 for mode in ("session", "jwt"))
    return {(False, True): "jwt", (True, False): "session", (True, True): "both", (False, False): "neither"}[
        session, jwt
    ]


def finding(measured: Measured[Confidentiality]) -> str:
    session, jwt = measured["session"], measured["jwt"]
    cookie, encrypted = measured["session_signed_cookies"], measured["jwt_encrypted"]
    return (
        f"Of {text(jwt.known_facts)} facts about the user, whoever sees one request learns {text(session.told_facts)} "
        f"from a session cookie, {text(jwt.told_facts)} from a signed JWT ({text(jwt.readable_bytes)} B in plain), "
        f"{text(encrypted.told_facts)} from an encrypted one, and {text(cookie.told_facts)} from a session that is "
        "kept in a signed cookie."
    )


def _told(figures: Confidentiality) -> Cell:
    detail = f"the user's id, name, e-mail address and roles; {counted(figures.readable_members, 'readable member')}"
    return Cell(f"{text(figures.told_facts)} of {text(figures.known_facts)}", "", detail)


def _readable(figures: Confidentiality) -> Cell:
    return Cell(text(figures.readable_bytes), "B", f"of the {text(figures.credential_bytes)} B of the credential")


EXPERIMENT = Experiment(
    id="confidentiality",
    title="Confidentiality",
    question="Who can read what it carries?",
    why=(
        "A signature keeps a token from being altered, not from being read: base64url is no cipher (RFC 7519, 12). "
        "What must stay secret is encrypted (JWE, RFC 7516), or kept on the server under a name that says nothing. "
        "TLS protects all of them on the wire, but not in logs, in browsers and at whoever terminates it."
    ),
    choices={
        "jwt": "The signed JWT tells who the user is, the session cookie does not",
        "both": "Both tell",
        "session": "The session cookie tells, the JWT does not",
        "neither": "Neither tells",
    },
    figures=Confidentiality,
    run=run,
    outcome=outcome,
    finding=finding,
    headlines=(
        Headline("Facts about the user in one request", _told),
        Headline("… readable without a key", _readable),
    ),
    variants=VARIANTS,
)
