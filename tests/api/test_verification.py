"""A token of each algorithm: what is accepted, and every way to be wrong that has to do with the signature."""

import base64
import hmac
import json
from typing import Any

import pytest
import time_machine
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings
from joserfc import jwt
from joserfc.jwk import KeySet
from jwt.utils import base64url_decode

from accounts.refusals import Reason
from api import keys, verification
from api.algorithms import P256_ORDER
from api.keys import Key, ring
from api.models import SigningKey
from api.verification import MOST_BYTES, Type, verify
from tests.api.tokens import (
    access,
    claims_of,
    header_of,
    reason,
    segment,
    signed,
    with_claims,
    with_header,
    with_signature,
)

pytestmark = pytest.mark.django_db


def test_a_token_says_who_is_calling(token: str, key: Key) -> None:
    verified = verify(token, Type.ACCESS)
    assert (verified.claims.username, verified.claims.roles, verified.kid) == ("ann", ("editors",), key.kid)
    assert header_of(token) == {"alg": key.algorithm, "kid": key.kid, "typ": "at+jwt"}


# RFC 9864 renames it to Ed25519, which most libraries do not know yet.
@pytest.mark.filterwarnings("ignore:EdDSA is deprecated")
def test_another_library_verifies_a_token_by_the_published_keys_alone(token: str, algorithm: str, client: Any) -> None:
    published = client.get("/.well-known/jwks.json").json()
    if algorithm == "HS256":
        assert published == {"keys": []}
    else:
        read = jwt.decode(token, KeySet.import_key_set(published), algorithms=[algorithm])
        assert (read.claims["sub"], read.claims["iss"]) == ("7", settings.SITE_URL)


def test_published_keys_have_no_private_half(key: Key) -> None:
    assert not {"d", "p", "q", "k", "dp", "dq", "qi"} & {name for jwk in keys.published()["keys"] for name in jwk}


@pytest.mark.parametrize(
    "spoil",
    [
        lambda token: token + "=",
        lambda token: token + ".",
        lambda token: " " + token,
        lambda token: token + "\n",
        lambda token: token.replace(".", "=.", 1),
        lambda token: token.rpartition(".")[0],
        lambda token: token.rpartition(".")[0] + ".",
        lambda token: token + "." + token,
        lambda token: token[:-1] + "\xe9",
        lambda token: token[:-1] + "\ud800",
        lambda token: token[:-1] + "\x00",
        lambda token: "",
        lambda token: "null",
    ],
)
def test_what_is_not_three_segments_of_base64url_is_malformed(token: str, spoil: Any) -> None:
    assert reason(spoil(token)) is Reason.TOKEN_MALFORMED


def test_a_segment_is_written_in_one_way_only(token: str, key: Key) -> None:
    """The last character of a signature has bits that mean nothing: other values of them are no second spelling."""
    signature = token.rpartition(".")[2]
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    twins = [signature[:-1] + c for c in alphabet if c != signature[-1]]
    same = [twin for twin in twins if base64url_decode(twin) == base64url_decode(signature)]
    assert same
    for twin in same:
        assert reason(token.removesuffix(signature) + twin) is Reason.TOKEN_NOT_CANONICAL


@pytest.mark.parametrize("size", [MOST_BYTES + 1, 1_000_000])
def test_no_work_is_done_on_a_huge_token(size: int) -> None:
    assert reason("a" * size) is Reason.TOKEN_TOO_LARGE


@pytest.mark.parametrize("member", ["jwk", "jku", "x5u", "x5c", "x5t", "crit", "b64", "zip", "cty", "enc", "p2c"])
def test_a_header_member_that_this_site_never_writes_is_forbidden(token: str, key: Key, member: str) -> None:
    assert reason(with_header(token, key, **{member: ["b64"]})) is Reason.HEADER_FORBIDDEN


@pytest.mark.parametrize("alg", ["none", "None", "NONE", "nOnE"])
@pytest.mark.parametrize("signature", [b"\0", b"\0" * 64])
def test_no_token_goes_without_a_signature(token: str, alg: str, signature: bytes) -> None:
    unsigned = f"{segment(header_of(token) | {'alg': alg})}.{segment(claims_of(token))}.{segment(signature)}"
    assert reason(unsigned) is Reason.ALGORITHM_MISMATCH


