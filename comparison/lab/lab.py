"""The lab: starts what an experiment asks for, once, and takes all of it away again."""

import shutil
import sys
import tempfile
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from functools import cached_property
from pathlib import Path
from typing import Self

from comparison.errors import LabError
from comparison.lab import broom, environment, preparation
from comparison.lab.node import Node
from comparison.lab.people import People
from comparison.lab.preparation import Prepared
from comparison.lab.store import Store
from comparison.lab.verifying import VerifierProcess
from comparison.modes import Account, Mode
from embedded.processes import Process, stop_all

# A lab that asks for more at once has lost count of what it started.
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
        self._stores: list[Store] = []
        self._nodes: dict[str, Node] = {}
        self._verifiers: dict[str, VerifierProcess] = {}
        return self

    def __exit__(self, *_: object) -> None:
        servers: list[Node | VerifierProcess] = [*self._nodes.values(), *self._verifiers.values()]
        stores = [process for store in self._stores for process in store.processes]
        with ExitStack() as last:
            last.callback(shutil.rmtree, self.directory, ignore_errors=True)
            last.callback(self._broom.stop)
            stop_all([server.process for server in servers] + stores)
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

    def node(self, mode: Mode) -> Node:
        """The node that serves the mode; modes with the same settings have the same node."""
        name = _name(mode)
        return self._nodes.get(name) or self._start(name, {"SECRET_KEY": environment.new_secret(), **mode.settings})

    def sharing(self, mode: Mode) -> Node:
        """A second node of the same site, with the same database and cache."""
        name, first = f"{_name(mode)}-sharing", self.node(mode)
        return self._nodes.get(name) or self._start(name, first.settings, first.store)

    def apart(self, mode: Mode) -> Node:
        """A second node of the same site, with a database and a cache of its own."""
        name, first = f"{_name(mode)}-apart", self.node(mode)
        return self._nodes.get(name) or self._start(name, first.settings)

    def verifier(self, mode: Mode) -> VerifierProcess:
        """A process that holds the public keys of the mode's node, and nothing else."""
        name = f"{_name(mode)}-verifier"
        if name not in self._verifiers:
            self._verifiers[name] = VerifierProcess(directory=self.directory / name, node=self.node(mode))
        return self._verifiers[name]

    def store(self) -> Store:
        """A database and a cache that no node uses yet."""
        self._stores.append(
            Store(directory=self.directory / f"store-{len(self._stores)}", prepared=self.prepared.database)
        )
        return self._stores[-1]

    def _start(self, name: str, settings: Mapping[str, str], store: Store | None = None) -> Node:
        if len(self._nodes) >= MOST_NODES:
            raise LabError(f"The lab may not run more than {MOST_NODES} nodes at once.")
        self._nodes[name] = Node(
            directory=self.directory / name,
            store=store or self.store(),
            settings=settings,
            may_go_on=self.may_go_on,
        )
        return self._nodes[name]


def _name(mode: Mode) -> str:
    return "-".join(f"{key}-{value}" for key, value in sorted(mode.settings.items())).lower()
