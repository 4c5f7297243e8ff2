"""The forms of the account pages. They ask and explain; what happens is decided by the domain functions."""

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from threading import Thread
from typing import Any

from django import forms
from django.contrib.auth.forms import PasswordResetForm as DjangoPasswordResetForm
from django.contrib.auth.password_validation import password_validators_help_texts
from django.core.cache import cache

from accounts.outages import CACHE_OUTAGES

# Seconds between two mails to one user.
MAIL_EVERY = 60
PASSWORD_HELP = " ".join(password_validators_help_texts())


def _password_field(label: str, autocomplete: str, *, help_text: str = "") -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": autocomplete})
    return forms.CharField(label=label, strip=False, max_length=128, widget=widget, help_text=help_text)


def _username_field(help_text: str = "") -> forms.CharField:
    attributes = {"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
    return forms.CharField(
        label="User name", max_length=150, widget=forms.TextInput(attrs=attributes), help_text=help_text
    )


def _email_field() -> forms.EmailField:
    return forms.EmailField(label="E-mail address", widget=forms.EmailInput(attrs={"autocomplete": "email"}))


class SignUpForm(forms.Form):
    username = _username_field("Letters, digits and @ . + - _ only.")
    email = _email_field()
    password = _password_field("Password", "new-password", help_text=PASSWORD_HELP)


class SignInForm(forms.Form):
    username = _username_field()
    password = _password_field("Password", "current-password")


class PasswordChangeForm(forms.Form):
    old_password = _password_field("Current password", "current-password")
    new_password = _password_field("New password", "new-password", help_text=PASSWORD_HELP)


class ConfirmPasswordForm(forms.Form):
    password = _password_field("Your password", "current-password")


class PasswordResetForm(DjangoPasswordResetForm):
    email = _email_field()

    def send_mail(self, *args: Any, **kwargs: Any) -> None:
        """In the background: the time that a mail takes must not tell whether there is such an account."""
        _subject, _text, context, *_ = args
        send = partial(super().send_mail, *args, **kwargs)
        Thread(target=_send_seldom, args=(send, context["user"].pk), name="password-reset-mail").start()


def _send_seldom(send: Callable[[], None], user_id: int) -> None:
    """Nobody's letter box can be filled by whoever knows the address."""
    with suppress(*CACHE_OUTAGES):
        if not cache.add(f"password-reset-mail.{user_id}", 1, timeout=MAIL_EVERY):
            return
    send()
