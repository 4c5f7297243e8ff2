"""No form takes a file, whoever sends it and whatever for."""

from io import BytesIO

import pytest
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from tests.devices import Browser

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/accounts/login/", "/accounts/signup/", "/accounts/password_reset/", "/admin/"])
def test_a_file_is_refused_before_it_is_read(path: str) -> None:
    browser, file = Browser(), BytesIO(b"x" * 1_000_000)
    file.name = "a.bin"
    form = encode_multipart(BOUNDARY, {"file": file, "csrfmiddlewaretoken": browser.csrf_token})
    caller = Client(enforce_csrf_checks=True)
    caller.cookies = browser.client.cookies
    assert caller.generic("POST", path, form, MULTIPART_CONTENT).status_code == 400
