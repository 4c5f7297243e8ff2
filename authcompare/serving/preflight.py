"""What must hold before anything is started, so that a mistake is one clear line and not a half-started site."""

import socket
from pathlib import Path

from django.core import checks
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError, connection

from authcompare import environment
from authcompare.serving.errors import CannotServe


def require_writable(directory: Path) -> None:
    try:
        environment.writable_directory(directory)
    except ImproperlyConfigured as error:
        raise CannotServe(str(error)) from error


def require_free_port(host: str, port: int) -> None:
    try:
        family, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except (OSError, OverflowError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise CannotServe(
            f"Port {port} on {host} cannot be used ({reason}): stop what uses it, or set another PORT."
        ) from error


def require_sound_settings() -> None:
    """Our own system checks alone: the whole set takes longer, and `make check` runs it."""
    for message in checks.run_checks(tags=["authcompare"]):
        if message.is_serious():
            raise CannotServe(f"{message.msg} {message.hint or ''}".strip())


def require_database() -> None:
    try:
        connection.ensure_connection()
    except OperationalError as error:
        reason = str(error).strip().splitlines()[-1]
        raise CannotServe(f"The database at DATABASE_URL does not answer: {reason}") from error


def require_cache() -> None:
    """Any error of any client library means the same here: it does not answer."""
    try:
        cache.set("authcompare.preflight", 1, timeout=5)
        answers = cache.get("authcompare.preflight") == 1
    except Exception as error:
        raise CannotServe(f"The cache at CACHE_URL does not answer: {error}") from error
    if not answers:
        raise CannotServe("The cache at CACHE_URL keeps nothing.")
