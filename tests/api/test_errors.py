"""Whatever is sent, the answer is a 4xx with `{"detail", "code"}` in JSON. Never a 500, never a page."""

import json
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from accounts.models import User
from tests.cast import PASSWORD
from tests.devices import App, Browser

pytestmark = pytest.mark.django_db(transaction=True)

ENDPOINTS = ["token/", "token/refresh/", "token/verify/", "token/blacklist/", "token/revoke/", "signup/"]

BODIES = {
    "nothing": b"",
    "no JSON": b"{",
    "null": b"null",
    "a list": b"[]",
    "a number": b"7",
    "text": b'"ann"',
    "no UTF-8": b'{"username": "\xff\xfe"}',
    "a NUL byte": b"\x00",
    "NaN": b'{"username": NaN, "password": Infinity, "token": -Infinity, "refresh": NaN}',
    "a huge number": b'{"username": ' + b"9" * 5000 + b"}",
    "a large float": b'{"username": 1e999, "password": 1e999, "token": 1e999, "refresh": 1e999, "email": 1e999}',
    "a deep list": b"[" * 100_000,
    "a deep object": b'{"username":' * 100_000,
    "a closed deep list": b'{"username": ' + b"[" * 5000 + b"]" * 5000 + b"}",
    "one megabyte": b'{"username": "' + b"a" * 1_000_000 + b'"}',
}

VALUES = {
    "a NUL": "ann\0",
    "half a surrogate pair": "\ud800",
    "ten thousand letters": "a" * 10_000,
    "right to left": "\u202eann",
    "an object": {"$ne": ""},
    "a list": ["ann"],
    "true": True,
    "null": None,
    "an empty text": "",
    "SQL": "ann' OR '1'='1",
    "a format": "%s%n{0}${jndi:ldap://evil.example/}",
}


@pytest.fixture
def caller() -> Client:
    return Client(raise_request_exception=False)


@pytest.mark.parametrize("endpoint", ENDPOINTS)
@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES.keys())
def test_a_body_that_is_no_request_is_refused(caller: Client, ann: User, endpoint: str, body: bytes) -> None:
    answer = caller.post(f"/api/{endpoint}", body, content_type="application/json")
    if (endpoint, body) != ("token/revoke/", BODIES["a large float"]):  # RFC 7009 answers 200 to a token that is none
        assert is_refusal(answer, 400, 401, 413)
    assert answer.status_code < 500


@pytest.mark.parametrize("endpoint", ENDPOINTS)
@pytest.mark.parametrize("value", VALUES.values(), ids=VALUES.keys())
def test_a_value_that_is_no_value_is_refused(caller: Client, ann: User, endpoint: str, value: Any) -> None:
    fields = ["username", "password", "email", "token", "refresh"]
    body = json.dumps(dict.fromkeys(fields, value))
    answer = caller.post(f"/api/{endpoint}", body, content_type="application/json")
    if endpoint != "token/revoke/":  # RFC 7009 answers 200 to a token that is none
        assert is_refusal(answer, 400, 401)
    assert answer.status_code < 500


@pytest.mark.parametrize("field", ["username", "password"])
@pytest.mark.parametrize("value", VALUES.values(), ids=VALUES.keys())
def test_one_odd_field_beside_a_right_one_is_refused(caller: Client, ann: User, field: str, value: Any) -> None:
    body = json.dumps({"username": "ann", "password": PASSWORD, field: value})
    assert is_refusal(caller.post("/api/token/", body, content_type="application/json"), 400, 401)


@pytest.mark.parametrize("endpoint", ENDPOINTS)
@pytest.mark.parametrize(
    "content_type", ["text/plain", "application/xml", "multipart/form-data; boundary=x", "image/png", "nonsense"]
)
def test_a_body_of_another_type_is_refused(caller: Client, endpoint: str, content_type: str) -> None:
    assert is_refusal(caller.generic("POST", f"/api/{endpoint}", b"{}", content_type=content_type), 415)


@pytest.mark.parametrize("charset", ["utf-99", "zlib", "bz2", "base64", "hex", "idna", "undefined", "utf-16", "rot13"])
def test_a_body_in_another_encoding_is_refused_or_read_as_utf_8(caller: Client, ann: User, charset: str) -> None:
    answer = caller.generic("POST", "/api/token/", b'{"username": "ann"}', f"application/json; charset={charset}")
    assert is_refusal(answer, 400, 415)


@pytest.mark.parametrize("method", ["GET", "PUT", "PATCH", "DELETE", "TRACE", "BREW"])
@pytest.mark.parametrize("endpoint", ENDPOINTS)
def test_another_method_is_refused(caller: Client, endpoint: str, method: str) -> None:
    answer = caller.generic(method, f"/api/{endpoint}")
    assert is_refusal(answer, 405)
    assert "POST" in answer["Allow"]


@pytest.mark.parametrize("path", ["", "nothing/", "token/nothing/", "sign-ins/1/", "me/../../admin", "%00/", "é/"])
def test_an_address_where_nothing_is_answers_in_json(caller: Client, path: str) -> None:
    assert is_refusal(caller.get(f"/api/{path}"), 404)


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1:8000@evil.example", "a b", "", "é"])
def test_a_host_that_is_not_this_site_is_refused(host: str) -> None:
    caller = Client(raise_request_exception=False, HTTP_HOST=host)
    assert is_refusal(caller.post("/api/token/", b"{}", content_type="application/json"), 400)


