from io import StringIO

from rich.console import Console

from comparison.rendering import terminal
from tests.comparison.reports import a_report


def test_the_terminal_shows_every_headline_and_every_finding() -> None:
    out = StringIO()
    terminal.show(a_report(), Console(file=out, width=400))
    shown = out.getvalue()
    for words in ("S Session", "J JWT", "H Hybrid", "1,234 B", "not within 3 s", "10 of 10", "21.5 s on A processor"):
        assert words in shown
    for experiment in a_report().experiments:
        assert experiment.finding in shown
