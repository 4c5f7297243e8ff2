"""A report as a run makes it, of the figures in `samples`."""

from typing import Any

from comparison import machine, report
from comparison.experiments import BY_ID, Measured
from comparison.modes import MODES
from comparison.report import Report
from tests.comparison.samples import PLAIN, SAMPLES, VARIANTS


def measured(name: str) -> Measured[Any]:
    session, token = SAMPLES[name]
    modes: dict[str, Any] = {mode.id: session if mode.id == "session" else token for mode in MODES}
    modes["jwt"] = PLAIN.get(name, token)
    varied = VARIANTS.get(name, {})
    return Measured(modes, {variant.id: varied.get(variant.id, token) for variant in BY_ID[name].variants})


def a_report() -> Report:
    return Report(
        started_at="2026-01-02T03:04:05+00:00",
        took_s=21.5,
        machine=machine.Machine(cpu="A processor", cores=2, memory_bytes=4 * 2**30, system="An OS"),
        versions={"python": "3.11", "django": "5.2"},
        modes=tuple(mode.id for mode in MODES),
        experiments=tuple(report.of_experiment(experiment, measured(name)) for name, experiment in BY_ID.items()),
    )
