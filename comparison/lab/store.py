"""What nodes may share: a database and a cache."""

import shutil
from pathlib import Path

from comparison.errors import LabError
from comparison.lab import contents
from comparison.lab.contents import Contents
from embedded.processes import NotStarted, Process
from embedded.valkey import Valkey


class Store:
    """A copy of the prepared database, and an empty cache of its own, which starts at once."""

    def __init__(self, *, directory: Path, prepared: Path) -> None:
        directory.mkdir()
        self.database = directory / "database.sqlite3"
        shutil.copyfile(prepared, self.database)
        self._cache = Valkey(directory / "cache")
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
