"""Failed sign-ins are counted once for all doors, by account and by address."""

import pytest
from django.http import HttpResponse

from accounts.models import AuthEvent, User
from tests.cast import PASSWORD
from tests.devices import TOKENS, WAYS, App, Browser, Device, Way

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_databases]

LIMIT = 4

# How a session is stored makes no difference here.
ONE_OF_EACH_MODE = (WAYS[0], *TOKENS)


@pytest.fixture(params=ONE_OF_EACH_MODE, ids=lambda way: way.name)
def way(request: pytest.FixtureRequest) -> Way:
    return request.param


@pytest.fixture(autouse=True)
def _low_limit(settings: object) -> None:
    settings.AXES_FAILURE_LIMIT = LIMIT


def fail(way: Way, times: int, *, username: str = "ann", addresses: tuple[str, ...] = ("192.0.2.1",)) -> HttpResponse:
    for attempt in range(times):
        device = way.new_device(addresses[attempt % len(addresses)])
        last = device.sign_in(username, "not the password")
    return last


@pytest.mark.parametrize("door", ONE_OF_EACH_MODE, ids=lambda way: way.name)
def test_failures_at_one_door_lock_every_door(way: Way, ann: User, door: Way) -> None:
    fail(way, LIMIT)
    device = door.new_device()
    refused = device.sign_in("ann", PASSWORD)
    assert refused.status_code == 429
    assert refused["Retry-After"] == "300"
    assert not device.is_signed_in


def test_failures_at_two_doors_add_up(way: Way, ann: User) -> None:
    fail(way, LIMIT // 2)
    fail(Way("another door", App), LIMIT // 2)
    assert Browser().sign_in("ann", PASSWORD).status_code == 429


def test_the_casing_of_a_name_opens_no_further_attempts(way: Way, ann: User) -> None:
    for username, address in (("ann", "192.0.2.1"), ("Ann", "192.0.2.2"), ("aNN", "192.0.2.3"), (" ANN", "192.0.2.4")):
        way.new_device(address).sign_in(username, "not the password")
    assert way.new_device("192.0.2.5").sign_in("ann", PASSWORD).status_code == 429


def test_an_account_is_locked_for_every_address(way: Way, ann: User) -> None:
    fail(way, LIMIT, addresses=("192.0.2.1", "192.0.2.2"))
    assert way.new_device("192.0.2.3").sign_in("ann", PASSWORD).status_code == 429


def test_an_address_is_locked_for_every_account(way: Way, ann: User, ben: User) -> None:
    for username in ("u1", "u2", "u3", "u4"):
        way.new_device().sign_in(username, "a password to try on many")
    assert way.new_device().sign_in("ben", PASSWORD).status_code == 429
    assert way.new_device("192.0.2.9").sign_in("ben", PASSWORD).status_code in {200, 302}


def test_the_addresses_of_one_subscriber_are_counted_together(way: Way, ann: User, ben: User) -> None:
    addresses = tuple(f"2001:db8:0:1::{number}" for number in range(LIMIT))
    for username, address in zip(("u1", "u2", "u3", "u4"), addresses, strict=True):
        way.new_device(address).sign_in(username, "a password to try on many")
    assert way.new_device("2001:db8:0:1:ffff::1").sign_in("ben", PASSWORD).status_code == 429
    assert way.new_device("2001:db8:0:2::1").sign_in("ben", PASSWORD).status_code in {200, 302}


def test_a_name_that_nobody_has_is_locked_just_the_same(way: Way, ann: User) -> None:
    last = fail(way, LIMIT, username="nobody")
    assert (last.status_code, last["Retry-After"]) == (429, "300")


def test_a_lock_signs_nobody_out(way: Way, device: Device) -> None:
    fail(way, LIMIT)
    assert device.is_signed_in


def test_a_sign_in_forgets_the_failures_before_it(way: Way, ann: User) -> None:
    for _ in range(2):
        fail(way, LIMIT - 1)
        assert way.new_device().sign_in("ann", PASSWORD).status_code in {200, 302}


def test_guesses_at_the_current_password_are_counted_too(way: Way, device: Device) -> None:
    for _ in range(LIMIT):
        device.change_password("not the password", "an entirely different passphrase")
    refused = device.change_password(PASSWORD, "an entirely different passphrase")
    assert refused.status_code in {429, 422}
    assert way.new_device().sign_in("ann", PASSWORD).status_code == 429


def test_the_trail_tells_why(way: Way, ann: User) -> None:
    fail(way, LIMIT)
    reasons = list(AuthEvent.objects.filter(succeeded=False).order_by("id").values_list("reason", flat=True))
    assert reasons == ["wrong_password"] * (LIMIT - 1) + ["too_many_failures"]


def test_attempts_at_a_locked_door_fill_no_table(way: Way, ann: User) -> None:
    fail(way, LIMIT + 5)
    fail(way, 2, addresses=("192.0.2.7", "192.0.2.8"))
    fail(way, 2, username="somebody")
    assert AuthEvent.objects.filter(succeeded=False).count() == LIMIT


@pytest.mark.parametrize("door", TOKENS, ids=lambda door: door.name)
def test_the_api_says_so_in_json_and_to_this_site_alone(door: Way, ann: User) -> None:
    refused = fail(door, LIMIT + 1)
    assert refused.json()["code"] == "throttled"
    assert "Access-Control-Allow-Origin" not in refused


def test_the_page_says_when_to_try_again(ann: User) -> None:
    fail(WAYS[0], LIMIT)
    page = Browser().sign_in("ann", PASSWORD).content.decode()
    assert "Too many failed attempts. Try again in 5 min." in page
