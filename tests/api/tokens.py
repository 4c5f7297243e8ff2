"""Takes tokens apart and puts them together, rightly or wrongly."""

import json
from typing import Any

from jwt.utils import base64url_decode, base64url_encode

from api.keys import Key


def header_of(token: str) -> dict[str, Any]:
    return json.loads(base64url_decode(token.split(".", maxsplit=1)[0]))


def claims_of(token: str) -> dict[str, Any]:
    return json.loads(base64url_decode(token.split(".")[1]))


def segment(value: Any) -> str:
    raw = value if isinstance(value, bytes) else json.dumps(value, separators=(",", ":")).encode()
    return base64url_encode(raw).decode()


def signed(header: Any, claims: Any, key: Key) -> str:
    """With the server's own key: only what the header and the claims say can be wrong with it."""
    signing_input = f"{segment(header)}.{segment(claims)}"
    return f"{signing_input}.{segment(key.sign(signing_input.encode()))}"
