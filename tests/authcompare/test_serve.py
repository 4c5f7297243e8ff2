"""`make run`: one command starts everything, one signal ends everything, a mistake is one clear line."""

import json
import re
import signal
import socket
from pathlib import Path

import httpx
import psutil
import pytest

from tests.serving import all_ended, eventually, refusal, serving


def test_it_serves_the_site_by_two_workers_and_ends_with_everything(tmp_path: Path) -> None:
    with serving(tmp_path, WORKERS="2") as served:
        assert httpx.get(f"{served.url}/healthz").json() == {"status": "alive"}
        assert httpx.get(f"{served.url}/readyz").json()["status"] == "ready"
        family = served.family()
        assert sum("granian" in " ".join(child.cmdline()) for child in family) >= 3
        assert served.end(signal.SIGTERM) < 5
    assert served.process.returncode == 0
    assert all_ended(family, within=1)
    assert not (tmp_path / "valkey.sock").exists()


def test_the_first_start_makes_a_demo_cast_and_the_second_remembers_it(tmp_path: Path) -> None:
    with serving(tmp_path) as first:
        kept = tmp_path / "demo_cast.json"
        cast = json.loads(kept.read_text())
        assert kept.stat().st_mode & 0o777 == 0o600
        assert all(re.search(rf"{name} +{password}", first.output) for name, password in cast.items())
        signed_in = httpx.post(f"{first.url}/api/token/", json={"username": "ann", "password": cast["ann"]})
        assert signed_in.status_code == 200
    with serving(tmp_path) as second:
        assert json.loads(kept.read_text()) == cast
        assert cast["admin"] in second.output
        assert second.end(signal.SIGINT) < 5
    assert second.process.returncode == 0


def test_there_is_no_demo_cast_in_production(tmp_path: Path) -> None:
    with serving(tmp_path, DEBUG="off") as served:
        assert "Demo" not in served.output
        assert not (tmp_path / "demo_cast.json").exists()
        assert httpx.get(f"{served.url}/accounts/login/").status_code == 200


@pytest.mark.parametrize(("victim", "named"), [("valkey-server", "cache server"), ("granian", "server")])
def test_when_one_part_dies_it_says_so_and_ends_the_rest(victim: str, named: str, tmp_path: Path) -> None:
    with serving(tmp_path) as served:
        family = served.family()
        served.child(victim).kill()
        assert served.process.wait(10) == 1
    assert f"authcompare: The {named} ended unexpectedly (code -9)" in served.output
    assert "Traceback" not in served.output
    assert all_ended(family, within=1)


def test_a_first_measurement_that_still_runs_ends_with_the_rest(tmp_path: Path) -> None:
    with serving(tmp_path, EXPERIMENTS="on") as served:
        assert eventually(lambda: any("compare" in child.cmdline() for child in served.family()))
        family = served.family()
        assert served.end(signal.SIGTERM) < 5
    assert all_ended(family, within=4)
    assert not (tmp_path / "report.json").exists()


def test_nothing_outlives_a_kill_and_the_next_start_is_as_ever(tmp_path: Path) -> None:
    with serving(tmp_path) as served:
        family = served.family()
        served.process.kill()
        served.process.wait()
        assert all_ended(family)
    with serving(tmp_path) as again:
        assert httpx.get(f"{again.url}/readyz").status_code == 200


def test_a_port_in_use_is_one_clear_line(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        said = refusal(tmp_path, PORT=str(port))
    assert said == (
        f"authcompare: Port {port} on 127.0.0.1 cannot be used (Address already in use): "
        "stop what uses it, or set another PORT.\n"
    )


def test_a_directory_that_cannot_be_written_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    said = refusal(tmp_path, VAR=str(tmp_path / "file" / "var"))
    assert said == f"authcompare: {tmp_path}/file/var cannot be written: Not a directory.\n"


def test_a_secret_of_ones_own_does_not_hide_that(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    said = refusal(tmp_path, VAR=str(tmp_path / "file" / "var"), SECRET_KEY="s" * 60)
    assert said == f"authcompare: {tmp_path}/file/var cannot be written: Not a directory.\n"


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"ACCESS_TOKEN_LIFETIME": "soon"}, "ACCESS_TOKEN_LIFETIME must be a duration such as 30s, 5m, 12h or 14d"),
        ({"PORT": "http"}, "PORT must be a whole number, not 'http'."),
        ({"DATABASE_URL": "postgres://127.0.0.1:1/none"}, "The database at DATABASE_URL does not answer: "),
        ({"CACHE_URL": "redis://127.0.0.1:1/0"}, "The cache at CACHE_URL does not answer: "),
        ({"SITE_URL": "http://auth.example.org", "SECRET_KEY": "s" * 60}, "DEBUG is on for http://auth.example.org"),
    ],
)
def test_a_value_that_cannot_work_is_one_clear_line(settings: dict[str, str], said: str, tmp_path: Path) -> None:
    refused = refusal(tmp_path, **settings)
    assert refused.startswith(f"authcompare: {said}")
    assert refused.count("\n") == 1


def test_a_second_site_on_the_same_directory_is_refused(tmp_path: Path) -> None:
    with serving(tmp_path) as served:
        assert "Another server already answers at unix://" in refusal(tmp_path)
        assert httpx.get(f"{served.url}/readyz").status_code == 200
        assert psutil.pid_exists(served.process.pid)
