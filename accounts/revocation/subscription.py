"""PostgreSQL and Valkey: two ways to hear of a revocation, of which one proves that it is alive.

Valkey delivers within microseconds and holds the lease. PostgreSQL's NOTIFY is part of the revoking transaction, so
that news arrives from a publisher that is cut off from Valkey, and at a node that is.
"""

import logging
import select

from accounts.revocation.entries import Entry
from accounts.revocation.feeds import FeedLost, OutOfStep
from accounts.revocation.notify_feed import NotifyFeed
from accounts.revocation.replica import Replica
from accounts.revocation.valkey_feed import ValkeyFeed, clock

log = logging.getLogger("authcompare.revocation")

# After a lease could not be renewed, how long the database is asked without waiting for Valkey. Seconds.
SUSPENSION = 0.25
# How often a lost NOTIFY is tried again. Seconds.
LISTEN_AGAIN = 5.0


class Subscription:
    def __init__(self) -> None:
        self._valkey, self._notify = ValkeyFeed(), NotifyFeed()
        self._poll = select.poll()
        self._always_read = False
        self._suspended_until = 0.0
        self._listen_again_at = 0.0

    def open(self) -> None:
        self._valkey.open()
        self._notify.open()
        self._watch()

    def close(self) -> None:
        self._valkey.close()
        self._notify.close()

    def bring_in_step(self, replica: Replica) -> None:
        if self._always_read or self._poll.poll(0):
            self._take_in(replica)
        if not self._valkey.holds_lease():
            self._renew_lease(replica)
        if not self._notify.is_open:
            self._listen_again()

    def _take_in(self, replica: Replica) -> None:
        replica.apply(self._valkey.drain())
        replica.apply(self._heard_by_notify())

    def _renew_lease(self, replica: Replica) -> None:
        """An idle process proves its lease when it is next used: one round trip. Raises OutOfStep without an answer."""
        if clock() < self._suspended_until:
            raise OutOfStep("Valkey does not answer")
        replica.apply(self._valkey.await_proof())
        if not self._valkey.holds_lease():
            self._suspended_until = clock() + SUSPENSION
            raise OutOfStep("Valkey does not answer")

    def _heard_by_notify(self) -> list[Entry]:
        try:
            return self._notify.drain()
        except FeedLost as error:
            log.warning("PostgreSQL's NOTIFY broke off (%s): Valkey alone tells of revocations", error)
            self._watch()
            return []

    def _listen_again(self) -> None:
        """Once it works again everything is loaded anew: raises FeedLost."""
        now = clock()
        if now < self._listen_again_at:
            return
        self._listen_again_at = now + LISTEN_AGAIN
        probe = NotifyFeed()
        try:
            probe.open()
        except FeedLost:
            return
        probe.close()
        raise FeedLost("PostgreSQL can be listened to again")

    def _watch(self) -> None:
        self._poll = select.poll()
        descriptors = [self._valkey.fileno(), self._notify.fileno()]
        self._always_read = descriptors[0] is None
        for descriptor in descriptors:
            if descriptor is not None:
                self._poll.register(descriptor, select.POLLIN)
