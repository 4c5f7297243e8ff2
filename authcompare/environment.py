"""Reads the environment for settings.py; a bad value raises ImproperlyConfigured with one clear sentence."""

import os
import re
from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key
from environs import Env, EnvError

env = Env()

_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
_BOOLEANS = {"1": True, "true": True, "on": True, "yes": True, "0": False, "false": False, "off": False, "no": False}


def string(name: str, default: str = "") -> str:
    return env.str(name, default)


def strings(name: str, default: Sequence[str] = ()) -> list[str]:
    return [part.strip() for part in env.list(name, list(default)) if part.strip()]


def integer(name: str, default: int, *, minimum: int = 0) -> int:
    try:
        value = env.int(name, default)
    except EnvError as error:
        raise ImproperlyConfigured(f"{name} must be a whole number, not {env.str(name)!r}.") from error
    if value < minimum:
        raise ImproperlyConfigured(f"{name} must be at least {minimum}, not {value}.")
    return value


def boolean(name: str, default: bool) -> bool:
    text = env.str(name, "").strip().lower()
    if not text:
        return default
    if text not in _BOOLEANS:
        raise ImproperlyConfigured(f"{name} must be on or off, not {text!r}.")
    return _BOOLEANS[text]


def choice(name: str, choices: Sequence[str], default: str) -> str:
    value = env.str(name, "") or default
    if value not in choices:
        raise ImproperlyConfigured(f"{name} must be one of {', '.join(choices)}, not {value!r}.")
    return value


def duration(name: str, default: str) -> timedelta:
    """A span written as a number with a unit, s, m, h or d: 90s, 5m, 14d. A bare number counts seconds."""
    text = (env.str(name, "") or default).strip().lower()
    found = re.fullmatch(r"(\d{1,9})([smhd]?)", text)
    if not found or int(found[1]) == 0:
        raise ImproperlyConfigured(f"{name} must be a duration such as 30s, 5m, 12h or 14d, not {text!r}.")
    return timedelta(seconds=int(found[1]) * _UNITS[found[2] or "s"])


def database(name: str, default: str) -> dict[str, Any]:
    """Django's DATABASES entry for a URL: sqlite:///path, or postgres://user:password@host:port/name."""
    url = env.str(name, "") or default
    scheme = urlsplit(url).scheme
    if scheme == "sqlite":
        return _sqlite(dict(dj_database_url.parse(url)))
    if scheme in {"postgres", "postgresql"}:
        return dict(dj_database_url.parse(url, conn_max_age=600, conn_health_checks=True))
    raise ImproperlyConfigured(f"{name} must start with sqlite:// or postgres://, not {scheme or 'nothing'}://.")


def _sqlite(config: dict[str, Any]) -> dict[str, Any]:
    """Write-ahead log, so that readers never wait; IMMEDIATE, so that a writer waits instead of failing half-way."""
    pragmas = "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA busy_timeout=20000;"
    options = {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": pragmas}
    return {**config, "OPTIONS": options, "CONN_MAX_AGE": None}


def cache(name: str, default: str, *, counted: bool) -> dict[str, Any]:
    """Django's CACHES entry for redis://, rediss://, unix:// (Redis or Valkey) or memcached://host:port.

    With `counted`, the backend counts its commands for `Server-Timing`.
    """
    url = env.str(name, "") or default
    parts = urlsplit(url)
    if parts.scheme in {"redis", "rediss", "unix"}:
        backend = "accounts.server_timing.CountedRedisCache" if counted else "django_redis.cache.RedisCache"
        return {"BACKEND": backend, "LOCATION": url, "KEY_PREFIX": "authcompare", "OPTIONS": _REDIS_OPTIONS}
    if parts.scheme == "memcached":
        plain = "django.core.cache.backends.memcached.PyMemcacheCache"
        backend = "accounts.server_timing.CountedMemcache" if counted else plain
        location = parts.netloc or f"unix:{unquote(parts.path)}"
        return {"BACKEND": backend, "LOCATION": location, "KEY_PREFIX": "authcompare", "OPTIONS": _MEMCACHED_OPTIONS}
    raise ImproperlyConfigured(
        f"{name} must start with redis://, rediss://, unix:// or memcached://, not {parts.scheme or 'nothing'}://."
    )


# A cache that does not answer must not hang a request: one second, then the request fails clearly.
_REDIS_OPTIONS = {"SOCKET_CONNECT_TIMEOUT": 1, "SOCKET_TIMEOUT": 1}
_MEMCACHED_OPTIONS = {"connect_timeout": 1, "timeout": 1}


def email(name: str, default: str) -> dict[str, Any]:
    """Django's EMAIL_* settings for smtp://, smtps:// or smtp+tls://user:password@host:port, or console://."""
    url = env.str(name, "") or default
    parts = urlsplit(url)
    if parts.scheme == "console":
        return {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
    if parts.scheme not in {"smtp", "smtps", "smtp+tls"}:
        raise ImproperlyConfigured(f"{name} must start with smtp://, smtps://, smtp+tls:// or console://.")
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port,
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_USE_SSL": parts.scheme == "smtps",
    }


def secret_key(name: str, *, kept_in: Path | None) -> str:
    """The variable, or without it a key made once and kept in a file that only this user may read."""
    value = env.str(name, "")
    if value:
        return value
    if kept_in is None:
        raise ImproperlyConfigured(f"{name} must be set: a site that others can reach needs a secret of its own.")
    if not kept_in.exists():
        writable_directory(kept_in.parent)
        with (
            suppress(FileExistsError),
            os.fdopen(os.open(kept_in, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file,
        ):
            file.write(get_random_secret_key())
    return kept_in.read_text().strip()


def writable_directory(path: Path) -> Path:
    try:
        path.mkdir(parents=True, exist_ok=True)
        probe = path / ".writable"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise ImproperlyConfigured(f"{path} cannot be written: {error.strerror}.") from error
    return path
