"""Where servers give up: sends ever longer header lines until one is refused."""

from collections.abc import Callable

from comparison.errors import WireError
from comparison.wire import Client

# Nobody's credential is longer; who takes this much is not asked for more.
MOST_BYTES = 2**20
# How exactly the limit is sought.
GRAIN_BYTES = 256


def largest_accepted(accepts: Callable[[int], bool], *, most: int = MOST_BYTES, grain: int = GRAIN_BYTES) -> int | None:
    """The largest size that is accepted, to `grain`, where all smaller ones are; None where even `most` is."""
    low, high = 0, grain
    while accepts(high):
        if high >= most:
            return None
        low, high = high, min(2 * high, most)
    while high - low > grain:
        middle = (low + high) // 2
        low, high = (middle, high) if accepts(middle) else (low, middle)
    return low


def accepts_header(connect: Callable[[], Client], name: str, size: int) -> bool:
    """Whether a request with a line `name: xxx…` of that size, CRLF included, is answered as others are."""
    value = "x" * max(0, size - len(f"{name}: \r\n"))
    try:
        with connect() as client:
            return client.get("/healthz", [(name, value)]).status == 200
    except WireError:
        return False
