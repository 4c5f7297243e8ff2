import pytest
from django_redis import get_redis_connection

from accounts.models import EndReason, Session, SignIn, User
from tests.devices import SESSIONS, TOKENS, Browser, Device, Way

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_databases]


def test_signing_out_kills_the_credential_at_once(device: Device) -> None:
    thief = device.copy()
    assert thief.is_signed_in
    device.sign_out()
    assert device.is_dead
    assert thief.is_dead
    assert SignIn.objects.get().end_reason == EndReason.SIGN_OUT


@pytest.mark.parametrize("way", SESSIONS[:2], ids=lambda way: way.name, indirect=True)
def test_the_session_of_an_ended_device_is_deleted(device: Device, other: Device) -> None:
    assert Session.objects.count() == 2
    device.end(other.sign_in_id)
    assert Session.objects.count() == 1
    assert len([key for key in get_redis_connection().scan_iter() if b"session" in key]) <= 1


def test_signing_out_leaves_the_other_device_alone(device: Device, other: Device) -> None:
    device.sign_out()
    assert other.is_signed_in


def test_signing_out_twice_does_no_harm(device: Device) -> None:
    device.sign_out()
    assert device.sign_out().status_code < 500


def test_one_device_ends_another(device: Device, other: Device) -> None:
    assert device.end(other.sign_in_id).status_code == 204
    assert other.is_dead
    assert device.is_signed_in
    assert SignIn.objects.get(ended_at__isnull=False).end_reason == EndReason.ENDED_BY_USER


def test_an_ended_device_is_listed_no_more_and_cannot_be_ended_again(device: Device, other: Device) -> None:
    other_id = other.sign_in_id
    device.end(other_id)
    assert other_id not in [listed["id"] for listed in device.list_devices()]
    assert device.end(other_id).status_code == 404


def test_a_device_ends_itself(device: Device) -> None:
    device.end(device.sign_in_id)
    assert device.is_dead


def test_nobody_ends_the_device_of_another_user(way: Way, device: Device, ben: User) -> None:
    assert way.signed_in("ben").end(device.sign_in_id).status_code == 404
    assert device.is_signed_in


def test_all_others_end_and_this_one_goes_on(way: Way, device: Device, other: Device) -> None:
    third = way.signed_in()
    assert device.end_all(except_current=True).json() == {"ended": 2}
    assert other.is_dead
    assert third.is_dead
    assert device.is_signed_in


def test_all_end_this_one_included(device: Device, other: Device) -> None:
    assert device.end_all(except_current=False).json() == {"ended": 2}
    assert device.is_dead
    assert other.is_dead


def test_ending_all_leaves_other_users_alone(way: Way, device: Device, ben: User) -> None:
    of_ben = way.signed_in("ben")
    device.end_all(except_current=False)
    assert of_ben.is_signed_in


def test_a_browser_ends_a_device_of_any_mode(device: Device, desk: Browser) -> None:
    desk.end(device.sign_in_id)
    assert device.is_dead


@pytest.mark.parametrize("tokens", TOKENS, ids=lambda way: way.name)
def test_a_token_ends_a_device_of_any_mode(device: Device, tokens: Way) -> None:
    assert tokens.signed_in().end_all(except_current=True).json() == {"ended": 1}
    assert device.is_dead


@pytest.mark.parametrize("path", ["/accounts/logout/", "/api/token/blacklist/", "/api/sign-ins/end-all/"])
def test_getting_a_page_signs_nobody_out(device: Device, path: str) -> None:
    assert device.call("GET", path).status_code == 405
    assert device.is_signed_in
