"""Charts as inline SVG, drawn on the server: pure functions from figures to text."""

from django.utils.safestring import SafeString

from comparison.charts import growth, rows
from comparison.charts.chart import Chart, Rows
from comparison.charts.drawn import lane_of, of
from comparison.charts.waterfall import waterfall

__all__ = ["Chart", "lane_of", "of", "svg", "waterfall"]


def svg(chart: Chart) -> SafeString:
    return rows.draw(chart) if isinstance(chart, Rows) else growth.draw(chart)
