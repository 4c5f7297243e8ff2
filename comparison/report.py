"""What a run found, as it is kept: the one schema that the terminal, the page, the file and other programs read.

{"schema": 1, "started_at", "took_s", "machine", "versions", "modes": [ID, ...],
 "experiments": [{"id", "title", "question", "results": {MODE: {FIGURE: number or null}},
                  "variants": {VARIANT: {FIGURE: number or null}}, "not_measured": {VARIANT: why}, "finding"}]}

`variants` and `not_measured` came later than the rest; where nothing is varied they are empty.
"""

import json
import os
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from errno import EISDIR
from pathlib import Path
from typing import Any

from comparison import experiments
from comparison.errors import InvalidReport
from comparison.experiments import Experiment, Measured
from comparison.figures import Figures, labels
from comparison.machine import Machine
from comparison.modes import BY_ID as MODES_BY_ID

SCHEMA = 1


@dataclass(frozen=True)
class ExperimentReport:
    id: str
    title: str
    question: str
    results: Mapping[str, Figures]
    finding: str
    variants: Mapping[str, Figures] = field(default_factory=dict)
    not_measured: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Report:
    """`started_at` is ISO 8601 with its offset; `modes` are ids, in the order of the columns."""

    started_at: str
    took_s: float
    machine: Machine
    versions: Mapping[str, str]
    modes: tuple[str, ...]
    experiments: tuple[ExperimentReport, ...]

    @property
    def started(self) -> datetime:
        return datetime.fromisoformat(self.started_at)

    def experiment(self, name: str) -> ExperimentReport | None:
        return next((experiment for experiment in self.experiments if experiment.id == name), None)

    @property
    def leading_finding(self) -> str:
        """The sentence that stands for the whole run."""
        leading = self.experiment(experiments.LEADING)
        return (leading or self.experiments[0]).finding

    def as_json(self) -> str:
        return json.dumps({"schema": SCHEMA, **asdict(self)}, indent=2, ensure_ascii=False) + "\n"


def of_experiment(experiment: Experiment[Any], measured: Measured[Any]) -> ExperimentReport:
    """The report of what `experiment.run` returned."""
    return ExperimentReport(
        id=experiment.id,
        title=experiment.title,
        question=experiment.question,
        results={mode: asdict(figures) for mode, figures in measured.modes.items()},
        finding=experiment.finding(measured),
        variants={variant: asdict(figures) for variant, figures in measured.variants.items()},
        not_measured=measured.not_measured,
    )


def load(path: Path) -> Report:
    """Raises InvalidReport for what this version did not write, and OSError where the file cannot be read."""
    try:
        plain = json.loads(path.read_bytes())
        if plain["schema"] != SCHEMA:
            raise InvalidReport(f"{path.name} follows schema {plain['schema']}, not {SCHEMA}.")
        report = Report(
            started_at=str(datetime.fromisoformat(plain["started_at"]).isoformat()),
            took_s=float(plain["took_s"]),
            machine=Machine(**plain["machine"]),
            versions=dict(plain["versions"]),
            modes=tuple(plain["modes"]),
            experiments=tuple(ExperimentReport(**experiment) for experiment in plain["experiments"]),
        )
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise InvalidReport(f"{path.name} is not a report: {error}.") from error
    _validate(report, path.name)
    return report


def write(path: Path, text: str) -> None:
    """Replaces the file in one step, so that a reader sees the old one or the new one; a device is written to."""
    if path.exists() and not path.is_file():
        path.write_text(text)
        return
    name = _beside(path)
    try:
        name.write_text(text)
        name.chmod(0o644)
        name.replace(path)
    except BaseException:
        name.unlink(missing_ok=True)
        raise


def probe(path: Path) -> None:
    """Raises OSError where `write` would."""
    if path.is_dir():
        raise IsADirectoryError(EISDIR, os.strerror(EISDIR), str(path))
    if not path.exists() or path.is_file():
        _beside(path).unlink()


def _beside(path: Path) -> Path:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    os.close(handle)
    return Path(name)


def _validate(report: Report, name: str) -> None:
    unknown = set(report.modes) - MODES_BY_ID.keys()
    if unknown or not report.modes or not report.experiments:
        raise InvalidReport(f"{name} lacks modes or experiments, or has unknown ones: {sorted(unknown)}.")
    for experiment in report.experiments:
        _validate_figures(experiment, report.modes, name)


def _validate_figures(experiment: ExperimentReport, modes: tuple[str, ...], name: str) -> None:
    known = experiments.BY_ID.get(experiment.id)
    if known is None or set(experiment.results) != set(modes):
        raise InvalidReport(f"{name} has an experiment {experiment.id!r} that is unknown or lacks a mode.")
    if {*experiment.variants, *experiment.not_measured} != {variant.id for variant in known.variants}:
        raise InvalidReport(f"{name}: the variants of {experiment.id} are not those of this version.")
    for lane, figures in {**experiment.results, **experiment.variants}.items():
        if set(figures) != set(labels(known.figures)):
            raise InvalidReport(f"{name}: the figures of {experiment.id} for {lane} are not those of this version.")
        if not all(_is_value(value) for value in figures.values()):
            raise InvalidReport(f"{name}: a figure of {experiment.id} for {lane} is not a number.")


def _is_value(value: object) -> bool:
    return value is None or (isinstance(value, int | float) and not isinstance(value, bool))
