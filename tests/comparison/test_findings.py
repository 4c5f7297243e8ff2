"""Each finding is made of the figures it is given: other figures, another sentence, another outcome."""

from dataclasses import replace
from typing import Any

import pytest

from comparison.experiments import BY_ID, EXPERIMENTS, Experiment, Measured
from comparison.figures import labels, unit
from tests.comparison import reports

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
        ("state", "both", ["3 rows and 1 cache key (900 B)", "100 B against 900 B"]),
        ("size", "jwt", ["90 B", "1,234 B at 100 roles", "2.20 %"]),
        ("lookups", "revocable", ["1 cache command and 1 SQL statement (322 µs)", "no look-up (12.5 µs)"]),
        (
            "revocation",
            "jwt",
            ["still accepted after 3 s", "good for another 297 s", "refused after 0.87 ms", "no look-up"],
        ),
        ("scaling", "jwt", ["0 of 10 and 10 of 10"]),
    ],
)
def test_a_finding_says_the_figures(name: str, outcome: str, said: list[str]) -> None:
    measured = reports.measured(name)
    assert BY_ID[name].outcome(measured) == outcome
    for words in said:
        assert words in BY_ID[name].finding(measured)


def outcome(name: str, **modes: Any) -> str:
    return BY_ID[name].outcome(Measured(modes))


def test_other_figures_bear_out_other_predictions() -> None:
    free = replace(reports.STATE, server_rows=0, server_keys=0)
    assert outcome("state", session=reports.STATE, jwt=free) == "session"
    assert outcome("size", session=reports.SIZE, jwt=reports.SIZE) == "none"
    assert outcome("lookups", **dict.fromkeys(["session", "jwt", "jwt_revocable"], reports.LOOK_UPS)) == "all"
    assert outcome("revocation", session=reports.REFUSED, jwt=reports.REFUSED) == "none"
    assert outcome("revocation", session=reports.ACCEPTED, jwt=reports.ACCEPTED) == "more"
    assert outcome("scaling", session=reports.KEYS_ENOUGH, jwt=reports.KEYS_NOT_ENOUGH) == "session"
