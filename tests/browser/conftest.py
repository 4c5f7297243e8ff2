"""A real browser, Debian's headless Chromium, at a real server."""

import shutil
from typing import Any

import pytest

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


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any], live_node: LiveNode) -> dict[str, Any]:
    """Pages are opened by their path: page.goto("/accounts/")."""
    return {**browser_context_args, "base_url": live_node.url}
