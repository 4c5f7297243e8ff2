"""Counting against a real database and a real cache."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from redis import Redis

from comparison.lab.store import FileStore


@pytest.fixture
def store(tmp_path: Path) -> Iterator[FileStore]:
    prepared = tmp_path / "prepared.sqlite3"
    with closing(sqlite3.connect(prepared)) as database:
        database.execute("CREATE TABLE a (id INTEGER PRIMARY KEY, name TEXT, raw BLOB)")
    (tmp_path / "store").mkdir()
    store = FileStore(tmp_path / "store", prepared=prepared)
    yield store
    store.cache.stop()


def test_what_was_added_is_counted_in_rows_keys_and_bytes(store: FileStore) -> None:
    before = store.contents()
    with closing(sqlite3.connect(store.database)) as database, database:
        database.execute("INSERT INTO a VALUES (1, 'é', x'000102'), (2, NULL, NULL)")
    with closing(Redis.from_url(store.cache_url)) as cache:
        cache.set("key", "value")
    added = store.contents() - before
    assert (added.rows, added.row_bytes, added.keys) == (2, 1 + 2 + 3 + 1, 1)
    assert added.key_bytes > len("keyvalue")


def test_a_store_starts_from_the_prepared_database_and_leaves_it_alone(store: FileStore, tmp_path: Path) -> None:
    before = (tmp_path / "prepared.sqlite3").read_bytes()
    with closing(sqlite3.connect(store.database)) as database, database:
        database.execute("INSERT INTO a VALUES (1, 'x', NULL)")
    assert (tmp_path / "prepared.sqlite3").read_bytes() == before


def test_a_deep_directory_still_has_a_cache(tmp_path: Path) -> None:
    deep = tmp_path / ("d" * 100)
    deep.mkdir()
    (tmp_path / "empty").touch()
    store = FileStore(deep, prepared=tmp_path / "empty")
    try:
        assert store.contents().keys == 0
    finally:
        store.cache.stop()
