"""A relay on a loopback port that can be cut, as when one node alone loses its path to the cache server."""

import contextlib
import selectors
import socket
import threading
from collections.abc import Callable

from embedded.ports import LOOPBACK


class Relay:
    """Passes bytes between its own `port` and `target`; cut, it drops what there is and accepts nothing."""

    def __init__(self, target: int) -> None:
        self.target = target
        self._listener = socket.create_server((LOOPBACK, 0))
        self.port: int = self._listener.getsockname()[1]
        self._pairs: list[tuple[socket.socket, socket.socket]] = []
        self._threads: list[threading.Thread] = []
        self._is_cut = False
        self._start(self._accept)

    def cut(self) -> None:
        self._is_cut = True
        for pair in self._pairs:
            for side in pair:
                with contextlib.suppress(OSError):
                    side.shutdown(socket.SHUT_RDWR)
        self._pairs = []

    def mend(self) -> None:
        self._is_cut = False

    def close(self) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self.cut()
        for thread in self._threads:
            thread.join()
        self._listener.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                caller, _ = self._listener.accept()
                self._connect(caller)

    def _connect(self, caller: socket.socket) -> None:
        try:
            if self._is_cut:
                raise ConnectionError
            callee = socket.create_connection((LOOPBACK, self.target))
        except OSError:
            caller.close()
            return
        self._pairs.append((caller, callee))
        self._start(_pass_on, caller, callee)

    def _start(self, run: Callable[..., None], *arguments: object) -> None:
        thread = threading.Thread(target=run, args=arguments, daemon=True)
        self._threads.append(thread)
        thread.start()


def _pass_on(one: socket.socket, other: socket.socket) -> None:
    with selectors.DefaultSelector() as selector, one, other, contextlib.suppress(OSError):
        selector.register(one, selectors.EVENT_READ, other)
        selector.register(other, selectors.EVENT_READ, one)
        while True:
            for key, _ in selector.select():
                data = key.fileobj.recv(65536)  # type: ignore[union-attr]
                if not data:
                    return
                key.data.sendall(data)
