"""What a run may leave behind: files in its temporary directory, and processes that were told of that directory."""

import time
from collections.abc import Callable
from pathlib import Path

import psutil


def processes(directory: Path) -> list[str]:
    """The command lines of all processes whose temporary directory this is."""
    return [line for process in psutil.process_iter() if (line := _line(process, directory)) is not None]


def _line(process: psutil.Process, directory: Path) -> str | None:
    """None also where it ends while it is looked at."""
    try:
        is_there = process.environ().get("TMPDIR") == str(directory)
        return " ".join(process.cmdline()) if is_there else None
    except psutil.Error:
        return None


def files(directory: Path) -> list[str]:
    return sorted(path.name for path in directory.iterdir())


def soon(holds: Callable[[], bool], *, within: float = 60) -> bool:
    deadline = time.monotonic() + within
    while not holds() and time.monotonic() < deadline:
        time.sleep(0.05)
    return holds()
