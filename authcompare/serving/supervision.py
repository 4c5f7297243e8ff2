"""Waiting while all goes well; ending everything, within five seconds, when it does not or when asked."""

import signal
from collections.abc import Iterator
from dataclasses import dataclass
from types import FrameType
from typing import Self

from authcompare.serving.errors import CannotServe
from embedded.processes import Process, stop_all
from embedded.valkey import Valkey
from embedded.wsgi_server import WsgiServer

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def interrupt_on_signals() -> None:
    """The first of them raises KeyboardInterrupt, wherever the start has got to; more of them disturb no clean-up."""

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        for number in SIGNALS:
            signal.signal(number, signal.SIG_IGN)
        raise KeyboardInterrupt

    for number in SIGNALS:
        signal.signal(number, interrupt)


@dataclass
class Running:
    """What has been started so far."""

    valkey: Valkey | None = None
    server: WsgiServer | None = None
    measuring: Process | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """The cache server goes last: requests in flight still write to it."""
        stop_all(self._in_front(), within=3)
        if self.valkey:
            self.valkey.stop(within=1.5)

    def require_all(self) -> None:
        for name, service in (("server", self.server), ("cache server", self.valkey)):
            if service and not service.is_alive:
                code = service.process.exit_code
                raise CannotServe(f"The {name} ended unexpectedly (code {code}); everything else was ended too.")

    def _in_front(self) -> Iterator[Process]:
        if self.server and self.server.is_alive:
            yield self.server.process
        if self.measuring:
            yield self.measuring
