"""Every setting, in one file. Each value an operator may choose comes from the environment; README lists them."""

import tempfile
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

import django_stubs_ext
from django.core.exceptions import ImproperlyConfigured

from authcompare import environment

django_stubs_ext.monkeypatch()  # so that `ModelAdmin[User]` may be written

BASE_DIR = Path(__file__).resolve().parent.parent
VAR = Path(environment.string("VAR", str(BASE_DIR / "var")))

# Where the site is reached. Its scheme decides whether cookies are Secure; it is the `iss` of every token.
PORT = environment.integer("PORT", 8000, minimum=1)
SITE_URL = environment.string("SITE_URL", f"http://127.0.0.1:{PORT}").rstrip("/")
SITE = urlsplit(SITE_URL)
if SITE.scheme not in {"http", "https"} or not SITE.hostname:
    raise ImproperlyConfigured(f"SITE_URL must be an http:// or https:// address, not {SITE_URL!r}.")
HTTPS = SITE.scheme == "https"
ON_LOOPBACK = SITE.hostname in {"127.0.0.1", "localhost", "::1"}

# Where `manage.py serve` listens, and with how many worker processes.
HOST = environment.string("HOST", "127.0.0.1")
WORKERS = environment.integer("WORKERS", 2, minimum=1)

DEBUG = environment.boolean("DEBUG", default=False)

# --- Secrets ---------------------------------------------------------------------------------------------------------

SECRET_KEY = environment.secret_key("SECRET_KEY", kept_in=VAR / "secret_key" if ON_LOOPBACK else None)
SECRET_KEY_FALLBACKS = environment.strings("SECRET_KEY_FALLBACKS")

# The error page of DEBUG shows where a fault arose and no values: they may be keys, tokens or passwords.
DEFAULT_EXCEPTION_REPORTER_FILTER = "authcompare.errors.NoValues"

# --- Hosts -----------------------------------------------------------------------------------------------------------

ALLOWED_HOSTS = environment.strings("ALLOWED_HOSTS", ["127.0.0.1", "localhost", "[::1]"] if ON_LOOPBACK else [])
if not ALLOWED_HOSTS:
    ALLOWED_HOSTS = [SITE.hostname]
CSRF_TRUSTED_ORIGINS = [SITE_URL] if HTTPS else []
# The proxy in front must set this header itself and never pass on the client's.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
TRUSTED_PROXIES = environment.integer("TRUSTED_PROXIES", 1 if HTTPS else 0)

# --- Applications ----------------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "authcompare.apps.AdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "rest_framework",
    "rest_framework_simplejwt.token_blacklist",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_htmx",
    "csp",
    "axes",
    # After Django's own, whose models, admin and signals they build on.
    "authcompare.apps.AuthcompareConfig",
    "accounts",
    "api",
    "comparison",
]

# The comparison sets this in the servers that it starts and measures.
LAB_NODE = environment.boolean("LAB_NODE", default=False)
# Whether this site may start such servers.
EXPERIMENTS = environment.boolean("EXPERIMENTS", default=DEBUG)
# Whether each answer tells in `Server-Timing` what it cost.
SERVER_TIMING = EXPERIMENTS or LAB_NODE

MIDDLEWARE = [
    *(["accounts.server_timing.ServerTimingMiddleware"] if SERVER_TIMING else []),
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "accounts.middleware.UnavailableMiddleware",
    "accounts.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "accounts.middleware.SessionAuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "accounts.middleware.NoStoreMiddleware",
    "axes.middleware.AxesMiddleware",
]

FILE_UPLOAD_HANDLERS = ["authcompare.uploads.NoFiles"]

ROOT_URLCONF = "authcompare.urls"
WSGI_APPLICATION = "authcompare.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "comparison.your_request.context",
            ],
        },
    },
]

# --- Database and cache ----------------------------------------------------------------------------------------------

