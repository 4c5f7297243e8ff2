"""The advisor: every combination of answers yields advice that holds together, and its page needs no scripts."""

from itertools import product
from pathlib import Path

import pytest
from django.test import Client

from authcompare import settings as site_settings
from comparison import latest, report
from comparison.advisor import QUESTIONS, Advice, Answers, advise, blocks
from comparison.advisor.conflicts import CONFLICTS
from comparison.advisor.question import VERDICTS
from comparison.experiments import BY_ID
from tests.comparison.reports import a_report

# The ten of the design; the page links those that this version has.
EXPERIMENTS = {
    *("state", "size", "lookups", "revocation", "scaling"),
    *("privileges", "confidentiality", "rotation", "outage", "theft"),
}
PAGES = {"clients": "pages", "revocation": "at_once", "services": "one"}
APP = {"clients": "both", "services": "several", "team": "apis"}
PROGRAMS = {"clients": "programs", "services": "keys_only", "revocation": "hours"}
NONE = {"services": "keys_only", "revocation": "at_once"}
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def var(settings: object, tmp_path: Path) -> Path:
    settings.VAR = tmp_path  # type: ignore[attr-defined]
    return tmp_path


@pytest.fixture(scope="module")
def every_advice() -> list[tuple[Answers, Advice]]:
    """All complete sets of answers, and the advice for each."""
    names = [question.id for question in QUESTIONS]
    choices = [[choice.id for choice in question.choices] for question in QUESTIONS]
    every = [dict(zip(names, combination, strict=True)) for combination in product(*choices)]
    return [(answers, advise(answers)) for answers in every]


# --- The scoring ----------------------------------------------------------------------------------------------------


def test_every_combination_yields_a_verdict_or_says_why_none_fits(
    every_advice: list[tuple[Answers, Advice]],
) -> None:
    for answers, advice in every_advice:
        assert (advice.verdict is None) is advice.nothing_fits, answers
        if advice.verdict is None:
            assert {verdict for conflict in advice.conflicts for verdict in conflict.excludes} == set(VERDICTS)
        else:
            possible = [weight for weight in advice.weights if not weight.is_excluded]
            assert advice.points(advice.verdict) == max(weight.points for weight in possible), answers


def test_each_verdict_is_reached_and_so_is_none(every_advice: list[tuple[Answers, Advice]]) -> None:
    assert {advice.verdict for _, advice in every_advice} == {*VERDICTS, None}


def test_no_verdict_is_reached_without_a_reason(every_advice: list[tuple[Answers, Advice]]) -> None:
    assert all(advice.pro for _, advice in every_advice if advice.verdict)


def test_the_verdict_is_never_one_that_is_ruled_out(every_advice: list[tuple[Answers, Advice]]) -> None:
    for answers, advice in every_advice:
        ruled_out = {verdict for conflict in advice.conflicts for verdict in conflict.excludes}
        assert advice.verdict not in ruled_out, answers
        assert not ruled_out & set(advice.tied), answers


@pytest.mark.parametrize("question", ["revocation", "rights", "secrecy"])
def test_who_asks_for_more_is_never_sent_from_sessions_to_tokens(
    question: str, every_advice: list[tuple[Answers, Advice]]
) -> None:
    """The first choice of these questions asks for the most. What has become impossible counts as neither."""
    demanding = next(each for each in QUESTIONS if each.id == question).choices[0].id
    for answers, advice in every_advice:
        if advice.verdict == "session":
            assert advise({**answers, question: demanding}).verdict in {"session", None}, answers


@pytest.mark.parametrize(("question", "choice"), [("services", "keys_only"), ("store", "nobody"), ("domains", "two")])
def test_who_has_no_common_store_is_never_sent_from_tokens_to_sessions(
    question: str, choice: str, every_advice: list[tuple[Answers, Advice]]
) -> None:
    for answers, advice in every_advice:
        if advice.verdict == "jwt":
            assert advise({**answers, question: choice}).verdict in {"jwt", None}, answers


def test_without_answers_there_is_no_verdict_and_no_conflict() -> None:
    advice = advise({})
    assert (advice.verdict, advice.answered, advice.conflicts, advice.pro) == (None, 0, (), ())
    assert not advice.nothing_fits


