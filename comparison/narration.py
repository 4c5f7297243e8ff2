"""What an experiment tells while it runs: what it is doing, and, phase by phase, what went over the wire."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock

from comparison.exchange import Exchange
from comparison.server_timing import ServerTiming
from comparison.wire import Client

# A lane that is watched shows how a mode works; a thousand requests of one kind show no more than the first few.
MOST_EXCHANGES = 24
MOST_ALIKE = 2
MOST_BYTES = 4096


@dataclass(frozen=True)
class Doing:
    """`lane` is the id of a mode or a variant, or empty where the words concern all of them."""

    experiment: str
    lane: str
    what: str


@dataclass(frozen=True)
class PhaseStarted:
    experiment: str
    lane: str
    phase: str


@dataclass(frozen=True)
class Exchanged:
    """One request and its answer, raw, credentials included: the lab's own, which die with it.

    The texts end after MOST_BYTES; `sent_bytes` and `received_bytes` count what was on the wire.
    """

    experiment: str
    lane: str
    phase: str
    method: str
    path: str
    status: int
    sent: str
    sent_bytes: int
    received: str
    received_bytes: int
    elapsed_us: float
    server_timing: ServerTiming | None


Told = Doing | PhaseStarted | Exchanged


@dataclass
class Narrator:
    """Handed to an experiment; safe for threads where `listener` is."""

    experiment: str
    listener: Callable[[Told], None]
    _lock: Lock = field(default_factory=Lock)
    _count: Counter[tuple[str, ...]] = field(default_factory=Counter)

    def doing(self, lane: str, what: str) -> None:
        self.listener(Doing(self.experiment, lane, what))

    @contextmanager
    def phase(self, lane: str, name: str, *clients: Client) -> Iterator[None]:
        """Tells what these clients exchange meanwhile: MOST_EXCHANGES a lane, and MOST_ALIKE of one kind a phase."""
        self.listener(PhaseStarted(self.experiment, lane, name))
        for client in clients:
            client.heard = lambda exchange: self._tell(lane, name, exchange)
        try:
            yield
        finally:
            for client in clients:
                client.heard = None

    def _tell(self, lane: str, phase: str, exchange: Exchange) -> None:
        alike = (lane, phase, exchange.method, exchange.path, str(exchange.status))
        with self._lock:
            self._count[alike] += 1
            if self._count[alike] > MOST_ALIKE or self._count[lane,] >= MOST_EXCHANGES:
                return
            self._count[lane,] += 1
        self.listener(recorded(self.experiment, lane, phase, exchange))


def recorded(experiment: str, lane: str, phase: str, exchange: Exchange) -> Exchanged:
    tells = exchange.response.values("Server-Timing")
    return Exchanged(
        experiment=experiment,
        lane=lane,
        phase=phase,
        method=exchange.method,
        path=exchange.path,
        status=exchange.status,
        sent=_text(exchange.request.raw),
        sent_bytes=len(exchange.request.raw),
        received=_text(exchange.response.raw),
        received_bytes=len(exchange.response.raw),
        elapsed_us=round(exchange.elapsed_us, 1),
        server_timing=exchange.server_timing if tells else None,
    )


def _text(raw: bytes) -> str:
    return raw[:MOST_BYTES].decode("utf-8", errors="replace")
