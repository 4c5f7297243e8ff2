"""A session that has ended stays ended once its revocation is forgotten: no copy of it was given a later deadline."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone
from pytest_django import Settings

from accounts import session_mode, signing_out
from accounts.models import EndReason, User
from tests.cast import PASSWORD
from tests.devices import Browser

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_databases]

HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True, params=["cache", "signed_cookies"])
def store(request: pytest.FixtureRequest, settings: Settings) -> None:
    """Those in which an end deletes nothing. The table is asked, since a replica forgets later than it must."""
    settings.SESSION_STORE = request.param
    settings.SESSION_ENGINE = f"accounts.session_stores.{request.param}"
    settings.REVOCATION = "lookup"


@pytest.fixture
def desk(store: None, ann: User) -> Browser:
    browser = Browser()
    browser.sign_in()
    assert browser.is_signed_in
    return browser


def later(span: timedelta) -> time_machine.travel:
    return time_machine.travel(timezone.now() + span)


def end_all(ann: User) -> None:
    assert signing_out.end_all(ann, reason=EndReason.ENDED_BY_ADMIN) == 1


def is_dead_when_all_is_forgotten(browser: Browser) -> bool:
    call_command("purge_expired", verbosity=0)
    return browser.is_dead


def test_a_session_that_ends_while_it_is_renewed(
    desk: Browser, ann: User, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask = session_mode.active_user

    def end_meanwhile(user_id: int) -> Any:
        end_all(ann)
        return ask(user_id)

    with later(settings.SESSION_IDLE_TIMEOUT - HOUR):
        with monkeypatch.context() as patched:
            patched.setattr(session_mode, "active_user", end_meanwhile)
            desk.me()
        assert desk.is_dead
    with later(settings.SESSION_IDLE_TIMEOUT + HOUR):
        assert is_dead_when_all_is_forgotten(desk)


def test_a_session_whose_password_was_changed(desk: Browser, ann: User, settings: Settings) -> None:
    with later(settings.SESSION_IDLE_TIMEOUT - HOUR):
        changed = {"old_password": PASSWORD, "new_password": "another-long-enough-one"}
        assert desk.call("POST", "/api/password/", changed).status_code == 204
        end_all(ann)
    with later(settings.SESSION_IDLE_TIMEOUT + HOUR):
        assert is_dead_when_all_is_forgotten(desk)


def test_a_session_of_the_time_before_the_timeout_was_raised(ann: User, settings: Settings) -> None:
    raised = settings.SESSION_IDLE_TIMEOUT
    settings.SESSION_IDLE_TIMEOUT, settings.SESSION_COOKIE_AGE = HOUR, 3600
    desk = Browser()
    desk.sign_in()
    end_all(ann)
    settings.SESSION_IDLE_TIMEOUT, settings.SESSION_COOKIE_AGE = raised, int(raised.total_seconds())
    with later(2 * HOUR):
        assert is_dead_when_all_is_forgotten(desk)
