"""What a request costs the servers behind the site, counted there: at Valkey and at PostgreSQL."""

import contextlib
import time
from collections.abc import Iterator

import psycopg
import pytest
from redis import Redis

from tests.drills import cluster as clusters
from tests.drills.cluster import Cluster
from tests.drills.people import Caller, Signer, Victim
from tests.password import PASSWORD

REQUESTS = 200
# The transactions of looking at the statistics: one to connect and one to ask.
OWN = 2


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    with clusters.start(nodes=1) as cluster:
        yield cluster


@pytest.fixture
def caller(cluster: Cluster) -> Iterator[Caller]:
    with contextlib.closing(Caller(cluster.nodes[0])) as caller:
        yield caller


@pytest.fixture
def signer(caller: Caller) -> Signer:
    return Signer(caller, "ann", PASSWORD)


def call_often(caller: Caller, victim: Victim) -> None:
    for _ in range(REQUESTS):
        status, body, _ = caller.call("GET", "/api/me/", victim.headers)
        assert status == 200, body


def warm_up(caller: Caller, victim: Victim) -> None:
    """Both worker processes have verified the token once, and PostgreSQL has told its statistics."""
    call_often(caller, victim)
    time.sleep(1.5)


def commands(cluster: Cluster) -> dict[str, int]:
    with Redis.from_url(cluster.valkey.url) as client:
        counted = client.info("commandstats")
    return {name.removeprefix("cmdstat_"): int(value["calls"]) for name, value in counted.items()}


def transactions(cluster: Cluster) -> int:
    """Every statement outside a transaction is one of its own."""
    with psycopg.connect(cluster.postgres.url, autocommit=True) as connection:
        row = connection.execute(
            "SELECT sum(xact_commit + xact_rollback) FROM pg_stat_database WHERE datname = current_database()"
        ).fetchone()
    assert row
    return int(row[0])


def spent(before: dict[str, int], after: dict[str, int], *, aside: set[str]) -> dict[str, int]:
    difference = {name: count - before.get(name, 0) for name, count in after.items()}
    return {name: count for name, count in difference.items() if count and name not in aside}


MEASURING = {"info", "hello", "client|setinfo", "config|get"}


def test_a_bearer_token_costs_no_statement_and_no_command_but_the_ping_of_the_lease(
    cluster: Cluster, caller: Caller, signer: Signer
) -> None:
    app = signer.open("jwt")
    warm_up(caller, app)
    asked, started = transactions(cluster), time.monotonic()
    before = commands(cluster)
    call_often(caller, app)
    after, seconds = commands(cluster), time.monotonic() - started
    time.sleep(1.5)
    assert transactions(cluster) - asked <= OWN
    assert spent(before, after, aside=MEASURING | {"ping"}) == {}
    pings = after["ping"] - before["ping"]
    # Two processes, each at most once in half a lease; the lease is a second.
    assert pings <= 2 * (2 * seconds + 1)


def test_a_session_costs_one_command_and_no_statement(cluster: Cluster, caller: Caller, signer: Signer) -> None:
    browser = signer.open("session")
    warm_up(caller, browser)
    asked, before = transactions(cluster), commands(cluster)
    call_often(caller, browser)
    after = commands(cluster)
    time.sleep(1.5)
    assert transactions(cluster) - asked <= OWN
    assert spent(before, after, aside=MEASURING | {"ping"}) == {"get": REQUESTS}
