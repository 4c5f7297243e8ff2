"""Which charts stand beside which experiment: made of its report, and of nothing else."""

from collections.abc import Callable, Mapping

from comparison.charts.chart import Chart, Growth, Lane, Limit, Part, Row, Rows, Series
from comparison.experiments import BY_ID
from comparison.experiments.sizes import COOKIE_BYTES, LINE_BYTES
from comparison.figures import Figures, Value, spelled, text
from comparison.modes import BY_ID as MODES
from comparison.modes import Mode
from comparison.report import ExperimentReport

ROLES = (0, 10, 50, 100, 200)


def of(measured: ExperimentReport) -> tuple[Chart, ...]:
    """None where an experiment is told best in words."""
    draw = CHARTS.get(measured.id)
    return tuple(chart for chart in draw(measured) if _has_content(chart)) if draw else ()


def _has_content(chart: Chart) -> bool:
    return any(row.parts for row in chart.rows) if isinstance(chart, Rows) else bool(chart.series)


def lanes(measured: ExperimentReport) -> list[tuple[Lane, Figures]]:
    """The modes first, then what was varied."""
    known = {**MODES, **{variant.id: variant for variant in BY_ID[measured.id].variants}}
    found = {**measured.results, **measured.variants}
    return [(lane_of(known[name]), figures) for name, figures in found.items()]


def lane_of(mode: Mode) -> Lane:
    return Lane(mode.kin or mode.id, mode.mark, mode.title)


def amounts(title: str, figure: str, unit: str, *limits: Limit) -> Callable[[ExperimentReport], Rows]:
    """One bar for each lane."""

    def draw(measured: ExperimentReport) -> Rows:
        found = [(lane, figures.get(figure)) for lane, figures in lanes(measured)]
        rows = tuple(_amount(lane, value, figure) for lane, value in found)
        return Rows(title, unit, rows, limits=limits)

    return draw


def _amount(lane: Lane, value: Value, figure: str) -> Row:
    if value is None:
        return Row(lane, (), "not measured")
    return Row(lane, (Part("seen", 0, value),), spelled(value, figure))


def timeline(measured: ExperimentReport) -> Rows:
    """For how long a credential was still accepted, and for how long it is good by its own word."""
    return Rows(
        "Accepted for this long after the sign-out (logarithmic)",
        "ms",
        tuple(_accepted(lane, figures) for lane, figures in lanes(measured)),
        is_logarithmic=True,
    )


def _accepted(lane: Lane, figures: Figures) -> Row:
    delay, late, rest = (
        figures[name] for name in ("refused_after_p50_ms", "still_accepted_after_s", "remaining_lifetime_s")
    )
    if delay is not None:
        seconds = f"{text(delay / 1000)} s" if delay >= 1000 else f"{text(delay)} ms"
        return Row(lane, (Part("seen", 0, delay),), f"refused after {seconds}")
    if late is None:
        return Row(lane, (), "not measured")
    seen = Part("seen", 0, late * 1000, open=True)
    words = f"still accepted after {text(late)} s"
    if not rest:
        return Row(lane, (seen,), words)
    promised = Part("promised", late * 1000, rest * 1000, open=True)
    return Row(lane, (seen, promised), f"{words}, good for {text(rest)} s")


def growth(measured: ExperimentReport) -> Growth:
    """A curve for each lane, against the two limits that stand in everybody's way."""
    limits = (Limit(COOKIE_BYTES, "one cookie: 4,096 B"), Limit(LINE_BYTES, "a proxy's header line: 8,192 B"))
    found = [_grown(lane, figures) for lane, figures in lanes(measured)]
    series = tuple(each for each in found if each.points)
    return Growth("Credential on each request, by the number of roles", "Roles", "B", series, limits)


def _grown(lane: Lane, figures: Figures) -> Series:
    sizes = {roles: figures.get(f"credential_{roles}_roles_bytes") for roles in ROLES}
    points = tuple((float(roles), float(size)) for roles, size in sizes.items() if size is not None)
    refused = "" if len(points) == len(ROLES) else ", then refused"
    return Series(lane, points, f"{text(points[-1][1])} B{refused}" if points else "refused")


CHARTS: Mapping[str, Callable[[ExperimentReport], tuple[Chart, ...]]] = {
    "state": lambda measured: (
        amounts("Bytes in the database for one sign-in", "server_row_bytes", "B")(measured),
        amounts("Bytes that the client holds", "client_bytes", "B")(measured),
    ),
    "size": lambda measured: (growth(measured),),
    "lookups": lambda measured: (amounts("Time to authenticate, p50", "auth_p50_us", "µs")(measured),),
    "revocation": lambda measured: (timeline(measured),),
}
