"""An insecure combination of settings is found by `manage.py check`, before anyone else finds it."""

import os
import subprocess
import sys
from typing import Any

import pytest
from pytest_django import Settings

from authcompare.checks import insecure_combinations, unfit_for_production
from tests.live_node import PROJECT

PRODUCTION = {
    "SITE_URL": "https://auth.example.org",
    "SECRET_KEY": "production-secret-" * 4,
    "DATABASE_URL": "postgres://localhost/authcompare",
    "CACHE_URL": "redis://localhost/0",
    "EMAIL_URL": "smtp://localhost:25",
}
SOUND = {
    "DEBUG": False,
    "ON_LOOPBACK": False,
    "HTTPS": True,
    "SITE_URL": "https://auth.example.org",
    "ALLOWED_HOSTS": ["auth.example.org"],
    "REVOCATION": "lookup",
}


@pytest.fixture
def production(settings: Settings) -> Settings:
    for name, value in SOUND.items():
        setattr(settings, name, value)
    return settings


def found() -> set[str | None]:
    return {message.id for message in (*insecure_combinations(None), *unfit_for_production(None))}


def test_sound_settings_pass(production: Settings) -> None:
    assert found() == set()


@pytest.mark.parametrize(
    ("values", "identifier"),
    [
        ({"DEBUG": True}, "E001"),
        ({"SECRET_KEY": "short"}, "E002"),
        ({"ALLOWED_HOSTS": ["*"]}, "E003"),
        ({"REVOCATION": "off"}, "W004"),
        ({"REVOCATION": "off", "SESSION_STORE": "signed_cookies"}, "E005"),
        ({"HTTPS": False}, "W006"),
        ({"EXPERIMENTS": True}, "W007"),
        ({"LAB_NODE": True}, "W007"),
        ({"JWT_ALGORITHM": "HS256"}, "W008"),
        ({"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}, "W009"),
    ],
)
def test_an_insecure_setting_is_found(production: Settings, values: dict[str, Any], identifier: str) -> None:
    for name, value in values.items():
        setattr(production, name, value)
    assert f"authcompare.{identifier}" in found()


def test_an_experiment_may_do_without_revocation(production: Settings) -> None:
    production.REVOCATION, production.LAB_NODE = "off", True
    assert found() == {"authcompare.W007"}


def check_deploy(**environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    env = {"PATH": os.environ["PATH"], **environment}
    return subprocess.run(command, cwd=PROJECT, env=env, capture_output=True, text=True, check=False)


def test_django_finds_nothing_either_in_production_settings() -> None:
    checked = check_deploy(**PRODUCTION)
    assert (checked.returncode, checked.stderr) == (0, "")


def test_production_without_a_secret_does_not_start() -> None:
    checked = check_deploy(**PRODUCTION | {"SECRET_KEY": ""})
    assert checked.stderr == (
        "authcompare: SECRET_KEY must be set: a site that others can reach needs a secret of its own.\n"
    )
