"""The front page and the experiments: what this server has measured, and nothing else."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from comparison import latest
from comparison.experiments import BY_ID, EXPERIMENTS
from comparison.live import presentation, queue
from comparison.rendering import tables
from comparison.report import Report


@require_safe
@vary_on_headers("HX-Request")
def home(request: HttpRequest) -> HttpResponse:
    """htmx asks again while a run is under way: 204 leaves the page as it is."""
    is_asked_again = bool(getattr(request, "htmx", False))
    is_measuring = latest.turn().is_taken()
    if is_asked_again and is_measuring:
        return HttpResponse(status=204)
    page = "comparison/_latest.html" if is_asked_again else "comparison/home.html"
    under_way = queue.of_site().under_way() if settings.EXPERIMENTS else None
    context = {"is_measuring": is_measuring, "under_way": under_way, "may_run": settings.EXPERIMENTS}
    return render(request, page, {**context, **_overview(latest.latest())})


@require_safe
def experiments(request: HttpRequest) -> HttpResponse:
    report = latest.latest()
    measured = [(known, report.experiment(known.id) if report else None) for known in EXPERIMENTS]
    return render(request, "comparison/experiments.html", {"report": report, "experiments": measured})


@require_safe
def experiment(request: HttpRequest, name: str) -> HttpResponse:
    if name not in BY_ID:
        raise Http404(name)
    report, predicted = latest.latest(), request.GET.get("predicted", "")
    context = {**presentation.offered(name), "predicted": predicted, "report": report}
    if report:
        context |= presentation.of_report(report, (name,), predicted=predicted)
    return render(request, "comparison/experiment.html", context)


def _overview(report: Report | None) -> dict[str, Any]:
    if report is None:
        return {"report": None}
    return {"report": report, "modes": tables.columns(report), "rows": tables.overview(report)}
