"""The advisor in a browser: its three verdicts, with scripts and without, by keyboard, at every width."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.accessibility import violations
from tests.browser.conftest import Device
from tests.browser.watching import fits
from tests.comparison.reports import a_report
from tests.live_node import LiveNode

pytestmark = pytest.mark.xdist_group("browser")

PHONE = {"width": 390, "height": 844}
SESSIONS = ("Browsers, on pages that the server renders", "One application", "There is a cache beside it")
HYBRID = ("Browsers, and also mobile apps or programs", "REST APIs and single-page apps", "Within minutes")
JWTS = ("Mobile apps, devices or programs, no browser", "Services that cannot reach a common store")
VERDICTS = pytest.mark.parametrize(
    ("answers", "verdict", "setting"),
    [
        (SESSIONS, "Use sessions", "SESSION_STORE=cached_db"),
        (HYBRID, "Use the hybrid", "JWT_ALGORITHM=EdDSA"),
        (JWTS, "Use JWTs", "JWT_ALGORITHM=EdDSA"),
    ],
    ids=["sessions", "hybrid", "JWTs"],
)


@pytest.fixture(scope="module", autouse=True)
def _measured(live_node: LiveNode) -> None:
    (Path(live_node.env["VAR"]) / "report.json").write_text(a_report().as_json())


def answer(page: Page, *labels: str) -> None:
    for label in labels:
        page.get_by_role("radio", name=label).first.check()


@VERDICTS
def test_each_verdict_is_reached_as_one_answers(
    answers: tuple[str, ...], verdict: str, setting: str, new_device: Device
) -> None:
    page = new_device()
    page.goto("/advisor/")
    answer(page, *answers)
    expect(page.locator(".sentence")).to_contain_text(verdict)
    expect(page.get_by_role("status")).to_contain_text(verdict)
    expect(page.get_by_role("region", name="Environment of this project")).to_contain_text(setting)
    expect(page.get_by_role("link", name="Measured here").first).to_be_visible()
    page.reload()  # the address keeps the answers
    expect(page.locator(".sentence")).to_contain_text(verdict)
    assert page.locator(":checked").count() == len(answers)


@VERDICTS
def test_each_verdict_is_reached_without_scripts(
    answers: tuple[str, ...], verdict: str, setting: str, new_device: Device
) -> None:
    page = new_device(java_script_enabled=False)
    page.goto("/advisor/")
    answer(page, *answers)
    page.get_by_role("button", name="Advise me").click()
    expect(page.locator(".sentence")).to_contain_text(verdict)
    expect(page.get_by_role("region", name="Environment of this project")).to_contain_text(setting)


def test_the_weights_move_with_each_answer(new_device: Device) -> None:
    page = new_device()
    page.goto("/advisor/")
    points = page.locator(".bars .mode-session .num")
    expect(points).to_have_text("0")
    answer(page, "One application")
    expect(points).to_have_text("4")
    answer(page, "Services that cannot reach a common store")
    expect(points).to_have_text("0")
    expect(page.locator(".bars > .mode-session")).to_contain_text("ruled out")


def test_where_nothing_fits_it_says_why_and_what_can_be_done(new_device: Device) -> None:
    page = new_device()
    page.goto("/advisor/?services=keys_only&revocation=at_once")
    expect(page.locator(".sentence")).to_contain_text("None of the three fits")
    expect(page.locator(".advice")).to_contain_text("hears of no revocation")


def test_a_reason_leads_to_its_experiment(new_device: Device) -> None:
    page = new_device()
    page.goto("/advisor/?services=one")
    page.get_by_role("link", name="Measured here").click()
    page.wait_for_url("**/experiments/scaling/")


def test_it_works_by_keyboard(new_device: Device) -> None:
    page = new_device()
    page.goto("/advisor/")
    page.get_by_role("radio").first.focus()
    page.keyboard.press("Space")
    expect(page.locator(".sentence")).to_contain_text("Use sessions")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.locator(".sentence")).to_contain_text("Use the hybrid")
    expect(page.get_by_role("radio", name="Browsers, and also mobile")).to_be_focused()


@pytest.mark.parametrize(
    "query", ["", "?clients=pages&store=cache", "?services=keys_only&revocation=at_once"], ids=["empty", "full", "none"]
)
def test_it_is_accessible_in_light_and_dark_and_fits_a_phone(query: str, new_device: Device) -> None:
    page = new_device(viewport=PHONE)
    page.goto(f"/advisor/{query}")
    assert fits(page)
    assert violations(page) == []