DATABASES = {"default": environment.database("DATABASE_URL", f"sqlite:///{VAR / 'authcompare.sqlite3'}")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# A unix socket's path may have about 100 characters; a deeper checkout keeps its socket in the temporary directory.
EMBEDDED_CACHE_SOCKET = VAR.absolute() / "valkey.sock"
if len(str(EMBEDDED_CACHE_SOCKET)) > 100:
    digest = sha256(str(VAR.absolute()).encode()).hexdigest()[:12]
    EMBEDDED_CACHE_SOCKET = Path(tempfile.gettempdir()) / f"authcompare-{digest}.sock"
EMBEDDED_CACHE = not environment.string("CACHE_URL")
CACHE_URL = environment.string("CACHE_URL") or f"unix://{EMBEDDED_CACHE_SOCKET}"
CACHES = {"default": environment.cache("CACHE_URL", CACHE_URL, counted=SERVER_TIMING)}

# --- The user and the password ---------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesBackend", "django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
PASSWORD_RESET_TIMEOUT = 3600
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "profile"
LOGOUT_REDIRECT_URL = "home"

# Failed sign-ins are counted once for both doors, per account and per address.
AXES_HANDLER = "axes.handlers.cache.AxesCacheHandler"
AXES_LOCKOUT_PARAMETERS = ["username", "ip_address"]
AXES_FAILURE_LIMIT = environment.integer("SIGN_IN_FAILURE_LIMIT", 10, minimum=1)
AXES_COOLOFF_TIME = environment.duration("SIGN_IN_COOL_OFF", "5m")
AXES_RESET_ON_SUCCESS = True
# Or whoever goes on trying could keep an account locked for ever.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False
AXES_ENABLE_ADMIN = False  # the counters are in the cache; these tables stay empty
AXES_CLIENT_IP_CALLABLE = "accounts.throttle.address"
AXES_USERNAME_CALLABLE = "accounts.throttle.username"
AXES_LOCKOUT_CALLABLE = "accounts.throttle.answer"
AXES_SENSITIVE_PARAMETERS = ["username", "password", "refresh", "access", "token"]

# --- The session mode ------------------------------------------------------------------------------------------------

SESSION_STORE = environment.choice("SESSION_STORE", ["cached_db", "db", "cache", "signed_cookies"], "cached_db")
SESSION_ENGINE = f"accounts.session_stores.{SESSION_STORE}"
SESSION_IDLE_TIMEOUT = environment.duration("SESSION_IDLE_TIMEOUT", "14d")
SESSION_ABSOLUTE_TIMEOUT = environment.duration("SESSION_ABSOLUTE_TIMEOUT", "30d")
SESSION_COOKIE_AGE = int(SESSION_IDLE_TIMEOUT.total_seconds())
SESSION_COOKIE_NAME = "__Host-sessionid" if HTTPS else "sessionid"
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "__Host-csrftoken" if HTTPS else "csrftoken"
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "accounts.views.csrf.refused"

# How long the audit trail, and the sign-ins that it names, are kept.
AUDIT_RETENTION = environment.duration("AUDIT_RETENTION", "90d")

# --- Revocation ------------------------------------------------------------------------------------------------------

# A replica hears of revocations through SQLite's own files, or through PostgreSQL and Valkey together.
HEARS_REVOCATIONS = DATABASES["default"]["ENGINE"].endswith("sqlite3") or not CACHE_URL.startswith("memcached")
REVOCATION = environment.choice(
    "REVOCATION", ["off", "lookup", "replica"], "replica" if HEARS_REVOCATIONS else "lookup"
)
if REVOCATION == "replica" and not HEARS_REVOCATIONS:
    raise ImproperlyConfigured("REVOCATION=replica on PostgreSQL needs a CACHE_URL of Redis or Valkey.")

# --- The JWT mode ----------------------------------------------------------------------------------------------------

JWT_ALGORITHM = environment.choice("JWT_ALGORITHM", ["EdDSA", "ES256", "RS256", "HS256"], "EdDSA")
# Nested tokens, whose claims only this site can read. Plain ones are accepted beside them, and after switching back.
JWT_ENCRYPTION = environment.boolean("JWT_ENCRYPTION", default=False)
JWT_AUDIENCE = SITE_URL
JWT_CLIENT_ID = "authcompare"
JWT_LEEWAY = 10  # seconds that another node's clock may be ahead
ACCESS_TOKEN_LIFETIME = environment.duration("ACCESS_TOKEN_LIFETIME", "5m")
REFRESH_TOKEN_LIFETIME = environment.duration("REFRESH_TOKEN_LIFETIME", "14d")
REFRESH_GRACE = environment.duration("REFRESH_GRACE", "10s")

SIMPLE_JWT = {
    "ACCESS_TOKEN_LIFETIME": ACCESS_TOKEN_LIFETIME,
    "REFRESH_TOKEN_LIFETIME": REFRESH_TOKEN_LIFETIME,
    "ROTATE_REFRESH_TOKENS": True,
    "BLACKLIST_AFTER_ROTATION": True,
    "ISSUER": SITE_URL,
    "AUDIENCE": JWT_AUDIENCE,
    "LEEWAY": JWT_LEEWAY,
    "SIGNING_KEY": "",  # the keys live in the database: see api.keys
    "USER_ID_CLAIM": "sub",
    "AUTH_TOKEN_CLASSES": ("api.tokens.AccessToken",),
}

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "api.authentication.BearerAuthentication",
        "api.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["api.parsers.JSONParser", "api.parsers.FormParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "api.errors.answer",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}

