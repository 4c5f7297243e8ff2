"""Requests without a pause with credentials that are being revoked, and what the answers prove."""

import contextlib
import http.client
import random
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Self

from embedded.wsgi_server import WsgiServer
from tests.drills.people import Caller, Signer, Victim


@dataclass
class Case:
    """One victim. Times are of time.perf_counter, in seconds; at `returned_at` the revoking call had answered 2xx."""

    victim: Victim
    through: WsgiServer
    called_at: float = float("inf")
    returned_at: float = float("inf")
    refused_elsewhere_at: float = float("inf")
    after: Counter[int] = field(default_factory=Counter)
    seen: int = 0

    @property
    def propagation_ms(self) -> float:
        """From the start of the revoking call to the start of the first request that another node refused."""
        return (self.refused_elsewhere_at - self.called_at) * 1000


class Hammer:
    """`threads` callers, each with a connection to each node, take turns at the open cases."""

    def __init__(self, nodes: list[WsgiServer], *, threads: int, enough: int) -> None:
        self.nodes, self.enough = nodes, enough
        self.cases: list[Case] = []
        self.open: list[Case] = []
        self._lock = threading.Lock()
        self._over = threading.Event()
        self._threads = [threading.Thread(target=self._strike) for _ in range(threads)]

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join()

    def take_on(self, case: Case) -> None:
        with self._lock:
            self.cases.append(case)
            self.open.append(case)

    def finish(self, case: Case, *, within: float = 20.0) -> None:
        """Waits until enough requests have followed the revocation."""
        deadline = time.monotonic() + within
        while case.after.total() < self.enough and time.monotonic() < deadline:
            time.sleep(0.005)
        with self._lock:
            self.open.remove(case)

    def _strike(self) -> None:
        with contextlib.ExitStack() as stack:
            self._strike_with([stack.enter_context(contextlib.closing(Caller(node))) for node in self.nodes])

    def _strike_with(self, callers: list[Caller]) -> None:
        while not self._over.is_set():
            case = self._pick()
            if case is None:
                time.sleep(0.001)
                continue
            caller = random.choice(callers)
            start = time.perf_counter()
            try:
                status, _, _ = caller.call("GET", "/api/me/", case.victim.headers)
            except (OSError, http.client.HTTPException):
                continue  # a node that is down accepts nothing
            self._note(case, caller.node, start, status)

    def _pick(self) -> Case | None:
        with self._lock:
            return random.choice(self.open) if self.open else None

    def _note(self, case: Case, node: WsgiServer, start: float, status: int) -> None:
        with self._lock:
            case.seen += 1
            if start > case.returned_at:
                case.after[status] += 1
            if status == 401 and node is not case.through:
                case.refused_elsewhere_at = min(case.refused_elsewhere_at, start)


def revoke(case: Case, keeper: Signer) -> None:
    """Ends the sign-in through `case.through`, by its own token or from another device."""
    case.called_at = time.perf_counter()
    with contextlib.closing(Caller(case.through)) as caller:
        if case.victim.mode == "jwt" and random.random() < 0.5:
            status, body, _ = caller.call("POST", "/api/token/blacklist/", case.victim.headers, {})
        else:
            status, body, _ = caller.call("DELETE", f"/api/sign-ins/{case.victim.sign_in_id}/", keeper.bearer)
    if not 200 <= status < 300:
        raise AssertionError(f"the revoking call answered {status}: {body[:200]!r}")
    case.returned_at = time.perf_counter()