def test_a_caller_who_wants_html_gets_json(caller: Client) -> None:
    answer = caller.get("/api/me/", headers={"Accept": "text/html"})
    assert is_refusal(answer, 401, 406)


AUTHORIZATIONS = [
    "Bearer",
    "Bearer ",
    "Bearer  ",
    "Bearer a b",
    "Bearer \xff\xfe",
    "bearer rubbish",
    "BEARER a.b.c",
    "Bearer " + "a" * 1_000_000,
    "Bearer " + "." * 8000,
    "Bearer null",
    "Bearer é.é.é",
]


@pytest.mark.parametrize("authorization", AUTHORIZATIONS, ids=lambda value: value[:16])
def test_a_header_that_holds_no_token_is_refused(caller: Client, authorization: str) -> None:
    answer = caller.get("/api/me/", headers={"Authorization": authorization})
    assert is_refusal(answer, 401)
    assert answer["WWW-Authenticate"] == 'Bearer realm="api", error="invalid_token"'


@pytest.mark.parametrize("authorization", ["Basic YW5uOmFubg==", "Digest x", "", "rubbish", "Bearer\ta.b.c"])
def test_another_scheme_is_no_credential(caller: Client, authorization: str) -> None:
    answer = caller.get("/api/me/", headers={"Authorization": authorization})
    assert is_refusal(answer, 401)
    assert answer["WWW-Authenticate"].startswith('Bearer realm="api"')


@pytest.mark.parametrize("value", ["", "a", "\xff\xfe", "a" * 8000, "\x00", "../../etc/passwd", "{}", ".", "a:b:c"])
def test_a_cookie_that_is_no_session_signs_nobody_in(caller: Client, value: str, settings: Any) -> None:
    for store in ("cached_db", "db", "cache", "signed_cookies"):
        settings.SESSION_STORE, settings.SESSION_ENGINE = store, f"accounts.session_stores.{store}"
        caller = Client(raise_request_exception=False)
        caller.cookies[settings.SESSION_COOKIE_NAME] = value
        assert is_refusal(caller.get("/api/me/"), 401)
        assert caller.get("/accounts/").status_code == 302


@pytest.mark.parametrize("refresh", ["", "null", "a.b.c", "a" * 10_000])
def test_a_refresh_cookie_that_holds_no_token_is_refused(caller: Client, refresh: str) -> None:
    caller.cookies["refresh"] = refresh
    headers = {"X-Requested-With": "fetch", "Sec-Fetch-Site": "same-origin"}
    assert is_refusal(caller.post("/api/token/refresh/", {}, content_type="application/json", headers=headers), 401)


@pytest.mark.parametrize("path", ["sign-ins/end-all/", "password/", "exchange/token/", "exchange/session/"])
@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES.keys())
def test_a_body_that_is_no_request_does_no_harm_to_who_sent_it(ann: User, path: str, body: bytes) -> None:
    app = App()
    app.sign_in()
    app.client.raise_request_exception = False
    headers = {"Authorization": f"Bearer {app.access}"}
    answer = app.client.generic("POST", f"/api/{path}", body, content_type="application/json", headers=headers)
    assert answer.status_code < 500
    if answer.status_code >= 400:
        assert is_refusal(answer, 400, 401, 403, 413)


@pytest.mark.parametrize("value", [v for v in VALUES.values() if isinstance(v, str) and v != "\ud800"], ids=ascii)
def test_odd_text_in_a_form_is_answered_by_the_form(ann: User, value: str) -> None:
    browser = Browser()
    browser.client.raise_request_exception = False
    fields = {"username": value, "password": value}
    assert browser.submit("/accounts/login/", **fields).status_code in {401, 422}
    assert browser.submit("/accounts/signup/", email="a@example.org", **fields).status_code in {302, 422}


def is_refusal(answer: HttpResponse, *statuses: int) -> bool:
    assert answer.status_code in statuses, (answer.status_code, answer.content[:300])
    assert answer["Content-Type"] == "application/json"
    assert {"detail", "code"} <= set(answer.json()) <= {"detail", "code", "errors"}
    assert isinstance(answer.json()["code"], str)
    return True


@pytest.mark.parametrize("body", ['{"transport": "\\ud800"}', '{"\\udfff": ["\\uDBFF"]}'])
def test_half_a_surrogate_pair_is_refused_wherever_it_stands(caller: Client, body: str) -> None:
    assert caller.post("/api/token/", body, content_type="application/json").status_code == 400


def test_a_whole_surrogate_pair_is_a_character(caller: Client, ann: User) -> None:
    body = '{"username": "ann", "password": "\\ud83d\\ude00"}'
    assert caller.post("/api/token/", body, content_type="application/json").status_code == 401


@pytest.mark.parametrize("charset", ["hex", "idna", "punycode", "utf-16", "no-such-thing"])
def test_a_form_is_utf_8_whatever_it_claims(caller: Client, ann: User, charset: str) -> None:
    kind = f"application/x-www-form-urlencoded; charset={charset}"
    assert caller.generic("POST", "/api/token/", b"username=ann&password=%ff", kind).status_code == 401


@pytest.mark.parametrize("origin", ["http://[", "null", "", "http://127.0.0.1:8000.evil.example"])
def test_an_origin_that_is_not_this_sites_is_refused(caller: Client, origin: str) -> None:
    headers = {"X-Requested-With": "fetch", "Origin": origin}
    body = {"username": "ann", "password": PASSWORD, "transport": "cookie"}
    assert caller.post("/api/token/", body, content_type="application/json", headers=headers).status_code == 403
