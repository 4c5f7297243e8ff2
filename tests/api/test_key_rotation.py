"""Keys: a new one signs, the old ones verify; one that leaked is refused at once; nobody hammers the database."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

from accounts.models import User
from accounts.refusals import Reason, Refused
from api import keys, verification
from api.keys import KeyRing
from api.models import SigningKey
from api.verification import Type
from tests.api import tokens
from tests.devices import App

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def app(ann: User) -> App:
    app = App()
    app.sign_in()
    return app


def rotate(*arguments: str) -> str:
    out = StringIO()
    call_command("rotate_signing_key", *arguments, stdout=out)
    keys.ring.forget()
    return out.getvalue()


def test_two_rotations_sign_nobody_out(app: App) -> None:
    rotate()
    rotate()
    verification.cache.clear()
    assert app.is_signed_in
    assert app.refresh().status_code == 200
    assert tokens.header_of(app.access)["kid"] == keys.ring.signing().kid


def test_the_published_set_holds_old_and_new_until_the_last_token_has_expired(app: App) -> None:
    old = tokens.header_of(app.access)["kid"]
    rotate()
    assert {key["kid"] for key in keys.published()["keys"]} == {old, keys.ring.signing().kid}
    SigningKey.objects.filter(kid=old).update(retired_at=timezone.now() - keys.longest_lifetime())
    assert {key["kid"] for key in keys.published()["keys"]} == {keys.ring.signing().kid}


def test_a_key_that_leaked_is_refused_at_once_with_all_its_tokens(app: App) -> None:
    out = rotate("--retire", tokens.header_of(app.access)["kid"])
    assert "signs from now on" in out
    assert not app.is_signed_in
    assert app.refresh().status_code == 401
    app.sign_in()
    assert app.is_signed_in


def test_a_retired_key_is_refused_by_a_process_that_remembers_it(app: App) -> None:
    ring = KeyRing()
    kid = tokens.header_of(app.access)["kid"]
    assert ring.find(kid)
    keys.retire_at_once(SigningKey.objects.get(kid=kid))
    assert not app.is_signed_in
    with pytest.raises(Refused) as refused:
        KeyRing().find(kid)
    assert refused.value.reason is Reason.KEY_RETIRED


def test_an_unknown_key_cannot_be_retired(app: App) -> None:
    with pytest.raises(CommandError, match="no key nonsense"):
        rotate("--retire", "nonsense")


@pytest.mark.parametrize("kid", ["", "x", "AAAAAAAAAAAAAAAAAAAAAAAA", "A" * 5000, "ü", "../../etc/passwd", "a=="])
def test_an_invented_key_id_costs_no_statement(db: None, kid: str) -> None:
    with CaptureQueriesContext(connection) as asked, pytest.raises(Refused) as refused:
        KeyRing().find(kid)
    assert refused.value.reason is Reason.KEY_UNKNOWN
    assert len(asked) == 0


def test_a_key_id_of_ours_that_is_gone_is_looked_up_once(app: App) -> None:
    ring, kid = KeyRing(), keys._new_kid()
    with CaptureQueriesContext(connection) as asked:
        for _ in range(5):
            with pytest.raises(Refused):
                ring.find(kid)
    assert len(asked) == 1


def test_the_private_half_is_stored_encrypted(app: App) -> None:
    row = SigningKey.objects.get()
    assert "PRIVATE KEY" not in row.private
    assert b"PRIVATE KEY" in keys._vault().decrypt(row.private)


def test_a_secret_key_that_became_a_fallback_opens_what_it_sealed(app: App, settings: Settings) -> None:
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another-secret-key-of-fifty-characters-or-more-0123456789"
    keys.ring.forget()
    verification.cache.clear()
    assert app.is_signed_in


def test_a_new_secret_key_without_a_fallback_begins_anew(app: App, settings: Settings) -> None:
    settings.SECRET_KEY = "another-secret-key-of-fifty-characters-or-more-0123456789"
    keys.ring.forget()
    verification.cache.clear()
    assert not app.is_signed_in
    app.sign_in()
    assert app.is_signed_in


def test_switching_the_algorithm_signs_nobody_out(app: App, settings: Settings) -> None:
    settings.JWT_ALGORITHM = "ES256"
    keys.ring.forget()
    assert app.is_signed_in
    app.refresh()
    assert tokens.header_of(app.access)["alg"] == "ES256"
    assert verification.verify(app.access, Type.ACCESS)
