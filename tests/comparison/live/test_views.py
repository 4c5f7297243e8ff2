"""The pages of a run, as a visitor without scripts meets them; the test is the process that works the queue off."""

import json

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from comparison import latest
from comparison.experiments import BY_ID
from comparison.live.queue import MOST_WAITING, Queue
from comparison.live.references import REFERENCES
from comparison.live.runs import Ended
from tests.comparison.live.conftest import conducted, doing, enter, exchanged, say
from tests.comparison.reports import a_report

pytestmark = pytest.mark.django_db

GET = "GET /api/me/ HTTP/1.1\r\nHost: 127.0.0.1:1\r\n"


def page(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def test_a_run_has_an_address_that_says_what_was_predicted(client: Client, site: Queue) -> None:
    with conducted(site):
        response = client.post("/experiments/size/runs/", {"predicted": "jwt"})
    (run,) = site.runs()
    assert run.experiments == ("size",)
    assert response["Location"] == f"/experiments/size/runs/{run.id}/?predicted=jwt"


def test_whoever_waits_sees_how_many_come_before(client: Client, site: Queue) -> None:
    with conducted(site):
        runs = [enter(site) for _ in range(3)]
        assert "2 runs before this one" in page(client, runs[2].url)
        assert "Refresh" in page(client, runs[2].url)
        assert "About to begin" in page(client, runs[0].url)


def test_a_full_queue_answers_429_with_a_way_on(client: Client, site: Queue) -> None:
    with conducted(site):
        for _ in range(1 + MOST_WAITING):
            enter(site)
        response = client.post("/experiments/size/runs/")
    assert response.status_code == 429
    assert response["Retry-After"]
    assert "The queue is full" in response.content.decode()


def test_a_run_is_started_by_a_form_of_this_site_alone(site: Queue) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/experiments/size/runs/").status_code == 403
    assert strict.get("/experiments/size/runs/").status_code == 405
    assert site.runs() == []


def test_where_experiments_are_off_nothing_is_started_and_the_page_says_how_to(
    client: Client, site: Queue, settings: Settings
) -> None:
    settings.EXPERIMENTS = False
    (settings.VAR / "report.json").write_text(a_report().as_json())
    assert client.post("/experiments/size/runs/").status_code == 403
    shown = page(client, "/experiments/size/?predicted=jwt")
    assert "Run it now" not in shown
    assert "manage.py compare --only size" in shown
    assert "As you predicted" in shown
    assert "Measure again" not in page(client, "/")


def test_a_run_under_way_can_be_cancelled_from_its_page(client: Client, site: Queue) -> None:
    with conducted(site):
        run = enter(site)
        assert "Cancel the run" in page(client, run.url)
        assert client.post(f"{run.url}cancel/").status_code == 302
    assert run.is_cancelled


def test_a_finished_run_is_read_without_scripts(client: Client, site: Queue) -> None:
    run = enter(site)
    say(
        run,
        exchanged("session", GET + "Cookie: sessionid=1\r\n\r\n"),
        exchanged("jwt", GET + "Authorization: 2\r\n\r\n"),
    )
    run.keep(a_report())
    run.end(Ended("finished"))
    shown = page(client, f"{run.url}?predicted=session")
    size = a_report().experiment("size")
    assert size
    assert size.finding in shown
    assert "You predicted: The session cookie grows" in shown
    assert "<mark>Cookie: sessionid=1</mark>" in shown
    assert "<mark>Host" not in shown
    assert "<svg" in shown
    assert "curl -i -X GET" in shown
    assert "data-events" not in shown
    assert json.loads(b"".join(client.get(f"{run.url}run.json")))["schema"] == 1  # type: ignore[call-overload]


@pytest.mark.parametrize(
    "ended, words",
    [
        (None, "Interrupted"),
        (Ended("failed", "A lab node did not start."), "A lab node did not start."),
        (Ended("cancelled", "The run was cancelled."), "Cancelled"),
    ],
)
def test_a_run_that_found_nothing_says_why(ended: Ended | None, words: str, client: Client, site: Queue) -> None:
    run = enter(site)
    say(run, doing("calling"))
    if ended:
        run.end(ended)
    assert words in page(client, run.url)
    assert client.get(f"{run.url}run.json").status_code == 404


@pytest.mark.parametrize("path", ["nothing/runs/", "size/runs/../", "size/runs/0123/", "state/runs/RUN/"])
def test_there_is_nothing_at_another_address(path: str, client: Client, site: Queue) -> None:
    run = enter(site)
    with conducted(site):
        assert client.post(f"/experiments/{path}".replace("RUN", run.id)).status_code in {404, 405}
        assert client.get(f"/experiments/{path}".replace("RUN", run.id)).status_code in {404, 405}


def test_a_run_of_everything_shows_how_far_each_experiment_is(client: Client, site: Queue) -> None:
    with conducted(site):
        run = enter(site, "state", "size")
        say(run, {"event": "experiment_started", "experiment": "state"})
        assert run.url.startswith("/experiments/all/runs/")
        assert 'aria-current="step">State' in page(client, run.url)
        assert "Measure now" in page(client, "/")
        with latest.turn().taken():
            shown = page(client, "/")
    assert f'href="{run.url}"' in shown
    assert "Measure now" not in shown


@pytest.mark.parametrize("name", BY_ID)
def test_every_experiment_says_where_to_read_on(name: str, client: Client, site: Queue) -> None:
    shown = page(client, f"/experiments/{name}/")
    assert REFERENCES[name]
    for reference in REFERENCES[name]:
        assert f'href="{reference.url}"' in shown
