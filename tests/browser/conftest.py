"""A real browser, Debian's headless Chromium, at a real server."""

import atexit
import shutil
from collections.abc import Callable, Iterator
from tempfile import TemporaryDirectory
from typing import Any, TypeAlias

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.browser.watching import Watch
from tests.live_node import LiveNode

# As root a sandbox cannot be made; and a browser in a test asks the network for nothing of its own accord.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def chromium() -> str:
    for name in ("chromium-headless-shell", "chromium", "google-chrome"):
        if found := shutil.which(name):
            return found
    pytest.fail("No Chromium: run `make browsers`, or apt-get install chromium-headless-shell.", pytrace=False)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_type_launch_args, "executable_path": chromium(), "args": ARGUMENTS}


@pytest.fixture(scope="session", autouse=True)
def _tidied(_pw_artifacts_folder: TemporaryDirectory[str]) -> None:
    """The plugin leaves its directory to pytest's own clean-up, which a worker of xdist does not come to."""
    atexit.register(_pw_artifacts_folder.cleanup)


@pytest.fixture(scope="session")
def base_url(live_node: LiveNode) -> str:
    """Pages are opened by their path: page.goto("/accounts/")."""
    return live_node.url


Device: TypeAlias = Callable[..., Page]


@pytest.fixture
def new_device(new_context: Callable[..., BrowserContext], live_node: LiveNode) -> Iterator[Device]:
    """`new_device()` is a page in a browser that nobody has used yet. What its pages may never do fails the test."""
    watch = Watch(live_node.url)

    def opened(**options: Any) -> Page:
        context = new_context(**options)
        context.set_default_timeout(10_000)
        watch.over(context)
        return context.new_page()

    yield opened
    assert watch.faults == []
