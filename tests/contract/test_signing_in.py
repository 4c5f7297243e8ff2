import pytest

from accounts.models import SignIn, User
from tests.cast import PASSWORD
from tests.devices import Device, Way

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_databases]


def test_me_answers_who_signed_in(way: Way, ann: User) -> None:
    device = way.signed_in("ann")
    assert device.me().json() == {
        "id": ann.pk,
        "username": "ann",
        "email": "ann@example.org",
        "roles": [],
        "mode": way.mode,
    }


def test_nobody_is_signed_in_without_a_credential(way: Way) -> None:
    response = way.new_device().me()
    assert response.status_code == 401
    assert set(response.json()) == {"detail", "code"}


@pytest.mark.parametrize("username", ["ANN", "Ann", " ann "])
def test_a_user_name_is_recognised_in_any_casing(way: Way, ann: User, username: str) -> None:
    assert way.signed_in(username).me().json()["username"] == "ann"


def test_a_wrong_password_an_unknown_and_a_disabled_user_are_answered_alike(way: Way, ann: User, ben: User) -> None:
    ben.is_active = False
    ben.save()
    answers = [
        way.new_device().sign_in("ann", "not the password"),
        way.new_device().sign_in("nobody", PASSWORD),
        way.new_device().sign_in("ben", PASSWORD),
    ]
    assert {answer.status_code for answer in answers} == {401}
    assert len({_as_read(answer.content.decode()) for answer in answers}) == 1
    assert not SignIn.objects.exists()


def test_a_refused_sign_in_hands_out_no_credential(way: Way, ann: User) -> None:
    device = way.new_device()
    device.sign_in("ann", "not the password")
    assert not device.is_signed_in


def test_a_device_is_listed_by_its_mode_and_name(way: Way, device: Device) -> None:
    (listed,) = device.list_devices()
    assert (listed["mode"], listed["device"]) == (way.mode, "Firefox on Linux")
    assert (listed["current"], listed["ip"]) == (True, "192.0.2.1")


def test_each_sign_in_is_a_device_of_its_own(device: Device, other: Device) -> None:
    assert device.sign_in_id != other.sign_in_id
    assert set(device.credentials).isdisjoint(other.credentials)
    assert len(device.list_devices()) == 2


def test_nobody_sees_the_devices_of_another_user(way: Way, device: Device, ben: User) -> None:
    assert [listed["current"] for listed in way.signed_in("ben").list_devices()] == [True]


def test_the_last_sign_in_is_noted(device: Device, ann: User) -> None:
    ann.refresh_from_db()
    assert ann.last_login is not None


def _as_read(page: str) -> str:
    """Without the token that differs in every form and the name that was typed in."""
    lines = [line for line in page.splitlines() if "csrfmiddlewaretoken" not in line]
    return "\n".join(lines).replace("nobody", "ann").replace("ben", "ann")


@pytest.mark.parametrize(("address", "noted"), [("fe80::1%eth0", "fe80::1"), ("::ffff:192.0.2.1", "192.0.2.1")])
def test_the_address_is_noted_as_a_database_takes_it(way: Way, ann: User, address: str, noted: str) -> None:
    device = way.new_device(address)
    device.sign_in()
    assert [listed["ip"] for listed in device.list_devices()] == [noted]
