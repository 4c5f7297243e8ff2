"""Several nodes of one site: one PostgreSQL, one Valkey, two worker processes a node, all real."""

import contextlib
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from embedded.ports import LOOPBACK, free_port
from embedded.postgres import Postgres
from embedded.valkey import Valkey
from embedded.wsgi_server import WsgiServer
from tests import live_node
from tests.drills.relay import Relay

SITE = "http://127.0.0.1:8000"
SECRET_KEY = "a-secret-that-the-nodes-of-the-drill-share-and-nobody-else-0123456789"


@dataclass
class Cluster:
    """The last node reaches Valkey through `relay`, so that it alone can be cut off."""

    postgres: Postgres
    valkey: Valkey
    relay: Relay
    nodes: list[WsgiServer] = field(default_factory=list)

    @property
    def lonely(self) -> WsgiServer:
        return self.nodes[-1]


@contextlib.contextmanager
def start(nodes: int = 3, **settings: str) -> Iterator[Cluster]:
    with tempfile.TemporaryDirectory(prefix="authcompare-drill-") as directory, contextlib.ExitStack() as stack:
        root = Path(directory)
        postgres = stack.enter_context(Postgres(root / "postgres"))
        valkey = stack.enter_context(Valkey(root / "valkey", port=free_port()))
        assert valkey.port
        relay = Relay(valkey.port)
        stack.callback(relay.close)
        cluster = Cluster(postgres, valkey, relay)
        for number in range(nodes):
            port = relay.port if number == nodes - 1 else valkey.port
            env = _environment(root / f"node{number}", postgres.url, port) | settings
            if number == 0:
                live_node._python("-m", "tests.prepare_live_node", env=env)
            cluster.nodes.append(stack.enter_context(_node(root / f"node{number}", env)))
        yield cluster


def _environment(directory: Path, database_url: str, valkey_port: int) -> dict[str, str]:
    directory.mkdir()
    return live_node.environment(directory, port=free_port(), cache_url=f"redis://{LOOPBACK}:{valkey_port}/0") | {
        "DATABASE_URL": database_url,
        "SITE_URL": SITE,
        "SECRET_KEY": SECRET_KEY,
        "ACCESS_TOKEN_LIFETIME": "1h",
    }


def _node(directory: Path, env: dict[str, str]) -> WsgiServer:
    return WsgiServer(
        live_node.PROJECT,
        "authcompare.wsgi:application",
        port=int(env["PORT"]),
        env=env,
        log=directory / "server.log",
    )
