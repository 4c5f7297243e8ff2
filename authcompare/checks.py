"""Combinations of settings that would be insecure, found before a visitor finds them."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage, Error, register

TAG = "authcompare"
SECRET_KEY_LENGTH = 50


@register(TAG)
def insecure_combinations(app_configs: Sequence[AppConfig] | None, **_: Any) -> list[CheckMessage]:
    return [*_debug(), *_secret_key(), *_hosts(), *_revocation()]


@register(TAG, deploy=True)
def unfit_for_production(app_configs: Sequence[AppConfig] | None, **_: Any) -> list[CheckMessage]:
    return [*_plain_http(), *_experiments(), *_symmetric_tokens(), *_mail()]


def _debug() -> Iterable[CheckMessage]:
    if settings.DEBUG and not settings.ON_LOOPBACK:
        yield Error(
            f"DEBUG is on for {settings.SITE_URL}, which others can reach.",
            hint="DEBUG shows settings, source and the demo cast's passwords: set DEBUG=off.",
            id="authcompare.E001",
        )


def _secret_key() -> Iterable[CheckMessage]:
    if len(settings.SECRET_KEY) < SECRET_KEY_LENGTH and not settings.ON_LOOPBACK:
        yield Error(
            f"SECRET_KEY has fewer than {SECRET_KEY_LENGTH} characters.",
            hint="The signing keys are encrypted under it: set one made at random.",
            id="authcompare.E002",
        )


def _hosts() -> Iterable[CheckMessage]:
    if "*" in settings.ALLOWED_HOSTS and not settings.DEBUG:
        yield Error(
            "ALLOWED_HOSTS accepts every name.",
            hint="A password-reset link is built from the Host header: name the hosts of this site.",
            id="authcompare.E003",
        )


def _revocation() -> Iterable[CheckMessage]:
    """Only the experiments may do without: they show what it costs."""
    if settings.REVOCATION != "off" or settings.LAB_NODE:
        return
    yield checks.Warning(
        "REVOCATION is off: an access token outlives its sign-out until it expires.",
        hint="Set REVOCATION=replica, or lookup.",
        id="authcompare.W004",
    )
    if settings.SESSION_STORE == "signed_cookies":
        yield Error(
            "SESSION_STORE=signed_cookies with REVOCATION=off: a copied cookie outlives its sign-out.",
            hint="Such a session exists in the cookie alone, so only a revocation can end it.",
            id="authcompare.E005",
        )


def _plain_http() -> Iterable[CheckMessage]:
    if not settings.HTTPS:
        yield checks.Warning(
            f"{settings.SITE_URL} is plain http: its cookies and tokens can be read on the way.",
            hint="Set SITE_URL to the https:// address of the proxy in front.",
            id="authcompare.W006",
        )


def _experiments() -> Iterable[CheckMessage]:
    if settings.EXPERIMENTS or settings.LAB_NODE:
        yield checks.Warning(
            "EXPERIMENTS or LAB_NODE is on: answers tell what they cost, and visitors may start servers.",
            hint="Set EXPERIMENTS=off and LAB_NODE=off.",
            id="authcompare.W007",
        )


def _symmetric_tokens() -> Iterable[CheckMessage]:
    if settings.JWT_ALGORITHM == "HS256":
        yield checks.Warning(
            "JWT_ALGORITHM=HS256: whoever can verify a token can also make one.",
            hint="Another service can verify EdDSA, ES256 and RS256 by the published keys alone.",
            id="authcompare.W008",
        )


def _mail() -> Iterable[CheckMessage]:
    if settings.EMAIL_BACKEND.endswith("console.EmailBackend"):
        yield checks.Warning(
            "EMAIL_URL is console://: links that reset passwords are printed into the log.",
            hint="Set EMAIL_URL to the address of a mail server.",
            id="authcompare.W009",
        )
