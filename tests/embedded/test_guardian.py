import subprocess
import sys

from embedded.guardian import end, left_behind

IGNORES = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True); time.sleep(60)"


def test_what_was_added_and_not_taken_off_is_left_behind() -> None:
    assert left_behind(["+12\n", "+34\n", "-12\n", "+56\n", "-78\n"]) == {34, 56}


def test_a_group_that_does_not_listen_is_killed() -> None:
    command = [sys.executable, "-c", IGNORES]
    with subprocess.Popen(command, stdout=subprocess.PIPE, start_new_session=True) as process:
        assert process.stdout
        process.stdout.readline()
        end([process.pid], grace=0.1)
        assert process.wait(5) == -9


def test_a_group_that_is_gone_already_is_no_trouble() -> None:
    with subprocess.Popen([sys.executable, "-c", ""], start_new_session=True) as process:
        process.wait()
    end([process.pid])
