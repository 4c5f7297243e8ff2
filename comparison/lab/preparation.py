"""Makes the database that every node of a lab starts from: migrated, with the lab's accounts in it."""

import json
import sys
from dataclasses import dataclass
from pathlib import Path

from comparison.errors import LabError
from comparison.lab import environment
from comparison.modes import Account
from embedded.processes import Process

WITHIN_SECONDS = 60


@dataclass(frozen=True)
class Prepared:
    database: Path
    accounts: tuple[Account, ...]


def prepare(directory: Path) -> Prepared:
    """Takes a second or two. Raises LabError with the last line that the command said."""
    directory.mkdir()
    database, said = directory / "prepared.sqlite3", directory / "accounts.json"
    env = environment.of_node(
        var=directory,
        database=database,
        cache_url=f"unix://{directory}/none.sock",
        settings={"SECRET_KEY": environment.new_secret()},
    )
    command = [sys.executable, "manage.py", "prepare_lab_node"]
    with Process(command, env=env, cwd=environment.CHECKOUT, log=said) as process:
        code = process.wait(WITHIN_SECONDS)
    last = (said.read_text(errors="replace").strip() or "it said nothing").splitlines()[-1]
    if code is None:
        raise LabError(f"The lab's database was not prepared within {WITHIN_SECONDS} s.")
    if code:
        raise LabError(f"The lab's database was not prepared: {last}")
    return Prepared(database, tuple(Account(**account) for account in json.loads(last)["accounts"]))
