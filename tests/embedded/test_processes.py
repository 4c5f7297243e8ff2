"""Nothing that was started outlives the one who started it."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from embedded.processes import NotStarted, Process, stop_all
from tests import serving
from tests.serving import eventually

SLEEPER = [sys.executable, "-c", "import time; print('up', flush=True); time.sleep(60)"]
STUBBORN = [
    sys.executable,
    "-c",
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True); time.sleep(60)",
]
# A leader that starts a worker and writes down its number.
LEADER = [
    sys.executable,
    "-c",
    (
        "import subprocess, sys, time; w = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']);"
        "print(w.pid, flush=True); time.sleep(60)"
    ),
]


def runs(pid: int) -> bool:
    return psutil.pid_exists(pid) and serving.runs(psutil.Process(pid))


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "child.log"


def started(command: list[str], log: Path) -> Process:
    process = Process(command, log=log)
    process.wait_until(lambda: log.read_text().endswith("\n"))
    return process


def test_a_child_that_listens_ends_at_once_when_asked(log: Path) -> None:
    process = started(SLEEPER, log)
    assert process.stop(within=5) == -signal.SIGTERM
    assert not runs(process.pid)


def test_a_child_that_does_not_listen_is_killed_at_the_deadline(log: Path) -> None:
    process = started(STUBBORN, log)
    begun = time.monotonic()
    assert process.stop(within=0.3) == -signal.SIGKILL
    assert time.monotonic() - begun < 2


def test_a_frozen_child_hears_that_it_shall_end(log: Path) -> None:
    process = started(SLEEPER, log)
    process.freeze()
    assert process.stop(within=5) == -signal.SIGTERM


def test_workers_end_with_their_leader(log: Path) -> None:
    process = started(LEADER, log)
    worker = int(log.read_text())
    process.stop()
    assert eventually(lambda: not runs(worker))


def test_workers_of_a_leader_that_was_killed_end_too(log: Path) -> None:
    process = started(LEADER, log)
    worker = int(log.read_text())
    os.kill(process.pid, signal.SIGKILL)
    assert eventually(lambda: not process.is_alive)
    assert eventually(lambda: not runs(worker))


def test_many_are_stopped_within_one_deadline(tmp_path: Path) -> None:
    processes = [started(STUBBORN, tmp_path / f"{number}.log") for number in range(3)]
    begun = time.monotonic()
    stop_all(processes, within=0.5)
    assert time.monotonic() - begun < 2
    assert not any(process.is_alive for process in processes)


def test_stopping_twice_is_stopping_once(log: Path) -> None:
    process = started(SLEEPER, log)
    assert process.stop() == process.stop() == -signal.SIGTERM


def test_a_child_can_be_waited_for() -> None:
    with Process([sys.executable, "-c", "raise SystemExit(3)"]) as process:
        assert process.wait(10) == 3


def test_a_child_that_still_runs_has_no_exit_code(log: Path) -> None:
    with started(SLEEPER, log) as process:
        assert process.wait(0.05) is None
        process.send(signal.SIGUSR1)
        assert process.wait(10) == -signal.SIGUSR1


def test_a_program_that_does_not_exist_is_one_clear_line() -> None:
    with pytest.raises(NotStarted, match=r"^no-such-program cannot be started: No such file or directory.$"):
        Process(["no-such-program"])


def test_a_child_whose_parent_dies_before_the_guardian_knows_of_it_never_begins(tmp_path: Path) -> None:
    script = (
        "import os, signal, sys; from embedded import processes;"
        "processes._guarded.add = lambda child: (print(child.pid, flush=True), os.kill(os.getpid(), signal.SIGKILL));"
        "processes.Process(['touch', sys.argv[1]])"
    )
    command = [sys.executable, "-c", script, str(tmp_path / "begun")]
    parent = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
    assert parent.returncode == -signal.SIGKILL
    assert eventually(lambda: not runs(int(parent.stdout)))
    assert not (tmp_path / "begun").exists()


def test_a_child_that_ends_at_once_is_quoted(log: Path) -> None:
    process = Process([sys.executable, "-c", "raise SystemExit('no room')"], name="The server", log=log)
    with pytest.raises(NotStarted, match=r"^The server ended at once with code 1: no room$"):
        process.wait_until(lambda: False)


def test_a_child_that_never_answers_is_ended(log: Path) -> None:
    process = started(SLEEPER, log)
    with pytest.raises(NotStarted, match=r"did not answer within 0\.1 s: up"):
        process.wait_until(lambda: False, within=0.1)
    assert not process.is_alive


PARENT = """
import sys, time
from pathlib import Path
from embedded.processes import Process
children = [Process([sys.executable, "-c", "import time; time.sleep(60)"]) for _ in range(2)]
print(*[child.pid for child in children], flush=True)
{then}
"""


def parent(then: str) -> tuple[subprocess.Popen[str], list[int]]:
    process = subprocess.Popen([sys.executable, "-c", PARENT.format(then=then)], stdout=subprocess.PIPE, text=True)
    assert process.stdout
    with process.stdout as out:
        return process, [int(pid) for pid in out.readline().split()]


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_children_do_not_outlive_a_parent_that_was_killed(number: int) -> None:
    process, children = parent("time.sleep(60)")
    assert all(runs(child) for child in children)
    process.send_signal(number)
    process.wait()
    assert eventually(lambda: not any(runs(child) for child in children))


def test_children_do_not_outlive_a_parent_that_forgot_them() -> None:
    process, children = parent("")
    process.wait(10)
    assert not any(runs(child) for child in children)


def test_children_outlive_the_thread_that_started_them(log: Path) -> None:
    import threading

    processes: list[Process] = []
    thread = threading.Thread(target=lambda: processes.append(started(SLEEPER, log)))
    thread.start()
    thread.join()
    time.sleep(0.2)
    assert processes[0].is_alive
    processes[0].stop()


def test_a_fork_that_lives_on_does_not_keep_the_guardian_waiting() -> None:
    process, children = parent("import os; os.fork() and time.sleep(60); time.sleep(8)")
    process.kill()
    process.wait()
    assert eventually(lambda: not any(runs(child) for child in children), within=6)


def test_children_may_be_given_a_low_priority(log: Path) -> None:
    with started(SLEEPER, log) as process:
        process.lower_priority(10)
        assert os.getpriority(os.PRIO_PROCESS, process.pid) == 10
