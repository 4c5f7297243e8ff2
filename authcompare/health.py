"""Whether this process lives, whether it can serve, and what it holds: for orchestrators and Prometheus."""

import os
from collections.abc import Callable

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.revocation.node import this_node
from authcompare import metrics


@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Alive, whatever else is not: it asks nobody."""
    return JsonResponse({"status": "alive"})


@never_cache
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """503, and which part does not answer, where a request could not be served."""
    answers = {name: _answers(probe) for name, probe in PROBES.items()}
    ready = all(answers.values())
    said = {name: "well" if well else "not well" for name, well in answers.items()}
    return JsonResponse({"status": "ready" if ready else "not ready", **said}, status=200 if ready else 503)


@never_cache
@require_safe
def metrics_page(request: HttpRequest) -> HttpResponse:
    """For scrapers that reach this server itself. Through the proxy in front the page does not exist."""
    if "HTTP_X_FORWARDED_FOR" in request.META or "HTTP_FORWARDED" in request.META:
        return JsonResponse({"detail": "Not found.", "code": "not_found"}, status=404)
    return HttpResponse(metrics.render(metrics.current()), content_type="text/plain; version=0.0.4; charset=utf-8")


def _database() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return cursor.fetchone() is not None


def _cache() -> bool:
    """Written and read back: a full or read-only server answers a ping too."""
    cache.set("authcompare.ready", os.getpid(), timeout=5)
    return cache.get("authcompare.ready") is not None


def _replica() -> bool:
    """Without it each request asks the database: still right, and slower."""
    return settings.REVOCATION != "replica" or this_node.is_in_step()


PROBES: dict[str, Callable[[], bool]] = {"database": _database, "cache": _cache, "replica": _replica}


def _answers(probe: Callable[[], bool]) -> bool:
    try:
        return probe()
    except Exception:  # noqa: BLE001 (each client library has errors of its own; the answer is the same)
        return False


urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("metrics", metrics_page, name="metrics"),
]
