"""Settings that carry out a verdict: as environment of this project, and as settings.py of any Django project."""

from comparison.advisor.question import Answers

SESSION_ENGINES = {"cache": "cached_db", "database": "db", "nobody": "signed_cookies"}
COOKIES = """\
SESSION_COOKIE_NAME = "__Host-sessionid"
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "__Host-csrftoken"
CSRF_COOKIE_SECURE = True
"""


def project(verdict: str, answers: Answers) -> str:
    """The environment of this project, one variable a line."""
    if verdict == "session":
        lines = [f"SESSION_STORE={_engine(answers)}", "SESSION_IDLE_TIMEOUT=14d", "SESSION_ABSOLUTE_TIMEOUT=30d"]
    else:
        lines = [
            "JWT_ALGORITHM=EdDSA",
            f"ACCESS_TOKEN_LIFETIME={_lifetime(answers)}m",
            "REFRESH_TOKEN_LIFETIME=14d",
            *(["JWT_ENCRYPTION=on"] if answers.get("secrecy") == "secret" else []),
        ]
    return "\n".join([*lines, "REVOCATION=replica", ""])


def django(verdict: str, answers: Answers) -> str:
    if verdict == "session":
        return _sessions(answers)
    return f"{_tokens(answers)}{_refresh_cookie() if verdict == 'hybrid' else ''}"


def _engine(answers: Answers) -> str:
    """Without a store a session can lie in the cookie, but then a copy of it cannot be ended."""
    return SESSION_ENGINES.get(answers.get("store", ""), "cached_db")


def _lifetime(answers: Answers) -> int:
    return 60 if answers.get("revocation") == "hours" and answers.get("rights") != "at_once" else 5


def _sessions(answers: Answers) -> str:
    return (
        f'SESSION_ENGINE = "django.contrib.sessions.backends.{_engine(answers)}"\n'
        f"SESSION_COOKIE_AGE = 14 * 24 * 3600\n{COOKIES}"
    )


def _tokens(answers: Answers) -> str:
    return f"""\
# pip install djangorestframework-simplejwt[crypto]
INSTALLED_APPS += ["rest_framework_simplejwt.token_blacklist"]
REST_FRAMEWORK = {{
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework_simplejwt.authentication.JWTAuthentication"],
}}
SIMPLE_JWT = {{
    "ALGORITHM": "ES256",
    "SIGNING_KEY": PRIVATE_KEY_PEM,
    "VERIFYING_KEY": PUBLIC_KEY_PEM,
    "ISSUER": "https://auth.example.org",
    "AUDIENCE": "https://api.example.org",
    "ACCESS_TOKEN_LIFETIME": timedelta(minutes={_lifetime(answers)}),
    "REFRESH_TOKEN_LIFETIME": timedelta(days=14),
    "ROTATE_REFRESH_TOKENS": True,
    "BLACKLIST_AFTER_ROTATION": True,
}}
"""


def _refresh_cookie() -> str:
    return """
# simplejwt has no cookie transport: a view of yours takes the refresh token out of the answer and sets
response.set_cookie(
    "__Secure-refresh", refresh, path="/api/token/", secure=True, httponly=True, samesite="Strict",
    max_age=timedelta(days=14),
)
# and refuses a refresh by cookie without a header of your own, such as X-Requested-With.
"""
