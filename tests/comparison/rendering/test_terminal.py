from dataclasses import replace
from io import StringIO

from rich.console import Console

from comparison.rendering import terminal
from tests.comparison.reports import a_report


def test_the_terminal_shows_every_headline_and_every_finding() -> None:
    out = StringIO()
    terminal.show(a_report(), Console(file=out, width=2000))
    shown = out.getvalue()
    for words in ("S Session", "J JWT", "H Hybrid", "2,345 B", "not within 3 s", "13 of 13", "21.5 s on A processor"):
        assert words in shown
    for experiment in a_report().experiments:
        assert experiment.finding in shown


def test_variants_stand_under_their_finding_and_what_was_not_measured_says_why() -> None:
    report = a_report()
    lookups = report.experiments[2]
    variants = {name: figures for name, figures in lookups.variants.items() if name != "session_memcached"}
    without = replace(lookups, variants=variants, not_measured={"session_memcached": "no memcached here"})
    out = StringIO()
    terminal.show(replace(report, experiments=(without,)), Console(file=out, width=2000))
    assert "Session, Valkey alone" in out.getvalue()
    assert "not measured: no memcached here" in out.getvalue()
