"""What the server did for one request, as its `Server-Timing` tells."""

from collections.abc import Mapping, Sequence

from comparison.charts.chart import Lane, Part, Row, Rows
from comparison.figures import text

TITLE = "Inside the server, one request of each mode: SQL, cache, the rest of authentication, everything else"


def waterfall(told: Sequence[tuple[Lane, Mapping[str, float]]]) -> Rows:
    """`told` holds the members of `comparison.server_timing.ServerTiming`.

    SQL and cache stand first, whatever their order was; what was looked up for other reasons than to authenticate is
    among them.
    """
    return Rows(TITLE, "µs", tuple(_row(lane, timing) for lane, timing in told))


def _row(lane: Lane, timing: Mapping[str, float]) -> Row:
    sql = timing["sql_us"]
    cache = sql + timing["cache_us"]
    auth = max(cache, timing["auth_us"])
    parts = (
        Part("sql", 0, sql),
        Part("cache", sql, cache),
        Part("auth", cache, auth),
        Part("rest", auth, max(auth, timing["total_us"])),
    )
    return Row(lane, parts, _words(timing))


def _words(timing: Mapping[str, float]) -> str:
    looked_up = f"{timing['sql_statements']:g} SQL, {timing['cache_commands']:g} cache"
    return f"{looked_up}, auth {text(round(timing['auth_us']))} of {text(round(timing['total_us']))} µs"
