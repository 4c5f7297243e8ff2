"""What happens when the secret changes? Changes each secret under users that are signed in, and counts who still is."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from threading import Event
from typing import Any

from comparison.beside import side_by_side
from comparison.errors import Cancelled
from comparison.experiments.experiment import Experiment, Headline, Measured, of_lanes
from comparison.figures import Cell, figure, text
from comparison.lab.environment import new_secret
from comparison.lab.lab import Lab
from comparison.lab.node import Node
from comparison.modes import BY_ID, MODES, Mode, Visitor, call
from comparison.modes.doorman import Doorman
from comparison.narration import Narrator
from comparison.statistics import share_pct
from comparison.wire import Client

SIGN_INS = 4
# On the site of the plain JWT, whose settings concern no session.
SIGNED_COOKIES = BY_ID["session"].variant(
    "session_signed_cookies",
    "Session, in a signed cookie",
    {**BY_ID["jwt"].settings, "SESSION_STORE": "signed_cookies"},
)


@dataclass(frozen=True)
class Rotation:
    """Who is still signed in: a request is accepted, at once or after a refresh that is."""

    new_secret_kept_pct: float = figure("Still signed in after a new SECRET_KEY")
    new_secret_cold_kept_pct: float = figure("Still signed in after a new SECRET_KEY and an emptied cache")
    fallback_kept_pct: float = figure("Still signed in after a new SECRET_KEY with the old one as a fallback")
    key_rotated_kept_pct: float = figure("Still signed in after the signing key was rotated")
    key_retired_kept_pct: float = figure("Still signed in after the signing key was retired at once")
    watched_signins: int = figure("Sign-ins watched for each")


@dataclass(frozen=True)
class Site:
    """A node as it was, and as it is started again with another SECRET_KEY: without the old one, and beside it."""

    mode: Mode
    before: Node[Any]
    renewed: Node[Any]
    with_fallback: Node[Any]


def run(lab: Lab, narrator: Narrator) -> Measured[Rotation]:
    """Modes with the same settings are asked on the same site, of which nothing else is asked afterwards."""
    groups = {"jwt": [BY_ID["jwt"], SIGNED_COOKIES], "session": [mode for mode in MODES if mode.id != "jwt"]}
    sites = {name: site(lab, lanes[-1]) for name, lanes in groups.items()}
    works = {name: partial(measure, lab, sites[name], groups[name], narrator) for name in groups}
    found = side_by_side(works)
    for each in sites.values():
        lab.close(each.before, each.renewed, each.with_fallback)
    return of_lanes({lane: figures for by_lane in found.values() for lane, figures in by_lane.items()})


def site(lab: Lab, mode: Mode) -> Site:
    name, old, new = f"rotation-{mode.id}", new_secret(), new_secret()
    before = lab.start(f"{name}-before", {**mode.settings, "SECRET_KEY": old}, lab.store())
    renewed = lab.start(f"{name}-renewed", {**before.settings, "SECRET_KEY": new}, before.store)
    fallback = {**before.settings, "SECRET_KEY": new, "SECRET_KEY_FALLBACKS": old}
    return Site(mode, before, renewed, lab.start(f"{name}-with-fallback", fallback, before.store))


def measure(lab: Lab, site: Site, lanes: Sequence[Mode], narrator: Narrator, ended: Event) -> dict[str, Rotation]:
    """The mildest change first; each with sign-ins of its own, opened before it and asked after it."""
    kept: dict[str, dict[str, float]] = {lane.id: {} for lane in lanes}
    with site.before.client() as client:
        doorman = Doorman(client, lab.account())
        for name, (node, change) in changes(lab, site, doorman).items():
            if ended.is_set():
                raise Cancelled("The run has ended.")
            narrator.doing(site.mode.id, name.replace("_", " "))
            opened = {lane.id: [doorman.opened(lane) for _ in range(SIGN_INS)] for lane in lanes}
            change()
            for lane in lanes:
                with node.client() as there, narrator.phase(lane.id, name.replace("_", " "), there):
                    kept[lane.id][name] = kept_pct(opened[lane.id], there)
    return {lane: summarised(shares) for lane, shares in kept.items()}


def changes(lab: Lab, site: Site, doorman: Doorman) -> dict[str, tuple[Node[Any], Callable[[], object]]]:
    """By name: the node that is asked after the change, and what an operator does."""
    return {
        "key_rotated": (site.before, lambda: lab.manage(site.before, "rotate_signing_key", "--now")),
        "fallback": (site.with_fallback, lambda: None),
        "new_secret": (site.renewed, lambda: None),
        "new_secret_cold": (site.renewed, site.before.store.empty_cache),
        "key_retired": (site.before, lambda: retire(lab, site, doorman)),
    }


def retire(lab: Lab, site: Site, doorman: Doorman) -> None:
    """The key that signs now, as a token of it says."""
    lab.manage(site.before, "rotate_signing_key", "--retire", doorman.tokens().kid)


def kept_pct(visitors: Sequence[Visitor], at: Client) -> float:
    return share_pct(sum(is_signed_in(visitor, at) for visitor in visitors), len(visitors))


def is_signed_in(visitor: Visitor, at: Client) -> bool:
    visitor.client = at  # where it refreshes, too
    if call(visitor).expect(200, 401, 403).status == 200:
        return True
    renewed = visitor.refresh()
    return renewed is not None and renewed.status == 200 and call(visitor).status == 200


def summarised(kept: Mapping[str, float]) -> Rotation:
    return Rotation(**{f"{name}_kept_pct": share for name, share in kept.items()}, watched_signins=SIGN_INS)


def outcome(measured: Measured[Rotation]) -> str:
    retired = frozenset(mode for mode, figures in measured.modes.items() if figures.key_retired_kept_pct == 0)
    eased = all(figures.fallback_kept_pct == 100 for figures in measured.modes.values())
    if not eased:
        return "everyone"
    return "tokens" if retired and "session" not in retired else "none"


def finding(measured: Measured[Rotation]) -> str:
    session, plain, revocable = (measured[mode] for mode in ("session", "jwt", "jwt_revocable"))
    return (
        f"After a new SECRET_KEY {_pct(session.new_secret_kept_pct)} of the sessions and "
        f"{_pct(revocable.new_secret_kept_pct)} of the JWTs were still signed in "
        f"({_pct(session.new_secret_cold_kept_pct)} of the sessions once the cache was empty too); with the old one as "
        f"a fallback {_pct(session.fallback_kept_pct)} and {_pct(revocable.fallback_kept_pct)}. Rotating the signing "
        f"key kept {_pct(revocable.key_rotated_kept_pct)} of the JWTs; retiring it at once kept "
        f"{_pct(revocable.key_retired_kept_pct)}, {_pct(plain.key_retired_kept_pct)} where nothing is looked up, and "
        f"{_pct(session.key_retired_kept_pct)} of the sessions."
    )


def _pct(share: float) -> str:
    return f"{text(share)} %"


def _new_secret(figures: Rotation) -> Cell:
    cold = f"{_pct(figures.new_secret_cold_kept_pct)} with the cache emptied too"
    return Cell(text(figures.new_secret_kept_pct), "%", f"of {figures.watched_signins} sign-ins; {cold}")


def _fallback(figures: Rotation) -> Cell:
    return Cell(text(figures.fallback_kept_pct), "%", f"of {figures.watched_signins} sign-ins")


def _retired(figures: Rotation) -> Cell:
    rotated = f"{_pct(figures.key_rotated_kept_pct)} after a mere rotation"
    return Cell(text(figures.key_retired_kept_pct), "%", f"of {figures.watched_signins} sign-ins; {rotated}")


EXPERIMENT = Experiment(
    id="rotation",
    title="Rotation",
    question="What happens when the secret changes?",
    why=(
        "SECRET_KEY signs stored sessions and guards the keys that sign tokens. A new one that stands alone makes "
        "worthless what the old one signed; as a fallback the old one still verifies. A signing key is changed with an "
        "overlap in which both verify, or, when it has leaked, retired at once with everything that it signed."
    ),
    choices={
        "tokens": "Only retiring a signing key at once signs users out, and only those with a JWT",
        "everyone": "A new secret signs somebody out even with the old one as a fallback",
        "none": "Not even a retired signing key signs anybody out",
    },
    figures=Rotation,
    run=run,
    outcome=outcome,
    finding=finding,
    headlines=(
        Headline("Signed in after a new SECRET_KEY", _new_secret),
        Headline("… with the old one as a fallback", _fallback),
        Headline("… after the signing key was retired", _retired),
    ),
    variants=(SIGNED_COOKIES,),
)
