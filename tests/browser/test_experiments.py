"""The experiments in a browser: predict, run, watch, read; by keyboard, on a phone, and for those who cannot see."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from comparison.live.queue import Queue
from comparison.live.runs import Ended, Run
from tests import live_node
from tests.browser.accessibility import violations
from tests.browser.conftest import Device
from tests.browser.steps import sign_in
from tests.browser.watching import Watch, fits
from tests.comparison.live.conftest import conducted, enter, exchanged, say
from tests.comparison.reports import a_report
from tests.live_node import LiveNode

pytestmark = pytest.mark.xdist_group("browser")

PHONE = {"width": 390, "height": 844}
QUICK = "/experiments/confidentiality/"
TOKEN = "ey" + "J0b2tlbg" * 120
GET = "GET /api/me/ HTTP/1.1\r\nHost: 127.0.0.1:1\r\n"
LONG_S = 90_000


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveNode]:
    """A site that may run experiments, and has a report."""
    directory = tmp_path_factory.mktemp("site")
    (directory / "report.json").write_text(a_report().as_json())
    with live_node.serve(directory, EXPERIMENTS="on") as node:
        yield node


@pytest.fixture
def visitor(browser: Browser, site: LiveNode) -> Iterator[Device]:
    watch = Watch(site.url)

    def opened(**options: Any) -> Page:
        context = browser.new_context(base_url=site.url, **options)
        watch.over(context)
        return context.new_page()

    yield opened
    for context in browser.contexts:
        context.close()
    assert watch.faults == []


@pytest.fixture
def queue(site: LiveNode) -> Queue:
    return Queue(Path(site.env["VAR"]) / "runs")


@pytest.fixture
def finished(queue: Queue) -> Run:
    """A run of one experiment in which every mode, and a variant, sent something."""
    run = enter(queue)
    modes = ("jwt", "jwt_revocable", "hybrid", "jwt_encrypted")
    say(
        run,
        exchanged("session", f"{GET}Cookie: sessionid=1\r\n\r\n"),
        *(exchanged(mode, f"{GET}Authorization: Bearer {TOKEN}\r\n\r\n") for mode in modes),
    )
    run.keep(a_report())
    run.end(Ended("finished"))
    return run


def test_predict_run_watch_and_read_by_keyboard(visitor: Device, site: LiveNode) -> None:
    page = visitor()
    page.goto(QUICK)
    page.get_by_role("radio").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Run it now")).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/runs/\w+/\?predicted=jwt"))
    expect(page.get_by_role("status")).to_be_visible()
    expect(page.locator("#run[data-events] .exchange").first).to_be_visible(timeout=LONG_S)
    expect(page.get_by_role("heading", name="Finding")).to_be_focused(timeout=LONG_S)
    expect(page.locator(".prediction")).to_contain_text("As you predicted")
    said = page.locator(".finding").inner_text()
    page.reload()
    expect(page.locator(".finding")).to_have_text(said)
    permalink = page.get_by_role("link", name="Permalink of this run").get_attribute("href")
    assert httpx.get(f"{site.url}{permalink}run.json").json()["experiments"][0]["finding"] == said


def test_an_exchange_is_read_in_four_forms_by_keyboard(visitor: Device, finished: Run) -> None:
    page = visitor()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(finished.url)
    row = page.locator(".exchange").first
    row.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(row.get_by_label("The request, raw")).to_be_visible()
    page.keyboard.press("Tab")
    for form in ("Pretty", "curl"):
        page.keyboard.press("ArrowRight")
        expect(row.get_by_role("tab", name=form)).to_be_focused()
    expect(row.get_by_label("As a curl command")).to_contain_text("Cookie: sessionid=1")
    expect(row.get_by_label("The request, raw")).to_be_hidden()
    row.get_by_role("button", name="Copy").locator("visible=true").click()
    expect(row.get_by_role("button", name="Copied")).to_be_visible()
    assert str(page.evaluate("navigator.clipboard.readText()")).startswith("curl -i -X GET")


def test_a_run_can_be_read_without_scripts(visitor: Device, finished: Run) -> None:
    page = visitor(java_script_enabled=False)
    page.goto(f"{finished.url}?predicted=session")
    expect(page.locator(".prediction")).to_contain_text("Measured otherwise")
    page.locator(".exchange summary").first.click()
    expect(page.get_by_label("As Python").first).to_be_visible()


def open_everything(page: Page) -> None:
    page.evaluate("document.querySelectorAll('main details').forEach((each) => { each.open = true })")


def test_a_finished_run_is_for_everybody_and_for_a_phone(visitor: Device, finished: Run) -> None:
    page = visitor(viewport=PHONE)
    page.goto(f"{finished.url}?predicted=jwt")
    open_everything(page)
    assert fits(page)
    assert violations(page) == []


def test_a_run_that_waits_is_for_everybody_and_for_a_phone(visitor: Device, queue: Queue) -> None:
    page = visitor(viewport=PHONE)
    with conducted(queue):
        first, waiting = enter(queue, "state", "size"), enter(queue)
        page.goto(waiting.url)
        expect(page.get_by_role("status")).to_have_text("1 run before this one.")
        assert fits(page)
        assert violations(page) == []
        first.end(Ended("cancelled"))
        expect(page.get_by_role("status")).to_have_text("About to begin.")
        waiting.end(Ended("failed", "A lab node did not start."))
        expect(page.get_by_role("heading", name="Not measured")).to_be_focused()


@pytest.mark.parametrize("path", ["/", "/experiments/", "/experiments/revocation/?predicted=jwt", "/experiments/size/"])
def test_the_pages_are_for_everybody(path: str, visitor: Device) -> None:
    page = visitor(viewport=PHONE)
    page.goto(path)
    open_everything(page)
    assert fits(page)
    assert violations(page) == []


def test_the_front_page_starts_a_run_and_leads_on(visitor: Device, queue: Queue) -> None:
    page = visitor()
    with conducted(queue):
        page.goto("/")
        expect(page.get_by_role("link", name="Which should I use?")).to_have_attribute("href", "/advisor/")
        page.get_by_role("button", name="Measure again").click()
        expect(page.locator(".steps li")).to_have_count(10)
        page.get_by_role("button", name="Cancel the run").click()
        (run,) = queue.open_runs()
        assert run.is_cancelled
        run.end(Ended("cancelled", "The run was cancelled."))
        expect(page.get_by_role("heading", name="Cancelled")).to_be_visible()


def test_the_footer_says_how_this_page_was_authenticated(visitor: Device) -> None:
    page = visitor()
    page.goto("/")
    expect(page.locator("#your-request")).to_contain_text("not signed in, no credential")
    sign_in(page, "ann")
    told = page.locator("#your-request")
    expect(told).to_contain_text("Session")
    expect(told).to_contain_text("B of credential")
    timing = page.evaluate("performance.getEntriesByType('navigation')[0].serverTiming.map((each) => each.toJSON())")
    sql = next(metric["description"] for metric in timing if metric["name"] == "sql")
    expect(told.locator("[data-cost=sql]")).to_have_text(sql)
