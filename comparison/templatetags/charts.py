"""`{% chart figure %}`: the drawing, and under it the same as a table."""

from typing import Any

from django import template

from comparison import charts
from comparison.charts.chart import Chart

register = template.Library()


@register.inclusion_tag("comparison/_chart.html")
def chart(figure: Chart) -> dict[str, Any]:
    return {"figure": figure, "svg": charts.svg(figure)}
