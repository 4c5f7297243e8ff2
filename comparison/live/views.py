"""Starting a run, watching it, and reading what it found: each run has an address of its own."""

from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from comparison.experiments import BY_ID
from comparison.live import conductor, presentation, queue, stream
from comparison.live.queue import Queue, QueueFull
from comparison.live.runs import EVERYTHING, Run


@require_POST
def start(request: HttpRequest, name: str) -> HttpResponse:
    """To the run's own page, which says what was predicted in its address and nowhere else."""
    experiments = _experiments(name)
    if not settings.EXPERIMENTS:
        raise PermissionDenied("EXPERIMENTS is off")
    try:
        run = queue.of_site().enqueue(experiments, conductor.start)
    except QueueFull:
        response = render(request, "comparison/queue_full.html", status=429)
        response["Retry-After"] = "60"
        return response
    prediction = request.POST.get("predicted", "")
    query = "?" + urlencode({"predicted": prediction}) if prediction else ""
    return redirect(run.url + query)


@require_safe
@never_cache
def page(request: HttpRequest, name: str, run: str) -> HttpResponse:
    waiting, found = _found(name, run)
    context = presentation.of_run(waiting, found, predicted=request.GET.get("predicted", ""))
    return render(request, "comparison/run.html", context)


@require_safe
@never_cache
def events(request: HttpRequest, name: str, run: str) -> HttpResponseBase:
    waiting, found = _found(name, run)
    after = stream.last_event(request.headers.get("Last-Event-ID") or request.GET.get("after", ""))
    told = stream.Stream(waiting, found, after, presentation.shown)
    # One that iterates lazily: nothing is taken before the server asks for the first part.
    response = StreamingHttpResponse(iter(told), content_type="text/event-stream; charset=utf-8")
    response["X-Accel-Buffering"] = "no"
    return response


@require_safe
def as_json(request: HttpRequest, name: str, run: str) -> HttpResponseBase:
    _, found = _found(name, run)
    if not found.report_file.exists():
        raise Http404(run)
    file = found.report_file.open("rb")
    return FileResponse(file, content_type="application/json", filename=f"{name}-{found.id}.json")


@require_POST
def cancel(request: HttpRequest, name: str, run: str) -> HttpResponse:
    _, found = _found(name, run)
    if not settings.EXPERIMENTS:
        raise PermissionDenied("EXPERIMENTS is off")
    found.cancel()
    return redirect("run", name, run)


def _experiments(name: str) -> tuple[str, ...]:
    if name == EVERYTHING:
        return tuple(BY_ID)
    if name not in BY_ID:
        raise Http404(name)
    return (name,)


def _found(name: str, run: str) -> tuple[Queue, Run]:
    """The site's queue, and the run in it. Raises Http404 where it has no such run of these experiments."""
    site = queue.of_site()
    found = site.run(run)
    if found is None or found.name != name:
        raise Http404(run)
    return site, found
