import pytest

from comparison.errors import ComparisonError
from comparison.server_timing import ServerTiming, parse


def test_the_header_of_a_lab_node_is_read_in_microseconds_and_counts() -> None:
    header = 'auth;dur=0.412, sql;dur=0.210;desc="2", cache;dur=0.180;desc="1", total;dur=3.9'
    assert parse(header) == ServerTiming(
        auth_us=pytest.approx(412),
        sql_statements=2,
        sql_us=pytest.approx(210),
        cache_commands=1,
        cache_us=pytest.approx(180),
        total_us=pytest.approx(3900),
    )


def test_a_server_that_tells_nothing_is_an_error() -> None:
    with pytest.raises(ComparisonError, match="auth, cache, sql, total"):
        parse("")
