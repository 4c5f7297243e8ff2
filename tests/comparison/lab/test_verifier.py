"""The verifier accepts what the issuer signed for it, and nothing that only looks like it."""

import json
import time
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import OctKey, OKPKey

from comparison.lab.verifier import Verifier

pytestmark = pytest.mark.filterwarnings("ignore:EdDSA is deprecated")

SITE = "http://127.0.0.1:1"
KEY = OKPKey.generate_key("Ed25519", {"kid": "one", "alg": "EdDSA", "use": "sig"})
OTHER = OKPKey.generate_key("Ed25519", {"kid": "one", "alg": "EdDSA", "use": "sig"})
SECRET = OctKey.import_key(json.dumps(KEY.as_dict(private=False)).encode(), {"kid": "one"})


@pytest.fixture
def verifier() -> Verifier:
    jwks = json.dumps({"keys": [KEY.as_dict(private=False)]})
    return Verifier(jwks=jwks, issuer=SITE, audience=SITE)


def bearer(*, key: Any = KEY, alg: str = "EdDSA", typ: str = "at+jwt", **claims: Any) -> str:
    header = {"alg": alg, "kid": "one", "typ": typ}
    payload = {"iss": SITE, "aud": SITE, "sub": "1", "exp": int(time.time()) + 60, **claims}
    return "Bearer " + jwt.encode(header, payload, key, algorithms=[alg])


def test_a_token_of_the_issuer_is_accepted(verifier: Verifier) -> None:
    assert verifier.accepts(bearer())


@pytest.mark.parametrize(
    "made",
    [
        {"exp": int(time.time()) - 60},
        {"iss": "http://elsewhere"},
        {"aud": "http://elsewhere"},
        {"typ": "JWT"},
        {"key": OTHER},
        {"key": SECRET, "alg": "HS256"},
    ],
    ids=["expired", "another issuer", "another audience", "another type", "another key", "the public key as a secret"],
)
def test_anything_else_is_refused(made: dict[str, Any], verifier: Verifier) -> None:
    assert not verifier.accepts(bearer(**made))


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer x", "Bearer a.b.c", "Basic dXNlcjpwYXNz", "Bearer ....."])
def test_what_is_no_token_is_refused(header: str, verifier: Verifier) -> None:
    assert not verifier.accepts(header)


def test_a_token_without_signature_is_refused(verifier: Verifier) -> None:
    head, payload, _ = bearer().split(".")
    assert not verifier.accepts(f"{head}.{payload}.")
