import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from embedded.postgres import Postgres


@pytest.fixture(scope="module")
def postgres() -> Iterator[Postgres]:
    with tempfile.TemporaryDirectory(prefix="authcompare-postgres-") as directory, Postgres(Path(directory)) as server:
        yield server


def test_each_database_is_a_place_of_its_own(postgres: Postgres) -> None:
    first, second = postgres.create_database("first"), postgres.create_database("second")
    with psycopg.connect(first) as connection:
        connection.execute("CREATE TABLE here (id int)")
    with psycopg.connect(second) as connection:
        found = connection.execute("SELECT to_regclass('here')").fetchone()
    assert found == (None,)


def test_a_database_can_be_a_copy(postgres: Postgres) -> None:
    with psycopg.connect(postgres.create_database("original")) as connection:
        connection.execute("CREATE TABLE here AS SELECT 7 AS id")
    with psycopg.connect(postgres.create_database("copy", template="original")) as connection:
        assert connection.execute("SELECT id FROM here").fetchone() == (7,)


def test_nobody_reaches_it_over_the_network(postgres: Postgres) -> None:
    with psycopg.connect(postgres.url) as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)


def test_it_can_be_stopped_while_someone_is_connected_and_started_again(postgres: Postgres) -> None:
    with psycopg.connect(postgres.create_database("kept")) as connection:
        connection.execute("CREATE TABLE here (id int)")
    with psycopg.connect(postgres.url):
        postgres.stop(within=5)
    assert not postgres.answers()
    postgres.start()
    with psycopg.connect(postgres.database_url("kept")) as connection:
        assert connection.execute("SELECT count(*) FROM here").fetchone() == (0,)
