"""What a run may leave behind: files in its temporary directory, and processes that were told of that directory."""

import time
from collections.abc import Callable
from pathlib import Path

import psutil


def processes(directory: Path) -> list[str]:
    """The command lines of all processes whose temporary directory this is."""
    return [" ".join(process.cmdline()) for process in psutil.process_iter() if _is_in(process, directory)]


def _is_in(process: psutil.Process, directory: Path) -> bool:
    try:
        return process.environ().get("TMPDIR") == str(directory)
    except psutil.Error:
        return False


def files(directory: Path) -> list[str]:
    return sorted(path.name for path in directory.iterdir())


def soon(holds: Callable[[], bool], *, within: float = 60) -> bool:
    deadline = time.monotonic() + within
    while not holds() and time.monotonic() < deadline:
        time.sleep(0.05)
    return holds()
