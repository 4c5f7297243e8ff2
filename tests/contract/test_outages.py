"""The cache or the database does not answer: a clear 503, nobody is signed out, nothing is accepted unasked."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.core.cache import caches
from django.db import OperationalError, connection
from django.http import HttpResponse

from accounts.models import SignIn, User
from embedded.valkey import Valkey
from tests.contract.conftest import use
from tests.devices import SESSIONS, App, Browser, Device, Way

pytestmark = pytest.mark.django_db(transaction=True)
BY_STORE = {way.store: way for way in SESSIONS}


@contextmanager
def stopped(valkey: Valkey) -> Iterator[None]:
    valkey.kill()
    try:
        yield
    finally:
        caches["default"].close()
        valkey.start()


@contextmanager
def without_database() -> Iterator[None]:
    """Every statement fails as it does when the server is gone."""

    def fail(*_: object) -> None:
        raise OperationalError("server closed the connection unexpectedly")

    with connection.execute_wrapper(fail):
        yield


def is_unavailable(response: HttpResponse) -> bool:
    return response.status_code == 503 and "Retry-After" in response


def test_a_session_with_a_copy_in_the_database_outlives_the_cache(ann: User, valkey: Valkey) -> None:
    browser = Browser()
    browser.sign_in()
    with stopped(valkey):
        assert browser.is_signed_in
    assert browser.is_signed_in


def test_a_session_that_ended_while_the_cache_was_away_is_refused_when_it_is_back(ann: User, valkey: Valkey) -> None:
    browser, thief = Browser(), Browser()
    browser.sign_in()
    thief.client.cookies = browser.client.cookies
    with stopped(valkey):
        assert browser.end(browser.sign_in_id).status_code == 204
    assert thief.is_dead


def test_a_session_in_the_cache_alone_is_unavailable_and_not_lost(ann: User, valkey: Valkey, settings: object) -> None:
    browser = use(BY_STORE["cache"], settings).signed_in()
    cookie = browser.credentials
    with stopped(valkey):
        assert is_unavailable(browser.me())
        assert is_unavailable(browser.client.get("/accounts/"))
    assert browser.credentials == cookie


def test_nobody_signs_in_while_failures_cannot_be_counted(way: Way, ann: User, valkey: Valkey) -> None:
    device = way.new_device()
    device.sign_in("nobody", "fetches the CSRF cookie where there is one")
    with stopped(valkey):
        assert is_unavailable(device.sign_in())
    assert not SignIn.objects.exists()


@pytest.mark.parametrize("device", [Browser(), App()], ids=["session", "jwt"])
def test_without_the_database_nobody_signs_in_and_the_answer_says_so(device: Device, ann: User) -> None:
    device.sign_in("nobody", "fetches the CSRF cookie where there is one")
    with without_database():
        assert is_unavailable(device.sign_in())
    assert device.sign_in().status_code in {200, 302}


def test_without_the_database_a_refresh_is_unavailable_and_the_token_still_good(ann: User) -> None:
    app = App()
    app.sign_in()
    with without_database():
        assert is_unavailable(app.refresh())
    assert app.refresh().status_code == 200


def test_what_cannot_be_looked_up_is_not_accepted(ann: User, settings: object) -> None:
    app = App()
    app.sign_in()
    settings.REVOCATION = "lookup"
    with without_database():
        assert is_unavailable(app.me())
    assert app.is_signed_in
