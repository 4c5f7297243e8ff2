"""A report as one HTML file that needs nothing else: it opens offline, and prints."""

from pathlib import Path

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from comparison.rendering import tables
from comparison.report import Report

STYLE_SHEET = "authcompare/site.css"


def render(report: Report) -> str:
    return render_to_string(
        "comparison/report.html",
        {
            "style": _style(),
            "report": report,
            "modes": tables.columns(report),
            "rows": tables.overview(report),
            "experiments": [
                (measured, tables.every_figure(measured, report), tables.variants(measured))
                for measured in report.experiments
            ],
        },
    )


def _style() -> SafeString:
    """The site's own style sheet: a file of this project, which no visitor can write."""
    found = finders.find(STYLE_SHEET)
    if not isinstance(found, str):
        raise FileNotFoundError(STYLE_SHEET)
    return mark_safe(Path(found).read_text())  # noqa: S308
