"""The project served for real, by two worker processes with a database and a cache of their own."""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from embedded.ports import free_port
from embedded.valkey import Valkey
from embedded.wsgi_server import WsgiServer

PROJECT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class LiveNode:
    """`url` has no slash at its end. Its database holds the cast of tests/cast.py."""

    url: str
    directory: Path
    env: Mapping[str, str]
    server: WsgiServer
    valkey: Valkey

    def client(self) -> httpx.Client:
        return httpx.Client(base_url=self.url, timeout=10)

    def manage(self, *arguments: str) -> str:
        """Runs a management command in the node's environment and returns what it printed."""
        return _python("manage.py", *arguments, env=self.env)

    def read_log(self) -> str:
        return (self.directory / "server.log").read_text()


@contextmanager
def serve(directory: Path, **settings: str) -> Iterator[LiveNode]:
    """A node with `settings` for its environment; without any, as an operator would find it."""
    port = free_port()
    with Valkey(directory / "valkey") as valkey:
        env = environment(directory, port=port, cache_url=valkey.url) | settings
        _python("-m", "tests.prepare_live_node", env=env)
        log = directory / "server.log"
        with WsgiServer(PROJECT, "authcompare.wsgi:application", port=port, env=_unmeasured(env), log=log) as server:
            yield LiveNode(server.url, directory, env, server, valkey)


def environment(directory: Path, *, port: int, cache_url: str = "") -> dict[str, str]:
    """What a process of the site needs to know, and nothing of the developer's own environment but the path."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
    measured = {name: value for name, value in os.environ.items() if name.startswith("COVERAGE_")}
    return {
        **kept,
        **measured,
        "DJANGO_SETTINGS_MODULE": "authcompare.settings",
        "VAR": str(directory),
        "PORT": str(port),
        "LAB_NODE": "on",  # static files from their source, and Server-Timing
        **({"CACHE_URL": cache_url} if cache_url else {}),
    }


def _unmeasured(env: Mapping[str, str]) -> dict[str, str]:
    """Granian's threads are not Python's own: measuring their coverage would cost time and find nothing."""
    return {name: value for name, value in env.items() if not name.startswith("COVERAGE_")}


def _python(*arguments: str, env: Mapping[str, str]) -> str:
    command = [sys.executable, *arguments]
    done = subprocess.run(command, cwd=PROJECT, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{' '.join(arguments)} failed:\n{done.stdout}{done.stderr}"
    return done.stdout
