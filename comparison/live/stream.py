"""A run's events as server-sent events: the number of its line is the event's id, by which a client resumes.

A stream occupies a thread of the server, of which there are few. So a process serves MOST_STREAMS at once, each for
LONGEST_S; whoever comes beyond that is told what there is and asks again, as a browser does by itself.
"""

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from threading import BoundedSemaphore

from comparison.live.events import Plain, Tail
from comparison.live.queue import Queue
from comparison.live.runs import Run

MOST_STREAMS = 2
LONGEST_S = 25.0
HEARTBEAT_S = 1.0
EVERY_S = 0.2
RETRY_MS = 1000

_places = BoundedSemaphore(MOST_STREAMS)


@dataclass
class Stream:
    """Iterated over by the server, which closes it when the client has gone."""

    queue: Queue
    run: Run
    after: int
    shown: Callable[[Plain], Plain]
    longest_s: float = LONGEST_S
    _position: int | None = field(default=None, init=False)

    def __post_init__(self) -> None:
        self._tail = Tail(self.run.events, self.after)

    def __iter__(self) -> Iterator[bytes]:
        yield f"retry: {RETRY_MS}\n\n".encode()
        has_place = _places.acquire(blocking=False)
        try:
            yield from self._until(time.monotonic() + self.longest_s if has_place else 0)
        finally:
            if has_place:
                _places.release()

    def _until(self, deadline: float) -> Iterator[bytes]:
        heard = time.monotonic()
        while True:
            ended = self.queue.ended(self.run)  # asked before the lines are read, so that none is missed
            for part in (*self._queued(), *self._lines()):
                heard = time.monotonic()
                yield part
            if ended:
                yield message("ended", {"state": ended.state, "message": ended.message})
                return
            if time.monotonic() > deadline:
                return
            if time.monotonic() - heard > HEARTBEAT_S:
                heard = time.monotonic()
                yield b": still under way\n\n"  # what cannot be written any more tells that the client has gone
            time.sleep(EVERY_S)

    def _queued(self) -> Iterator[bytes]:
        if not self.run.has_begun and (position := self.queue.position(self.run)) != self._position:
            self._position = position
            yield message("queued", {"position": position})

    def _lines(self) -> Iterator[bytes]:
        for number, event in self._tail.new():
            yield message(str(event["event"]), self.shown(event), number=number)


def message(kind: str, data: Plain, *, number: int | None = None) -> bytes:
    name = "" if number is None else f"id: {number}\n"
    return f"{name}event: {kind}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n".encode()


def last_event(header: str) -> int:
    """What a client says that it has received, as `Last-Event-ID`; 0 where it says nothing sensible."""
    return int(header) if header.isascii() and header.isdigit() and len(header) < 10 else 0
