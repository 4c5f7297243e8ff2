"""Valkey's publish and subscribe, with a lease: proof, at most a second old, that this process is still heard of."""

import ssl
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from redis import ConnectionPool
from redis.exceptions import RedisError

from accounts.revocation.entries import Entry, decode
from accounts.revocation.feeds import FeedLost, channel

# How long a replica is trusted after the last proof. Publishers wait as long where they cannot publish. Seconds.
LEASE = 1.0
# A process in use proves it again when half of the lease has gone. Seconds.
PROVE_AFTER = LEASE / 2
# How long a request waits for the proof of a lease that has run out. Seconds.
PATIENCE = 0.1
# A server that has left a ping unanswered for so long is connected to anew. Seconds.
HOPE = 3.0
# After so much news at once there may be more on its way, held back by a full buffer: a proof is asked for.
MUCH = 100
NEVER = float("-inf")


def _boot_time() -> float:
    return time.clock_gettime(time.CLOCK_BOOTTIME)


# Goes on while a machine sleeps, unlike Linux's monotonic clock: a lease must not outlive a pause.
clock: Callable[[], float] = _boot_time if hasattr(time, "CLOCK_BOOTTIME") else time.monotonic


class ValkeyFeed:
    """The server answers a ping after everything that it sent before, so an answered ping proves the time it was sent.

    A ping that is answered late proves a moment that is long past, and nothing else.
    """

    def __init__(self) -> None:
        self._connection: Any = None
        self._proven_at = NEVER
        self._asked_at: float | None = None

    def open(self) -> None:
        self.close()
        try:
            pool: ConnectionPool = ConnectionPool.from_url(
                settings.CACHE_URL, protocol=3, socket_timeout=1, socket_connect_timeout=1
            )
            self._connection = pool.make_connection()
            self._connection.connect()
            self._connection.send_command("SUBSCRIBE", channel(), check_health=False)
            self._connection.read_response(push_request=True, timeout=1)
        except (RedisError, OSError) as error:
            self.close()
            raise FeedLost(type(error).__name__) from error

    def close(self) -> None:
        if self._connection is not None:
            self._connection.disconnect()
        self._connection, self._proven_at, self._asked_at = None, NEVER, None

    def fileno(self) -> int | None:
        """For poll; None where TLS may hold back what poll cannot see."""
        socket = self._connection._sock  # redis-py has no public name for it
        return None if isinstance(socket, ssl.SSLSocket) else socket.fileno()

    def drain(self) -> list[Entry]:
        entries: list[Entry] = []
        try:
            while self._connection.can_read(timeout=0):
                entries += self._take(self._connection.read_response(push_request=True, timeout=1))
        except (RedisError, OSError, ValueError, TypeError) as error:
            self.close()
            raise FeedLost(type(error).__name__) from error
        if len(entries) > MUCH:
            self._proven_at = NEVER
        return entries

    def holds_lease(self) -> bool:
        now = clock()
        if now - self._proven_at >= PROVE_AFTER:
            self.ask(now)
        return now - self._proven_at < LEASE

    def ask(self, now: float) -> None:
        """Sends a ping, unless one is under way."""
        if self._asked_at is not None:
            if now - self._asked_at > HOPE:
                self.close()
                raise FeedLost("no answer")
            return
        try:
            self._connection.send_command("PING", check_health=False)
        except (RedisError, OSError) as error:
            self.close()
            raise FeedLost(type(error).__name__) from error
        self._asked_at = now

    def await_proof(self) -> list[Entry]:
        """Waits up to PATIENCE for a lease; the caller sees from `holds_lease` whether it came. Raises FeedLost."""
        entries: list[Entry] = []
        deadline = clock() + PATIENCE
        while not self.holds_lease() and (left := deadline - clock()) > 0:
            self._wait_readable(left)
            entries += self.drain()
        return entries

    def _wait_readable(self, seconds: float) -> None:
        try:
            self._connection.can_read(timeout=seconds)
        except (RedisError, OSError) as error:
            self.close()
            raise FeedLost(type(error).__name__) from error

    def _take(self, response: Any) -> list[Entry]:
        if isinstance(response, list):
            return decode(response[2]) if response[0] in (b"message", "message") else []
        self._proven_at, self._asked_at = self._asked_at or NEVER, None
        return []
