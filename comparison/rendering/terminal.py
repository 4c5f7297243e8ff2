"""A report as a table in the terminal."""

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from comparison.figures import Cell
from comparison.rendering import tables
from comparison.rendering.tables import VariantRow
from comparison.report import Report

# Narrower than this, a table of four modes breaks its figures; a pipe or a file has no width of its own.
LEAST_WIDTH = 120


def console() -> Console:
    found = Console(highlight=False)
    return found if found.is_terminal else Console(highlight=False, width=max(LEAST_WIDTH, found.width))


def show(report: Report, out: Console) -> None:
    out.print(_table(report))
    for measured in report.experiments:
        out.print()
        out.print(Text.assemble((f"{measured.title}: ", "bold"), measured.finding))
        if rows := tables.variants(measured):
            out.print(_variants(rows))
    out.print()
    out.print(Text(f"Measured in {report.took_s:g} s on {report.machine.sentence}.", style="dim"))


def _table(report: Report) -> Table:
    table = Table(title="Sessions or JWTs?", title_justify="left")
    table.add_column("")
    for mode in tables.columns(report):
        table.add_column(f"{mode.mark} {mode.title}", justify="right")
    for row in tables.overview(report):
        if row.opens and table.row_count:
            table.add_section()
        table.add_row(row.label, *(_text(entry.cell) for entry in row.cells))
    return table


def _text(cell: Cell) -> Text:
    return Text.assemble(cell.text, (f" {cell.unit}" if cell.unit else "", "dim"))


def _variants(rows: tuple[VariantRow, ...]) -> Table:
    table = Table(box=SIMPLE_HEAD)
    table.add_column("")
    for label in next(tuple(label for label, _ in row.cells) for row in rows if row.cells):
        table.add_column(label, justify="right")
    for row in rows:
        name = Text(f"{row.mode.mark} {row.mode.title}")
        if row.not_measured:
            table.add_row(name, Text(f"not measured: {row.not_measured}", style="dim"))
        else:
            table.add_row(name, *(_text(cell) for _, cell in row.cells))
    return table
