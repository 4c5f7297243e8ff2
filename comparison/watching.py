"""Goes on calling with a credential that has been revoked, as a thief would, until it is refused."""

from dataclasses import dataclass
from threading import Event
from time import perf_counter

from comparison.modes import Visitor, call
from comparison.wire import Client

# Who is still accepted after so many requests is asked more calmly, so that a long watch disturbs nothing else.
EAGER_REQUESTS = 20
CALM_S = 0.02


@dataclass(frozen=True)
class Watch:
    """`refused_after_ms` runs from the start to the first refusal; None when none came within `watched_s`."""

    refused_after_ms: float | None
    accepted_requests: int
    watched_s: float


def watch(visitor: Visitor, at: Client | None = None, *, limit_s: float, ended: Event | None = None) -> Watch:
    """Calls until refused, for `limit_s` at the longest or until `ended` is set."""
    started, accepted, ended = perf_counter(), 0, ended or Event()
    while perf_counter() - started < limit_s and not ended.is_set():
        status = call(visitor, at).expect(200, 401, 403).status
        elapsed_s = perf_counter() - started
        if status != 200:
            return Watch(round(elapsed_s * 1000, 3), accepted, elapsed_s)
        accepted += 1
        if accepted > EAGER_REQUESTS:
            ended.wait(CALM_S)
    return Watch(None, accepted, round(perf_counter() - started, 1))
