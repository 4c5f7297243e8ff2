"""What is drawn is valid XML without a style, says its figures in words, and stands as a table too."""

from typing import Any
from xml.etree import ElementTree as ET

import pytest

from comparison import charts
from comparison.charts import rows
from comparison.charts.chart import Chart, Growth, Lane, Limit, Part, Row, Rows, Series
from comparison.charts.waterfall import waterfall
from comparison.experiments import EXPERIMENTS
from comparison.report import of_experiment
from tests.comparison import reports

SESSION, JWT = Lane("session", "S", "Session"), Lane("jwt", "J", "JWT")
TIMELINE = Rows(
    "Accepted",
    "ms",
    (
        Row(SESSION, (Part("seen", 0, 0.8),), "refused after 0.80 ms"),
        Row(JWT, (Part("seen", 0, 3000), Part("promised", 3000, 298_000)), "still accepted after 3 s"),
    ),
    is_logarithmic=True,
)
GROWTH = Growth(
    "Size <by> roles",
    "Roles",
    "B",
    (Series(SESSION, ((0, 90), (200, 90)), "90 B"), Series(JWT, ((0, 500), (200, 3500)), "3,500 B")),
    (Limit(4096, "one cookie: 4,096 B"), Limit(100_000, "far away")),
)


def drawn(chart: Chart) -> ET.Element:
    text = charts.svg(chart)
    assert "style" not in text
    return ET.fromstring(text)  # noqa: S314 (our own text)


def bars(chart: Chart) -> list[float]:
    return [float(bar.attrib["width"][:-1]) for bar in drawn(chart).iter("rect") if "bar" in bar.attrib["class"]]


def words(chart: Chart) -> str:
    return " ".join("".join(text.itertext()) for text in drawn(chart).iter("text"))


def test_a_longer_time_is_a_longer_bar() -> None:
    refused, accepted, promised = bars(TIMELINE)
    assert refused < accepted
    assert promised > 0
    assert "still accepted after 3 s" in words(TIMELINE)
    assert "1 s" in words(TIMELINE)


def test_nothing_is_no_bar() -> None:
    assert bars(Rows("Rows", "rows", (Row(JWT, (Part("seen", 0, 0),), "0 rows"),))) == []


def test_what_has_no_room_beside_a_name_stands_under_it() -> None:
    short = Rows("Bytes", "B", (Row(JWT, (Part("seen", 0, 4),), "4 B"),))
    long = Rows("Bytes", "B", (Row(JWT, (Part("seen", 0, 4),), "4 B " * 20),))
    assert rows.fits_one_line(short)
    assert not rows.fits_one_line(long)
    assert float(drawn(long).attrib["height"]) > float(drawn(short).attrib["height"])


def test_a_curve_shows_the_limit_that_it_comes_near_and_no_other() -> None:
    assert "one cookie: 4,096 B" in words(GROWTH)
    assert "far away" not in words(GROWTH)
    assert len(list(drawn(GROWTH).iter("polyline"))) == 2


def test_whoever_does_not_see_a_chart_hears_and_reads_the_same() -> None:
    assert drawn(GROWTH).attrib["aria-label"] == "Size <by> roles. Session: 90 B; JWT: 3,500 B"
    assert GROWTH.head == ("Roles", "Session (B)", "JWT (B)")
    assert GROWTH.body == (("0", "90", "500"), ("200", "90", "3,500"))
    assert TIMELINE.body[1] == ("JWT", "still accepted after 3 s")


def test_what_was_refused_is_no_point_of_a_curve() -> None:
    cut = Growth("Size", "Roles", "B", (GROWTH.series[1], Series(SESSION, ((0, 90),), "90 B, then refused")))
    assert cut.body[1] == ("200", "3,500", "refused")
    assert drawn(cut) is not None


def test_a_waterfall_shows_what_authentication_spent_on_look_ups() -> None:
    timing = {"auth_us": 400, "sql_us": 100, "sql_statements": 1, "cache_us": 200, "cache_commands": 2, "total_us": 900}
    sql, cache, auth, rest = bars(waterfall([(SESSION, timing)]))
    assert sql < cache < rest
    assert auth == pytest.approx(sql)
    assert "1 SQL, 2 cache, auth 400 of 900 µs" in words(waterfall([(SESSION, timing)]))


@pytest.mark.parametrize("experiment", EXPERIMENTS, ids=lambda experiment: experiment.id)
def test_every_experiment_has_charts_that_can_be_drawn(experiment: Any) -> None:
    found = charts.of(of_experiment(experiment, reports.measured(experiment.id)))
    assert found
    for chart in found:
        assert drawn(chart).attrib["height"]
        assert all(len(row) == len(chart.head) for row in chart.body)
