"""The lab: starts what an experiment asks for, once, and takes all of it away again."""

import shutil
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from functools import cached_property
from itertools import count
from pathlib import Path
from typing import Any, Self, TypeVar

from comparison.administrator import Administrator
from comparison.errors import LabError
from comparison.lab import broom, environment, preparation
from comparison.lab.node import Node
from comparison.lab.people import People
from comparison.lab.preparation import Prepared
from comparison.lab.staff import Staff
from comparison.lab.store import FileStore, ServerStore, Store
from comparison.lab.verifying import VerifierProcess
from comparison.modes import Account, Mode
from comparison.modes.doorman import Doorman
from embedded.caddy import Caddy, Route
from embedded.processes import Process, stop_all

S = TypeVar("S", bound=Store)

# A lab that asks for more at once has lost count of what it started: a node takes up to 100 MB.
MOST_NODES = 20


class Lab:
    """A context manager. Nodes start side by side, and all experiments of a run use the same ones.

    `may_go_on` raises where the run has been cancelled; every client of the lab asks it before each request.
    """

    def __init__(self, may_go_on: Callable[[], None] = lambda: None) -> None:
        self.may_go_on = may_go_on

    def __enter__(self) -> Self:
        self.directory = Path(tempfile.mkdtemp(prefix="authcompare-lab-"))
        try:
            self._broom = Process([sys.executable, "-I", "-S", broom.__file__, str(self.directory)])
        except BaseException:
            self.directory.rmdir()
            raise
        self._numbers = count(1)
        self._staff = Staff()
        self._nodes: dict[str, Node[Any]] = {}
        self._stores: list[Store] = []
        self._verifiers: list[VerifierProcess] = []
        self._proxies: list[Caddy] = []
        return self

    def __exit__(self, *_: object) -> None:
        for node in self._nodes.values():
            self._staff.leave(node)
        with ExitStack() as last:
            last.callback(shutil.rmtree, self.directory, ignore_errors=True)
            last.callback(self._broom.stop)
            servers: list[Node[Any] | VerifierProcess] = [*self._nodes.values(), *self._verifiers]
            stop_all([server.process for server in servers] + [proxy.process for proxy in self._proxies])
            stop_all([process for store in self._stores for process in store.processes])
            for server in servers:
                server.release()

    @cached_property
    def prepared(self) -> Prepared:
        return preparation.prepare(self.directory / "prepared")

    @property
    def people(self) -> People:
        return self.prepared.people

    def account(self, *, roles: int = 0) -> Account:
        """The lab's visitor with that many roles; KeyError where it has none."""
        return self.people.visitors[roles]

    def doorman(self, node: Node[Any], account: Account) -> Doorman:
        """Opens sign-ins of that account at the node, of any number."""
        return self._staff.doorman(node, account)

    def administrator(self, node: Node[Any]) -> Administrator:
        return self._staff.administrator(node, self.people)

    def node(self, mode: Mode) -> Node[FileStore]:
        """The node that serves the mode; modes with the same settings have the same node."""
        name = _name(mode)
        if name in self._nodes:
            return self._nodes[name]
        return self.start(name, {"SECRET_KEY": environment.new_secret(), **mode.settings}, self.store(mode.cache))

    def sharing(self, mode: Mode, number: int = 1) -> Node[FileStore]:
        """Another node of the same site, with the same database and cache."""
        name, first = f"{_name(mode)}-sharing-{number}", self.node(mode)
        return self._nodes.get(name) or self.start(name, first.settings, first.store)

    def apart(self, mode: Mode, number: int = 1) -> Node[FileStore]:
        """Another node of the same site, with a database and a cache of its own."""
        name, first = f"{_name(mode)}-apart-{number}", self.node(mode)
        return self._nodes.get(name) or self.start(name, first.settings, self.store(mode.cache))

    def start(self, name: str, settings: Mapping[str, str], store: S) -> Node[S]:
        """A node that is known by that name until it is closed."""
        if len(self._nodes) >= MOST_NODES:
            raise LabError(f"The lab may not run more than {MOST_NODES} nodes at once.")
        node = Node(directory=self._place("node"), store=store, settings=settings, may_go_on=self.may_go_on)
        self._nodes[name] = node
        return node

    def close(self, *nodes: Node[Any]) -> None:
        """Ends nodes that no experiment needs any more."""
        for node in nodes:
            self._staff.leave(node)
        stop_all(node.process for node in nodes)
        for node in nodes:
            node.release()
        self._nodes = {name: node for name, node in self._nodes.items() if node not in nodes}

    def manage(self, node: Node[Any], *arguments: str) -> str:
        """What an operator does on the node's machine: runs a management command, and reads its last line."""
        return preparation.manage(list(arguments), env=node.env, log=self._place("command") / "said.log")

    def verifier(self, mode: Mode) -> VerifierProcess:
        """A process that holds the public keys of the mode's node, and nothing else."""
        verifier = VerifierProcess(directory=self._place("verifier"), node=self.node(mode))
        self._verifiers.append(verifier)
        return verifier

    def proxy(self, routes: Sequence[Route]) -> Caddy:
        caddy = Caddy(self._place("proxy"), routes)
        caddy.launch()
        self._proxies.append(caddy)
        caddy.wait()
        return caddy

    def store(self, cache: str = "valkey") -> FileStore:
        """A database with the lab's people in it and an empty cache, of which no node knows yet."""
        store = FileStore(self._place("store"), prepared=self.prepared.database, cache=cache)
        self._stores.append(store)
        return store

    def server_store(self) -> tuple[ServerStore, People]:
        """The same on PostgreSQL, with people of its own. Raises LabError where there is no PostgreSQL."""
        store = ServerStore(self._place("store"))
        self._stores.append(store)
        return store, preparation.fill(store.database_url, self._place("preparation"))

    def _place(self, kind: str) -> Path:
        """A new directory, whose name is short: a socket may stand in it."""
        place = self.directory / f"{kind}-{next(self._numbers)}"
        place.mkdir()
        return place


def _name(mode: Mode) -> str:
    return "-".join([mode.cache, *(f"{key}-{value}" for key, value in sorted(mode.settings.items()))])
