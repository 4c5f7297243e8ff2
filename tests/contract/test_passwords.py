import re
import threading

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core.mail import EmailMessage
from django.test import Client

from accounts.models import EndReason, SignIn, User
from tests.cast import PASSWORD
from tests.devices import SESSIONS, Browser, Device, Way

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_databases]

NEW = "an entirely different passphrase"


def test_a_password_change_ends_the_others_and_keeps_this_one(device: Device, other: Device) -> None:
    assert device.change_password(PASSWORD, NEW).status_code in {204, 302}
    assert other.is_dead
    assert device.is_signed_in
    assert SignIn.objects.get(ended_at__isnull=False).end_reason == EndReason.PASSWORD_CHANGED


@pytest.mark.parametrize("way", SESSIONS, ids=lambda way: way.name, indirect=True)
@pytest.mark.parametrize("door", ["page", "API"])
def test_the_session_goes_on_under_a_new_id_and_copies_of_the_old_one_are_dead(device: Browser, door: str) -> None:
    before = device.copy()
    if door == "page":
        device.change_password(PASSWORD, NEW)
    else:
        passwords = {"old_password": PASSWORD, "new_password": NEW}
        assert device.call("POST", "/api/password/", passwords).status_code == 204
    assert device.credentials != before.credentials
    assert device.is_signed_in
    assert before.is_dead


def test_only_the_new_password_signs_in_afterwards(way: Way, device: Device) -> None:
    device.change_password(PASSWORD, NEW)
    assert way.new_device().sign_in("ann", PASSWORD).status_code == 401
    assert way.signed_in("ann", NEW).is_signed_in


def test_a_wrong_current_password_changes_nothing(device: Device, other: Device) -> None:
    assert device.change_password("not the password", NEW).status_code in {401, 422}
    assert device.is_signed_in
    assert other.is_signed_in


def test_a_weak_new_password_changes_nothing(way: Way, device: Device, other: Device) -> None:
    assert device.change_password(PASSWORD, "12345").status_code in {400, 422}
    assert other.is_signed_in
    assert way.signed_in("ann", PASSWORD).is_signed_in


def test_a_password_change_leaves_other_users_alone(way: Way, device: Device, ben: User) -> None:
    of_ben = way.signed_in("ben")
    device.change_password(PASSWORD, NEW)
    assert of_ben.is_signed_in


def test_a_password_reset_ends_every_sign_in(
    way: Way, device: Device, other: Device, mailoutbox: list[EmailMessage]
) -> None:
    reset_by_mail("ann@example.org", NEW, mailoutbox)
    assert device.is_dead
    assert other.is_dead
    assert way.signed_in("ann", NEW).is_signed_in


def test_a_password_set_by_an_administrator_ends_every_sign_in(device: Device, ann: User) -> None:
    ann.set_password(NEW)
    ann.save()
    assert device.is_dead


def test_a_password_hashed_anew_ends_nothing(device: Device, other: Device, ann: User) -> None:
    """The hasher's parameters rise with the years; nobody is to be signed out for that."""
    costlier = Argon2PasswordHasher().encode(PASSWORD, "a salt of some length")
    User._base_manager.filter(pk=ann.pk).update(password=costlier)
    assert device.sign_in().status_code in {200, 302}
    ann.refresh_from_db()
    assert ann.password != costlier
    assert other.is_signed_in


def test_nobody_is_sent_mail_after_mail(ann: User, ben: User, mailoutbox: list[EmailMessage]) -> None:
    for address in ("ann@example.org", "ann@example.org", "ben@example.org", "ann@example.org"):
        ask_for_mail(Client(), address)
    assert [mail.to for mail in mailoutbox] == [["ann@example.org"], ["ben@example.org"]]


def ask_for_mail(client: Client, address: str) -> None:
    client.post("/accounts/password_reset/", {"email": address})
    for thread in threading.enumerate():
        if thread.name == "password-reset-mail":
            thread.join()


def reset_by_mail(address: str, password: str, mailoutbox: list[EmailMessage]) -> None:
    client = Client()
    ask_for_mail(client, address)
    path = re.search(r"/accounts/reset/\S+", str(mailoutbox[-1].body))[0]
    form = client.get(path, follow=True).request["PATH_INFO"]
    done = client.post(form, {"new_password1": password, "new_password2": password})
    assert done.status_code == 302
