"""What a request costs at steady state, counted at the database and at the cache server."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_redis import get_redis_connection

from accounts.models import User
from tests.devices import TOKENS, WAYS, Device, Way

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_databases]


class Cost:
    sql: list[str]
    cache: int


@contextmanager
def counted() -> Iterator[Cost]:
    cost, server = Cost(), get_redis_connection()
    before = _commands(server)
    with CaptureQueriesContext(connection) as statements:
        yield cost
    cost.sql = [statement["sql"] for statement in statements]
    cost.cache = _commands(server) - before


def steady(way: Way) -> Device:
    device = way.signed_in()
    device.me()
    return device


@pytest.mark.parametrize("way", TOKENS, ids=lambda way: way.name)
def test_me_by_token_asks_nobody(way: Way, ann: User) -> None:
    device = steady(way)
    with counted() as cost:
        assert device.is_signed_in
    assert (cost.sql, cost.cache) == ([], 0)


MOST = {"cached_db": (0, 1), "db": (1, 0), "cache": (0, 1), "signed_cookies": (0, 0)}


@pytest.mark.parametrize("way", WAYS[:4], ids=lambda way: way.name, indirect=True)
def test_me_by_session_asks_for_the_session_alone(way: Way, ann: User) -> None:
    device = steady(way)
    with counted() as cost:
        assert device.is_signed_in
    assert (len(cost.sql), cost.cache) == MOST[way.store], cost.sql


def test_an_anonymous_call_asks_nobody(ann: User) -> None:
    device = TOKENS[0].new_device()
    device.me()
    with counted() as cost:
        assert device.client.get("/api/me/").status_code == 401
    assert (cost.sql, cost.cache) == ([], 0)


def test_a_forged_token_asks_nobody(ann: User) -> None:
    device = steady(TOKENS[0])
    device.access = device.access[:-8] + "AAAAAAAA"
    with counted() as cost:
        assert device.me().status_code == 401
    assert (cost.sql, cost.cache) == ([], 0)


def _commands(server: object) -> int:
    """The replica's own pings aside, of which there is one a second at most."""
    stats = server.info("commandstats")
    return sum(stat["calls"] for name, stat in stats.items() if name not in {"cmdstat_info", "cmdstat_ping"})
