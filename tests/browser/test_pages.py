"""Every page: no console error, no request to another origin (`new_device` watches both), nothing beyond the edge."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import Page, Response, expect

from comparison.experiments import EXPERIMENTS
from comparison.turn import Turn
from tests.browser.conftest import Device
from tests.browser.steps import access_token, sign_in
from tests.browser.watching import fits
from tests.cast import PASSWORD
from tests.comparison.reports import a_report
from tests.live_node import LiveNode

pytestmark = pytest.mark.xdist_group("browser")

PHONE = {"width": 390, "height": 844}
DRAWN_BY_SCRIPTS = "/api/docs/"
FOR_ALL = (
    "/",
    "/experiments/",
    *(f"/experiments/{experiment.id}/" for experiment in EXPERIMENTS),
    DRAWN_BY_SCRIPTS,
    "/nowhere/",
    "/accounts/login/",
    "/accounts/signup/",
    "/accounts/password_reset/",
    "/accounts/password_reset/done/",
    "/accounts/reset/MQ/stale-token/",
    "/accounts/reset/done/",
)
FOR_THE_SIGNED_IN = (
    "/",
    "/accounts/",
    "/accounts/sign-ins/",
    "/accounts/sign-ins/end-others/",
    "/accounts/password_change/",
    "/admin/",
    "/admin/accounts/user/",
    "/admin/accounts/user/1/change/",
    "/admin/accounts/signin/",
    "/admin/accounts/session/",
    "/admin/token_blacklist/outstandingtoken/",
    "/admin/token_blacklist/blacklistedtoken/",
)


@pytest.fixture(scope="module", autouse=True)
def _measured(live_node: LiveNode) -> None:
    """The server has measured: its pages are full."""
    (Path(live_node.env["VAR"]) / "report.json").write_text(a_report().as_json())


def test_every_page_for_all_is_sound_on_a_phone(new_device: Device) -> None:
    page = new_device(viewport=PHONE)
    assert [path for path in FOR_ALL if not is_sound(page, path)] == []


def test_every_page_for_the_signed_in_is_sound_on_a_phone(new_device: Device, live_node: LiveNode) -> None:
    page = new_device(viewport=PHONE)
    sign_in(page, "stella")
    access_token(live_node, "stella")
    assert [path for path in FOR_THE_SIGNED_IN if not is_sound(page, path)] == []


def is_sound(page: Page, path: str) -> bool:
    response = page.goto(path)
    if path == DRAWN_BY_SCRIPTS:
        page.wait_for_load_state("networkidle")
    assert response
    assert response.status == (404 if path == "/nowhere/" else 200), path
    return fits(page) and page.title().count("authcompare") == 1


def test_the_front_page_is_light_and_waits_for_one_style_sheet_alone(new_device: Device) -> None:
    page = new_device()
    answers: list[Response] = []

    def keep(answer: Response) -> None:  # Playwright refuses a method of a list
        answers.append(answer)

    page.on("response", keep)
    page.goto("/", wait_until="networkidle")
    assert len(answers) > 2
    assert sum(len(answer.body()) for answer in answers) < 150_000
    assert page.locator("link[rel=stylesheet]").count() == 1
    assert page.locator("script:not([defer], [type=module])").count() == 0


def test_the_front_page_fills_itself_when_the_run_is_done(new_device: Device, live_node: LiveNode) -> None:
    page, directory = new_device(), Path(live_node.env["VAR"])
    with Turn(directory / "compare.lock").taken():
        page.goto("/")
        expect(page.get_by_role("status")).to_contain_text("Measuring on this server now")
    expect(page.get_by_role("status")).to_have_count(0)
    expect(page.locator(".overview")).to_be_visible()


def test_a_figure_tells_what_stands_behind_it_when_it_has_the_focus(new_device: Device) -> None:
    page = new_device(viewport=PHONE)
    page.goto("/")
    figure = page.locator(".measured").first
    figure.focus()
    expect(figure.locator(".spread")).to_be_in_viewport(ratio=1)
    assert fits(page)


def test_the_keyboard_reaches_the_content_first(new_device: Device) -> None:
    page = new_device()
    page.goto("/accounts/login/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_label("User name")).to_be_focused()


def test_the_place_one_is_at_is_marked_in_the_navigation(new_device: Device) -> None:
    page = new_device()
    page.goto("/experiments/")
    expect(page.locator("nav [aria-current=page]")).to_have_text("Experiments")


def test_the_api_docs_call_the_api(new_device: Device) -> None:
    page = new_device()
    page.goto("/api/docs/")
    call = page.locator("#operations-token-token_obtain")
    call.get_by_role("button").first.click()
    call.get_by_role("button", name="Try it out").click()
    call.locator("textarea").fill(json.dumps({"username": "ben", "password": PASSWORD}))
    call.get_by_role("button", name="Execute").click()
    expect(call.locator(".live-responses-table tbody .response-col_status")).to_have_text("200")
