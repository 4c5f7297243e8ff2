"""What the page of a run shows, and what its stream tells that page."""

from typing import Any

from django.conf import settings
from django.template.loader import render_to_string

from comparison import charts, experiments
from comparison.experiments import BY_ID
from comparison.live import lanes, queue
from comparison.live.events import Plain, Tail
from comparison.live.lanes import LANES, Exchange
from comparison.live.queue import Queue
from comparison.live.references import REFERENCES
from comparison.live.runs import Run
from comparison.rendering import tables
from comparison.report import ExperimentReport, Report


def offered(name: str) -> dict[str, Any]:
    """Whether a run may be started on this site, and those that were, the latest first."""
    site = queue.of_site()
    runs = [(run, state(site, run)) for run in reversed(site.runs()) if run.name == name]
    return {**_about(name), "may_run": settings.EXPERIMENTS, "runs": runs}


def _about(name: str) -> dict[str, Any]:
    return {"name": name, "experiment": BY_ID.get(name), "references": REFERENCES.get(name, ())}


def state(site: Queue, run: Run) -> str:
    ended = site.ended(run)
    if ended:
        return ended.state
    return "under way" if run.has_begun else "waiting"


def of_run(site: Queue, run: Run, *, predicted: str) -> dict[str, Any]:
    ended = site.ended(run)
    report = run.report() if ended and ended.state == "finished" else None
    happened = list(Tail(run.events).new())
    phases = lanes.watched(happened)
    told = [(charts.lane_of(mode), timing) for mode, timing in lanes.timings(phases)]
    return {
        **_about(run.name),
        "may_run": settings.EXPERIMENTS,
        "run": run,
        "ended": ended,
        "is_open": ended is None,
        "position": site.position(run),
        "phases": phases,
        "empty_phase": lanes.Phase.of(""),
        "waterfall": charts.waterfall(told) if told and ended else None,
        "last_event": happened[-1][0] if happened else 0,
        "steps": steps(run, happened),
        "predicted": predicted,
        **(of_report(report, run.experiments, predicted=predicted) if report else {"report": None}),
    }


def steps(run: Run, happened: list[tuple[int, Plain]]) -> list[dict[str, Any]]:
    """The experiments of a run, and how far each has got."""
    begun = {event["experiment"] for _, event in happened if event["event"] == "experiment_started"}
    done = {event["experiment"] for _, event in happened if event["event"] == "experiment_finished"}
    return [
        {"id": name, "title": _title(name), "is_done": name in done, "is_under_way": name in begun - done}
        for name in run.experiments
    ]


def of_report(report: Report, names: tuple[str, ...], *, predicted: str) -> dict[str, Any]:
    """What was found, of one experiment or of all of them."""
    found = {"report": report, "modes": tables.columns(report)}
    if len(names) != 1:
        return {**found, "overview": tables.overview(report)}
    measured = report.experiment(names[0])
    return {**found, **(of_measured(report, measured, predicted=predicted) if measured else {})}


def of_measured(report: Report, measured: ExperimentReport, *, predicted: str) -> dict[str, Any]:
    return {
        "measured": measured,
        "rows": tables.every_figure(measured, report),
        "variants": tables.variants(measured),
        "charts": charts.of(measured),
        "verdict": verdict(measured, predicted),
    }


def verdict(measured: ExperimentReport, predicted: str) -> dict[str, Any] | None:
    """What was predicted against what was measured; None where nothing was."""
    known = experiments.BY_ID[measured.id]
    if predicted not in known.choices:
        return None
    outcome = known.outcome(tables.revived(measured))
    return {
        "is_right": predicted == outcome,
        "predicted": known.choices[predicted],
        "measured": known.choices.get(outcome, ""),
    }


def shown(event: Plain) -> Plain:
    """An event as the page takes it: an exchange comes as the row that stands for it."""
    if event["event"] == "exchanged":
        lane, column = event["lane"], lanes.column(event["lane"])
        return {"lane": column, "is_varied": lane != column, "phase": event["phase"], "html": _row(event)}
    if event["event"] == "doing":
        lane = LANES.get(event["lane"])
        return {"lane": lane.title if lane else "", "what": event["what"], "title": _title(event["experiment"])}
    if event["event"] == "experiment_started":
        return {**event, "title": _title(event["experiment"])}
    return event


def _row(event: Plain) -> str:
    if event["lane"] not in LANES:
        return ""
    return render_to_string("comparison/_exchange.html", {"exchange": Exchange(0, event)})


def _title(name: str) -> str:
    return BY_ID[name].title if name in BY_ID else name
