"""The server enforces both deadlines, whatever a cookie or a client says."""

from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.utils import timezone

from tests.devices import App, Browser, Device

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_databases]

SOON = timedelta(seconds=30)


def later(span: timedelta) -> time_machine.travel:
    return time_machine.travel(timezone.now() + span)


def idle_timeout(device: Device) -> timedelta:
    if isinstance(device, Browser):
        return settings.SESSION_IDLE_TIMEOUT
    return settings.REFRESH_TOKEN_LIFETIME


def use(device: Device) -> None:
    """As its user does every few days."""
    if isinstance(device, App):
        assert device.refresh().status_code == 200
    assert device.is_signed_in


def test_an_unused_sign_in_dies_at_its_idle_timeout(device: Device, other: Device) -> None:
    with later(idle_timeout(device) - SOON):
        use(other)
    with later(idle_timeout(device) + SOON):
        assert device.is_dead


def test_no_use_carries_a_sign_in_beyond_its_absolute_timeout(device: Device) -> None:
    is_session = isinstance(device, Browser)
    absolute = settings.SESSION_ABSOLUTE_TIMEOUT if is_session else settings.REFRESH_TOKEN_LIFETIME
    for days in range(7, absolute.days, 7):
        with later(timedelta(days=days)):
            use(device)
    with later(absolute + SOON):
        assert device.is_dead


def test_a_session_in_use_outlives_its_idle_timeout(desk: Browser) -> None:
    for days in (10, 20):
        with later(timedelta(days=days)):
            assert desk.is_signed_in
    assert timedelta(days=20) > settings.SESSION_IDLE_TIMEOUT


def test_an_expired_sign_in_is_listed_no_more(device: Device) -> None:
    with later(timedelta(days=31)):
        assert [listed["current"] for listed in _signed_in_again(device).list_devices()] == [True]


def test_being_seen_is_noted(device: Device) -> None:
    (before,) = device.list_devices()
    with later(timedelta(days=3)):
        use(device)
        (after,) = device.list_devices()
    assert after["last_seen_at"] > before["last_seen_at"]
    assert after["expires_at"] == before["expires_at"]


def _signed_in_again(device: Device) -> Device:
    again = type(device)()
    again.sign_in()
    return again
