"""The site's settings, with servers and files of the tests' own, and passwords that are quick to hash."""

import os
import tempfile
from pathlib import Path

# The main process makes the directory and the workers inherit its name; conftest.py removes it.
os.environ.setdefault("TESTS_VAR", tempfile.mkdtemp(prefix="authcompare-tests-"))
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")
TESTS_VAR = Path(os.environ["TESTS_VAR"])
VALKEY = TESTS_VAR / f"valkey-{WORKER}"

os.environ |= {
    "VAR": str(TESTS_VAR),
    "DEBUG": "off",
    "EXPERIMENTS": "off",
    "SITE_URL": "http://127.0.0.1:8000",
    "SECRET_KEY": "the-tests-own-secret-key-which-is-no-secret-at-all-0123456789",
    "CACHE_URL": f"unix://{VALKEY / 'valkey.sock'}",
    # Once a browser test has run, Playwright's event loop stays behind in the worker's main thread, and Django would
    # take every later test for asynchronous code.
    "DJANGO_ALLOW_ASYNC_UNSAFE": "true",
}

from authcompare.settings import *  # noqa: E402, F403
from authcompare.settings import DATABASES, STORAGES  # noqa: E402

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # In a file, as in production: in memory there is no write-ahead log and nobody to wait for.
    DATABASES["default"]["TEST"] = {"NAME": str(TESTS_VAR / "tests.sqlite3")}

PASSWORD_HASHERS = ["tests.quick_hasher.QuickArgon2PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

# Static files from their source, as in development: the tests collect none.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
