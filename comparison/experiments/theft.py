"""What can a thief do with it, and for how long? Copies what a user holds and uses it beside its owner."""

from dataclasses import dataclass

from comparison.exchange import Exchange
from comparison.experiments import stolen
from comparison.experiments.experiment import Experiment, Headline, Measured, of_lanes
from comparison.experiments.stolen import Reuse, Theft
from comparison.lab.lab import Lab
from comparison.lab.people import People
from comparison.modes import MODES, Account, Mode, Visitor, call
from comparison.narration import Narrator
from comparison.watching import Watch, watch
from comparison.wire import Client

REQUESTS = 5
LIMIT_S = 1.5


@dataclass(frozen=True)
class Scene:
    """One device of a user and, on a connection of its own, whoever has copied what is kept there."""

    mode: Mode
    account: Account
    owner: Visitor
    thief: Visitor


def run(lab: Lab, narrator: Narrator) -> Measured[Theft]:
    for mode in MODES:
        lab.node(mode)
    return of_lanes({mode.id: measure(lab, mode, narrator) for mode in MODES})


def measure(lab: Lab, mode: Mode, narrator: Narrator) -> Theft:
    with lab.node(mode).client() as here, lab.node(mode).client() as there:
        with narrator.phase(mode.id, "sign in", here):
            scene = stage(lab.people, mode, here, there)
        with narrator.phase(mode.id, "the thief calls", there):
            accepted = sum(call(scene.thief).expect(200, 401).status == 200 for _ in range(REQUESTS))
        lifetime_s = scene.thief.lifetime_s
        narrator.doing(mode.id, "the owner signs out")
        signed_out = after_sign_out(scene, narrator)
        narrator.doing(mode.id, "the owner changes the password")
        changed = after_password_change(stage(lab.people, mode, here, there), narrator)
        narrator.doing(mode.id, "the thief refreshes, then the owner")
        reuse = after_reuse(stage(lab.people, mode, here, there), narrator)
    return stolen.summarised(
        accepted=accepted, of=REQUESTS, lifetime_s=lifetime_s, signed_out=signed_out, changed=changed, reuse=reuse
    )


def stage(people: People, mode: Mode, here: Client, there: Client) -> Scene:
    owner, account = mode.visitor(here), people.guest()
    owner.sign_in(account)
    return Scene(mode, account, owner, owner.copied(there))


def after_sign_out(scene: Scene, narrator: Narrator) -> Watch:
    scene.owner.sign_out()
    with narrator.phase(scene.mode.id, "the thief calls after the sign-out", scene.thief.client):
        return watch(scene.thief, limit_s=LIMIT_S)


def after_password_change(scene: Scene, narrator: Narrator) -> Watch:
    """The owner goes on with a new credential; the copy is of the old one."""
    passwords = {"old_password": scene.account.password, "new_password": f"{scene.account.password}-new"}
    scene.owner.post("/api/password/", passwords).expect(200, 204)
    with narrator.phase(scene.mode.id, "the thief calls after the password change", scene.thief.client):
        return watch(scene.thief, limit_s=LIMIT_S)


def after_reuse(scene: Scene, narrator: Narrator) -> Reuse | None:
    """The thief refreshes twice, so that the owner's token is the last but one; then the owner refreshes.

    None where there is nothing to refresh.
    """
    with narrator.phase(scene.mode.id, "the thief refreshes, then the owner", scene.owner.client, scene.thief.client):
        first = scene.thief.refresh()
        if first is None:
            return None
        unnoticed = scene.owner.copied(scene.owner.client).refresh()  # as the owner would, in the same moment
        second, noticed = scene.thief.refresh(), scene.owner.refresh()
        ended = watch(scene.thief, limit_s=LIMIT_S)
        last = scene.thief.refresh()
    return Reuse(
        first_by_thief=succeeded(first),
        second_by_thief=succeeded(second),
        by_owner_within_grace=succeeded(unnoticed),
        by_owner_afterwards=succeeded(noticed),
        last_by_thief=succeeded(last),
        ended=ended,
    )


def succeeded(answer: Exchange | None) -> bool:
    return answer is not None and answer.status == 200


EXPERIMENT = Experiment(
    id="theft",
    title="Theft",
    question="What can a thief do with it, and for how long?",
    why=(
        "A stolen credential of any kind is as good as the user's own until it is ended. A refresh token that is used "
        "once only gives the thief away: whoever comes second shows one that was used before, and the whole sign-in "
        "ends (RFC 9700, 4.14). The hybrid keeps it where a script cannot read it."
    ),
    choices={
        "refresh": "Only the theft of a refresh token is noticed by the server itself",
        "all": "Every theft is noticed",
        "none": "No theft is noticed",
    },
    figures=Theft,
    run=run,
    outcome=stolen.outcome,
    finding=stolen.finding,
    headlines=(
        Headline("Stolen, refused after the sign-out", stolen.after_sign_out),
        Headline("… after a change of the password", stolen.after_password_change),
        Headline("A stolen refresh token is noticed", stolen.noticed),
    ),
)
