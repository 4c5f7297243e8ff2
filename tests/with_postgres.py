"""Runs a command with DATABASE_URL pointing at a PostgreSQL of its own:  python -m tests.with_postgres COMMAND..."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from embedded.postgres import Postgres
from embedded.processes import NotStarted


def main(command: list[str]) -> int:
    # Not below pytest's directories: those are closed to the user that PostgreSQL runs as.
    with tempfile.TemporaryDirectory(prefix="authcompare-postgres-") as directory:
        try:
            with Postgres(Path(directory)) as postgres:
                return subprocess.call(command, env={**os.environ, "DATABASE_URL": postgres.url})
        except NotStarted as error:
            sys.exit(f"PostgreSQL for the tests: {error}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
