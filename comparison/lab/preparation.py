"""Makes the database that every node of a lab starts from: migrated, with the lab's accounts in it."""

import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from comparison.errors import LabError
from comparison.lab import environment
from comparison.lab.people import People
from embedded.processes import Process

WITHIN_SECONDS = 60


@dataclass(frozen=True)
class Prepared:
    database: Path
    people: People


def prepare(directory: Path) -> Prepared:
    """Takes a second or two. Raises LabError with the last line that the command said."""
    directory.mkdir()
    database = directory / "prepared.sqlite3"
    return Prepared(database, fill(f"sqlite:///{database}", directory))


def fill(database_url: str, directory: Path) -> People:
    """Migrates an empty database and puts the lab's people into it. Raises LabError."""
    env = environment.of_node(
        var=directory,
        database_url=database_url,
        cache_url=f"unix://{directory}/none.sock",
        settings={"SECRET_KEY": environment.new_secret()},
    )
    return People.of(json.loads(manage(["prepare_lab_node"], env=env, log=directory / "accounts.json")))


def manage(arguments: list[str], *, env: Mapping[str, str], log: Path) -> str:
    """Runs a management command and returns its last line. Raises LabError with that line when it fails."""
    command = [sys.executable, "manage.py", *arguments]
    with Process(command, env=env, cwd=environment.CHECKOUT, log=log) as process:
        code = process.wait(WITHIN_SECONDS)
    last = (log.read_text(errors="replace").strip() or "it said nothing").splitlines()[-1]
    if code is None:
        raise LabError(f"manage.py {arguments[0]} did not end within {WITHIN_SECONDS} s.")
    if code:
        raise LabError(f"manage.py {arguments[0]} failed: {last}")
    return last
