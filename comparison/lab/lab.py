"""The lab: starts what an experiment asks for, once, and takes all of it away again."""

import shutil
import sys
import tempfile
from collections.abc import Mapping
from contextlib import ExitStack
from functools import cached_property
from pathlib import Path
from typing import Self

from comparison.errors import LabError
from comparison.lab import broom, environment, preparation
from comparison.lab.node import Node
from comparison.lab.preparation import Prepared
from comparison.lab.store import Store
from comparison.lab.verifying import VerifierProcess
from comparison.modes import Account, Mode
from embedded.processes import Process, stop_all

# A lab that asks for more has lost count of what it started.
MOST_NODES = 16


class Lab:
    """A context manager. Nodes start side by side, and all experiments of a run use the same ones."""

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
        with ExitStack() as last:
            last.callback(shutil.rmtree, self.directory, ignore_errors=True)
            last.callback(self._broom.stop)
            stop_all([server.process for server in servers] + [store.process for store in self._stores])
            for server in servers:
                server.release()

    @cached_property
    def prepared(self) -> Prepared:
        return preparation.prepare(self.directory / "prepared")

    def account(self, *, roles: int = 0) -> Account:
        """The lab's account with that many roles; KeyError where it has none."""
        return {account.roles: account for account in self.prepared.accounts}[roles]

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

    def _start(self, name: str, settings: Mapping[str, str], store: Store | None = None) -> Node:
        if len(self._nodes) >= MOST_NODES:
            raise LabError(f"The lab may not start more than {MOST_NODES} nodes.")
        if store is None:
            store = Store(directory=self.directory / f"store-{len(self._stores)}", prepared=self.prepared.database)
            self._stores.append(store)
        self._nodes[name] = Node(directory=self.directory / name, store=store, settings=settings)
        return self._nodes[name]


def _name(mode: Mode) -> str:
    return "-".join(f"{key}-{value}" for key, value in sorted(mode.settings.items())).lower()
