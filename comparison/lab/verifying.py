"""Starts a verifier for a node's tokens: it is handed the node's published keys, and never sees the node again."""

import sys
from pathlib import Path
from typing import Any

from comparison.errors import LabError
from comparison.lab import environment
from comparison.lab.node import Node
from comparison.lab.ports import ReservedPort
from comparison.wire import Client
from embedded.ports import is_listening
from embedded.processes import NotStarted, Process

JWKS = "/.well-known/jwks.json"
WITHIN_SECONDS = 15.0


class VerifierProcess:
    def __init__(self, *, directory: Path, node: Node[Any]) -> None:
        self._port = ReservedPort()
        self.url = f"http://127.0.0.1:{self._port.number}"
        jwks = directory / "jwks.json"
        with node.client() as client:
            jwks.write_bytes(client.get(JWKS).expect(200).body)
        site = node.settings["SITE_URL"]
        options = {"port": str(self._port.number), "jwks": str(jwks), "issuer": site, "audience": site}
        command = [sys.executable, "-m", "comparison.lab.verifier"]
        command += [part for name, value in options.items() for part in (f"--{name}", value)]
        log = directory / "verifier.log"
        self.process = Process(command, env=environment.bare(), cwd=environment.CHECKOUT, log=log)

    def client(self) -> Client:
        try:
            self.process.wait_until(lambda: is_listening(self._port.number), within=WITHIN_SECONDS)
        except NotStarted as error:
            raise LabError(f"The verifier did not start: {error}") from error
        return Client(self.url)

    def release(self) -> None:
        """To be called when the process has ended."""
        self._port.release()
