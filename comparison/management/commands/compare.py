"""Runs the experiments and shows what they found."""

import signal
from argparse import ArgumentParser
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, NoReturn

from django.core.management import CommandError
from django.core.management.base import BaseCommand

from comparison import latest, report, runner
from comparison.errors import ComparisonError
from comparison.experiments import BY_ID, EXPERIMENTS, Experiment
from comparison.recording import Recording
from comparison.rendering import html, terminal
from comparison.rendering.progress import told

INTERRUPTED, ENDED = 128 + signal.SIGINT, 128 + signal.SIGTERM


class Command(BaseCommand):
    help = (
        "Measures both modes side by side, on servers that it starts and stops itself, and shows what it found. "
        "A run of all experiments becomes the report on the site's front page."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", type=Path, metavar="FILE", help="write the report as JSON")
        parser.add_argument("--html", type=Path, metavar="FILE", help="write the report as one HTML file")
        parser.add_argument(
            "--exchanges", type=Path, metavar="FILE", help="write what went over the wire as JSON, credentials included"
        )
        parser.add_argument(
            "--only", nargs="+", action="extend", metavar="ID", help=f"run these alone: {', '.join(BY_ID)}"
        )
        parser.add_argument("--quiet", action="store_true", help="show neither progress nor table")

    def handle(self, *args: Any, **options: Any) -> None:
        chosen = choose(options["only"])
        files = [file for file in (options["json"], options["html"], options["exchanges"]) if file]
        for file in [*files, latest.path()]:
            refuse_unwritable(file)
        try:
            with ending_in_good_order(), told(chosen, quiet=options["quiet"]) as listener:
                recording = Recording(listener)
                measured = runner.run(chosen, recording, turn=latest.turn())
        except ComparisonError as error:
            raise CommandError(str(error)) from error
        except KeyboardInterrupt:
            self.stderr.write("Interrupted. Everything that was started has ended, and nothing was kept.")
            raise SystemExit(INTERRUPTED) from None
        texts: dict[Path | None, Callable[[], str]] = {
            options["json"]: measured.as_json,
            options["html"]: partial(html.render, measured),
            options["exchanges"]: recording.as_json,
            latest.path() if not options["only"] else None: measured.as_json,
        }
        keep({file: text() for file, text in texts.items() if file})
        if not options["quiet"]:
            terminal.show(measured, terminal.console())


def choose(ids: list[str] | None) -> list[Experiment[Any]]:
    """The experiments with these ids, in the order of the table; all of them without ids."""
    unknown = [name for name in ids or [] if name not in BY_ID]
    if unknown:
        raise CommandError(f"There is no experiment {', '.join(unknown)}. There are {', '.join(BY_ID)}.", returncode=2)
    return [experiment for experiment in EXPERIMENTS if ids is None or experiment.id in ids]


def refuse_unwritable(file: Path) -> None:
    """Before the run, so that nobody waits for a report that cannot be kept."""
    try:
        report.probe(file)
    except OSError as error:
        raise CommandError(f"{file} cannot be written: {error.strerror}.", returncode=2) from error


def keep(texts: Mapping[Path, str]) -> None:
    try:
        for file, text in texts.items():
            report.write(file, text)
    except OSError as error:
        raise CommandError(f"The report could not be written: {error}.") from error


@contextmanager
def ending_in_good_order() -> Iterator[None]:
    """SIGTERM ends the run as Ctrl-C does: what was started is stopped first."""

    def end(number: int, frame: object) -> NoReturn:
        raise SystemExit(ENDED)

    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
