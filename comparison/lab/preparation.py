"""Makes the database that every node of a lab starts from: migrated, with the lab's accounts in it."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from comparison.errors import LabError
from comparison.lab import environment
from comparison.modes import Account

WITHIN_SECONDS = 60


@dataclass(frozen=True)
class Prepared:
    database: Path
    accounts: tuple[Account, ...]


def prepare(directory: Path) -> Prepared:
    """Takes a few seconds. Raises LabError with the last line that the command said."""
    directory.mkdir()
    database = directory / "prepared.sqlite3"
    env = environment.of_node(
        var=directory,
        database=database,
        cache_url=f"unix://{directory}/none.sock",
        settings={"SECRET_KEY": environment.new_secret()},
    )
    command = [sys.executable, "manage.py", "prepare_lab_node"]
    try:
        done = subprocess.run(
            command,
            env=env,
            cwd=environment.CHECKOUT,
            capture_output=True,
            text=True,
            timeout=WITHIN_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise LabError(f"The lab's database was not prepared within {WITHIN_SECONDS} s.") from error
    if done.returncode:
        raise LabError(f"The lab's database was not prepared: {(done.stderr.strip() or 'no reason').splitlines()[-1]}")
    return Prepared(database, tuple(Account(**account) for account in json.loads(done.stdout)["accounts"]))
