"""Three nodes with a store of their own each and three that share one, behind one proxy that balances in four ways."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from comparison.exchange import Exchange
from comparison.lab.lab import Lab
from comparison.lab.node import Node
from comparison.modes import Mode
from comparison.wire import Client, Headers
from embedded.caddy import SERVED_BY, Caddy, Route
from embedded.ports import free_port

NODES = 3
STICKY_COOKIE = "lb"
# Documentation addresses (RFC 5737): clients that another proxy in front would name.
ADDRESSES = "198.51.100."


@dataclass(frozen=True)
class Cluster:
    private: Sequence[Node[Any]]
    shared: Sequence[Node[Any]]
    routes: dict[str, Route]
    proxy: Caddy

    def node_at(self, address: str) -> Node[Any]:
        return next(node for node in (*self.private, *self.shared) if node.url.endswith(address))


def start(lab: Lab, mode: Mode) -> Cluster:
    """Of one site: one secret, one issuer. Its nodes end with `close`."""
    private = [lab.apart(mode, number) for number in range(1, NODES + 1)]
    shared = [lab.node(mode), *(lab.sharing(mode, number) for number in range(1, NODES))]
    routes = {
        "private_two": _route(private[:2], "round_robin"),
        "private_three": _route(private, "round_robin"),
        "sticky_cookie": _route(private, f"cookie {STICKY_COOKIE}"),
        "sticky_address": _route(private, "client_ip_hash"),
        "shared_two": _route(shared[:2], "round_robin"),
        "shared_three": _route(shared, "round_robin"),
    }
    for node in (*private, *shared):
        node.wait()
    return Cluster(private, shared, routes, lab.proxy(list(routes.values())))


def close(lab: Lab, cluster: Cluster) -> None:
    """The first two of the shared nodes stay: other experiments use them."""
    lab.close(*cluster.private, cluster.shared[-1])


def _route(nodes: Sequence[Node[Any]], policy: str) -> Route:
    return Route(free_port(), [node.port for node in nodes], policy)


class Browser(Client):
    """A client that sends back the balancer's cookie and, where it is given one, comes from an address of its own."""

    def __init__(self, base_url: str, client_address: str = "") -> None:
        super().__init__(base_url)
        self.served_by = ""
        self._client_address = client_address
        self._sticky = ""

    def request(self, method: str, path: str, headers: Headers = (), body: bytes = b"") -> Exchange:
        exchange = super().request(method, path, self._with_own(headers), body)
        self.served_by = next(iter(exchange.response.values(SERVED_BY)), self.served_by)
        sticky = exchange.cookies.get(STICKY_COOKIE)
        self._sticky = f"{STICKY_COOKIE}={sticky.coded_value}" if sticky else self._sticky
        return exchange

    def _with_own(self, headers: Headers) -> list[tuple[str, str]]:
        pairs = [pair for name, value in headers if name == "Cookie" for pair in value.split("; ")]
        pairs = [pair for pair in pairs if not pair.startswith(f"{STICKY_COOKIE}=")]
        pairs += [self._sticky] if self._sticky else []
        own = [("Cookie", "; ".join(pairs))] if pairs else []
        own += [("X-Forwarded-For", self._client_address)] if self._client_address else []
        return [*((name, value) for name, value in headers if name != "Cookie"), *own]


def addresses(count: int, *, behind_one: int) -> list[str]:
    """So many clients' addresses, `behind_one` of them the same: an office behind one router."""
    return [f"{ADDRESSES}{1 if number < behind_one else number + 1}" for number in range(count)]


def busiest_pct(served_by: Sequence[str]) -> float:
    return round(100 * max(Counter(served_by).values()) / len(served_by), 1)
