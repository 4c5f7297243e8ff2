"""Counts what a database and a cache hold, to see what a sign-in left there."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from redis import Redis

AUDIT_TRAIL = "accounts_authevent"


@dataclass(frozen=True)
class Contents:
    """`row_bytes` are the values of all columns, without indexes and page overhead; `key_bytes` as the cache counts.

    Rows of the audit trail are `trail_rows` and not among the `rows`.
    """

    rows: int
    row_bytes: int
    keys: int
    key_bytes: int
    trail_rows: int

    def __sub__(self, earlier: Self) -> "Contents":
        return Contents(
            rows=self.rows - earlier.rows,
            row_bytes=self.row_bytes - earlier.row_bytes,
            keys=self.keys - earlier.keys,
            key_bytes=self.key_bytes - earlier.key_bytes,
            trail_rows=self.trail_rows - earlier.trail_rows,
        )


def count(*, database: Path, cache_url: str) -> Contents:
    with closing(sqlite3.connect(database, timeout=5)) as connection:
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        counted = {table: _in_table(connection, table) for table in tables if not table.startswith("sqlite_")}
    trail_rows, _ = counted.pop(AUDIT_TRAIL, (0, 0))
    keys, key_bytes = _in_cache(cache_url)
    rows, row_bytes = sum(rows for rows, _ in counted.values()), sum(size for _, size in counted.values())
    return Contents(rows=rows, row_bytes=row_bytes, keys=keys, key_bytes=key_bytes, trail_rows=trail_rows)


def _in_table(connection: sqlite3.Connection, table: str) -> tuple[int, int]:
    columns = [column for (column,) in connection.execute("SELECT name FROM pragma_table_info(?)", [table])]
    size = " + ".join(f'COALESCE(LENGTH(CAST("{column}" AS BLOB)), 0)' for column in columns)
    # The names are those of the schema itself.
    statement = f'SELECT COUNT(*), COALESCE(SUM({size}), 0) FROM "{table}"'  # noqa: S608
    rows, total = connection.execute(statement).fetchone()
    return int(rows), int(total)


def _in_cache(url: str) -> tuple[int, int]:
    with closing(Redis.from_url(url)) as cache:
        keys = list(cache.scan_iter(count=1000))
        return len(keys), sum(cache.memory_usage(key, samples=0) or 0 for key in keys)
