import importlib.util
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from embedded import postgres as postgres_module
from embedded.postgres import Postgres
from embedded.processes import NotStarted


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


def test_without_the_wheel_the_way_out_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
    with pytest.raises(NotStarted, match=r"pip install -r requirements-dev\.txt"):
        Postgres(tmp_path).start()


def test_an_account_that_cannot_be_made_is_one_clear_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(NotStarted, match="the user no_such_account cannot be made"):
        postgres_module._ensure_account("no_such_account")


def test_a_data_directory_that_cannot_be_made_is_one_clear_line() -> None:
    directory = Path(tempfile.mkdtemp(prefix="authcompare-postgres-"))
    (directory / "data").touch()
    with pytest.raises(NotStarted, match="initdb failed: "):
        Postgres(directory).start()
    shutil.rmtree(directory)
