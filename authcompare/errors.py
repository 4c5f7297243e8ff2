"""Answers for faults that no view answered: a page for people, `{"detail", "code"}` under /api/."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template import loader


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _answer(request, 400, "bad_request", "The request is not valid.")


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _answer(request, 403, "forbidden", "This is not allowed.")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _answer(request, 404, "not_found", "There is nothing at this address.")


def server_error(request: HttpRequest) -> HttpResponse:
    return _answer(request, 500, "server_error", "The request failed. The fault is logged.")


def _answer(request: HttpRequest, status: int, code: str, detail: str) -> HttpResponse:
    """Rendered without the request: who is signed in may be what could not be found out."""
    if request.path.startswith(("/api/", "/.well-known/")):
        return JsonResponse({"detail": detail, "code": code}, status=status)
    return HttpResponse(loader.render_to_string(f"{status}.html"), status=status)
