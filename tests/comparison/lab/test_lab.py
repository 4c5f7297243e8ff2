"""The lab itself: what it starts, what it refuses, and that it ends everything, whatever happens inside."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from comparison.errors import LabError
from comparison.lab import lab as lab_module
from comparison.lab.lab import Lab
from comparison.lab.people import People
from comparison.modes import BY_ID, Mode, call
from comparison.modes.jwt import JwtVisitor

GUEST = {"username": "guest", "password": "x", "roles": 0}
BROKEN = Mode("broken", "Broken", "B", JwtVisitor, {"REVOCATION": "sometimes"})


@pytest.fixture(autouse=True)
def _temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))


def test_a_node_that_cannot_start_is_one_clear_error_and_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(LabError, match="REVOCATION must be one of"), Lab() as lab:
        lab.node(BROKEN).client()
    assert list(tmp_path.iterdir()) == []


def test_modes_with_the_same_settings_share_a_node_and_others_share_nothing(tmp_path: Path) -> None:
    with Lab() as lab:
        session, jwt = lab.node(BY_ID["session"]), lab.node(BY_ID["jwt"])
        assert lab.node(BY_ID["hybrid"]) is session
        assert jwt.store is not session.store
        assert jwt.settings["SECRET_KEY"] != session.settings["SECRET_KEY"]
        sharing, apart = lab.sharing(BY_ID["session"]), lab.apart(BY_ID["session"])
        assert sharing.store is session.store
        assert apart.store is not session.store
        assert session.settings == sharing.settings == apart.settings
        pids = [node.process.pid for node in (session, jwt, sharing, apart)]
        assert len(set(pids)) == 4
        assert lab.account(roles=100).roles == 100
        with pytest.raises(KeyError):
            lab.account(roles=7)
    assert list(tmp_path.iterdir()) == []


def test_a_lab_that_lost_count_stops(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lab_module, "MOST_NODES", 0)
    with Lab() as lab, pytest.raises(LabError, match="more than 0 nodes"):
        lab.node(BY_ID["session"])


def test_a_site_that_is_no_lab_node_is_not_prepared() -> None:
    with pytest.raises(CommandError, match="LAB_NODE must be on"):
        call_command("prepare_lab_node")


def test_a_node_that_is_closed_makes_room_and_may_be_started_again() -> None:
    with Lab() as lab:
        first = lab.node(BY_ID["session"])
        doorman = lab.doorman(first, lab.account())
        assert call(doorman.opened(BY_ID["session"])).status == 200
        assert call(doorman.opened(BY_ID["hybrid"])).status == 200
        lab.close(first)
        assert not first.process.is_alive
        assert lab.node(BY_ID["session"]) is not first


def test_an_operator_runs_commands_on_a_node() -> None:
    with Lab() as lab:
        node = lab.start("operated", {"SECRET_KEY": "k" * 50}, lab.store())
        assert "signs from now on" in lab.manage(node, "rotate_signing_key")
        with pytest.raises(LabError, match=r"rotate_signing_key failed: .*no key unheard"):
            lab.manage(node, "rotate_signing_key", "--retire", "unheard")


def test_the_lab_has_as_many_guests_as_it_has() -> None:
    people = People.of({"visitors": [], "administrator": GUEST, "guests": [GUEST]})
    assert people.guest().username == "guest"
    with pytest.raises(LabError, match="no more guests"):
        people.guest()
