"""What nodes may share: a database and a cache."""

import shutil
from pathlib import Path

from comparison.errors import LabError
from comparison.lab import contents
from comparison.lab.contents import Contents
from embedded.memcached import Memcached
from embedded.ports import free_port
from embedded.processes import NotStarted, Process
from embedded.service import Service
from embedded.valkey import Valkey

LONGEST_SOCKET = 100


class Store:
    """A copy of the prepared database, and an empty cache of its own, which starts at once."""

    def __init__(self, *, directory: Path, prepared: Path, cache: type[Valkey] | type[Memcached] = Valkey) -> None:
        directory.mkdir()
        self.database = directory / "database.sqlite3"
        shutil.copyfile(prepared, self.database)
        self.cache: Service = _cache(cache, directory)
        try:
            self.cache.start()
        except NotStarted as error:
            raise LabError(f"A lab node's cache did not start: {error}") from error

    @property
    def database_url(self) -> str:
        return f"sqlite:///{self.database}"

    @property
    def cache_url(self) -> str:
        return self.cache.url

    @property
    def processes(self) -> list[Process]:
        return [self.cache.process]

    def contents(self) -> Contents:
        return contents.count(database=self.database, cache_url=self.cache_url)


def _cache(kind: type[Valkey] | type[Memcached], directory: Path) -> Service:
    """On a unix socket, as the site has it; on a port where the socket's path would be longer than one may be."""
    fits = len(str(directory / "memcached.sock")) <= LONGEST_SOCKET
    return kind(directory) if fits else kind(directory, port=free_port())
