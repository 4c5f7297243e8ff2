"""Whatever is done to a real token, nothing but the untouched one is accepted and nothing but Refused is raised."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from jwt.utils import base64url_decode

from accounts.refusals import Reason, Refused
from api import verification
from api.keys import Key
from api.verification import Type, Verified, verify
from tests.api.tokens import claims_of, header_of, segment, signed, with_signature

pytestmark = pytest.mark.django_db

TRIES = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=40),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
CHARACTERS = st.characters(codec="utf-8") | st.sampled_from("AZaz09-_.=+/ \n\0")
NAMES = ["iss", "aud", "sub", "exp", "iat", "nbf", "jti", "sid", "client_id", "roles", "email", "updated_at", "more"]
MEMBERS = ["alg", "kid", "typ", "jwk", "jku", "x5u", "x5c", "crit", "b64", "zip", "cty"]


def refusal(token: str, expected: Type = Type.ACCESS) -> Reason:
    """Fails where it is accepted, and where anything but Refused comes out."""
    try:
        accepted = verify(token, expected)
    except Refused as refused:
        return refused.reason
    pytest.fail(f"accepted as {accepted}")


@TRIES
@given(data=st.data())
def test_no_character_can_be_replaced(token: str, data: st.DataObject) -> None:
    place, character = data.draw(st.integers(0, len(token) - 1)), data.draw(CHARACTERS)
    mutated = token[:place] + character + token[place + 1 :]
    if mutated != token:
        assert refusal(mutated) in Reason


@TRIES
@given(data=st.data())
def test_nothing_can_be_put_in_or_taken_out(token: str, data: st.DataObject) -> None:
    start, end = sorted(data.draw(st.tuples(st.integers(0, len(token)), st.integers(0, len(token)))))
    mutated = token[:start] + data.draw(st.text(CHARACTERS, max_size=4)) + token[end:]
    if mutated != token:
        assert refusal(mutated) in Reason


@TRIES
@given(data=st.data())
def test_no_byte_of_a_segment_can_be_altered(token: str, data: st.DataObject) -> None:
    """The base64url around it is right, so that the bytes themselves have to be refused."""
    segments = token.split(".")
    which = data.draw(st.integers(0, 2))
    raw = bytearray(base64url_decode(segments[which]))
    raw[data.draw(st.integers(0, len(raw) - 1))] ^= data.draw(st.integers(1, 255))
    segments[which] = segment(bytes(raw))
    assert refusal(".".join(segments)) in Reason


@TRIES
@given(signature=st.binary(min_size=1, max_size=300))
def test_no_signature_can_be_guessed(token: str, signature: bytes) -> None:
    assert refusal(with_signature(token, signature)) is Reason.SIGNATURE_INVALID


@TRIES
@given(name=st.sampled_from(NAMES), value=JSON)
def test_no_claim_can_be_altered_without_the_key(token: str, name: str, value: Any) -> None:
    claims = claims_of(token)
    if claims.get(name, ...) != value or type(claims[name]) is not type(value):
        forged = f"{segment(header_of(token))}.{segment(claims | {name: value})}.{token.rpartition('.')[2]}"
        assert refusal(forged) is Reason.SIGNATURE_INVALID


@TRIES
@given(name=st.sampled_from(NAMES), value=JSON)
def test_an_odd_claim_under_a_good_signature_is_refused_or_of_its_type(
    token: str, key: Key, name: str, value: Any
) -> None:
    try:
        verified = verify(signed(header_of(token), claims_of(token) | {name: value}, key), Type.ACCESS)
    except Refused as refused:
        assert refused.reason in Reason  # noqa: PT017
    else:
        assert is_well_formed(verified)


@TRIES
@given(name=st.sampled_from(MEMBERS), value=JSON)
@example(name="crit", value=[])
@example(name="b64", value=False)
def test_no_header_can_be_altered_even_under_a_good_signature(token: str, key: Key, name: str, value: Any) -> None:
    header = header_of(token)
    if name not in header or header[name] != value:
        assert refusal(signed(header | {name: value}, claims_of(token), key)) in Reason


@TRIES
@given(header=st.text(max_size=200) | st.binary(max_size=200) | JSON.map(json.dumps))
def test_no_other_header_is_understood(token: str, key: Key, header: str | bytes) -> None:
    assert refusal(signed(_encodable(header), claims_of(token), key)) in Reason


@TRIES
@given(claims=st.text(max_size=200) | st.binary(max_size=200) | JSON.map(json.dumps))
def test_no_other_claims_are_understood(token: str, key: Key, claims: str | bytes) -> None:
    assert refusal(signed(header_of(token), _encodable(claims), key)) in Reason


@TRIES
@given(text=st.text(max_size=400) | st.lists(st.binary(max_size=80).map(segment), max_size=6).map(".".join))
@example(text="." * 8000)
@example(text="a.b.c" * 2000)
def test_no_other_string_is_a_token(text: str) -> None:
    for expected in Type:
        assert refusal(text, expected) in Reason


def test_the_untouched_token_is_accepted_after_all_that(token: str) -> None:
    for _ in range(2):
        assert is_well_formed(verify(token, Type.ACCESS))
        verification.cache.clear()


def is_well_formed(verified: Verified) -> bool:
    claims = verified.claims
    texts = [verified.jti, verified.client_id, claims.username, claims.email]
    numbers = [claims.user_id, claims.updated_at]
    return all(type(text) is str for text in texts) and all(type(number) is int for number in numbers)


def _encodable(value: str | bytes) -> bytes:
    return value if isinstance(value, bytes) else value.encode("utf-8", "surrogatepass")
