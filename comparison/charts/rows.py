"""Draws bars, one under the other. Widths are in per cent and letters in pixels, so that it reads on any screen."""

from django.utils.safestring import SafeString

from comparison.charts.chart import Part, Row, Rows
from comparison.charts.scale import Linear, Logarithmic, Scale
from comparison.charts.svg import element, percent
from comparison.figures import text

ROW, BAR, LINE, AXIS = 50.0, 14.0, 18.0, 26.0
# The letters for which a line of a phone has room; what is longer stands on a line of its own.
LETTERS = 44
# A thousand of the one are one of the other.
LARGER = {"µs": "ms", "ms": "s"}
# Never so short that it cannot be seen; nothing at all is drawn for nothing.
LEAST_WIDTH = 0.6


def draw(chart: Rows) -> SafeString:
    scale, tall = scale_of(chart), ROW + (0 if fits_one_line(chart) else LINE)
    foot = tall * len(chart.rows)
    return element(
        "svg",
        *grid(scale, foot, chart),
        *(part for number, row in enumerate(chart.rows) for part in _row(row, tall * number, tall, scale)),
        width="100%",
        height=foot + AXIS,
        role="img",
        aria_label=f"{chart.title}. {described(chart)}",
    )


def described(chart: Rows) -> str:
    return "; ".join(f"{row.lane.title}: {row.words}" for row in chart.rows)


def scale_of(chart: Rows) -> Scale:
    ends = [part.end for row in chart.rows for part in row.parts]
    most = max([*ends, chart.least_end]) or 1.0
    positive = [end for end in ends if end > 0]
    return Logarithmic(min(positive, default=most), most) if chart.is_logarithmic else Linear(most)


def grid(scale: Scale, foot: float, chart: Rows) -> list[SafeString]:
    drawn = []
    for tick in scale.ticks:
        x = percent(scale.position(tick))
        drawn.append(element("line", class_="grid", x1=x, x2=x, y1=0, y2=foot))
        anchor = {0.0: "start", 100.0: "end"}.get(scale.position(tick), "middle")
        words = tick_words(tick, chart)
        drawn.append(element("text", words, class_="muted", x=x, y=foot + 17, text_anchor=anchor))
    return drawn


def tick_words(tick: float, chart: Rows) -> str:
    if tick >= 1000 and chart.unit in LARGER:
        return f"{text(tick / 1000)} {LARGER[chart.unit]}"
    shown = text(tick) if tick >= 1 else f"{tick:g}"
    return f"{shown} {chart.unit}"


def fits_one_line(chart: Rows) -> bool:
    """Whether the name of each lane and its words have room beside each other."""
    return all(len(row.lane.mark + row.lane.title + row.words) <= LETTERS for row in chart.rows)


def _row(row: Row, y: float, tall: float, scale: Scale) -> list[SafeString]:
    bar, is_tall = y + tall - 28, tall > ROW
    mark = element("tspan", row.lane.mark, class_="mark")
    x, words_y, anchor = (0, y + 15 + LINE, None) if is_tall else ("100%", y + 15, "end")
    return [
        element(
            "g",
            element("text", mark, " ", row.lane.title, x=0, y=y + 15),
            element("text", row.words, class_="value", x=x, y=words_y, text_anchor=anchor),
            element("rect", class_="track", x=0, y=bar, width="100%", height=BAR),
            *(_part(part, bar, scale) for part in row.parts if part.end > part.start),
            class_=f"mode-{row.lane.mode}",
        )
    ]


def _part(part: Part, y: float, scale: Scale) -> SafeString:
    start, end = scale.position(part.start), scale.position(part.end)
    start = min(start, 100 - LEAST_WIDTH)
    width = percent(max(LEAST_WIDTH, end - start))
    return element("rect", class_=f"bar part-{part.kind}", x=percent(start), y=y, width=width, height=BAR)
