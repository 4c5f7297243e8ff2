"""What can be read without a key is read, and what cannot is not guessed."""

import json
from base64 import urlsafe_b64encode

from django.core import signing
from hypothesis import given
from hypothesis import strategies as st

from comparison.disclosure import disclosed

FACTS = {"sub": "7", "email": "ann@lab.invalid", "roles": ["role-001"]}


def base64url(value: object) -> str:
    return urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def test_a_signed_token_tells_its_claims() -> None:
    token = f"{base64url({'alg': 'EdDSA'})}.{base64url(FACTS)}.c2lnbmF0dXJlMTIz"
    found = disclosed(f"Bearer {token}")
    assert set(found.members) == {"alg", "sub", "email", "roles"}
    assert found.tells(7)
    assert found.tells("role-001")
    assert not found.tells("role-002")


def test_a_signed_cookie_tells_its_session_also_packed() -> None:
    for compress in (False, True):
        cookie = signing.dumps(FACTS | {"padding": "x" * 500}, key="k" * 50, compress=compress)
        assert disclosed(f"csrftoken=abcdefgh; sessionid={cookie}").tells("ann@lab.invalid")


def test_a_name_tells_nothing() -> None:
    assert disclosed("sessionid=0123456789abcdefghijklmnopqrstuv").members == {}
    assert disclosed("").readable_bytes == 0


@given(st.text())
def test_nothing_that_is_on_the_wire_makes_it_fail(credential: str) -> None:
    disclosed(credential)
