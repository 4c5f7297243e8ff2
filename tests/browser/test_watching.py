"""The watch itself: it sees what it is there for."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.browser.watching import Watch, fits
from tests.live_node import LiveNode

pytestmark = pytest.mark.xdist_group("browser")


@pytest.fixture
def watch(live_node: LiveNode) -> Watch:
    return Watch(live_node.url)


@pytest.fixture
def watched(new_context: Callable[..., BrowserContext], watch: Watch) -> Page:
    context = new_context()
    watch.over(context)
    page = context.new_page()
    page.goto("/accounts/login/")
    assert watch.faults == []
    return page


@pytest.mark.parametrize(
    ("script", "fault"),
    [
        ("console.error('broken')", "broken"),
        ("setTimeout(() => { throw new Error('thrown') })", "thrown"),
        ("document.body.setAttribute('style', 'color: red')", "Content Security Policy"),
        ("fetch('/nowhere/')", "404 for"),
        ("fetch('http://localhost:9/').catch(() => {})", "localhost:9"),
    ],
)
def test_a_fault_is_seen(script: str, fault: str, watched: Page, watch: Watch) -> None:
    watched.evaluate(f"() => {{ {script} }}")
    watched.wait_for_load_state("networkidle")
    watched.wait_for_timeout(100)
    assert any(fault in seen for seen in watch.faults), watch.faults


def test_a_page_that_is_too_wide_does_not_fit(watched: Page) -> None:
    assert fits(watched)
    watched.evaluate("document.querySelector('main').style.width = '9999px'")
    assert not fits(watched)
