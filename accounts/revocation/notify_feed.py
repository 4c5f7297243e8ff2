"""PostgreSQL's NOTIFY: a second way, independent of the cache server, and part of the transaction that revokes.

It tells of what a publisher wrote that is cut off from the cache server, and tells a node that is.
"""

from typing import Any

import psycopg
from django.db import connection

from accounts.revocation.entries import Entry, decode
from accounts.revocation.feeds import FeedLost, channel


class NotifyFeed:
    """Best effort: nothing proves that it still hears, so trust rests on the lease of the other feed."""

    def __init__(self) -> None:
        self._connection: psycopg.Connection[Any] | None = None

    def open(self) -> None:
        self.close()
        parameters = connection.get_connection_params()
        options = {name: value for name, value in parameters.items() if name in LIBPQ}
        try:
            self._connection = psycopg.connect(**options, autocommit=True, connect_timeout=2)
            self._connection.execute(f"LISTEN {channel()}")
        except psycopg.Error as error:
            raise FeedLost(str(error)) from error

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    @property
    def is_open(self) -> bool:
        return self._connection is not None

    def fileno(self) -> int | None:
        return self._connection.fileno() if self._connection else None

    def drain(self) -> list[Entry]:
        if self._connection is None:
            return []
        try:
            notes = list(self._connection.notifies(timeout=0))
            return [entry for note in notes for entry in decode(note.payload)]
        except (psycopg.Error, ValueError, TypeError) as error:
            self.close()
            raise FeedLost(type(error).__name__) from error


# Of what Django hands to psycopg.connect: where the server is and who we are.
LIBPQ = {
    *("host", "port", "dbname", "user", "password", "service", "passfile"),
    *("sslmode", "sslcert", "sslkey", "sslrootcert", "options"),
}
