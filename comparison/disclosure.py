"""What a credential tells whoever sees it: everything that can be decoded without a key."""

import json
import re
import zlib
from base64 import urlsafe_b64decode
from binascii import Error
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

_BASE64URL = re.compile(r"[A-Za-z0-9_-]{8,}={0,2}")
# No credential is longer when it is unpacked; what grows beyond is no credential.
MOST_BYTES = 65536


@dataclass(frozen=True)
class Disclosure:
    """`members` are those of all JSON objects that were found, nested ones included, by their names."""

    members: dict[str, Any]
    readable_bytes: int

    def tells(self, fact: object) -> bool:
        """Whether the fact stands somewhere in it as a value."""
        return any(str(fact) == str(scalar) for scalar in _scalars(self.members))


def disclosed(credential: str) -> Disclosure:
    """Tries each part of a header line as base64url, packed or not, and keeps what is JSON (JWS, Django's cookies)."""
    members: dict[str, Any] = {}
    readable = 0
    for part in _BASE64URL.findall(credential):
        for text in _decoded(part):
            with suppress(ValueError, RecursionError):
                found = json.loads(text)
                if isinstance(found, dict):
                    members |= found
                    readable += len(text)
                    break
    return Disclosure(members, readable)


def _decoded(part: str) -> Iterator[bytes]:
    with suppress(Error, ValueError):
        raw = urlsafe_b64decode(part.rstrip("=") + "=" * (-len(part.rstrip("=")) % 4))
        yield raw
        with suppress(zlib.error):
            yield zlib.decompressobj().decompress(raw, MOST_BYTES)


def _scalars(value: Any) -> Iterator[object]:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from _scalars(item)
    else:
        yield value
