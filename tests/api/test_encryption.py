"""Nested tokens: accepted wherever plain ones are, read by nobody else."""

import json

import pytest
from django.conf import settings as site
from django.test import Client
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from jwt.utils import base64url_decode
from pytest_django import Settings

from accounts.models import User
from accounts.refusals import Reason, Refused
from api import encryption, verification
from api.keys import Key
from api.verification import Type
from tests.api import tokens
from tests.devices import App

pytestmark = pytest.mark.django_db


@pytest.fixture
def encrypted(settings: Settings) -> None:
    settings.JWT_ENCRYPTION = True


@pytest.fixture
def nested(encrypted: None, key: Key) -> str:
    return tokens.access()


def test_an_app_is_signed_in_refreshes_and_signs_out_as_with_plain_tokens(encrypted: None, ann: User) -> None:
    app = App()
    app.sign_in()
    assert app.access.count(".") == app.refresh_token.count(".") == 4
    assert app.is_signed_in
    assert app.refresh().status_code == 200
    app.sign_out()
    assert app.is_dead


def test_nothing_of_the_claims_can_be_read(nested: str) -> None:
    readable = b"".join(base64url_decode(part) for part in nested.split(".") if part)
    assert b"ann" not in readable
    assert verification.verify(nested, Type.ACCESS).payload["preferred_username"] == "ann"


def test_plain_tokens_go_on_being_accepted_and_nested_ones_after_switching_back(key: Key, settings: Settings) -> None:
    plain = tokens.access()
    settings.JWT_ENCRYPTION = True
    nested = tokens.access()
    assert verification.verify(plain, Type.ACCESS)
    settings.JWT_ENCRYPTION = False
    assert verification.verify(nested, Type.ACCESS)


def test_a_secret_key_that_became_a_fallback_still_opens_them(nested: str, settings: Settings) -> None:
    settings.SECRET_KEY_FALLBACKS = [site.SECRET_KEY]
    settings.SECRET_KEY = "another-secret-key-of-fifty-characters-or-more-0123456789"
    assert verification.verify(nested, Type.ACCESS)


def test_another_secret_key_does_not_open_them(nested: str, settings: Settings) -> None:
    settings.SECRET_KEY = "another-secret-key-of-fifty-characters-or-more-0123456789"
    with pytest.raises(Refused) as refused:
        verification.verify(nested, Type.ACCESS)
    assert refused.value.reason is Reason.DECRYPTION_FAILED


@pytest.mark.parametrize(
    "header",
    [
        {"alg": "dir", "enc": "A256GCM", "cty": "JWT", "zip": "DEF"},
        {"alg": "RSA1_5", "enc": "A256GCM", "cty": "JWT"},
        {"alg": "dir", "enc": "A128CBC-HS256", "cty": "JWT"},
        {"alg": "dir", "enc": "A256GCM"},
    ],
)
def test_no_other_way_to_encrypt_is_accepted(nested: str, header: dict[str, str]) -> None:
    forged = ".".join([tokens.segment(json.dumps(header)), *nested.split(".")[1:]])
    with pytest.raises(Refused):
        verification.verify(forged, Type.ACCESS)


def test_what_is_encrypted_but_not_signed_is_refused(nested: str) -> None:
    with pytest.raises(Refused) as refused:
        verification.verify(encryption.encrypt("not a token"), Type.ACCESS)
    assert refused.value.reason is Reason.TOKEN_MALFORMED


@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.data())
def test_a_nested_token_with_one_character_changed_is_refused(nested: str, data: st.DataObject) -> None:
    position = data.draw(st.integers(0, len(nested) - 1))
    character = data.draw(st.characters(codec="ascii").filter(lambda c: c != nested[position]))
    with pytest.raises(Refused):
        verification.verify(nested[:position] + character + nested[position + 1 :], Type.ACCESS)


def test_the_published_keys_never_show_the_symmetric_one(nested: str, client: Client) -> None:
    keys = client.get("/.well-known/jwks.json").json()["keys"]
    assert all(key["kty"] != "oct" and "k" not in key and "d" not in key for key in keys)
