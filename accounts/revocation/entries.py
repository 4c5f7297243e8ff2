"""The small values that the parts of revocation exchange."""

import json
from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

from accounts.models import Revocation


class Credential(NamedTuple):
    """What a check needs to know of a session or a token."""

    sign_in_id: UUID
    user_id: int
    updated_at: int
    jti: str = ""
    kid: str = ""


class Entry(NamedTuple):
    """One row of the truth. `expires` is in seconds since the epoch."""

    kind: str
    subject: str
    before: int
    expires: int

    @classmethod
    def of(cls, row: Revocation) -> "Entry":
        return cls(row.kind, row.subject, row.before, int(row.expires_at.timestamp()) + 1)


def encode(entries: Iterable[Entry]) -> str:
    return json.dumps(list(entries), separators=(",", ":"))


def decode(text: str | bytes) -> list[Entry]:
    """Raises ValueError or TypeError for what `encode` did not write."""
    return [Entry(*values) for values in json.loads(text)]
