"""What happens around each request: who is signed in by session, what is never cached, what an outage answers."""

import logging
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.sessions.middleware import SessionMiddleware as DjangoSessionMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.functional import SimpleLazyObject
from django.utils.http import urlencode

from accounts import audit, session_mode
from accounts.outages import OUTAGES
from accounts.refusals import Refused
from accounts.server_timing import measured

log = logging.getLogger("authcompare.sessions")

GetResponse = Callable[[HttpRequest], HttpResponseBase]


class UnavailableMiddleware:
    """An outage of the database or the cache answers 503; a credential found void half-way answers "sign in"."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponseBase | None:
        if isinstance(error, OUTAGES):
            return unavailable(request)
        if isinstance(error, Refused):
            audit.log_refusal(error, request=request, mode=getattr(request, "mode", ""))
            return sign_in_first(request)
        return None


class SessionMiddleware(DjangoSessionMiddleware):
    """Django's; a store that cannot be written answers 503 and not 500."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        try:
            return super().process_response(request, response)
        except OUTAGES:
            return unavailable(request)


class SessionAuthenticationMiddleware(AuthenticationMiddleware):
    """`request.user` by session cookie, found out when it is first asked for; a session in use is renewed."""

    def process_request(self, request: HttpRequest) -> None:
        request.user = SimpleLazyObject(lambda: _authenticate(request))  # type: ignore[assignment]

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if getattr(request, "mode", "") == "session" and "sign_in" in request.session and response.status_code < 500:
            try:
                session_mode.renew(request)
            except Refused as refused:
                audit.log_refusal(refused, request=request, mode="session")
            except OUTAGES as error:  # the answer stands; the next request renews
                log.warning("a session was not renewed: %s", type(error).__name__)
        return response


class NoStoreMiddleware:
    """Whatever carries a credential or depends on one is kept by no cache."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        session = getattr(request, "session", None)
        # The API's answers carry tokens or depend on them: RFC 6749 section 5.1.
        depends = request.path.startswith("/api/") or (session is not None and session.accessed)
        if (depends or response.cookies) and "Cache-Control" not in response:
            add_never_cache_headers(response)
        return response


def unavailable(request: HttpRequest) -> HttpResponse:
    if _wants_json(request):
        body = {"detail": "The service cannot answer at the moment. Try again.", "code": "unavailable"}
        response: HttpResponse = JsonResponse(body, status=503)
    else:
        response = render(None, "503.html", status=503)
    response["Retry-After"] = "5"
    return response


def sign_in_first(request: HttpRequest) -> HttpResponse:
    if _wants_json(request):
        return JsonResponse({"detail": "You are not signed in.", "code": "not_authenticated"}, status=401)
    query = urlencode({"next": request.get_full_path()}) if request.method == "GET" else ""
    return HttpResponseRedirect(f"{reverse(settings.LOGIN_URL)}?{query}")


def _wants_json(request: HttpRequest) -> bool:
    return request.path.startswith(("/api/", "/.well-known/"))


@measured
def _authenticate(request: HttpRequest) -> object:
    return session_mode.authenticate(request)
