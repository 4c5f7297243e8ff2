"""What nodes may share: a database and a cache."""

import shutil
from pathlib import Path

from comparison.errors import LabError
from comparison.lab import contents
from comparison.lab.contents import Contents
from embedded.ports import free_port
from embedded.processes import NotStarted, Process
from embedded.valkey import Valkey

LONGEST_SOCKET = 100


class Store:
    """A copy of the prepared database, and an empty cache of its own, which starts at once."""

    def __init__(self, *, directory: Path, prepared: Path) -> None:
        directory.mkdir()
        self.database = directory / "database.sqlite3"
        shutil.copyfile(prepared, self.database)
        self._cache = _cache(directory)
        try:
            self._cache.start()
        except NotStarted as error:
            raise LabError(f"A lab node's cache did not start: {error}") from error

    @property
    def cache_url(self) -> str:
        return self._cache.url

    @property
    def process(self) -> Process:
        return self._cache.process

    def contents(self) -> Contents:
        return contents.count(database=self.database, cache_url=self.cache_url)


def _cache(directory: Path) -> Valkey:
    """On a unix socket, as the site has it; on a port where the socket's path would be longer than one may be."""
    socket = directory / "cache.sock"
    return (
        Valkey(directory, socket=socket) if len(str(socket)) <= LONGEST_SOCKET else Valkey(directory, port=free_port())
    )
