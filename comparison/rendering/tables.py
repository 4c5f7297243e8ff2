"""A report as tables of ready texts, for whatever draws them. Every text is made of the report's own figures."""

from dataclasses import dataclass
from typing import Any

from comparison import experiments, figures
from comparison.experiments import Experiment, Measured
from comparison.figures import Cell
from comparison.modes import BY_ID, Mode
from comparison.report import ExperimentReport, Report

# Of each experiment in the table of all: more of them would be read by nobody.
LEADING_LINES = 2


@dataclass(frozen=True)
class ModeCell:
    mode: Mode
    cell: Cell


@dataclass(frozen=True)
class Row:
    """`opens` is true for the first row of its experiment."""

    experiment: ExperimentReport
    label: str
    opens: bool
    cells: tuple[ModeCell, ...]


@dataclass(frozen=True)
class FigureRow:
    """One figure of an experiment: `values` are texts without the unit, one for each mode."""

    name: str
    label: str
    unit: str
    values: tuple[tuple[Mode, str], ...]


def columns(report: Report) -> tuple[Mode, ...]:
    return tuple(BY_ID[mode] for mode in report.modes)


def overview(report: Report) -> tuple[Row, ...]:
    """The first headline figures of all experiments; the others stand where an experiment is shown alone."""
    return tuple(
        row for measured in report.experiments for row in _headlines(experiments.BY_ID[measured.id], measured, report)
    )


def revived(measured: ExperimentReport) -> Measured[Any]:
    known = experiments.BY_ID[measured.id]
    return known.revive(measured.results, measured.variants, measured.not_measured)


def _headlines(experiment: Experiment[Any], measured: ExperimentReport, report: Report) -> list[Row]:
    results = revived(measured)
    return [
        Row(
            experiment=measured,
            label=headline.label,
            opens=number == 0,
            cells=tuple(ModeCell(mode, headline.cell(results[mode.id])) for mode in columns(report)),
        )
        for number, headline in enumerate(experiment.headlines[:LEADING_LINES])
    ]


@dataclass(frozen=True)
class VariantRow:
    """A variant beside the mode that it varies: one cell for each headline, or why there are none."""

    mode: Mode
    cells: tuple[tuple[str, Cell], ...]
    not_measured: str = ""


def variants(measured: ExperimentReport) -> tuple[VariantRow, ...]:
    """Where something was varied: the modes first, then every variant; empty elsewhere."""
    known, found = experiments.BY_ID[measured.id], revived(measured)
    if not known.variants:
        return ()
    lanes = (*(BY_ID[mode] for mode in found.modes), *known.variants)
    return tuple(
        VariantRow(lane, (), found.not_measured[lane.id])
        if lane.id in found.not_measured
        else VariantRow(lane, tuple((line.label, line.cell(found[lane.id])) for line in known.headlines))
        for lane in lanes
    )


def every_figure(measured: ExperimentReport, report: Report) -> tuple[FigureRow, ...]:
    """All figures of one experiment."""
    labels = figures.labels(experiments.BY_ID[measured.id].figures)
    return tuple(
        FigureRow(
            name=name,
            label=label,
            unit=figures.unit(name),
            values=tuple((mode, figures.text(measured.results[mode.id][name])) for mode in columns(report)),
        )
        for name, label in labels.items()
    )
