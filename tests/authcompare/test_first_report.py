"""The first measurement runs beside the site, politely, and says in one line how it went."""

import os
from pathlib import Path

import pytest

from authcompare.serving.first_report import outcome, start_measuring
from embedded.processes import Process


def measuring(project: Path, program: str) -> Process:
    """A project whose manage.py is `program`."""
    (project / "manage.py").write_text(program)
    return start_measuring(project, report=project / "report.json", log=project / "log")


def end_of(process: Process, log: Path) -> str:
    assert outcome(process, log=log) is None
    process.wait(10)
    said = outcome(process, log=log)
    assert said
    return said


def test_it_runs_compare_at_a_low_priority(tmp_path: Path) -> None:
    with measuring(tmp_path, "import sys, time; print(sys.argv[1:], flush=True); time.sleep(30)") as process:
        process.wait_until(lambda: bool((tmp_path / "log").read_text()))
        assert os.getpriority(os.PRIO_PROCESS, process.pid) == 10
    assert (tmp_path / "log").read_text().strip() == f"['compare', '--json', '{tmp_path}/report.json', '--quiet']"


@pytest.mark.parametrize(
    ("code", "said"), [(0, "Measured for the first time"), (3, "The first measurement failed (code 3)")]
)
def test_it_says_how_it_went(code: int, said: str, tmp_path: Path) -> None:
    process = measuring(tmp_path, f"import time; time.sleep(0.3); raise SystemExit({code})")
    assert end_of(process, tmp_path / "log").startswith(said)
