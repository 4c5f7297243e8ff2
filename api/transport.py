"""Where a refresh token travels: in the body, or (the hybrid) in a cookie that no script can read."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from rest_framework.response import Response

from accounts.refusals import Reason, Refused
from api.token_mode import Pair

# Scoped to the token endpoints, so it cannot be `__Host-`, which wants the path "/".
COOKIE = "__Secure-refresh" if settings.HTTPS else "refresh"
COOKIE_PATH = "/api/token/"
# No form can send it, and a script of another origin only after a preflight, which is never answered.
HEADER = "X-Requested-With"


def hand_out(pair: Pair, *, by_cookie: bool) -> Response:
    if not by_cookie:
        return Response({"access": pair.access, "refresh": pair.refresh})
    response = Response({"access": pair.access})
    set_cookie(response, pair.refresh)
    return response


def set_cookie(response: HttpResponse, refresh: str) -> None:
    response.set_cookie(
        COOKIE,
        refresh,
        max_age=settings.REFRESH_TOKEN_LIFETIME,
        path=COOKIE_PATH,
        secure=settings.HTTPS,
        httponly=True,
        samesite="Strict",
    )


def delete_cookie(response: HttpResponse) -> None:
    response.set_cookie(
        COOKIE, "", max_age=0, path=COOKIE_PATH, secure=settings.HTTPS, httponly=True, samesite="Strict"
    )


def clear(response: Response, request: HttpRequest) -> Response:
    """Takes from the browser what it has kept of the sign-in.

    Not where the token came in the body: a form of another site can send a token of its own, to sign a visitor out.
    """
    if COOKIE in request.COOKIES:
        delete_cookie(response)
    response["Clear-Site-Data"] = '"cache", "storage"'
    return response


def from_cookie(request: HttpRequest) -> str | None:
    """The refresh token of the cookie, if there is one. Raises Refused where another site may have sent it along."""
    refresh = request.COOKIES.get(COOKIE)
    if refresh:
        require_own_page(request)
    return refresh


def require_own_page(request: HttpRequest) -> None:
    """Refuses what a page of another origin may have caused."""
    if HEADER not in request.headers:
        raise Refused(Reason.CSRF, fault=f"no {HEADER} header")
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        if site != "same-origin":
            raise Refused(Reason.CSRF, fault=f"Sec-Fetch-Site: {site[:20]}")
        return
    origin = request.headers.get("Origin")
    if origin is not None and _host(origin) != request.get_host():
        raise Refused(Reason.CSRF, fault="another Origin")


def _host(origin: str) -> str | None:
    try:
        return urlsplit(origin).netloc
    except ValueError:  # "http://["
        return None
