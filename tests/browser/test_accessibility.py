"""axe-core finds nothing on any page of ours, in light and in dark."""

import pytest

from tests.browser.accessibility import violations
from tests.browser.conftest import Device
from tests.browser.steps import access_token, sign_in
from tests.browser.test_pages import DRAWN_BY_SCRIPTS, FOR_ALL, FOR_THE_SIGNED_IN
from tests.live_node import LiveNode

pytestmark = pytest.mark.xdist_group("browser")
# Swagger UI and Django's admin are drawn by others.
OURS = [path for path in FOR_ALL if path != DRAWN_BY_SCRIPTS]
OF_THE_ACCOUNT = [path for path in FOR_THE_SIGNED_IN if not path.startswith("/admin/")]


def test_pages_for_all(new_device: Device) -> None:
    page = new_device()
    found = {}
    for path in OURS:
        page.goto(path)
        found[path] = violations(page)
    assert {path: faults for path, faults in found.items() if faults} == {}


def test_pages_for_the_signed_in(new_device: Device, live_node: LiveNode) -> None:
    page = new_device()
    sign_in(page, "ann")
    access_token(live_node, "ann")
    found = {}
    for path in OF_THE_ACCOUNT:
        page.goto(path)
        found[path] = violations(page)
    assert {path: faults for path, faults in found.items() if faults} == {}
