"""No page of another site makes a browser do anything here."""

import pytest
from django.conf import settings

from accounts.models import SignIn, User
from api import transport
from tests.cast import PASSWORD
from tests.devices import OWN_PAGE, App, Browser, PageApp

pytestmark = pytest.mark.django_db(transaction=True)

UNSAFE = [
    ("POST", "/api/password/"),
    ("POST", "/api/sign-ins/end-all/"),
    ("DELETE", "/api/sign-ins/00000000-0000-0000-0000-000000000000/"),
    ("POST", "/api/exchange/token/"),
]
FORMS = ["login/", "signup/", "logout/", "password_change/", "password_reset/", "sign-ins/end-others/"]


@pytest.mark.parametrize("method, path", UNSAFE)
def test_a_session_cookie_alone_changes_nothing_through_the_api(desk: Browser, method: str, path: str) -> None:
    refused = desk.client.generic(method, path, b"{}", content_type="application/json")
    assert refused.status_code == 403
    assert set(refused.json()) == {"detail", "code"}
    assert desk.is_signed_in


@pytest.mark.parametrize("page", FORMS)
def test_a_form_of_another_site_is_refused(desk: Browser, page: str) -> None:
    refused = desk.client.post(f"/accounts/{page}", {"username": "ann", "password": PASSWORD})
    assert refused.status_code == 403
    assert SignIn.objects.live().count() == 1


def test_a_made_up_csrf_token_is_refused(desk: Browser) -> None:
    headers = {"X-CSRFToken": "a" * 32}
    refused = desk.client.post("/api/sign-ins/end-all/", {}, content_type="application/json", headers=headers)
    assert refused.status_code == 403


def test_a_token_in_the_header_needs_no_csrf_protection(ann: User) -> None:
    app = App()
    app.sign_in()
    assert app.end_all(except_current=True).status_code == 200


def test_a_bearer_token_beside_a_session_cookie_speaks_for_the_token_alone(desk: Browser, ben: User) -> None:
    app = App()
    app.sign_in("ben")
    both = desk.client.get("/api/me/", headers={"Authorization": f"Bearer {app.access}"})
    assert (both.json()["username"], both.json()["mode"]) == ("ben", "jwt")


def test_a_bad_bearer_token_is_not_excused_by_a_session_cookie(desk: Browser) -> None:
    assert desk.client.get("/api/me/", headers={"Authorization": "Bearer rubbish"}).status_code == 401


FOREIGN = [
    {},
    {"Sec-Fetch-Site": "same-origin"},
    {"X-Requested-With": "fetch", "Sec-Fetch-Site": "cross-site"},
    {"X-Requested-With": "fetch", "Sec-Fetch-Site": "same-site"},
    {"X-Requested-With": "fetch", "Sec-Fetch-Site": "none"},
    {"X-Requested-With": "fetch", "Origin": "https://evil.example"},
    {"X-Requested-With": "fetch", "Origin": "null"},
    {"X-Requested-With": "fetch", "Sec-Fetch-Site": "cross-site", "Origin": "http://testserver"},
]


@pytest.mark.parametrize("headers", FOREIGN, ids=str)
@pytest.mark.parametrize("endpoint", ["refresh", "blacklist"])
def test_the_refresh_cookie_serves_this_sites_own_pages_alone(
    ann: User, endpoint: str, headers: dict[str, str]
) -> None:
    app = PageApp()
    app.sign_in()
    refused = app.post(f"/api/token/{endpoint}/", {}, **headers)
    assert (refused.status_code, refused.json()["code"]) == (403, "csrf")
    assert app.refresh().status_code == 200


@pytest.mark.parametrize("headers", [{}, {"X-Requested-With": "fetch", "Sec-Fetch-Site": "cross-site"}], ids=str)
def test_no_other_site_signs_a_browser_in_by_the_cookie(ann: User, headers: dict[str, str]) -> None:
    body = {"username": "ann", "password": PASSWORD, "transport": "cookie"}
    refused = PageApp().post("/api/token/", body, **headers)
    assert refused.status_code == 403
    assert transport.COOKIE not in refused.cookies


@pytest.mark.parametrize("origin", [{"Origin": "http://testserver"}, {"Sec-Fetch-Site": "same-origin"}, {}], ids=str)
def test_an_own_page_refreshes_in_old_browsers_too(ann: User, origin: dict[str, str]) -> None:
    app = PageApp()
    app.sign_in()
    assert app.post("/api/token/refresh/", {}, **{"X-Requested-With": "fetch"}, **origin).status_code == 200


def test_the_refresh_cookie_signs_nobody_in_beyond_the_token_endpoints(ann: User) -> None:
    app = PageApp()
    app.sign_in()
    assert app.client.get("/api/me/", headers=OWN_PAGE).status_code == 401


@pytest.mark.parametrize(
    "wanted",
    ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", "http:///evil.example"],
)
def test_nobody_is_led_to_another_site_after_signing_in(ann: User, wanted: str) -> None:
    done = Browser().submit("/accounts/login/", username="ann", password=PASSWORD, next=wanted)
    assert (done.status_code, done["Location"]) == (302, "/accounts/")


def test_a_page_that_asked_for_a_sign_in_is_shown_afterwards(ann: User) -> None:
    browser = Browser()
    asked = browser.client.get("/accounts/sign-ins/?a=1")
    assert asked["Location"] == "/accounts/login/?next=/accounts/sign-ins/%3Fa%3D1"
    done = browser.submit("/accounts/login/", username="ann", password=PASSWORD, next="/accounts/sign-ins/?a=1")
    assert done["Location"] == "/accounts/sign-ins/?a=1"


def test_a_session_id_from_before_the_sign_in_does_not_carry_over(ann: User) -> None:
    browser = Browser()
    browser.client.cookies[settings.SESSION_COOKIE_NAME] = "an-attacker-knows-this-one-0123456789"
    fixed = browser.copy()
    browser.sign_in()
    assert browser.is_signed_in
    assert not fixed.is_signed_in


def test_signing_in_again_ends_the_sign_in_before(desk: Browser) -> None:
    before = desk.copy()
    desk.sign_in()
    assert desk.is_signed_in
    assert before.is_dead
