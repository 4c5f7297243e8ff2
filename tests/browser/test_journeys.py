"""The two journeys that the site is for, in a browser, with a token of the same user beside it."""

import re
from time import sleep

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Device
from tests.browser.steps import access_token, is_accepted, is_signed_in, sign_in, sign_up
from tests.cast import PASSWORD
from tests.live_node import LiveNode

pytestmark = pytest.mark.xdist_group("browser")

NEW_PASSWORD = "a staple of batteries, quite correct"


def test_a_newcomer_rules_their_devices(new_device: Device, live_node: LiveNode) -> None:
    here, elsewhere = new_device(), new_device()
    sign_up(here, "nora")
    expect(here.get_by_role("heading", name="nora")).to_be_visible()
    sign_in(elsewhere, "nora")
    token = access_token(live_node, "nora")

    here.get_by_role("link", name="Devices", exact=True).click()
    expect(here.locator("tbody tr")).to_have_count(3)
    expect(here.get_by_text("this one")).to_have_count(1)
    end_the_other_session(here)
    assert is_signed_in(here)
    assert not is_signed_in(elsewhere)
    assert is_accepted(live_node, token)

    change_password(here)
    assert is_signed_in(here)
    assert not is_accepted(live_node, token)

    here.get_by_role("button", name="Sign out").click()
    assert not is_signed_in(here)
    sign_in(here, "nora", password=NEW_PASSWORD)


def end_the_other_session(page: Page) -> None:
    other = page.locator("tbody tr").filter(has_text="session").filter(has_not_text="this one")
    other.get_by_role("link", name="End this sign-in").click()
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="End this sign-in").click()
    expect(page.get_by_role("status")).to_contain_text("is signed out")
    expect(page.locator("tbody tr")).to_have_count(2)


def change_password(page: Page) -> None:
    page.goto("/accounts/password_change/")
    page.get_by_label("Current password").fill(PASSWORD)
    page.get_by_label("New password").fill(NEW_PASSWORD)
    page.get_by_role("button", name="Change the password").click()
    expect(page.get_by_role("status")).to_contain_text("Your password is changed")


def test_an_administrator_ends_all_sign_ins_of_a_user(new_device: Device, live_node: LiveNode) -> None:
    anns, stellas = new_device(), new_device()
    sign_in(anns, "ann")
    token = access_token(live_node, "ann")
    assert is_accepted(live_node, token)

    sign_in(stellas, "stella")
    stellas.get_by_role("link", name="Admin").click()
    stellas.get_by_role("link", name="Users", exact=True).first.click()
    stellas.get_by_role("row").filter(has_text="ann@example.org").get_by_role("checkbox").check()
    stellas.get_by_label("Action:").select_option(label="End all sign-ins")
    stellas.get_by_role("button", name="Go").click()
    # These two, and what other tests have left of hers at this node.
    expect(stellas.get_by_text(re.compile(r"\d+ sign-ins ended"))).to_be_visible()

    assert not is_signed_in(anns)
    assert not is_accepted(live_node, token)


def test_a_form_says_what_went_wrong_and_takes_the_focus_there(new_device: Device) -> None:
    page = new_device()
    page.goto("/accounts/login/")
    page.get_by_label("User name").fill("ann")
    page.get_by_label("Password", exact=True).fill("wrong")
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.get_by_role("alert")).to_contain_text("is not right")
    assert page.get_by_label("Password", exact=True).input_value() == ""


def test_an_error_leads_to_its_field(new_device: Device) -> None:
    page = new_device()
    page.goto("/accounts/signup/")
    page.get_by_role("button", name="Create the account").click()
    page.get_by_role("link", name="E-mail address: This field is required.").click()
    field = page.get_by_label("E-mail address")
    expect(field).to_be_focused()
    expect(field).to_have_accessible_description("Error: This field is required.")


def test_the_account_pages_need_no_scripts(new_device: Device) -> None:
    page = new_device(java_script_enabled=False)
    sign_in(page, "ben")
    page.get_by_role("link", name="Devices", exact=True).click()
    expect(page.get_by_text("this one")).to_be_visible()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("status")).to_contain_text("You are signed out")


def test_a_password_is_shown_when_asked_for_and_hidden_again(new_device: Device) -> None:
    page = new_device()
    page.goto("/accounts/login/")
    field = page.get_by_label("Password", exact=True)
    page.get_by_role("button", name="Show the password").click()
    expect(field).to_have_attribute("type", "text")
    page.get_by_role("button", name="Hide the password").click()
    expect(field).to_have_attribute("type", "password")


def test_a_forgotten_password_is_set_anew_by_mail(new_device: Device, live_node: LiveNode) -> None:
    here, elsewhere = new_device(), new_device()
    sign_up(elsewhere, "otto")
    here.goto("/accounts/login/")
    here.get_by_role("link", name="Forgotten your password?").click()
    here.get_by_label("E-mail address").fill("otto@example.org")
    here.get_by_role("button", name="Send the link").click()
    expect(here.get_by_role("heading", name="Look at your mail")).to_be_visible()

    here.goto(link_in_the_mail(live_node))
    for field in here.locator("main input[type=password]").all():
        field.fill(NEW_PASSWORD)
    here.get_by_role("button", name="Set the password").click()
    expect(here.get_by_role("heading", name="Your new password is set")).to_be_visible()
    assert not is_signed_in(elsewhere)
    sign_in(here, "otto", password=NEW_PASSWORD)


def link_in_the_mail(node: LiveNode) -> str:
    """In development mail goes to the console; it is sent in the background."""
    for _ in range(100):
        if found := re.search(rf"{node.url}/accounts/reset/\S+/\S+/", node.read_log()):
            return found[0]
        sleep(0.05)
    raise AssertionError("No mail came.")
