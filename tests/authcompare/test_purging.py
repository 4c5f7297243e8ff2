"""What has expired goes, in batches; what is in force stays."""

from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from pytest_django import Settings
from rest_framework_simplejwt.token_blacklist.models import BlacklistedToken, OutstandingToken

from accounts.models import AuthEvent, Revocation, Session, SignIn, User
from api.models import SigningKey, TokenFamily
from authcompare import purging
from tests.devices import App, Browser

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
KINDS = (Session, SignIn, Revocation, OutstandingToken, BlacklistedToken, TokenFamily, AuthEvent, SigningKey)


@pytest.fixture
def used(ann: User) -> tuple[App, Browser]:
    """A site that has been used: devices signed in, one refreshed, one signed out."""
    app, browser, gone = App(), Browser(), App()
    for device in (app, browser, gone):
        device.sign_in()
    app.refresh()
    gone.sign_out()
    return app, browser


def purge() -> str:
    out = StringIO()
    call_command("purge_expired", stdout=out)
    return out.getvalue()


def test_nothing_that_is_in_force_goes(used: tuple[App, Browser]) -> None:
    before = [kind._default_manager.count() for kind in KINDS]
    purge()
    assert [kind._default_manager.count() for kind in KINDS] == before
    assert all(device.is_signed_in for device in used)


def test_everything_goes_once_it_has_expired(used: tuple[App, Browser], settings: Settings) -> None:
    long_ago = timezone.now() - timedelta(days=400)
    Session.objects.update(expire_date=long_ago)
    OutstandingToken.objects.update(expires_at=long_ago)
    Revocation.objects.update(expires_at=long_ago)
    SignIn.objects.update(expires_at=long_ago, ended_at=long_ago)
    AuthEvent.objects.update(at=long_ago)
    SigningKey.objects.update(retired_at=long_ago)
    purge()
    assert [kind._default_manager.count() for kind in KINDS] == [0] * len(KINDS)


def test_it_goes_in_batches(ann: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(purging, "BATCH", 10)
    long_ago = timezone.now() - timedelta(days=1)
    Revocation.objects.bulk_create(Revocation(kind="token", subject=str(n), expires_at=long_ago) for n in range(25))
    batches: list[int] = []
    assert purging.purge(Revocation.objects.all(), deleted=batches.append) == 25
    assert batches == [10, 10, 5]


def test_it_says_what_went(used: tuple[App, Browser]) -> None:
    assert {line.split(maxsplit=1)[1] for line in purge().splitlines()} >= {"sessions", "sign-ins", "revocations"}


def test_a_revocation_that_is_renewed_while_it_is_deleted_stays(ann: User, monkeypatch: pytest.MonkeyPatch) -> None:
    now = timezone.now()
    Revocation.objects.create(kind="claims", subject="1", before=1, expires_at=now - timedelta(days=1))
    begin = transaction.atomic

    def renew_meanwhile(**options: Any) -> Any:
        if not options:  # as `purge` calls it, and not Django
            Revocation.objects.update(before=2, expires_at=now + timedelta(days=1))
        return begin(**options)

    monkeypatch.setattr(transaction, "atomic", renew_meanwhile)
    purging.purge(purging.everything_expired()["revocations"], deleted=lambda count: None)
    assert Revocation.objects.get().before == 2
