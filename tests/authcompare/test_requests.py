"""What a server hands to the site is UTF-8, whatever it claims to be."""

from typing import Any

import pytest
from django.test import RequestFactory

from authcompare.requests import Handler

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("charset", ["hex", "idna", "punycode", "rot13", "undefined", "utf-16", "no-such-thing"])
@pytest.mark.parametrize("kind", ["text/html", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"])
def test_no_encoding_that_a_caller_names_fails_the_site(kind: str, charset: str) -> None:
    answered = []

    def start_response(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
        answered.append(status)

    environ = RequestFactory().get("/accounts/login/?next=%ff&" + "a&" * 900, HTTP_HOST="127.0.0.1").environ
    Handler()(environ | {"CONTENT_TYPE": f"{kind}; charset={charset}"}, start_response)
    assert answered == ["200 OK"]
