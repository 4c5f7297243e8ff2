"""The audit trail: what happened, to whom, and that it never stands in the way."""

import logging

import pytest
from django.db import DatabaseError
from django.test import Client

from accounts.models import AuthEvent, User
from tests.devices import App, Browser

# What is noted once a transaction is committed needs transactions that are.
pytestmark = pytest.mark.django_db(transaction=True)
Kind = AuthEvent.Kind


def kinds(user: User) -> list[str]:
    return list(AuthEvent.objects.filter(user=user).order_by("id").values_list("kind", flat=True))


def test_the_life_of_an_app_is_noted_in_order(ann: User) -> None:
    app = App("192.0.2.7")
    app.sign_in()
    app.refresh()
    app.sign_out()
    assert kinds(ann) == [Kind.SIGNED_IN, Kind.REFRESHED, Kind.SIGN_IN_ENDED]
    first = AuthEvent.objects.earliest("id")
    assert (first.mode, first.ip, str(first.sign_in_id) != "None", first.succeeded) == ("jwt", "192.0.2.7", True, True)


def test_a_failed_sign_in_is_noted_with_its_reason_and_never_with_what_was_typed(ann: User) -> None:
    App().sign_in("ann", "my-other-password")
    App().sign_in("my-password-in-the-wrong-field", "x")
    known, unknown = AuthEvent.objects.order_by("id")
    assert (known.user, known.succeeded, known.reason) == (ann, False, "wrong_password")
    assert unknown.user is None
    assert "password-in-the" not in str(AuthEvent.objects.values())


def test_the_user_sees_the_last_twenty_on_their_own_page(ann: User, ben: User) -> None:
    for _ in range(25):
        AuthEvent.objects.create(kind=Kind.SIGNED_UP, succeeded=True, user=ann)
    browser, other = Browser(), Browser()
    browser.sign_in("ann")
    other.sign_in("ben")
    page = browser.client.get("/accounts/").content.decode()
    assert page.count("signed up") == 19
    assert page.count("signed in</th>") == 1
    assert "signed up" not in other.client.get("/accounts/").content.decode()


def test_a_trail_that_cannot_be_written_fails_no_sign_in(
    ann: User, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise DatabaseError("the disk is full")

    monkeypatch.setattr(AuthEvent.objects, "bulk_create", fail)
    app = App()
    with caplog.at_level(logging.ERROR):
        assert app.sign_in().status_code == 200
    assert app.is_signed_in
    assert "the disk is full" in caplog.text


def test_the_admin_shows_it_and_changes_nothing(staff: User) -> None:
    browser = Browser()
    browser.sign_in("stella")
    event = AuthEvent.objects.latest("id")
    assert browser.client.get("/admin/accounts/authevent/?kind=signed_in").status_code == 200
    assert browser.client.get("/admin/accounts/authevent/add/").status_code == 403
    assert browser.submit(f"/admin/accounts/authevent/{event.pk}/change/", reason="forged").status_code == 403
    assert browser.submit(f"/admin/accounts/authevent/{event.pk}/delete/", post="yes").status_code == 403


def test_a_visitor_has_no_such_page() -> None:
    assert Client().get("/accounts/").status_code == 302
