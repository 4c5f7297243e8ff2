"""By which ways a process hears of revocations. A feed is read by the thread that serves a request."""

from hashlib import sha256
from typing import Protocol

from django.conf import settings

from accounts.revocation.replica import Replica


class FeedLost(Exception):
    """The feed broke off: what was sent meanwhile is not known, and everything has to be loaded anew."""


class Missed(Exception):
    """There is news, but not what: the latest rows of the truth have to be read."""


class OutOfStep(Exception):
    """The replica cannot vouch for anything at the moment."""


class Source(Protocol):
    """All the feeds of a process, taken together."""

    def open(self) -> None:
        """Once this has returned, nothing that is announced is missed. Raises FeedLost."""

    def close(self) -> None: ...

    def bring_in_step(self, replica: Replica) -> None:
        """Applies what has arrived by now. Raises FeedLost, Missed or OutOfStep."""


def channel() -> str:
    """Two deployments may share a cache server or a database server: each listens to its own."""
    return "revocations_" + sha256(settings.SITE_URL.encode()).hexdigest()[:16]
