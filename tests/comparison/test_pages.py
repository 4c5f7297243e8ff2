"""The front page and the experiments, before a report, with one, and while one is being made."""

from pathlib import Path

import pytest
from django.test import Client
from django.utils.html import escape

from comparison import latest, report
from comparison.experiments import EXPERIMENTS
from tests.comparison.reports import a_report

HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def var(settings: object, tmp_path: Path) -> Path:
    settings.VAR = tmp_path  # type: ignore[attr-defined]
    return tmp_path


@pytest.fixture
def measured(var: Path) -> None:
    report.write(latest.path(), a_report().as_json())


def page(client: Client, path: str, headers: dict[str, str] | None = None) -> str:
    response = client.get(path, headers=headers)
    assert response.status_code == 200
    return response.content.decode()


def test_before_the_first_run_the_front_page_says_how_to_run_one(client: Client) -> None:
    assert "has not measured yet" in page(client, "/")
    assert "python manage.py compare" in page(client, "/")


@pytest.mark.usefixtures("measured")
def test_the_front_page_shows_each_figure_of_the_latest_report(client: Client) -> None:
    shown = page(client, "/")
    assert escape(a_report().leading_finding) in shown
    for words in ("2,345", "not within 3", "0.87", "13 of 13", "A processor, 2 cores, 4 GiB"):
        assert words in shown
    for experiment in EXPERIMENTS:
        assert f"/experiments/{experiment.id}/" in shown
    assert "hx-get" not in shown


def test_while_a_run_is_under_way_the_front_page_asks_again_until_it_is_there(client: Client) -> None:
    with latest.turn().taken():
        assert 'hx-trigger="every 3s"' in page(client, "/")
        assert client.get("/", headers=HTMX).status_code == 204
        report.write(latest.path(), a_report().as_json())
    part = page(client, "/", HTMX)
    assert escape(a_report().leading_finding) in part
    assert "<html" not in part
    assert "hx-get" not in part


@pytest.mark.usefixtures("measured")
def test_a_new_report_replaces_the_old_one_at_once(client: Client) -> None:
    assert "A processor" in page(client, "/")
    report.write(latest.path(), a_report().as_json().replace("A processor", "Another one"))
    assert "Another one" in page(client, "/")


def test_a_report_of_another_version_counts_as_none(client: Client) -> None:
    latest.path().write_text(a_report().as_json().replace("server_rows", "server_lines"))
    assert "has not measured yet" in page(client, "/")


@pytest.mark.parametrize("experiment", EXPERIMENTS, ids=lambda experiment: experiment.id)
def test_an_experiment_has_a_page_before_and_after_it_was_measured(
    experiment: object, client: Client, var: Path
) -> None:
    path = f"/experiments/{experiment.id}/"  # type: ignore[attr-defined]
    assert "has not measured it yet" in page(client, path)
    report.write(latest.path(), a_report().as_json())
    shown = page(client, path)
    assert "has not measured it yet" not in shown
    assert f"manage.py compare --only {experiment.id}" in shown  # type: ignore[attr-defined]


def test_all_experiments_stand_in_one_list(client: Client) -> None:
    shown = page(client, "/experiments/")
    for experiment in EXPERIMENTS:
        assert experiment.question in shown


def test_an_unknown_experiment_is_not_found(client: Client) -> None:
    assert client.get("/experiments/unheard/").status_code == 404
