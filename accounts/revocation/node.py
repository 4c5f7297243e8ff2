"""This process's replica, brought in step by the thread that asks.

No thread runs beside the requests: a check first takes in what has arrived, and only then looks into memory. What
cannot be trusted raises OutOfStep, and the caller asks the database instead.
"""

import logging
import os
import time
from datetime import timedelta
from threading import Lock
from uuid import UUID

from django.db import Error, connection
from django.utils import timezone

from accounts.refusals import Reason
from accounts.revocation import truth
from accounts.revocation.entries import Credential
from accounts.revocation.feeds import FeedLost, Missed, OutOfStep, Source
from accounts.revocation.file_feed import FileFeed
from accounts.revocation.replica import Replica
from accounts.revocation.subscription import Subscription

log = logging.getLogger("authcompare.revocation")

# How long after a failure nobody tries again. Seconds.
RETRY_AFTER = 0.25
# News is read from so long before the table was last read: longer than a transaction lasts and than clocks differ.
OVERLAP = timedelta(minutes=2)
SWEEP_EVERY = 300.0


class Node:
    def __init__(self) -> None:
        self._start_over()

    def find(self, credential: Credential) -> Reason | None:
        """Why the credential is no longer trusted, if so. Raises OutOfStep."""
        if connection.in_atomic_block:
            raise OutOfStep("a transaction sees what it has written itself in the table alone")
        if self._pid != os.getpid():
            self._start_over()  # a fork: the connections are the parent's
        if not self._in_step:
            self._load()
        with self._lock:
            self._bring_in_step()
            return self._replica.find(credential)

    def is_in_step(self) -> bool:
        """Whether a check would be answered from memory; for health checks."""
        try:
            self.find(Credential(_NOBODY, 0, 0))
        except OutOfStep:
            return False
        return True

    def stop(self) -> None:
        """Listens no more; the next check begins anew."""
        with self._lock:
            self._listen_no_more()

    def size(self) -> int:
        return len(self._replica)

    def _start_over(self) -> None:
        self._pid = os.getpid()
        self._lock, self._loading = Lock(), Lock()
        self._replica = Replica()
        self._source: Source | None = None
        self._in_step = False
        self._read_at = timezone.now()
        self._retry_at = 0.0
        self._swept_at = time.monotonic()

    def _load(self) -> None:
        """Listens first and loads then, so that nothing falls between. One thread does; the others raise OutOfStep."""
        if time.monotonic() < self._retry_at or not self._loading.acquire(blocking=False):
            raise OutOfStep("loading")
        try:
            source = FileFeed() if connection.vendor == "sqlite" else Subscription()
            source.open()
            reading_at = timezone.now()
            entries = truth.load()
            with self._lock:
                self._replica.apply(entries)
                self._source, self._in_step, self._read_at = source, True, reading_at
        except (FeedLost, Error) as error:
            self._retry_at = time.monotonic() + RETRY_AFTER
            raise OutOfStep(type(error).__name__) from error
        finally:
            self._loading.release()

    def _bring_in_step(self) -> None:
        if self._source is None:
            raise OutOfStep("not loaded")
        try:
            self._source.bring_in_step(self._replica)
        except Missed:
            self._read_news()
        except FeedLost as error:
            self._lose(error)
        if time.monotonic() - self._swept_at > SWEEP_EVERY:
            self._replica.sweep()
            self._swept_at = time.monotonic()

    def _read_news(self) -> None:
        """Since the last reading, and not of the last minutes: a process may not have been asked anything for days."""
        reading_at = timezone.now()
        try:
            self._replica.apply(truth.load(since=min(self._read_at, reading_at) - OVERLAP))
        except Error as error:
            self._lose(error)
        self._read_at = reading_at

    def _lose(self, error: Exception) -> None:
        """What is in memory stays true, but it may be too little: all is loaded again."""
        log.warning("the replica is out of step (%s): the database is asked until it is loaded again", error)
        self._listen_no_more()
        raise OutOfStep from error

    def _listen_no_more(self) -> None:
        if self._source is not None:
            self._source.close()
        self._source, self._in_step = None, False


_NOBODY = UUID(int=0)
this_node = Node()
