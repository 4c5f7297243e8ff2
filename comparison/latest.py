"""The latest report of this server, and whether a new one is on its way."""

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from comparison import report
from comparison.errors import InvalidReport
from comparison.report import Report
from comparison.turn import Turn


def path() -> Path:
    return Path(settings.VAR) / "report.json"


def turn() -> Turn:
    return Turn(Path(settings.VAR) / "compare.lock")


def latest() -> Report | None:
    """None before the first run, and after an update that measures otherwise."""
    try:
        changed = path().stat()
    except FileNotFoundError:
        return None
    return _parsed(path(), changed.st_mtime_ns, changed.st_ino)


@lru_cache(maxsize=1)
def _parsed(file: Path, modified: int, inode: int) -> Report | None:
    try:
        return report.load(file)
    except (InvalidReport, FileNotFoundError):
        return None
