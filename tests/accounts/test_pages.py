"""The account pages and their forms: what they answer, and what they say."""

import threading
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from django.core.mail import EmailMessage
from django.test import Client

from accounts.models import SignIn, User
from tests.cast import PASSWORD
from tests.devices import App, Browser
from tests.live_node import LiveNode

pytestmark = pytest.mark.django_db(transaction=True)

NEW = "an entirely different passphrase"


@pytest.fixture
def desk(ann: User) -> Browser:
    browser = Browser()
    browser.sign_in()
    return browser


def sign_up(browser: Browser, **fields: str) -> str:
    wanted = {"username": "carla", "email": "carla@example.org", "password": PASSWORD} | fields
    response = browser.submit("/accounts/signup/", **wanted)
    assert response.status_code in {302, 422}
    return response.content.decode()


# --- signing up and in


def test_who_signs_up_is_signed_in() -> None:
    browser = Browser()
    sign_up(browser)
    assert browser.me().json()["username"] == "carla"
    assert "Your account stands and you are signed in." in browser.client.get("/accounts/").content.decode()


@pytest.mark.parametrize(
    "fields, message",
    [
        ({"username": "ANN"}, "This user name is taken."),
        ({"email": "Ann@Example.ORG"}, "This e-mail address is taken."),
        ({"username": "böse"}, "Enter a valid username."),
        ({"username": "a b"}, "Enter a valid username."),
        ({"username": ""}, "This field is required."),
        ({"email": "no address"}, "Enter a valid email address."),
        ({"password": "short"}, "This password is too short."),
        ({"password": "1234567890123"}, "This password is entirely numeric."),
        ({"password": "carla-carla", "username": "carla-carla"}, "The password is too similar to the"),
        ({"username": "a" * 151}, "at most 150 characters"),
        ({"password": "p" * 129}, "at most 128 characters"),
    ],
)
def test_a_fault_in_the_sign_up_form_is_named(ann: User, fields: dict[str, str], message: str) -> None:
    assert message in sign_up(Browser(), **fields)
    assert User.objects.count() == 3


def test_the_api_names_the_same_faults(ann: User) -> None:
    body = {"username": "ANN", "email": "ANN@example.org", "password": "short"}
    refused = App().post("/api/signup/", body)
    assert refused.status_code == 400
    assert set(refused.json()["errors"]) == {"username", "email", "password"}


def test_who_signs_up_by_the_api_signs_in_by_the_page() -> None:
    body = {"username": "carla", "email": "carla@example.org", "password": PASSWORD}
    assert App().post("/api/signup/", body).status_code == 201
    assert Browser().sign_in("carla").status_code == 302


def test_of_simultaneous_sign_ups_with_one_name_one_succeeds(live_node: LiveNode) -> None:
    name = f"carla-{uuid4().hex[:8]}"

    def one(number: int) -> int:
        with live_node.client() as client:
            body = {"username": name, "email": f"{name}-{number}@example.org", "password": PASSWORD}
            return client.post("/api/signup/", json=body).status_code

    with ThreadPoolExecutor(6) as pool:
        assert sorted(pool.map(one, range(6))) == [201, 400, 400, 400, 400, 400]


def test_who_is_signed_in_does_not_sign_up_again(desk: Browser) -> None:
    assert desk.client.get("/accounts/signup/")["Location"] == "/accounts/"


def test_a_wrong_password_is_answered_by_the_form(ann: User) -> None:
    refused = Browser().sign_in("ann", "not the password")
    assert refused.status_code == 401
    page = refused.content.decode()
    assert "The user name or the password is not right, or the account is disabled." in page
    assert "not the password" not in page


def test_an_empty_sign_in_form_names_what_is_missing() -> None:
    page = Browser().sign_in("", "")
    assert page.status_code == 422
    assert page.content.decode().count("This field is required.") >= 2


@pytest.mark.parametrize("page", ["", "sign-ins/", "password_change/", "sign-ins/end-others/"])
def test_a_visitor_is_asked_to_sign_in_first(page: str) -> None:
    response = Client().get(f"/accounts/{page}")
    assert (response.status_code, response["Location"]) == (302, f"/accounts/login/?next=/accounts/{page}")


def test_signing_out_says_so_and_shows_the_door(desk: Browser) -> None:
    assert desk.sign_out()["Location"] == "/accounts/login/"
    assert "You are signed out." in desk.client.get("/accounts/login/").content.decode()


# --- devices


def test_the_devices_of_both_modes_are_shown(desk: Browser) -> None:
    App().sign_in()
    page = desk.client.get("/accounts/sign-ins/").content.decode()
    assert page.count("Firefox on Linux") >= 2
    assert page.count("this one") == 1
    assert "JWT" in page
    assert "End all others" in page


def test_a_name_of_a_device_is_text_and_not_markup(desk: Browser) -> None:
    App().client.post(
        "/api/token/",
        {"username": "ann", "password": PASSWORD},
        content_type="application/json",
        headers={"User-Agent": "<script>alert(1)</script>"},
    )
    assert "<script>alert(1)" not in desk.client.get("/accounts/sign-ins/").content.decode()


