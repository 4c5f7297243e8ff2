"""Reads the `Server-Timing` header of a lab node: what the server did for one request."""

import re
from dataclasses import dataclass

from comparison.errors import ComparisonError

_METRIC = re.compile(r'([a-z]+);dur=([0-9.]+)(?:;desc="(\d+)")?')


@dataclass(frozen=True)
class ServerTiming:
    auth_us: float
    sql_statements: int
    sql_us: float
    cache_commands: int
    cache_us: float
    total_us: float


def parse(header: str) -> ServerTiming:
    """Reads `auth;dur=0.412, sql;dur=0.210;desc="2", cache;dur=0.180;desc="1", total;dur=3.9` (ms, counts)."""
    found = {name: (float(dur) * 1000, int(desc or 0)) for name, dur, desc in _METRIC.findall(header)}
    missing = {"auth", "sql", "cache", "total"} - found.keys()
    if missing:
        raise ComparisonError(f"Server-Timing lacks {', '.join(sorted(missing))}.")
    return ServerTiming(
        auth_us=found["auth"][0],
        sql_statements=found["sql"][1],
        sql_us=found["sql"][0],
        cache_commands=found["cache"][1],
        cache_us=found["cache"][0],
        total_us=found["total"][0],
    )
