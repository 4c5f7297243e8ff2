"""Which charts stand beside which experiment: made of its report, and of nothing else."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from comparison.charts.chart import Chart, Growth, Lane, Limit, Part, Row, Rows, Series
from comparison.experiments import BY_ID
from comparison.experiments.sizes import COOKIE_BYTES, LINE_BYTES
from comparison.figures import Figures, Value, spelled, text, unit
from comparison.modes import BY_ID as MODES
from comparison.modes import Mode
from comparison.report import ExperimentReport

ROLES = (0, 10, 50, 100, 200)


def of(measured: ExperimentReport) -> tuple[Chart, ...]:
    """Those that have something to show."""
    drawn = (draw(measured) for draw in CHARTS.get(measured.id, ()))
    return tuple(chart for chart in drawn if _has_content(chart))


def _has_content(chart: Chart) -> bool:
    return any(row.parts for row in chart.rows) if isinstance(chart, Rows) else bool(chart.series)


def lanes(measured: ExperimentReport) -> list[tuple[Lane, Figures]]:
    """The modes first, then what was varied."""
    known = {**MODES, **{variant.id: variant for variant in BY_ID[measured.id].variants}}
    found = {**measured.results, **measured.variants}
    return [(lane_of(known[name]), figures) for name, figures in found.items()]


def lane_of(mode: Mode) -> Lane:
    short = mode.title.split()[-1].strip("()") if mode.kin else ""
    return Lane(mode.kin or mode.id, mode.mark, mode.title, short)


@dataclass(frozen=True)
class Amounts:
    """One bar for each lane, of one figure; shares are drawn against the whole."""

    title: str
    figure: str

    def __call__(self, measured: ExperimentReport) -> Rows:
        whole = 100.0 if self.figure.endswith("_pct") else 0.0
        rows = tuple(self._row(lane, figures.get(self.figure)) for lane, figures in lanes(measured))
        return Rows(self.title, unit(self.figure), rows, least_end=whole)

    def _row(self, lane: Lane, value: Value) -> Row:
        if value is None:
            return Row(lane, (), "not measured")
        return Row(lane, (Part("seen", 0, value),), spelled(value, self.figure))


@dataclass(frozen=True)
class Timeline:
    """For how long something went on: `delay` in ms where its end was seen; `late`, in s, where the watch ended before.

    `rest` is for how many seconds it may go on, by the credential's own word: from the end of the watch on, or from its
    beginning where `is_whole`.
    """

    title: str
    over: str
    going_on: str
    delay: str
    late: str
    rest: str
    is_whole: bool = False

    def __call__(self, measured: ExperimentReport) -> Rows:
        rows = tuple(self._row(lane, figures) for lane, figures in lanes(measured))
        return Rows(f"{self.title} (logarithmic)", "ms", rows, is_logarithmic=True)

    def _row(self, lane: Lane, figures: Figures) -> Row:
        delay, late, rest = (figures.get(name) for name in (self.delay, self.late, self.rest))
        if delay is not None:
            after = f"{text(delay / 1000)} s" if delay >= 1000 else f"{text(delay)} ms"
            return Row(lane, (Part("seen", 0, delay),), f"{self.over} after {after}")
        if late is None:
            return Row(lane, (), "not measured")
        seen, words = Part("seen", 0, late * 1000), f"{self.going_on} after {text(late)} s"
        if not rest:
            return Row(lane, (seen,), words)
        end, good = (rest, "good for") if self.is_whole else (late + rest, "good for another")
        return Row(lane, (seen, Part("promised", late * 1000, end * 1000)), f"{words}, {good} {text(rest)} s")


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


_ACCEPTED = Timeline(
    "Accepted for this long after the sign-out",
    "refused",
    "still accepted",
    "refused_after_p50_ms",
    "still_accepted_after_s",
    "remaining_lifetime_s",
)
_STALE = Timeline(
    "Old roles in force for this long after the change",
    "gone",
    "still in force",
    "fresh_after_p50_ms",
    "still_stale_after_s",
    "remaining_lifetime_s",
)
_STOLEN = Timeline(
    "Of use to a thief for this long after the owner signed out",
    "refused",
    "still accepted",
    "sign_out_refused_after_ms",
    "watched_s",
    "lifetime_s",
    is_whole=True,
)

CHARTS: Mapping[str, tuple[Callable[[ExperimentReport], Chart], ...]] = {
    "state": (
        Amounts("Bytes in the database, one sign-in", "server_row_bytes"),
        Amounts("Bytes that the client holds", "client_bytes"),
    ),
    "size": (growth,),
    "lookups": (Amounts("Time to authenticate, p50", "auth_p50_us"),),
    "revocation": (_ACCEPTED,),
    "scaling": (
        Amounts("Accepted in turn by two nodes, stores apart", "private_two_accepted_pct"),
        Amounts("Accepted by a process with the public keys alone", "keys_only_accepted_pct"),
        Amounts("Signed in after a node died, held to one by a cookie", "sticky_cookie_kept_pct"),
        Amounts("Signed in after a node died, store shared", "shared_kept_pct"),
    ),
    "privileges": (_STALE,),
    "confidentiality": (Amounts("Facts about the user that one request tells", "told_facts"),),
    "rotation": (
        Amounts("Signed in after a new SECRET_KEY", "new_secret_kept_pct"),
        Amounts("Signed in after the signing key was retired", "key_retired_kept_pct"),
    ),
    "outage": (
        Amounts("Served with Valkey stopped", "cache_stopped_served_pct"),
        Amounts("Served with PostgreSQL stopped", "database_stopped_served_pct"),
    ),
    "theft": (_STOLEN,),
}
