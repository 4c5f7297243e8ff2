"""Draws curves over an amount. The curves stand in a picture of their own that stretches; letters do not."""

from django.utils.safestring import SafeString

from comparison.charts import labels
from comparison.charts.chart import Growth, Limit, Series
from comparison.charts.scale import Linear
from comparison.charts.svg import element, percent
from comparison.figures import text

TOP, PLOT, FOOT, LINE = 18.0, 240.0, 42.0, 16.0
# A tick this near to a limit would stand in its words.
NEAR = 18.0
# The curves end here, in per cent; their labels stand beside them.
RIGHT = 66.0


def draw(chart: Growth) -> SafeString:
    across, up = scales(chart)
    return element(
        "svg",
        *_grid(up, chart),
        *_feet(across, chart),
        *(part for limit in chart.limits for part in _limit(limit, up)),
        _curves(chart, across, up),
        *_names(chart, up),
        width="100%",
        height=TOP + PLOT + FOOT,
        role="img",
        aria_label=f"{chart.title}. {described(chart)}",
    )


def described(chart: Growth) -> str:
    return "; ".join(f"{series.lane.title}: {series.words}" for series in chart.series)


def scales(chart: Growth) -> tuple[Linear, Linear]:
    """Across and up; a limit that no curve comes near is not made room for."""
    points = [point for series in chart.series for point in series.points]
    most = max((y for _, y in points), default=1)
    near = [limit.value for limit in chart.limits if limit.value <= 1.6 * most]
    return Linear(max((x for x, _ in points), default=1)), Linear(max([most, *near]))


def height(value: float, up: Linear) -> float:
    return round(TOP + PLOT * (1 - up.position(value) / 100), 1)


def _grid(up: Linear, chart: Growth) -> list[SafeString]:
    limits = [height(limit.value, up) for limit in chart.limits if limit.value <= up.end]
    drawn = [element("line", class_="axis", x1=0, x2=percent(RIGHT), y1=height(0, up), y2=height(0, up))]
    for tick in up.ticks[1:]:
        y = height(tick, up)
        if all(abs(y - limit) > NEAR for limit in limits):
            drawn.append(element("line", class_="grid", x1=0, x2=percent(RIGHT), y1=y, y2=y))
            drawn.append(element("text", f"{text(tick)} {chart.unit}", class_="muted", x=0, y=y - 4))
    return drawn


def _feet(across: Linear, chart: Growth) -> list[SafeString]:
    drawn = []
    for tick in across.ticks:
        x = across.position(tick) * RIGHT / 100
        anchor = "middle" if tick else "start"
        drawn.append(element("text", text(tick), class_="muted", x=percent(x), y=TOP + PLOT + 17, text_anchor=anchor))
    drawn.append(element("text", chart.over, class_="muted", x=percent(RIGHT), y=TOP + PLOT + 36, text_anchor="end"))
    return drawn


def _limit(limit: Limit, up: Linear) -> list[SafeString]:
    if limit.value > up.end:
        return []
    y = height(limit.value, up)
    line = element("line", class_="limit", x1=0, x2=percent(RIGHT), y1=y, y2=y)
    return [line, element("text", limit.words, x=0, y=y - 5)]


def _curves(chart: Growth, across: Linear, up: Linear) -> SafeString:
    curves = [
        element(
            "polyline",
            class_=f"series mode-{series.lane.mode}",
            points=" ".join(f"{across.position(x):g},{100 - up.position(y):g}" for x, y in series.points),
        )
        for series in chart.series
    ]
    return element(
        "svg",
        *curves,
        x=0,
        y=TOP,
        width=percent(RIGHT),
        height=PLOT,
        viewBox="0 0 100 100",
        preserveAspectRatio="none",
        overflow="visible",
    )


def _names(chart: Growth, up: Linear) -> list[SafeString]:
    """One for all curves that are the same."""
    same: dict[tuple[tuple[float, float], ...], list[Series]] = {}
    for series in chart.series:
        same.setdefault(series.points, []).append(series)
    wanted = [height(points[-1][1], up) for points in same]
    places = labels.apart(wanted, gap=LINE, lowest=TOP, highest=TOP + PLOT)
    return [_name(together, place) for together, place in zip(same.values(), places, strict=True)]


def _name(together: list[Series], y: float) -> SafeString:
    modes = [series for series in together if not series.lane.short] or together[:1]
    marks = [
        element("tspan", f"{series.lane.short or series.lane.mark} ", class_=f"mark mode-{series.lane.mode}")
        for series in modes
    ]
    return element("text", *marks, together[0].words, x=percent(RIGHT), dx=8, y=y + 4)
