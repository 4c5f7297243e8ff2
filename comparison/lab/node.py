"""A lab node: the same project, served by a process of its own with a configuration of its own."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Generic, TypeVar

from comparison.errors import LabError
from comparison.lab import environment
from comparison.lab.ports import ReservedPort
from comparison.lab.store import Store
from comparison.wire import Client
from embedded.processes import NotStarted, Process
from embedded.wsgi_server import WsgiServer

WITHIN_SECONDS = 60.0
APPLICATION = "authcompare.wsgi:application"
# The last line of a traceback: the exception's name, dotted, and what it says.
_EXCEPTION = re.compile(r"^[a-z_.]*[A-Z]\w+: .+$", re.MULTILINE)


S = TypeVar("S", bound=Store)


class Node(Generic[S]):
    """Starts at once; waits until it serves at the first use of `client()`."""

    def __init__(
        self,
        *,
        directory: Path,
        store: S,
        settings: Mapping[str, str],
        may_go_on: Callable[[], None] = lambda: None,
    ) -> None:
        """`settings` holds SECRET_KEY, SITE_URL where the node is one of several of a site, and what is compared."""
        (directory / "var" / "static").mkdir(parents=True)
        self._may_go_on = may_go_on
        self._port = ReservedPort()
        self.port = port = self._port.number
        self.store = store
        self.url = f"http://127.0.0.1:{port}"
        self.settings = {"SITE_URL": self.url, **settings}
        var, own = directory / "var", {**self.settings, "PORT": str(port)}
        self.env = environment.of_node(
            var=var, database_url=store.database_url, cache_url=store.cache_url, settings=own
        )
        self._log = directory / "node.log"
        self._server = WsgiServer(environment.CHECKOUT, APPLICATION, port=port, workers=1, env=self.env, log=self._log)
        self._server.launch()
        self._serves = False

    @property
    def process(self) -> Process:
        return self._server.process

    def client(self) -> Client:
        """A connection to the node; raises LabError when it does not come to serve."""
        self.wait()
        return Client(self.url, may_go_on=self._may_go_on)

    def wait(self) -> None:
        """Until it serves. Raises LabError."""
        if self._serves:
            return
        try:
            self.process.wait_until(self._answers, within=WITHIN_SECONDS)
        except NotStarted as error:
            raise LabError(f"A lab node did not start: {_reason(self._log) or error}") from error
        self._serves = True

    def _answers(self) -> bool:
        self._may_go_on()
        return self._server.answers()

    def release(self) -> None:
        """To be called when the process has ended."""
        self._port.release()


def _reason(log: Path) -> str:
    """What the application itself said last, if it said anything."""
    found: list[str] = _EXCEPTION.findall(log.read_text(errors="replace"))
    return found[-1] if found else ""
