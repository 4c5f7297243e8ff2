from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from rest_framework_simplejwt.token_blacklist.models import BlacklistedToken, OutstandingToken

from accounts.models import EndReason, Revocation, RevocationKind, SignIn, User
from api import ledger
from api.models import TokenFamily
from tests.api.tokens import claims_of
from tests.devices import App

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_databases]


@pytest.fixture
def app(ann: User) -> App:
    app = App()
    app.sign_in()
    return app


def later(seconds: float) -> time_machine.travel:
    return time_machine.travel(timezone.now().timestamp() + seconds)


def after_grace() -> time_machine.travel:
    return later(settings.REFRESH_GRACE.total_seconds() + 1)


def test_a_refresh_brings_a_new_pair_of_the_same_sign_in(app: App) -> None:
    before = app.copy()
    assert app.refresh().status_code == 200
    assert set(app.credentials).isdisjoint(before.credentials)
    assert claims_of(app.access)["sid"] == claims_of(before.access)["sid"]
    assert app.is_signed_in


def test_the_parent_brings_the_same_child_within_the_grace(app: App) -> None:
    retry = app.copy()
    app.refresh()
    assert retry.refresh().status_code == 200
    assert retry.refresh_token == app.refresh_token
    assert retry.is_signed_in
    assert app.refresh().status_code == 200


def test_the_parent_after_the_grace_ends_the_sign_in(app: App) -> None:
    thief = app.copy()
    app.refresh()
    with after_grace():
        assert thief.refresh().status_code == 401
        assert app.is_dead
    assert SignIn.objects.get().end_reason == EndReason.REFRESH_REUSE


def test_the_grandparent_ends_the_sign_in_even_within_the_grace(app: App) -> None:
    thief = app.copy()
    app.refresh()
    app.refresh()
    assert thief.refresh().status_code == 401
    assert app.is_dead
    assert SignIn.objects.get().end_reason == EndReason.REFRESH_REUSE


def test_the_ledger_refuses_an_ended_sign_in_though_no_revocation_is_asked(app: App, settings: object) -> None:
    settings.REVOCATION = "off"
    app.sign_out()
    assert app.refresh().status_code == 401


def test_a_replay_leaves_the_other_devices_alone(app: App) -> None:
    other, thief = App(), app.copy()
    other.sign_in()
    app.refresh()
    app.refresh()
    thief.refresh()
    assert other.is_signed_in
    assert other.refresh().status_code == 200


def test_every_refusal_reads_alike(app: App) -> None:
    thief, ended = app.copy(), App()
    ended.sign_in()
    ended.sign_out()
    app.refresh()
    app.refresh()
    replayed, signed_out = thief.refresh(), ended.refresh()
    assert (replayed.status_code, replayed.json()) == (signed_out.status_code, signed_out.json())
    assert replayed.json()["code"] == "not_authenticated"


def test_twenty_refreshes_leave_two_tokens_in_the_ledger(app: App) -> None:
    for _ in range(20):
        assert app.refresh().status_code == 200
    outstanding = OutstandingToken.objects.all()
    assert {token.jti for token in outstanding} > {claims_of(app.refresh_token)["jti"]}
    assert (outstanding.count(), BlacklistedToken.objects.count(), TokenFamily.objects.count()) == (2, 1, 1)


def test_the_used_token_is_blacklisted_and_the_next_is_not(app: App) -> None:
    for _ in range(3):
        used = claims_of(app.refresh_token)["jti"]
        app.refresh()
        assert [row.token.jti for row in BlacklistedToken.objects.all()] == [used]


def test_signing_out_blacklists_what_could_still_be_used(app: App) -> None:
    app.refresh()
    app.sign_out()
    assert BlacklistedToken.objects.count() == OutstandingToken.objects.count() == 2


@pytest.mark.parametrize("refreshed_before", [0, 1, 5])
def test_a_refresh_takes_six_statements_at_most(app: App, refreshed_before: int) -> None:
    for _ in range(refreshed_before):
        app.refresh()
    with CaptureQueriesContext(connection) as statements:
        assert app.refresh().status_code == 200
    asked = [s["sql"] for s in statements if not s["sql"].startswith(("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE"))]
    assert len([sql for sql in asked if "accounts_revocation" not in sql]) <= 6, asked


def test_a_sliding_refresh_token_never_outlives_its_sign_in(app: App) -> None:
    expires_at = claims_of(app.refresh_token)["exp"]
    for day in range(1, settings.REFRESH_TOKEN_LIFETIME.days):
        with later(day * 24 * 3600):
            app.refresh()
            assert claims_of(app.refresh_token)["exp"] == expires_at
    with time_machine.travel(expires_at - 60):
        app.refresh()
        assert claims_of(app.access)["exp"] == expires_at


def test_the_access_token_from_before_a_refresh_lives_on_until_it_expires(app: App) -> None:
    before = app.copy()
    app.refresh()
    assert before.is_signed_in
    with later(settings.ACCESS_TOKEN_LIFETIME.total_seconds() + settings.JWT_LEEWAY + 1):
        assert not before.is_signed_in


def test_an_access_token_handed_out_again_in_the_grace_does_not_outlive_its_revocation(app: App) -> None:
    """The retry's token expires later than the first one's; what ends the sign-in has to be remembered as long."""
    retry = app.copy()
    app.refresh()
    with later(settings.REFRESH_GRACE.total_seconds() - 1):
        retry.refresh()
        app.sign_out()
    expiry = claims_of(retry.access)["exp"] + settings.JWT_LEEWAY
    remembered = Revocation.objects.get(kind=RevocationKind.SIGN_IN).expires_at.timestamp()
    assert remembered >= expiry


def test_a_token_made_after_a_long_wait_does_not_outlive_its_revocation(
    ann: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    with time_machine.travel(timezone.now()) as clock:
        open_family = ledger.open_family

        def slowly(*args: Any, **options: Any) -> TokenFamily:
            clock.shift(60)
            return open_family(*args, **options)

        monkeypatch.setattr(ledger, "open_family", slowly)
        app = App()
        app.sign_in()
    assert claims_of(app.access)["exp"] <= SignIn.objects.get().credentials_expire_at.timestamp()


def test_a_token_from_before_the_lifetime_was_lowered_does_not_outlive_its_revocation(
    app: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = app.copy()
    monkeypatch.setattr(settings, "ACCESS_TOKEN_LIFETIME", timedelta(seconds=30))
    app.refresh()
    assert claims_of(before.access)["exp"] <= SignIn.objects.get().credentials_expire_at.timestamp()
