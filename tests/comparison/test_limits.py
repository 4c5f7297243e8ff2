"""The search for a limit, against limits that are known."""

import socket
from contextlib import closing
from functools import partial

import pytest

from comparison.limits import accepts_header, largest_accepted
from comparison.wire import Client


@pytest.mark.parametrize("limit", [256, 1000, 8192, 400_000])
def test_the_limit_is_found_to_the_grain(limit: int) -> None:
    found = largest_accepted(lambda size: size <= limit, grain=256)
    assert found is not None
    assert limit - 256 <= found <= limit


def test_who_takes_everything_has_no_limit() -> None:
    assert largest_accepted(lambda size: True) is None


def test_nobody_there_takes_nothing() -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as gone:
        port = gone.getsockname()[1]
    assert not accepts_header(partial(Client, f"http://127.0.0.1:{port}"), "Cookie", 100)
