"""What a lab's processes see of the environment: never the site's own database, cache or secret."""

import os
import secrets
from collections.abc import Mapping
from pathlib import Path

# What a process needs to run at all, and what measures its coverage in the tests.
_KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "PYTHONPATH", "COVERAGE_PROCESS_START", "COVERAGE_PROCESS_CONFIG")

CHECKOUT = Path(__file__).resolve().parent.parent.parent


def bare() -> dict[str, str]:
    return {name: os.environ[name] for name in _KEPT if name in os.environ}


def of_node(*, var: Path, database_url: str, cache_url: str, settings: Mapping[str, str]) -> dict[str, str]:
    """The environment of one node, as docs/architecture.md describes it; `settings` has the last word."""
    return {
        **bare(),
        "DJANGO_SETTINGS_MODULE": "authcompare.settings",
        "LAB_NODE": "on",
        "DEBUG": "off",
        "EXPERIMENTS": "off",
        "VAR": str(var),
        "DATABASE_URL": database_url,
        "CACHE_URL": cache_url,
        **settings,
    }


def new_secret() -> str:
    return secrets.token_urlsafe(50)
