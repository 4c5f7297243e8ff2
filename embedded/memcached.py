"""A Memcached server, where the system has one: no wheel holds it."""

import os
import pwd
import shutil
from pathlib import Path

from embedded.ports import LOOPBACK, is_listening, is_listening_at
from embedded.processes import NotStarted, Process
from embedded.service import Service


class Memcached(Service):
    """Memcached on a unix socket in `directory`, or on a loopback `port`. It keeps nothing when it ends."""

    def __init__(self, directory: Path, *, port: int | None = None) -> None:
        super().__init__(directory)
        self.port = port
        self.socket = None if port else self.directory / "memcached.sock"

    @property
    def url(self) -> str:
        return f"memcached://{LOOPBACK}:{self.port}" if self.port else f"memcached://{self.socket}"

    def answers(self) -> bool:
        return is_listening(self.port) if self.port else is_listening_at(str(self.socket))

    def _launch(self) -> Process:
        self.directory.mkdir(parents=True, exist_ok=True)
        if self.answers():
            raise NotStarted(f"Another server already answers at {self.url}.")
        if self.socket:
            self.socket.unlink(missing_ok=True)
        # As root it wants to be told whom to run as.
        account = pwd.getpwuid(os.geteuid()).pw_name
        address = ["-l", LOOPBACK, "-p", str(self.port)] if self.port else ["-s", str(self.socket), "-a", "600"]
        command = [_binary(), "-u", account, "-m", "16", "-t", "1", *address]
        return Process(command, cwd=self.directory, log=self.directory / "memcached.log")


def is_installed() -> bool:
    return shutil.which("memcached") is not None


def _binary() -> str:
    found = shutil.which("memcached")
    if not found:
        raise NotStarted("memcached is not installed: run `make browsers`, or apt-get install memcached.")
    return found
