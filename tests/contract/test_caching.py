"""Whatever carries a credential or depends on one is kept by no cache."""

import pytest
from django.http import HttpResponse

from accounts.models import User
from tests.devices import App, Browser, Device, PageApp, Way

pytestmark = pytest.mark.django_db(transaction=True)


def test_me_is_kept_by_no_cache(device: Device) -> None:
    assert is_never_stored(device.me())


def test_the_answer_to_a_sign_in_is_kept_by_no_cache(way: Way, ann: User) -> None:
    assert is_never_stored(way.new_device().sign_in())


def test_a_refused_sign_in_is_kept_by_no_cache(way: Way, ann: User) -> None:
    assert is_never_stored(way.new_device().sign_in("ann", "not the password"))


def test_a_refused_credential_is_kept_by_no_cache(device: Device) -> None:
    device.sign_out()
    assert is_never_stored(device.me())


def test_a_refresh_is_kept_by_no_cache(ann: User) -> None:
    app = App()
    app.sign_in()
    assert is_never_stored(app.refresh())


def test_a_refusal_for_want_of_a_credential_is_kept_by_no_cache() -> None:
    assert is_never_stored(App().post("/api/token/refresh/", {}))


@pytest.mark.parametrize("page", ["", "sign-ins/", "password_change/"])
def test_the_pages_of_an_account_are_kept_by_no_cache(desk: Browser, page: str) -> None:
    assert is_never_stored(desk.client.get(f"/accounts/{page}"))


@pytest.mark.parametrize("page", ["login/", "signup/", "password_reset/"])
def test_the_forms_with_a_csrf_token_are_kept_by_no_cache(page: str) -> None:
    assert is_never_stored(Browser().client.get(f"/accounts/{page}"))


def test_the_public_keys_may_be_kept_for_a_while(ann: User) -> None:
    response = App().client.get("/.well-known/jwks.json")
    assert response["Cache-Control"] == "public, max-age=60"


@pytest.mark.parametrize("browser", [Browser, PageApp])
def test_signing_out_clears_what_the_browser_has_kept(browser: type[Device], ann: User) -> None:
    device = browser()
    device.sign_in()
    assert device.sign_out()["Clear-Site-Data"] == '"cache", "storage"'


def is_never_stored(response: HttpResponse) -> bool:
    return "no-store" in response.get("Cache-Control", "")
