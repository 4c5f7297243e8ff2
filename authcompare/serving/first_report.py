"""Measures once, in the background, where this server has not measured yet."""

import sys
from pathlib import Path

from embedded.processes import Process


def start_measuring(project: Path, *, report: Path, log: Path) -> Process:
    """At a low priority, so that the visitor who came meanwhile is served first."""
    command = [sys.executable, str(project / "manage.py"), "compare", "--json", str(report), "--quiet"]
    measuring = Process(command, cwd=project, log=log)
    measuring.lower_priority(10)
    return measuring


def outcome(measuring: Process, *, log: Path) -> str | None:
    """One line once it has ended."""
    if measuring.is_alive:
        return None
    if measuring.exit_code == 0:
        return "Measured for the first time: the front page shows the figures."
    return (
        f"The first measurement failed (code {measuring.exit_code}); {log} says why, `manage.py compare` tries again."
    )