def test_ending_a_device_asks_for_the_password(desk: Browser) -> None:
    app = App()
    app.sign_in()
    address = f"/accounts/sign-ins/{app.sign_in_id}/end/"
    assert "End this sign-in?" in desk.client.get(address).content.decode()
    refused = desk.submit(address, password="not the password")
    assert refused.status_code == 422
    assert "This is not your password." in refused.content.decode()
    assert app.is_signed_in


def test_the_right_password_ends_the_device(desk: Browser) -> None:
    app = App()
    app.sign_in()
    done = desk.submit(f"/accounts/sign-ins/{app.sign_in_id}/end/", password=PASSWORD)
    assert done["Location"] == "/accounts/sign-ins/"
    assert "Firefox on Linux is signed out." in desk.client.get("/accounts/sign-ins/").content.decode()
    assert app.is_dead


def test_ending_the_device_in_use_signs_out(desk: Browser) -> None:
    desk.submit(f"/accounts/sign-ins/{desk.sign_in_id}/end/", password=PASSWORD)
    assert desk.is_dead


@pytest.mark.parametrize(
    "others, message", [(1, "1 other device is signed out."), (2, "2 other devices are signed out.")]
)
def test_all_others_end_together(desk: Browser, others: int, message: str) -> None:
    for _ in range(others):
        App().sign_in()
    assert "End all others?" in desk.client.get("/accounts/sign-ins/end-others/").content.decode()
    desk.submit("/accounts/sign-ins/end-others/", password=PASSWORD)
    assert message in desk.client.get("/accounts/sign-ins/").content.decode()
    assert SignIn.objects.live().count() == 1


def test_a_device_of_another_user_or_of_nobody_is_not_found(desk: Browser, ben: User) -> None:
    app = App()
    app.sign_in("ben")
    for sign_in_id in (app.sign_in_id, uuid4()):
        address = f"/accounts/sign-ins/{sign_in_id}/end/"
        assert desk.client.get(address).status_code == 404
        assert desk.submit(address, password=PASSWORD).status_code == 404
    assert app.is_signed_in


# --- passwords


def test_a_changed_password_is_said_to_be_changed(desk: Browser) -> None:
    assert desk.change_password(PASSWORD, NEW)["Location"] == "/accounts/"
    page = desk.client.get("/accounts/").content.decode()
    assert "Your password is changed. Your other devices are signed out." in page


@pytest.mark.parametrize(
    "old, new, message",
    [
        ("not the password", NEW, "This is not your current password."),
        (PASSWORD, "short", "This password is too short."),
        (PASSWORD, "password1234", "This password is too common."),
        (PASSWORD, "", "This field is required."),
    ],
)
def test_a_fault_in_the_password_form_is_named(desk: Browser, old: str, new: str, message: str) -> None:
    refused = desk.change_password(old, new)
    assert refused.status_code == 422
    assert message in refused.content.decode()


def test_a_reset_says_the_same_for_a_known_and_an_unknown_address(ann: User, mailoutbox: list[EmailMessage]) -> None:
    answers = [ask_for_reset(address) for address in ("ann@example.org", "nobody@example.org")]
    assert answers[0] == answers[1]
    assert [mail.to for mail in mailoutbox] == [["ann@example.org"]]


def test_a_reset_is_sent_for_an_address_in_any_casing(ann: User, mailoutbox: list[EmailMessage]) -> None:
    ask_for_reset("ANN@example.org")
    assert [mail.to for mail in mailoutbox] == [["ann@example.org"]]


def test_no_reset_is_sent_to_a_disabled_user(ann: User, mailoutbox: list[EmailMessage]) -> None:
    ann.is_active = False
    ann.save()
    ask_for_reset("ann@example.org")
    assert mailoutbox == []


def test_a_reset_link_works_once(ann: User, mailoutbox: list[EmailMessage]) -> None:
    ask_for_reset("ann@example.org")
    address = "/" + str(mailoutbox[0].body).split("://", 1)[1].split("/", 1)[1].split()[0]
    client = Client()
    form = client.get(address, follow=True).request["PATH_INFO"]
    client.post(form, {"new_password1": NEW, "new_password2": NEW})
    again = Client().get(address, follow=True).content.decode()
    assert "This link no longer works" in again
    assert Browser().sign_in("ann", NEW).status_code == 302


def test_an_invented_reset_link_changes_nothing(ann: User) -> None:
    page = Client().get("/accounts/reset/MQ/abcdef-0123456789abcdef/", follow=True).content.decode()
    assert "This link no longer works" in page


def ask_for_reset(address: str) -> str:
    response = Client().post("/accounts/password_reset/", {"email": address}, follow=True)
    for thread in threading.enumerate():
        if thread.name == "password-reset-mail":
            thread.join()
    return response.content.decode()
