"""The WSGI server that serves this project, in tests and lab nodes as in `manage.py serve`."""

import http.client
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Self

from embedded.ports import LOOPBACK
from embedded.processes import Process
from embedded.service import Service

# Each thread keeps a database connection of its own, and the GIL lets one of them compute at a time.
THREADS = 4


class WsgiServer(Service):
    """Granian serving `application` ("module:name", found from `directory`) in `workers` processes.

    `probe` is the path that is asked, of the site named `probe_host`, until anything at all answers; `env` is the whole
    environment.
    """

    def __init__(
        self,
        directory: Path,
        application: str,
        *,
        port: int,
        host: str = LOOPBACK,
        workers: int = 2,
        threads: int = THREADS,
        env: Mapping[str, str] | None = None,
        log: Path | None = None,
        probe: str = "/healthz",
        probe_host: str | None = None,
    ) -> None:
        super().__init__(directory)
        self.application, self.host, self.port = application, host, port
        self._workers, self._threads, self._env, self._log = workers, threads, env, log
        self._probe, self._probe_host = probe, probe_host or f"{self._reachable}:{port}"

    @property
    def url(self) -> str:
        return f"http://{self._reachable}:{self.port}"

    @property
    def _reachable(self) -> str:
        """Bound to every address, it is reached at the loopback one."""
        return {"0.0.0.0": LOOPBACK, "::": "[::1]"}.get(self.host, self.host)  # noqa: S104

    def answers(self) -> bool:
        connection = http.client.HTTPConnection(self._reachable.strip("[]"), self.port, timeout=5)
        try:
            connection.request("GET", self._probe, headers={"Host": self._probe_host})
            connection.getresponse()
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()
        return True

    def start(self) -> Self:
        self.launch()
        self.wait(within=30)
        return self

    def _launch(self) -> Process:
        return Process(self._command(), name="The WSGI server", env=self._env, cwd=self.directory, log=self._log)

    def _command(self) -> list[str]:
        options = {
            "interface": "wsgi",
            "host": self.host,
            "port": str(self.port),
            "http": "1",
            "workers": str(self._workers),
            "blocking-threads": str(self._threads),
            # An idle thread that ended would take its database connection with it.
            "blocking-threads-idle-timeout": "600",
            "respawn-interval": "0.5",
            "workers-kill-timeout": "2",
            "log-level": "warning",
        }
        flags = ["--no-ws", "--respawn-failed-workers", self.application]
        named = [part for name, value in options.items() for part in (f"--{name}", value)]
        return [sys.executable, "-m", "granian", *named, *flags]
