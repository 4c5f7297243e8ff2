"""What a browser is told about each cookie that carries a credential."""

from collections.abc import Iterator
from http.cookies import Morsel, SimpleCookie

import httpx
import pytest
from django.conf import settings

from accounts.models import User
from api import transport
from tests import live_node as live
from tests.cast import PASSWORD
from tests.devices import OWN_PAGE, SESSIONS, TOKENS, Way
from tests.live_node import LiveNode

HOST = "auth.example.org"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("way", SESSIONS, ids=lambda way: way.name, indirect=True)
def test_no_script_reads_the_session_cookie_and_no_other_site_posts_with_it(way: Way, ann: User) -> None:
    cookie = way.signed_in().client.cookies[settings.SESSION_COOKIE_NAME]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/")
    assert not cookie["domain"]
    assert len(cookie.key + cookie.value) <= 4096


@pytest.mark.django_db(transaction=True)
def test_the_refresh_cookie_goes_to_the_token_endpoints_alone(ann: User) -> None:
    cookie = TOKENS[1].signed_in().client.cookies[transport.COOKIE]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Strict", "/api/token/")
    assert len(cookie.key + cookie.value) <= 4096


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("way", [SESSIONS[0], TOKENS[1]], ids=lambda way: way.name, indirect=True)
def test_signing_out_takes_the_cookie_away(way: Way, ann: User) -> None:
    device = way.signed_in()
    cookies = device.sign_out().cookies
    name = settings.SESSION_COOKIE_NAME if way.mode == "session" else transport.COOKIE
    assert cookies[name].value == ""
    assert cookies[name]["max-age"] == 0


@pytest.fixture(scope="module")
def https_node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveNode]:
    """As behind a proxy that ends TLS."""
    with live.serve(
        tmp_path_factory.mktemp("https"),
        SITE_URL=f"https://{HOST}",
        SECRET_KEY="a-secret-key-for-the-node-behind-the-proxy-0123456789-0123456789",
    ) as node:
        yield node


@pytest.fixture
def visitor(https_node: LiveNode) -> Iterator[httpx.Client]:
    headers = {"Host": HOST, "X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.1"}
    with httpx.Client(base_url=https_node.url, headers=headers) as client:
        yield client


@pytest.mark.xdist_group("https_node")
def test_over_https_the_session_and_csrf_cookies_belong_to_this_host_alone(visitor: httpx.Client) -> None:
    csrf = cookies_of(visitor.get("/accounts/login/"))["__Host-csrftoken"]
    form = {"username": "ann", "password": PASSWORD, "csrfmiddlewaretoken": csrf.value}
    headers = {"Cookie": f"__Host-csrftoken={csrf.value}", "Referer": f"https://{HOST}/accounts/login/"}
    signed_in = visitor.post("/accounts/login/", data=form, headers=headers)
    session = cookies_of(signed_in)["__Host-sessionid"]
    for cookie in (csrf, session):
        assert (cookie["secure"], cookie["path"], cookie["domain"]) == (True, "/", "")
    assert session["httponly"] is True


@pytest.mark.xdist_group("https_node")
def test_over_https_the_refresh_cookie_is_secure_by_name(visitor: httpx.Client) -> None:
    body = {"username": "ann", "password": PASSWORD, "transport": "cookie"}
    cookie = cookies_of(visitor.post("/api/token/", json=body, headers=OWN_PAGE))["__Secure-refresh"]
    assert (cookie["secure"], cookie["httponly"], cookie["samesite"]) == (True, True, "Strict")


@pytest.mark.xdist_group("https_node")
def test_over_https_browsers_are_told_to_stay_there(visitor: httpx.Client) -> None:
    assert "max-age=31536000" in visitor.get("/accounts/login/").headers["Strict-Transport-Security"]
    plain = visitor.get("/accounts/login/", headers={"X-Forwarded-Proto": "http"})
    assert (plain.status_code, plain.headers["Location"]) == (301, f"https://{HOST}/accounts/login/")


def cookies_of(response: httpx.Response) -> dict[str, Morsel]:
    jar: SimpleCookie = SimpleCookie()
    for header in response.headers.get_list("Set-Cookie"):
        jar.load(header)
    return dict(jar)
