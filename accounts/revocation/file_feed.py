"""SQLite: the processes share a file system, and so a mark in shared memory, which a publisher changes.

Seeing whether it has changed reads eight bytes of memory: no system call, no network, no cache server.
"""

import mmap
import os
import secrets
import time
from pathlib import Path

from django.db import connection

from accounts.revocation.feeds import FeedLost, Missed
from accounts.revocation.replica import Replica

SIZE = 8
# How often it is made sure that the file has not been replaced. Seconds.
LOOK_AGAIN = 1.0


def path() -> Path:
    """Beside the database, where SQLite keeps its own shared memory."""
    return Path(f"{connection.settings_dict['NAME']}-revocations")


class FileFeed:
    """Trusted without a lease: what one process writes here, the next instruction of any other reads."""

    def __init__(self) -> None:
        self._memory = mmap.mmap(-1, SIZE)  # nobody else's, until it is opened
        self._seen = b""
        self._inode = 0
        self._looked_at = 0.0

    def open(self) -> None:
        try:
            descriptor = os.open(path(), os.O_RDWR | os.O_CREAT, 0o600)
            try:
                if os.fstat(descriptor).st_size < SIZE:
                    os.ftruncate(descriptor, SIZE)
                self._inode = os.fstat(descriptor).st_ino
                self._memory = mmap.mmap(descriptor, SIZE)
            finally:
                os.close(descriptor)
        except OSError as error:
            raise FeedLost(str(error)) from error
        self._seen = self._memory[:]

    def close(self) -> None:
        self._memory = mmap.mmap(-1, SIZE)

    def bring_in_step(self, replica: Replica) -> None:
        """Raises Missed where the mark has changed: the rows themselves stand in the table."""
        if time.monotonic() - self._looked_at > LOOK_AGAIN:
            self._look_again()
        mark = self._memory[:]
        if mark != self._seen:
            self._seen = mark  # before the table is read: a change during the reading is seen the next time
            raise Missed

    def _look_again(self) -> None:
        try:
            inode = path().stat().st_ino
        except OSError as error:
            raise FeedLost(str(error)) from error
        if inode != self._inode:
            raise FeedLost("the file was replaced")
        self._looked_at = time.monotonic()

    def mark(self) -> None:
        """A random mark, since two publishers could count to the same number."""
        self._memory[:] = secrets.token_bytes(SIZE)


def mark_changed() -> None:
    """After the commit. Raises FeedLost."""
    feed = FileFeed()
    feed.open()
    feed.mark()
