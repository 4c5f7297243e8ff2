"""A report as tables of ready texts, for whatever draws them. Every text is made of the report's own figures."""

from dataclasses import dataclass
from typing import Any

from comparison import experiments, figures
from comparison.experiments import Experiment
from comparison.figures import Cell
from comparison.modes import BY_ID, Mode
from comparison.report import ExperimentReport, Report


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
    """The headline figures of all experiments."""
    return tuple(
        row for measured in report.experiments for row in _headlines(experiments.BY_ID[measured.id], measured, report)
    )


def _headlines(experiment: Experiment[Any], measured: ExperimentReport, report: Report) -> list[Row]:
    results = experiment.revive(measured.results)
    return [
        Row(
            experiment=measured,
            label=headline.label,
            opens=number == 0,
            cells=tuple(ModeCell(mode, headline.cell(results[mode.id])) for mode in columns(report)),
        )
        for number, headline in enumerate(experiment.headlines)
    ]


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
