"""Keeps what went over the wire in a run, for `compare --exchanges FILE`: apart from the report, which has no secrets.

{"schema": 1, "exchanges": [{"experiment", "lane", "phase", "method", "path", "status", "sent", "sent_bytes",
                             "received", "received_bytes", "elapsed_us", "server_timing": {...} or null}, ...]}
"""

import json
from dataclasses import asdict, dataclass, field

from comparison.narration import Exchanged
from comparison.runner import Event, Listener

SCHEMA = 1


@dataclass
class Recording:
    """A listener before another. As many exchanges as a narrator tells of, and no more: see `narration`."""

    further: Listener
    exchanges: list[Exchanged] = field(default_factory=list)

    def __call__(self, event: Event) -> None:
        if isinstance(event, Exchanged):
            self.exchanges.append(event)
        self.further(event)

    def as_json(self) -> str:
        kept = [asdict(exchange) for exchange in self.exchanges]
        return json.dumps({"schema": SCHEMA, "exchanges": kept}, indent=2, ensure_ascii=False) + "\n"
