"""What nodes may share: a database and a cache."""

import shutil
from abc import ABC, abstractmethod
from contextlib import closing
from pathlib import Path

from redis import Redis

from comparison.errors import LabError
from comparison.lab import contents
from comparison.lab.contents import Contents
from embedded.memcached import Memcached
from embedded.ports import free_port
from embedded.postgres import Postgres
from embedded.processes import NotStarted, Process
from embedded.service import Service
from embedded.valkey import Valkey

LONGEST_SOCKET = 100
CACHES: dict[str, type[Valkey] | type[Memcached]] = {"valkey": Valkey, "memcached": Memcached}


class Store(ABC):
    """A database, and an empty cache, which starts at once."""

    def __init__(self, directory: Path, *, cache: str = "valkey") -> None:
        self.cache = _cache(CACHES[cache], directory)
        _start(self.cache)

    @property
    @abstractmethod
    def database_url(self) -> str: ...

    @property
    def cache_url(self) -> str:
        return self.cache.url

    @property
    def processes(self) -> list[Process]:
        return [self.cache.process]

    def empty_cache(self) -> None:
        with closing(Redis.from_url(self.cache_url)) as cache:
            cache.flushall()


class FileStore(Store):
    """A copy of the prepared database in SQLite."""

    def __init__(self, directory: Path, *, prepared: Path, cache: str = "valkey") -> None:
        self.database = directory / "database.sqlite3"
        shutil.copyfile(prepared, self.database)
        super().__init__(directory, cache=cache)

    @property
    def database_url(self) -> str:
        return f"sqlite:///{self.database}"

    def contents(self) -> Contents:
        return contents.count(database=self.database, cache_url=self.cache_url)


class ServerStore(Store):
    """An empty database in PostgreSQL, which can be stopped and started again, as its cache can."""

    def __init__(self, directory: Path) -> None:
        self.database = Postgres(directory / "postgres")
        _start(self.database)
        super().__init__(directory)

    @property
    def database_url(self) -> str:
        return self.database.url

    @property
    def processes(self) -> list[Process]:
        return [self.database.process, *super().processes]


def _cache(kind: type[Valkey] | type[Memcached], directory: Path) -> Service:
    """On a unix socket, as the site has it; on a port where the socket's path would be longer than one may be."""
    fits = len(str(directory / "memcached.sock")) <= LONGEST_SOCKET
    return kind(directory) if fits else kind(directory, port=free_port())


def _start(service: Service) -> None:
    try:
        service.start()
    except NotStarted as error:
        raise LabError(f"A lab node's {type(service).__name__} did not start: {error}") from error