SPECTACULAR_SETTINGS = {
    "TITLE": "authcompare",
    "DESCRIPTION": "Both ways to stay signed in, a session cookie and a JWT, on one user.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "SWAGGER_UI_SETTINGS": {"deepLinking": True, "validatorUrl": None, "defaultModelsExpandDepth": 0},
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "SERVE_AUTHENTICATION": ["api.authentication.SessionAuthentication"],  # the page greets who is signed in
    "COMPONENT_SPLIT_REQUEST": True,
}

# --- What a browser is told ------------------------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
# Health checks and metrics come from inside, where there is no TLS.
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]

# --- Static files ----------------------------------------------------------------------------------------------------

STATIC_URL = "static/"
STATIC_ROOT = VAR / "static"
SERVED_FROM_SOURCE = DEBUG or LAB_NODE
WHITENOISE_USE_FINDERS = SERVED_FROM_SOURCE
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if SERVED_FROM_SOURCE
        else "whitenoise.storage.CompressedManifestStaticFilesStorage",
    },
}

# --- Mail, language, time --------------------------------------------------------------------------------------------

EMAIL_CONFIG = environment.email("EMAIL_URL", "console://")
EMAIL_BACKEND = EMAIL_CONFIG["EMAIL_BACKEND"]
EMAIL_HOST = EMAIL_CONFIG.get("EMAIL_HOST", "localhost")
EMAIL_PORT = EMAIL_CONFIG.get("EMAIL_PORT") or 25
EMAIL_HOST_USER = EMAIL_CONFIG.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = EMAIL_CONFIG.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = EMAIL_CONFIG.get("EMAIL_USE_TLS", False)
EMAIL_USE_SSL = EMAIL_CONFIG.get("EMAIL_USE_SSL", False)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = environment.string("DEFAULT_FROM_EMAIL", f"authcompare@{SITE.hostname}")

LANGUAGE_CODE = "en"
USE_I18N = False
USE_TZ = True
TIME_ZONE = "UTC"

# --- Logs ------------------------------------------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        "django.server": {"handlers": ["console"], "level": "INFO", "propagate": False},
        # Who signed in, who was refused and why: never a credential.
        "authcompare.audit": {"handlers": ["console"], "level": "INFO", "propagate": False},
        "axes": {"handlers": ["console"], "level": "ERROR", "propagate": False},
    },
}
