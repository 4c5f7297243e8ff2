"""Each test of the contract runs once for every way to stay signed in."""

import pytest
from pytest_django import Settings

from tests.devices import WAYS, Browser, Device, Way


@pytest.fixture(params=WAYS, ids=lambda way: way.name)
def way(request: pytest.FixtureRequest, settings: Settings) -> Way:
    return use(request.param, settings)


@pytest.fixture
def device(way: Way, ann: object) -> Device:
    """Ann's, signed in."""
    return way.signed_in()


@pytest.fixture
def other(way: Way, device: Device) -> Device:
    """Ann's second one, signed in the same way."""
    return way.signed_in()


@pytest.fixture
def desk(ann: object) -> Browser:
    """A browser in which Ann is signed in, whatever the mode under test."""
    browser = Browser()
    browser.sign_in()
    return browser


def use(way: Way, settings: Settings) -> Way:
    settings.SESSION_STORE = way.store
    settings.SESSION_ENGINE = f"accounts.session_stores.{way.store}"
    return way
