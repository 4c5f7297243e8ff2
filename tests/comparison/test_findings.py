"""Each finding is made of the figures it is given: other figures, another sentence, another outcome."""

from dataclasses import replace
from typing import Any

import pytest

from comparison.experiments import BY_ID, EXPERIMENTS, Experiment, Measured, outlived
from comparison.figures import labels, unit
from tests.comparison import reports, samples

each_experiment = pytest.mark.parametrize("experiment", EXPERIMENTS, ids=lambda experiment: experiment.id)


@each_experiment
def test_every_figure_has_its_unit_in_its_name_and_a_label(experiment: Experiment) -> None:
    for name, label in labels(experiment.figures).items():
        assert unit(name)
        assert label


@each_experiment
def test_the_outcome_is_one_of_the_predictions(experiment: Experiment) -> None:
    assert experiment.outcome(reports.measured(experiment.id)) in experiment.choices


@each_experiment
def test_every_headline_tells_what_stands_behind_its_figure(experiment: Experiment) -> None:
    for headline in experiment.headlines:
        for figures in reports.measured(experiment.id).modes.values():
            cell = headline.cell(figures)
            assert cell.text
            assert cell.detail


@pytest.mark.parametrize(
    "name, outcome, said",
    [
        ("state", "both", ["3 rows and 1 cache key (900 B)", "100 B against 900 B", "901 kB and 502 kB"]),
        ("size", "jwt", ["90 B", "2,345 B at 200 roles", "351 roles"]),
        ("lookups", "session", ["1 cache command and 1 SQL statement (322 µs)", "no look-up (12.5 µs)"]),
        ("revocation", "jwt", ["still accepted after 3 s", "good for another 297 s", "after 0.87 ms", "no look-up"]),
        ("scaling", "jwt", ["33.3 %", "66.7 % of the sessions", "2 of 60 requests"]),
        ("privileges", "jwt", ["after 4.50 ms and 1 refresh", "old ones after 2 s, in 98 requests", "another 296 s"]),
        ("confidentiality", "jwt", ["Of 13 facts", "learns 0 from a session cookie, 13 from a signed JWT (498 B"]),
        ("rotation", "tokens", ["fallback 100 % and 100 %", "at once kept 0 %, 100 % where nothing"]),
        ("outage", "all", ["a session in Valkey alone 0 % and 100 %", "looked up 100 % and 0 %", "Signed out by"]),
        ("theft", "refresh", ["after 1.23 ms", "not within 1.50 s", "refused after 3.45 ms"]),
    ],
)
def test_a_finding_says_the_figures(name: str, outcome: str, said: list[str]) -> None:
    measured = reports.measured(name)
    assert BY_ID[name].outcome(measured) == outcome
    for words in said:
        assert words in BY_ID[name].finding(measured)


def outcome(name: str, **modes: Any) -> str:
    return BY_ID[name].outcome(Measured(reports.measured(name).modes | modes))


def everywhere(name: str, figures: Any) -> str:
    return outcome(name, **dict.fromkeys(reports.measured(name).modes, figures))


@pytest.mark.parametrize(
    "name, figures, expected",
    [
        ("size", samples.SIZE, "none"),
        ("lookups", samples.LOOK_UPS, "all"),
        ("revocation", samples.REFUSED, "none"),
        ("revocation", samples.ACCEPTED, "more"),
        ("scaling", samples.SCALED, "neither"),
        ("privileges", samples.FRESH, "none"),
        ("privileges", samples.STALE, "more"),
        ("confidentiality", samples.SILENT, "neither"),
        ("rotation", samples.KEPT, "none"),
        ("rotation", replace(samples.KEPT, fallback_kept_pct=75), "everyone"),
        ("outage", replace(samples.OUTLIVED, database_stopped_served_pct=0), "none"),
        ("theft", samples.ENDED_BY_SIGN_OUT, "none"),
        ("theft", samples.ENDED_BY_REUSE, "all"),
    ],
)
def test_other_figures_bear_out_other_predictions(name: str, figures: Any, expected: str) -> None:
    assert everywhere(name, figures) == expected
    assert BY_ID[name].choices[expected]


def test_one_mode_alone_may_decide() -> None:
    free = replace(samples.STATE, server_rows=0, server_keys=0)
    assert outcome("state", jwt=free) == "session"
    assert outcome("scaling", session=samples.KEYS_ENOUGH, jwt=samples.SCALED) == "session"
    assert outcome("outage", session=replace(samples.OUTLIVED, cache_stopped_served_pct=0)) == "tokens"


def test_without_a_postgresql_the_outage_says_so() -> None:
    measured = outlived.unmeasured(BY_ID["outage"].variants, "no PostgreSQL")
    assert BY_ID["outage"].finding(measured).startswith("Not measured here")
    assert BY_ID["outage"].outcome(measured) in BY_ID["outage"].choices
    assert BY_ID["outage"].headlines[0].cell(measured["jwt"]).text == "not measured"
    assert set(measured.not_measured) == {"session_cache", "jwt_lookup"}
