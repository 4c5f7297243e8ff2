"""A token's header and claims, signed by the server's own key, and the name of each refusal."""

import json
import time
from typing import Any

import pytest
from django.conf import settings

from accounts.refusals import Reason
from api.keys import Key, ring
from api.models import SigningKey
from api.verification import Type, verify
from tests.api.tokens import (
    claims_of,
    header_of,
    reason,
    refresh,
    signed,
    with_claims,
    with_header,
)

pytestmark = [pytest.mark.django_db, pytest.mark.parametrize("algorithm", ["EdDSA"], indirect=True)]


@pytest.mark.parametrize("kid", ["", "1", "../../dev/null", "' OR 1=1 --", "A" * 24, "\x00", "\ud800", "é", "a" * 4000])
def test_an_invented_key_id_is_unknown_and_costs_no_statement(
    token: str, key: Key, kid: str, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(0):
        assert reason(with_header(token, key, kid=kid)) is Reason.KEY_UNKNOWN


def test_a_key_id_of_this_site_that_is_gone_is_looked_up_once(
    token: str, key: Key, django_assert_num_queries: Any
) -> None:
    SigningKey.objects.all().delete()
    ring.forget()
    with django_assert_num_queries(1):
        assert [reason(token) for _ in range(3)] == [Reason.KEY_UNKNOWN] * 3


@pytest.mark.parametrize("typ", ["JWT", "at+JWT", "AT+JWT", "", "application/at+jwt"])
def test_a_token_says_what_it_is_for(token: str, key: Key, typ: str) -> None:
    assert reason(with_header(token, key, typ=typ)) is Reason.TYPE_MISMATCH


def test_a_refresh_token_never_serves_as_an_access_token_nor_the_reverse(token: str) -> None:
    for _ in range(2):  # also once they are remembered
        assert reason(refresh(), Type.ACCESS) is Reason.TYPE_MISMATCH
        assert reason(token, Type.REFRESH) is Reason.TYPE_MISMATCH


@pytest.mark.parametrize("member", ["alg", "kid", "typ"])
@pytest.mark.parametrize("value", [None, 1, True, [], {}, ["EdDSA"]])
def test_a_header_member_is_text(token: str, key: Key, member: str, value: Any) -> None:
    assert reason(with_header(token, key, **{member: value})) is Reason.HEADER_MALFORMED


@pytest.mark.parametrize(
    "header",
    ["", "null", "[]", '"at+jwt"', "{", "{}", "\ufeff{}", '{"alg":"EdDSA"}', b"\xff\xfe", "[" * 4000, '{"a":' * 1000],
)
def test_a_header_is_an_object_with_three_members(token: str, key: Key, header: str | bytes) -> None:
    expected = Reason.HEADER_MALFORMED if header else Reason.TOKEN_MALFORMED
    assert reason(signed(header, claims_of(token), key)) is expected


def test_a_header_member_stands_once(token: str, key: Key) -> None:
    twice = json.dumps(header_of(token))[:-1] + ', "alg": "none"}'
    assert reason(signed(twice, claims_of(token), key)) is Reason.HEADER_MALFORMED


@pytest.mark.parametrize(
    "name", ["iss", "aud", "sub", "jti", "sid", "client_id", "iat", "nbf", "exp", "roles", "email"]
)
def test_no_claim_may_be_missing(token: str, key: Key, name: str) -> None:
    claims = {claim: value for claim, value in claims_of(token).items() if claim != name}
    assert reason(signed(header_of(token), claims, key)) is Reason.CLAIM_MISSING


@pytest.mark.parametrize("name", ["iat", "nbf", "exp"])
@pytest.mark.parametrize("value", [True, False, None, "1893456000", [], {}, "NaN", 1e13, -1e13])
def test_a_time_is_a_number(token: str, key: Key, name: str, value: Any) -> None:
    assert reason(with_claims(token, key, **{name: value})) is Reason.CLAIMS_MALFORMED


@pytest.mark.parametrize("number", ["1e999", "-1e999", "NaN", "Infinity", "9" * 5000])
def test_a_number_is_one_that_can_be_reckoned_with(token: str, key: Key, number: str) -> None:
    claims = claims_of(token)
    written = json.dumps(claims).replace(str(claims["exp"]), number)
    assert reason(signed(header_of(token), written, key)) is Reason.CLAIMS_MALFORMED


@pytest.mark.parametrize("name", ["sub", "sid", "jti", "iss", "aud", "client_id", "email", "preferred_username"])
@pytest.mark.parametrize("value", [None, 7, True, ["a"], {"a": 1}])
def test_a_name_is_text(token: str, key: Key, name: str, value: Any) -> None:
    assert reason(with_claims(token, key, **{name: value})) is Reason.CLAIMS_MALFORMED


@pytest.mark.parametrize(
    "claim", [{"sub": "ann"}, {"sub": ""}, {"sid": "ann"}, {"updated_at": True}, {"roles": "staff"}]
)
def test_a_claim_has_its_own_form(token: str, key: Key, claim: dict[str, Any]) -> None:
    assert reason(with_claims(token, key, **claim)) is Reason.CLAIMS_MALFORMED


@pytest.mark.parametrize("claims", ["", "null", "[]", "7", b"\xff", "[" * 4000, "{" * 4000])
def test_the_claims_are_an_object(token: str, key: Key, claims: str | bytes) -> None:
    expected = Reason.CLAIMS_MALFORMED if claims else Reason.TOKEN_MALFORMED
    assert reason(signed(header_of(token), claims, key)) is expected


def test_a_claim_stands_once(token: str, key: Key) -> None:
    twice = json.dumps(claims_of(token))[:-1] + ', "sub": "1"}'
    assert reason(signed(header_of(token), twice, key)) is Reason.CLAIMS_MALFORMED


@pytest.mark.parametrize("name", ["iat", "nbf"])
def test_a_token_from_the_future_is_not_yet_valid(token: str, key: Key, name: str) -> None:
    assert reason(with_claims(token, key, **{name: time.time() + 3600})) is Reason.TOKEN_NOT_YET_VALID
    assert verify(with_claims(token, key, **{name: time.time() + settings.JWT_LEEWAY - 5}), Type.ACCESS)


@pytest.mark.parametrize("claim, expected", [("iss", Reason.ISSUER_MISMATCH), ("aud", Reason.AUDIENCE_MISMATCH)])
def test_a_token_for_another_site_is_refused(token: str, key: Key, claim: str, expected: Reason) -> None:
    for value in ("https://other.example", "", settings.SITE_URL + "/", settings.SITE_URL.upper()):
        assert reason(with_claims(token, key, **{claim: value})) is expected