@pytest.mark.parametrize("alg", ["EdDSA", "ES256", "RS256", "HS256", "ES384", "RS512", "PS256", "HS512", "eddsa", ""])
def test_the_algorithm_is_the_keys_and_not_the_headers(token: str, key: Key, alg: str) -> None:
    token = with_header(token, key, alg=alg)
    if alg == key.algorithm:
        assert verify(token, Type.ACCESS)
    else:
        assert reason(token) is Reason.ALGORITHM_MISMATCH


def test_a_public_key_never_serves_as_a_shared_secret(token: str, key: Key) -> None:
    for secret in secrets_made_of(key):
        for alg, expected in (("HS256", Reason.ALGORITHM_MISMATCH), (key.algorithm, Reason.SIGNATURE_INVALID)):
            forged = f"{segment(header_of(token) | {'alg': alg})}.{segment(claims_of(token) | {'sub': '1'})}"
            forged += "." + segment(hmac.digest(secret, forged.encode(), "sha256"))
            assert reason(forged) is (Reason.SIGNATURE_INVALID if key.algorithm == "HS256" else expected)


def secrets_made_of(key: Key) -> list[bytes]:
    """What a confused verifier may take for one: PEM, DER, the raw point, the JWK, nothing."""
    if key.algorithm == "HS256":
        return [b"", key.kid.encode()]
    public = key.public.public_bytes
    jwk = json.dumps(keys.published()["keys"][0]).encode()
    der, pem = (public(form, PublicFormat.SubjectPublicKeyInfo) for form in (Encoding.DER, Encoding.PEM))
    return [pem, pem.strip(), der, jwk, base64.b64encode(der), b""]


def test_a_signature_of_nothing_is_invalid(token: str) -> None:
    length = len(base64url_decode(token.rpartition(".")[2]))
    for signature in (b"\0" * length, b"\xff" * length, b"\0", b"\0" * 65, b"\0" * 4000):
        assert reason(with_signature(token, signature)) is Reason.SIGNATURE_INVALID


@pytest.mark.parametrize("algorithm", ["ES256"], indirect=True)
def test_the_other_solution_of_an_elliptic_signature_is_refused(token: str) -> None:
    raw = base64url_decode(token.rpartition(".")[2])
    r, s = raw[:32], int.from_bytes(raw[32:], "big")
    assert s <= P256_ORDER // 2
    assert reason(with_signature(token, r + (P256_ORDER - s).to_bytes(32, "big"))) is Reason.SIGNATURE_INVALID


def test_a_key_signs_the_same_token_in_the_same_way(token: str, key: Key) -> None:
    """Or a retry within the grace could not be given the same child."""
    assert signed(header_of(token), claims_of(token), key) == token


def test_the_signature_of_another_token_is_invalid(token: str, key: Key) -> None:
    other = with_claims(token, key, sub="8")
    assert reason(with_signature(token, base64url_decode(other.rpartition(".")[2]))) is Reason.SIGNATURE_INVALID


def test_a_token_of_another_deployment_is_refused(algorithm: str, settings: Any) -> None:
    """Even of one with the same address: it has another SECRET_KEY, and so other keys and other key ids."""
    ours, settings.SECRET_KEY = settings.SECRET_KEY, "the-secret-key-of-the-other-deployment-0123456789"
    theirs = access()
    verification.cache.clear()
    ring.forget()
    SigningKey.objects.all().delete()
    settings.SECRET_KEY = ours
    assert reason(theirs) is Reason.KEY_UNKNOWN


def test_an_expired_token_is_refused_also_when_it_is_remembered(token: str) -> None:
    verify(token, Type.ACCESS)
    for remembered in (True, False):
        with time_machine.travel(claims_of(token)["exp"] + settings.JWT_LEEWAY + 1):
            assert reason(token) is Reason.TOKEN_EXPIRED
        if remembered:
            verification.cache.clear()
