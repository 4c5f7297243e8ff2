"""Children in sessions of their own: ended by SIGTERM, then SIGKILL, and never left behind."""

import atexit
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Self

from embedded import guardian

# A child waits for a line before it becomes what it is to be: until then the guardian may not know of it, and without
# its parent it reads the end of the pipe instead, and ends.
_GATE = 'read -r _ && exec "$@" </dev/null'


class NotStarted(Exception):
    """A server did not start; the message is one clear line."""


class Process:
    """A running child, the leader of a session and a process group of its own.

    `log` receives its output (appended); without it the child writes where its parent writes. `user` is the system user
    it runs as. `stop_signal` asks it to end in good order. Messages call it by its `name`.
    """

    def __init__(
        self,
        command: Sequence[str],
        *,
        name: str = "",
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
        log: Path | None = None,
        user: str | None = None,
        stop_signal: int = signal.SIGTERM,
    ) -> None:
        self.name = name or Path(command[0]).name
        self.log = log
        self._stop_signal = stop_signal
        self._over = threading.Lock()
        if shutil.which(command[0], path=(env or os.environ).get("PATH")) is None:
            raise NotStarted(f"{self.name} cannot be started: No such file or directory.")
        output = log.open("ab") if log else None
        try:
            self._child = subprocess.Popen(
                ["/bin/sh", "-c", _GATE, self.name, *command],
                env=env,
                cwd=cwd,
                stdin=subprocess.PIPE,
                stdout=output,
                stderr=output,
                user=user,
                group=user,
                extra_groups=None if user is None else [],
                start_new_session=True,
            )
        except OSError as error:
            raise NotStarted(f"{self.name} cannot be started: {error.strerror}.") from error
        finally:
            if output:
                output.close()
        _guarded.add(self)
        self._open_gate()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def pid(self) -> int:
        return self._child.pid

    @property
    def exit_code(self) -> int | None:
        """None while it runs; negative: the number of the signal that ended it."""
        if self._child.poll() is not None:
            self._clear_away()
        return self._child.returncode

    @property
    def is_alive(self) -> bool:
        return self.exit_code is None

    def send(self, number: int) -> None:
        """Sends a signal to the leader alone."""
        if self.is_alive:
            self._child.send_signal(number)

    def kill(self) -> None:
        """SIGKILL to the whole group, as when the machine loses its power."""
        guardian.signal_group(self.pid, signal.SIGKILL)
        self._child.wait()
        self._clear_away()

    def freeze(self) -> None:
        guardian.signal_group(self.pid, signal.SIGSTOP)

    def thaw(self) -> None:
        guardian.signal_group(self.pid, signal.SIGCONT)

    def lower_priority(self, nice: int) -> None:
        with suppress(ProcessLookupError):
            os.setpriority(os.PRIO_PROCESS, self.pid, nice)

    def ask_to_stop(self) -> None:
        if self.is_alive:
            self._child.send_signal(self._stop_signal)
            self.thaw()  # a frozen process would not hear it

    def stop(self, within: float = 5.0) -> int | None:
        """Asks it to end, kills what is left of its group after `within` seconds, and returns its exit code."""
        self.ask_to_stop()
        with suppress(subprocess.TimeoutExpired):
            self._child.wait(within)
        if self._child.returncode is None:
            self.kill()
        self._clear_away()
        return self._child.returncode

    def wait(self, timeout: float | None = None) -> int | None:
        """The exit code, or None when it still runs after `timeout` seconds."""
        with suppress(subprocess.TimeoutExpired):
            self._child.wait(timeout)
        return self.exit_code

    def wait_until(self, ready: Callable[[], bool], *, within: float = 10.0) -> None:
        """Raises NotStarted when the child ends, or `ready` does not hold, before `within` seconds have passed."""
        deadline = time.monotonic() + within
        while not ready():
            if not self.is_alive:
                raise NotStarted(f"{self.name} ended at once with code {self.exit_code}{self._last_words()}")
            if time.monotonic() > deadline:
                self.stop(1)
                raise NotStarted(f"{self.name} did not answer within {within:g} s{self._last_words()}")
            time.sleep(0.01)

    def _open_gate(self) -> None:
        if self._child.stdin:
            with suppress(BrokenPipeError), self._child.stdin as gate:
                gate.write(b"\n")

    def _last_words(self) -> str:
        lines = self.log.read_text(errors="replace").split("\n") if self.log else []
        said = [line.strip() for line in lines if line.strip()]
        return f": {said[-1]}" if said else "."

    def _clear_away(self) -> None:
        """The leader has ended: ends workers that it may have left, once, while its number cannot be anyone else's."""
        with self._over:
            if _guarded.discard(self):
                guardian.signal_group(self.pid, signal.SIGKILL)


def stop_all(processes: Iterable[Process], within: float = 5.0) -> None:
    """Asks all of them at once, then waits for each; the deadline is for all together."""
    deadline = time.monotonic() + within
    asked = list(processes)
    for process in asked:
        process.ask_to_stop()
    for process in asked:
        process.stop(max(0.0, deadline - time.monotonic()))


class _Guarded:
    """The children of this process, each known to the guardian, which ends them should this process be killed."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._processes: dict[int, Process] = {}
        self._guardian: subprocess.Popen[str] | None = None

    def add(self, process: Process) -> None:
        with self._lock:
            self._processes[process.pid] = process
            if self._guardian is None or self._guardian.poll() is not None:
                self._start_guardian()
            else:
                self._tell(f"+{process.pid}")

    def discard(self, process: Process) -> bool:
        """False when it was gone already."""
        with self._lock:
            if self._processes.get(process.pid) is not process:
                return False
            del self._processes[process.pid]
            self._tell(f"-{process.pid}")
            return True

    def end(self) -> None:
        stop_all(list(self._processes.values()))
        with self._lock:
            if self._guardian and self._guardian.stdin:
                with suppress(BrokenPipeError):
                    self._guardian.stdin.close()
                self._guardian.wait()
            self._guardian = None

    def forget(self) -> None:
        """In a fork: the children are the parent's, and only the parent may hold the pipe to the guardian."""
        if self._guardian and self._guardian.stdin:
            self._guardian.stdin.close()
            self._guardian.returncode = 0
        self._lock, self._processes, self._guardian = threading.RLock(), {}, None

    def _start_guardian(self) -> None:
        self._guardian = subprocess.Popen(
            [sys.executable, "-I", "-S", guardian.__file__],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            text=True,
        )
        for pid in self._processes:
            self._tell(f"+{pid}")

    def _tell(self, line: str) -> None:
        if self._guardian and self._guardian.stdin:
            with suppress(BrokenPipeError):
                print(line, file=self._guardian.stdin, flush=True)


_guarded = _Guarded()
atexit.register(_guarded.end)
os.register_at_fork(after_in_child=_guarded.forget)
