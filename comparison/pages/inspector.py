"""The inspector: everything happens in the browser; the server says only how it would set a session cookie."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

# Group, then value and words of each: the values are those of static/comparison/inspector/examples.js.
EXAMPLES = (
    (
        "Signed",
        (
            ("rfc7515-a1", "HS256: RFC 7515 A.1, and RFC 7519 3.1"),
            ("rfc7515-a2", "RS256: RFC 7515 A.2"),
            ("rfc7515-a3", "ES256: RFC 7515 A.3"),
            ("rfc8037-a4", "Ed25519: RFC 8037 A.4"),
            ("rfc7519-6.1", "Not signed: RFC 7519 6.1"),
        ),
    ),
    (
        "Encrypted",
        (
            ("rfc7516-a1", "RSA-OAEP, A256GCM: RFC 7516 A.1"),
            ("rfc7516-a3", "A128KW, A128CBC-HS256: RFC 7516 A.3"),
        ),
    ),
    ("Cookies", (("django", "A session in a cookie that Django signed"), ("set-cookie", "A careless Set-Cookie line"))),
)


@require_safe
def inspector(request: HttpRequest) -> HttpResponse:
    context = {
        "examples": EXAMPLES,
        "session_cookie": session_cookie(),
        "session_cookie_name": settings.SESSION_COOKIE_NAME,
    }
    return render(request, "comparison/inspector.html", context)


def session_cookie() -> str:
    """The Set-Cookie line of this site's sessions, without a session in it."""
    response = HttpResponse()
    response.set_cookie(
        settings.SESSION_COOKIE_NAME,
        "hidden",
        max_age=settings.SESSION_COOKIE_AGE,
        path=settings.SESSION_COOKIE_PATH,
        domain=settings.SESSION_COOKIE_DOMAIN,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=settings.SESSION_COOKIE_HTTPONLY,
        samesite=settings.SESSION_COOKIE_SAMESITE,  # type: ignore[arg-type]
    )
    return response.cookies[settings.SESSION_COOKIE_NAME].OutputString()
