"""A user and an administrator to try the site with, in development only, with passwords that exist nowhere else."""

import json
import os
import secrets
from pathlib import Path

from django.contrib.auth import get_user_model

USER, ADMINISTRATOR = "ann", "admin"


def demo_cast(kept_in: Path) -> dict[str, str]:
    """User names and passwords. Made at the first start, into an empty table only; afterwards read from the file."""
    if kept_in.exists():
        cast: dict[str, str] = json.loads(kept_in.read_text())
    else:
        cast = {name: secrets.token_urlsafe(12) for name in (USER, ADMINISTRATOR)}
    users = get_user_model().objects
    if not users.exists():
        _keep(cast, kept_in)
        users.create_user(USER, f"{USER}@example.org", cast[USER], first_name="Ann")
        users.create_superuser(ADMINISTRATOR, f"{ADMINISTRATOR}@example.org", cast[ADMINISTRATOR])
    return cast if kept_in.exists() else {}


def _keep(cast: dict[str, str], file: Path) -> None:
    file.unlink(missing_ok=True)
    with os.fdopen(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as out:
        json.dump(cast, out, indent=2)