def test_an_answer_that_nobody_offered_counts_as_open() -> None:
    assert advise({"clients": "pigeons", "weather": "fine"}) == advise({})
    assert advise({**PAGES, "store": "pigeons"}) == advise(PAGES)


def test_a_tie_is_told_and_goes_to_the_one_with_the_fewest_parts() -> None:
    advice = advise({"revocation": "minutes"})
    assert (advice.verdict, advice.tied) == ("session", ("hybrid", "jwt"))


def test_answers_that_speak_against_the_verdict_are_told() -> None:
    advice = advise({**PAGES, "team": "tokens"})
    assert advice.verdict == "session"
    assert [reason.choice.id for reason in advice.contra] == ["tokens"]


# --- The data -------------------------------------------------------------------------------------------------------


def test_every_question_names_an_experiment_and_gives_points_for_every_choice() -> None:
    for question in QUESTIONS:
        assert question.experiment in EXPERIMENTS
        for choice in question.choices:
            assert any(choice.points(verdict) for verdict in VERDICTS), (question.id, choice.id)
            assert all(0 <= choice.points(verdict) <= 4 for verdict in VERDICTS)


def test_every_conflict_is_about_answers_that_are_offered() -> None:
    offered = {question.id: {choice.id for choice in question.choices} for question in QUESTIONS}
    for conflict in CONFLICTS:
        assert conflict.excludes <= set(VERDICTS)
        assert all(choice in offered[question] for question, choice in conflict.answers.items())


def test_the_settings_of_this_project_are_ones_that_it_reads(every_advice: list[tuple[Answers, Advice]]) -> None:
    source = Path(site_settings.__file__).read_text()
    shown = {blocks.project(str(advice.verdict), answers) for answers, advice in every_advice if advice.verdict}
    names = {line.split("=")[0] for block in shown for line in block.splitlines()}
    assert names
    assert [name for name in names if f'"{name}"' not in source] == []


def test_the_settings_of_plain_django_are_python(every_advice: list[tuple[Answers, Advice]]) -> None:
    for block in {blocks.django(str(advice.verdict), answers) for answers, advice in every_advice if advice.verdict}:
        compile(block, "settings.py", "exec")


# --- The page -------------------------------------------------------------------------------------------------------


def page(client: Client, answers: Answers, headers: dict[str, str] | None = None) -> str:
    response = client.get("/advisor/", dict(answers), headers=headers)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({}, "Answer a question"),
        (PAGES, "Use sessions: 12 points"),
        (APP, "Use the hybrid: 9 points"),
        (PROGRAMS, "Use JWTs: 11 points"),
        (NONE, "None of the three fits"),
        ({"revocation": "minutes"}, "have 2 points each. Take sessions"),
    ],
    ids=["nothing answered", "sessions", "hybrid", "jwt", "none", "tie"],
)
def test_the_page_says_the_verdict_and_keeps_the_answers(answers: Answers, words: str, client: Client) -> None:
    shown = page(client, answers)
    assert words in shown
    assert shown.count(" checked>") == len(answers)


def test_a_reason_leads_to_its_experiment_and_shows_what_was_measured_here(client: Client) -> None:
    assert "The experiment</a> has not been run here yet" in page(client, PAGES)
    report.write(latest.path(), a_report().as_json())
    shown = page(client, PAGES)
    for experiment in ("size", "revocation", "scaling"):
        assert f'<a href="/experiments/{experiment}/">Measured here</a>' in shown
    assert "0.87 ms" in shown


def test_a_reason_whose_experiment_this_version_does_not_have_leads_nowhere(client: Client) -> None:
    shown = page(client, {"domains": "one"})
    assert ("/experiments/theft/" in shown) is ("theft" in BY_ID)


def test_htmx_is_given_the_advice_alone_with_the_sentence_to_announce(client: Client) -> None:
    shown = page(client, PAGES, HTMX)
    assert "<html" not in shown
    assert 'hx-swap-oob="innerHTML">Use sessions' in shown
    assert "<html" in page(client, PAGES, {**HTMX, "HX-History-Restore-Request": "true"})


def test_what_is_in_the_address_is_not_echoed(client: Client) -> None:
    assert "<b>" not in page(client, {"clients": "<b>"})
