"""`manage.py serve` as a real process, with all that it starts."""

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from embedded.ports import free_port
from tests import live_node

COMMAND = [sys.executable, "manage.py", "serve"]
DEADLINE = 60.0


@dataclass(frozen=True)
class Served:
    """A site that answers at `url`; `output` is what it has printed so far."""

    process: subprocess.Popen[bytes]
    url: str
    var: Path

    @property
    def output(self) -> str:
        return (self.var / "output").read_text()

    def family(self) -> list[psutil.Process]:
        """Everything it has started, the children of children included."""
        return psutil.Process(self.process.pid).children(recursive=True)

    def child(self, named: str) -> psutil.Process:
        return next(child for child in self.family() if named in " ".join(child.cmdline()))

    def end(self, number: int = signal.SIGTERM) -> float:
        """Sends the signal and returns how many seconds it took to end."""
        begun = time.monotonic()
        self.process.send_signal(number)
        self.process.wait(30)
        return time.monotonic() - begun


@contextmanager
def serving(var: Path, **settings: str) -> Iterator[Served]:
    port = free_port()
    env = environment(var, port) | settings
    with (var / "output").open("wb") as output:
        process = subprocess.Popen(COMMAND, cwd=live_node.PROJECT, env=env, stdout=output, stderr=output)
    served = Served(process, f"http://127.0.0.1:{port}", var)
    try:
        _wait_for(served)
        yield served
    finally:
        if process.poll() is None:
            served.end()


def refusal(var: Path, **settings: str) -> str:
    """What it says on standard error when it does not start."""
    env = environment(var, free_port()) | settings
    done = subprocess.run(
        COMMAND, cwd=live_node.PROJECT, env=env, capture_output=True, text=True, timeout=DEADLINE, check=False
    )
    assert done.returncode not in {0, None}
    return done.stderr


def environment(var: Path, port: int) -> dict[str, str]:
    """As `make run`, but quicker: one worker, and without the first measurement, which has tests of its own."""
    ours = {"LAB_NODE": "off", "DEBUG": "on", "EXPERIMENTS": "off", "WORKERS": "1"}
    return live_node.environment(var, port=port) | ours


def all_ended(family: list[psutil.Process], within: float = 6.0) -> bool:
    return eventually(lambda: not any(runs(process) for process in family), within=within)


def runs(process: psutil.Process) -> bool:
    """A zombie does not: it has ended, and only its parent has not asked yet."""
    try:
        return process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def eventually(condition: Callable[[], bool], *, within: float = 5.0) -> bool:
    deadline = time.monotonic() + within
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def _wait_for(served: Served) -> None:
    deadline = time.monotonic() + DEADLINE
    while "Ctrl-C" not in served.output:
        assert served.process.poll() is None, served.output
        assert time.monotonic() < deadline, served.output
        time.sleep(0.05)
