"""Answers for faults that no view answered: a page for people, `{"detail", "code"}` under /api/."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.template import loader
from django.views.debug import SafeExceptionReporterFilter


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


class NoValues(SafeExceptionReporterFilter):
    """Leaves values out of error pages and reports altogether; Django's own filter goes by names."""

    def is_active(self, request: HttpRequest | None) -> bool:
        return True

    def get_traceback_frame_variables(self, request: HttpRequest | None, tb_frame: Any) -> Any:
        return []

    def get_post_parameters(self, request: HttpRequest | None) -> QueryDict:
        return QueryDict()

    def get_safe_cookies(self, request: HttpRequest | None) -> dict[str, str]:
        return {}

    def get_safe_request_meta(self, request: HttpRequest | None) -> dict[str, str]:
        return {}
