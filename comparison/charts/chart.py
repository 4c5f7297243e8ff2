"""What can be drawn. Each chart also stands as a table, for whoever cannot see it or wants the figures."""

from dataclasses import dataclass
from typing import Literal

from comparison.figures import text


@dataclass(frozen=True)
class Lane:
    """Whose figures these are: `mode` gives the hue; `short` is what a variant is called where there is little room."""

    mode: str
    mark: str
    title: str
    short: str = ""


@dataclass(frozen=True)
class Part:
    """A stretch of a row; `kind` gives its tint."""

    kind: Literal["seen", "promised", "sql", "cache", "auth", "rest"]
    start: float
    end: float


@dataclass(frozen=True)
class Row:
    """`words` stand at the right above the bar."""

    lane: Lane
    parts: tuple[Part, ...]
    words: str


@dataclass(frozen=True)
class Limit:
    value: float
    words: str


@dataclass(frozen=True)
class Rows:
    """Bars, one under the other: a timeline, a waterfall, or amounts. The scale reaches `least_end` at the least."""

    title: str
    unit: str
    rows: tuple[Row, ...]
    is_logarithmic: bool = False
    least_end: float = 0.0

    @property
    def head(self) -> tuple[str, ...]:
        return ("Mode", self.title)

    @property
    def body(self) -> tuple[tuple[str, ...], ...]:
        return tuple((row.lane.title, row.words) for row in self.rows)


@dataclass(frozen=True)
class Series:
    """`points` are x and y; what was refused is not among them, and `words` say so."""

    lane: Lane
    points: tuple[tuple[float, float], ...]
    words: str


@dataclass(frozen=True)
class Growth:
    """Curves over an amount, with the limits that they run into."""

    title: str
    over: str
    unit: str
    series: tuple[Series, ...]
    limits: tuple[Limit, ...] = ()

    @property
    def head(self) -> tuple[str, ...]:
        return (self.over, *(f"{series.lane.title} ({self.unit})" for series in self.series))

    @property
    def body(self) -> tuple[tuple[str, ...], ...]:
        by_x = [dict(series.points) for series in self.series]
        every = sorted({x for points in by_x for x in points})
        return tuple((text(x), *(text(points[x]) if x in points else "refused" for points in by_x)) for x in every)


Chart = Rows | Growth
