"""Tells every process of a revocation. When the revoking call returns, no process accepts the credential any more."""

import logging
import time
from collections.abc import Iterator, Sequence
from functools import cache

from django.conf import settings
from django.db import connection, transaction
from redis import Redis
from redis.exceptions import RedisError

from accounts.models import Revocation
from accounts.refusals import Unavailable
from accounts.revocation import file_feed
from accounts.revocation.entries import Entry, encode
from accounts.revocation.feeds import FeedLost, channel
from accounts.revocation.valkey_feed import LEASE

log = logging.getLogger("authcompare.revocation")

# An entry takes up to 100 bytes, and a NOTIFY holds fewer than 8,000.
ENTRIES_A_MESSAGE = 60
# Beyond the lease: the time that a request may take between its check and its answer. Seconds.
MARGIN = 0.1


def announce(rows: Sequence[Revocation]) -> None:
    """Called in the transaction that writes the rows; what it sends, it sends if that is committed.

    Whether this process holds a replica itself does not matter: others may, while a site changes its REVOCATION node by
    node, or beside a command that runs with another.
    """
    if not settings.HEARS_REVOCATIONS:
        return
    if connection.vendor == "sqlite":
        transaction.on_commit(_mark_file)
        return
    messages = list(_messages(rows))
    with connection.cursor() as cursor:
        cursor.executemany("SELECT pg_notify(%s, %s)", [(channel(), message) for message in messages])
    transaction.on_commit(lambda: _publish(messages))


def _mark_file() -> None:
    try:
        file_feed.mark_changed()
    except FeedLost as error:
        raise Unavailable(f"the mark beside the database cannot be written: {error}") from error


def _publish(messages: list[str]) -> None:
    """Where it cannot be published, waits until no replica is trusted that has not heard from the server since.

    The second round trip makes sure that the server has handed the message to every subscriber's socket: it writes
    what one turn of its loop brought before it reads the next command.
    """
    committed = time.monotonic()
    try:
        client = _client()
        pipeline = client.pipeline(transaction=False)
        for message in messages:
            pipeline.publish(channel(), message)
        pipeline.execute()
        client.ping()
    except (RedisError, OSError) as error:
        log.warning("revocations cannot be published (%s): waiting for the lease to run out", type(error).__name__)
        time.sleep(max(0.0, committed + LEASE + MARGIN - time.monotonic()))


def _messages(rows: Sequence[Revocation]) -> Iterator[str]:
    for start in range(0, len(rows), ENTRIES_A_MESSAGE):
        yield encode(Entry.of(row) for row in rows[start : start + ENTRIES_A_MESSAGE])


@cache
def _client() -> Redis:
    return Redis.from_url(settings.CACHE_URL, socket_timeout=1, socket_connect_timeout=1)
