"""From one mode to the other without a password, and what stays of the first."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone
from pytest_django import Settings

from accounts.models import EndReason, SignIn, User
from api import ledger
from tests.devices import App, Browser

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def browser(ann: User) -> Browser:
    browser = Browser()
    browser.sign_in()
    return browser


@pytest.fixture
def app(ann: User) -> App:
    app = App()
    app.sign_in()
    return app


def as_app(answer: dict[str, str]) -> App:
    app = App()
    app.access, app.refresh_token = answer["access"], answer["refresh"]
    return app


def test_a_session_becomes_tokens_and_stays(browser: Browser) -> None:
    answer = browser.call("POST", "/api/exchange/token/", {})
    assert as_app(answer.json()).is_signed_in
    assert browser.is_signed_in


def test_a_session_becomes_tokens_and_ends(browser: Browser) -> None:
    thief = browser.copy()
    answer = browser.call("POST", "/api/exchange/token/", {"keep": False})
    assert as_app(answer.json()).is_signed_in
    assert thief.is_dead
    assert answer.cookies["sessionid"].value == ""
    assert SignIn.objects.get(mode="session").end_reason == EndReason.EXCHANGED


def test_tokens_become_a_session_and_stay(app: App) -> None:
    assert app.call("POST", "/api/exchange/session/", {}).status_code == 204
    browser = Browser()
    browser.client.cookies = app.client.cookies
    assert browser.me().json()["mode"] == "session"
    assert app.is_signed_in


def test_tokens_become_a_session_and_end(app: App) -> None:
    assert app.call("POST", "/api/exchange/session/", {"keep": False}).status_code == 204
    assert app.is_dead


def test_an_exchange_needs_the_csrf_token_where_a_cookie_proves_who_it_is(browser: Browser) -> None:
    answer = browser.client.post("/api/exchange/token/", {}, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (403, "csrf")
    assert browser.is_signed_in


def test_a_session_cannot_be_had_for_a_session_nor_tokens_for_tokens(browser: Browser, app: App) -> None:
    assert browser.call("POST", "/api/exchange/session/", {}).status_code == 401
    assert app.call("POST", "/api/exchange/token/", {}).status_code == 401


def test_an_exchange_that_fails_leaves_the_old_credential_working(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise connection.Database.OperationalError("the disk is full")

    with monkeypatch.context() as broken:
        broken.setattr(ledger, "open_family", fail)
        with pytest.raises(connection.Database.OperationalError):
            browser.call("POST", "/api/exchange/token/", {"keep": False})
    assert browser.is_signed_in
    assert SignIn.objects.count() == 1


def test_by_exchanging_nobody_stays_signed_in_for_longer(browser: Browser, app: App) -> None:
    soon = timezone.now() + timedelta(hours=1)
    SignIn.objects.update(expires_at=soon)
    browser.call("POST", "/api/exchange/token/", {})
    app.call("POST", "/api/exchange/session/", {})
    assert set(SignIn.objects.values_list("expires_at", flat=True)) == {soon}


def test_an_ended_sign_in_cannot_be_exchanged(app: App) -> None:
    thief = app.copy()
    app.sign_out()
    assert thief.call("POST", "/api/exchange/session/", {}).status_code == 401


def test_the_refresh_token_goes_into_the_cookie_where_that_is_asked_for(browser: Browser, settings: Settings) -> None:
    answer = browser.call("POST", "/api/exchange/token/", {"transport": "cookie"})
    assert set(answer.json()) == {"access"}
    assert answer.cookies["refresh"]["httponly"]
