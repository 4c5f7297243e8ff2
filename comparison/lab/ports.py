"""Loopback ports that nobody else is given before the server that they are meant for listens."""

import socket

from embedded.ports import LOOPBACK


class ReservedPort:
    """Holds the port, without listening, as long as its server needs it.

    The server binds it with SO_REUSEPORT; connections only ever reach a socket that listens.
    """

    def __init__(self) -> None:
        self._socket = socket.socket()
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        self._socket.bind((LOOPBACK, 0))
        self.number: int = self._socket.getsockname()[1]

    def release(self) -> None:
        self._socket.close()
