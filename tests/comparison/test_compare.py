"""`manage.py compare` as a newcomer runs it: the real thing, on real servers."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.utils.html import escape

from comparison import latest, narration, report
from comparison.experiments import BY_ID, EXPERIMENTS, Experiment, state
from comparison.modes import MODES
from comparison.rendering import tables
from comparison.report import Report
from tests.comparison import leftovers

# One after the other, on one worker: two runs would measure each other.
pytestmark = pytest.mark.xdist_group("comparison")

PROJECT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The run's own temporary directory and VAR."""
    place = tmp_path_factory.mktemp("run")
    (place / "tmp").mkdir()
    (place / "var").mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TMPDIR", str(place / "tmp"))
        patch.setattr("tempfile.tempdir", None)
        patch.setattr(settings, "VAR", place / "var")
        yield place


@pytest.fixture(scope="module")
def measured(place: Path) -> Report:
    """One run of all experiments, which the tests of this module look at; with fewer sign-ins where all are alike."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(state, "MANY_SIGN_INS", 50)
        files = {name: place / f"out.{name}" for name in ("json", "html", "exchanges")}
        call_command("compare", quiet=True, **files)
    return report.load(place / "out.json")


def test_a_run_measures_every_experiment_in_every_mode(measured: Report) -> None:
    assert [experiment.id for experiment in measured.experiments] == [experiment.id for experiment in EXPERIMENTS]
    assert measured.modes == tuple(mode.id for mode in MODES)


# What the results must bear out, whatever the machine: never a time.
DIRECTIONS = {
    "state": "both",
    "size": "jwt",
    "lookups": "session",
    "revocation": "jwt",
    "scaling": "jwt",
    "privileges": "jwt",
    "confidentiality": "jwt",
    "rotation": "tokens",
    "outage": "all",
    "theft": "refresh",
}


@pytest.mark.parametrize("experiment", EXPERIMENTS, ids=lambda experiment: experiment.id)
def test_an_experiment_finds_what_is_so(experiment: Experiment, measured: Report) -> None:
    found = measured.experiment(experiment.id)
    assert found is not None
    assert experiment.outcome(tables.revived(found)) == DIRECTIONS[experiment.id]
    assert (
        found.finding
        in (json.loads((latest.path()).read_text())["experiments"][EXPERIMENTS.index(experiment)]["finding"])
    )


def test_the_figures_are_those_of_the_wire(measured: Report) -> None:
    size = measured.experiment("size")
    assert size is not None
    session, jwt = size.results["session"], size.results["jwt"]
    assert session["credential_0_roles_bytes"] == session["credential_100_roles_bytes"]
    assert session["credential_0_roles_bytes"] - session["csrf_bytes"] == len(f"Cookie: sessionid={'x' * 32}\r\n")
    # Eight letters, two quotes and a comma, in base64: four thirds.
    grown = jwt["credential_200_roles_bytes"] - jwt["credential_100_roles_bytes"]
    assert grown == pytest.approx(100 * 11 * 4 / 3, abs=4)


def test_a_signed_out_credential_is_refused_at_the_very_next_request(measured: Report) -> None:
    revocation = measured.experiment("revocation")
    assert revocation is not None
    for mode in ("session", "jwt_revocable", "hybrid"):
        assert revocation.results[mode]["accepted_most_requests"] == 0
    for mode in ("jwt", "jwt_revocable", "hybrid"):
        assert revocation.results[mode]["rotated_refreshes"] == revocation.results[mode]["refused_refreshes"] == 1


def test_a_whole_run_becomes_the_report_of_the_site(measured: Report) -> None:
    assert latest.latest() == measured


def test_the_html_report_needs_nothing_else(measured: Report, place: Path) -> None:
    page = (place / "out.html").read_text()
    assert escape(measured.leading_finding) in page
    for experiment in measured.experiments:
        assert escape(experiment.finding) in page
    for outside in ("<link", "<script", "src=", "http://", "https://", "@import"):
        assert outside not in page


def test_a_run_leaves_nothing_behind(measured: Report, place: Path) -> None:
    assert leftovers.files(place / "tmp") == []
    assert set(leftovers.files(place / "var")) == {"compare.lock", "report.json"}
    mine = " ".join(leftovers.processes(place / "tmp"))
    assert "granian" not in mine
    assert "valkey" not in mine


def test_one_experiment_alone_shows_its_table_and_stays_out_of_the_site(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = latest.latest()
    call_command("compare", only=["confidentiality"])
    shown = capsys.readouterr()
    assert "Facts about the user" in shown.out
    assert BY_ID["confidentiality"].title in shown.out
    assert "Measuring confidentiality" in shown.err
    assert latest.latest() == before


def test_an_unknown_experiment_is_named_with_the_known_ones() -> None:
    with pytest.raises(CommandError, match=r"no experiment nothing\. There are state, size") as refused:
        call_command("compare", only=["size", "nothing"])
    assert refused.value.returncode == 2


@pytest.mark.parametrize("option", ["json", "html"])
def test_a_file_that_cannot_be_written_is_found_out_before_the_run(option: str, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="nowhere/out cannot be written: No such file or directory"):
        call_command("compare", **{option: tmp_path / "nowhere" / "out"})


def test_what_went_over_the_wire_is_kept_apart_from_the_report(measured: Report, place: Path) -> None:
    kept = json.loads((place / "out.exchanges").read_text())["exchanges"]
    assert {exchange["experiment"] for exchange in kept} == {experiment.id for experiment in EXPERIMENTS}
    for mode in MODES:
        of_mode = [e for e in kept if e["lane"] == mode.id and e["experiment"] == "revocation"]
        phases = list(dict.fromkeys(exchange["phase"] for exchange in of_mode))
        assert [phase for phase in phases if phase != "refresh"][:3] == ["sign in", "request", "sign out"]
        assert len(of_mode) <= narration.MOST_EXCHANGES
    secret = next(line for e in kept for line in e["sent"].splitlines() if line.startswith("Authorization: Bearer"))
    assert secret.split()[-1] not in (place / "out.json").read_text()


@contextmanager
def started(place: Path, only: str = "state", server: str = "granian") -> Iterator[subprocess.Popen[str]]:
    """A run that has that server up."""
    env = os.environ | {
        "TMPDIR": str(place),
        "VAR": str(place.parent),
        "DJANGO_SETTINGS_MODULE": "authcompare.settings",
    }
    command = [sys.executable, "manage.py", "compare", "--only", only]
    with subprocess.Popen(command, cwd=PROJECT, env=env, stderr=subprocess.PIPE, text=True) as run:
        try:
            assert leftovers.soon(lambda: any(server in process for process in leftovers.processes(place)))
            yield run
        finally:
            run.kill()


@pytest.fixture
def apart(tmp_path: Path) -> Path:
    place = tmp_path / "tmp"
    place.mkdir()
    return place


@pytest.mark.parametrize("number, code", [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_an_interrupted_run_leaves_nothing_behind(number: signal.Signals, code: int, apart: Path) -> None:
    with started(apart) as run:
        run.send_signal(number)
        _, said = run.communicate(timeout=60)
    assert run.returncode == code
    assert "Traceback" not in said
    assert leftovers.processes(apart) == []
    assert leftovers.files(apart) == []
    assert not (apart.parent / "report.json").exists()


@pytest.mark.parametrize("only, server", [("state", "granian"), ("size", "caddy"), ("outage", "postgres")])
def test_even_a_killed_run_leaves_nothing_behind(only: str, server: str, apart: Path) -> None:
    with started(apart, only, server) as run:
        run.kill()
        run.wait(timeout=60)
    assert leftovers.soon(lambda: not leftovers.processes(apart) and not leftovers.files(apart))
