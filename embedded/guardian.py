"""A tiny process that ends what its parent left behind, however the parent died (kill -9 included).

The parent writes `+PGID` and `-PGID` lines to its standard input; when that closes, every process group still on the
list is ended. Unlike PR_SET_PDEATHSIG it needs no Linux, does not fire when a mere thread ends, and reaches workers
whose own parent has died. Run by path, with nothing but the standard library, so that it starts in a few milliseconds.
"""

import os
import signal
import sys
import time
from collections.abc import Iterable
from contextlib import suppress

GRACE = 3.0


def left_behind(lines: Iterable[str]) -> set[int]:
    """The groups still on the list when the parent's end of the pipe closes."""
    groups: set[int] = set()
    for line in lines:
        change = groups.add if line.startswith("+") else groups.discard
        change(int(line[1:]))
    return groups


def signal_group(group: int, number: int) -> bool:
    """False when nothing is left of the group."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(group, number)
        return True
    return False


def end(groups: Iterable[int], *, grace: float = GRACE) -> None:
    remaining = [group for group in groups if signal_group(group, signal.SIGTERM)]
    deadline = time.monotonic() + grace
    while remaining and time.monotonic() < deadline:
        time.sleep(0.02)
        remaining = [group for group in remaining if signal_group(group, 0)]
    for group in remaining:
        signal_group(group, signal.SIGKILL)


def main() -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    end(left_behind(sys.stdin))


if __name__ == "__main__":
    main()
