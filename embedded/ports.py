"""Loopback ports: one that is free, and whether one is taken."""

import socket
from contextlib import suppress

LOOPBACK = "127.0.0.1"


def free_port() -> int:
    with socket.create_server((LOOPBACK, 0)) as server:
        port: int = server.getsockname()[1]
        return port


def is_listening(port: int, host: str = LOOPBACK) -> bool:
    with suppress(OSError), socket.create_connection((host, port), timeout=1):
        return True
    return False


def is_listening_at(path: str) -> bool:
    """Whether a server answers at a unix socket; a file that a killed server left behind does not."""
    with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as client:
        client.settimeout(1)
        client.connect(path)
        return True
    return False
