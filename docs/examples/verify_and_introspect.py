"""As verify_with_jwks.py, and it follows revocations: it asks the issuer whether a token is in force (RFC 7662).

python manage.py create_client my-service      # prints the secret, once
ISSUER=http://127.0.0.1:8000 CLIENT_ID=my-service CLIENT_SECRET=... python verify_and_introspect.py 9002
"""

import json
import os
import sys
import time
from base64 import b64encode
from http.server import ThreadingHTTPServer
from typing import Any
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import verify_with_jwks

CREDENTIALS = b64encode(f"{os.environ['CLIENT_ID']}:{os.environ['CLIENT_SECRET']}".encode()).decode()
# How long a "yes" is believed, and so the longest that a revoked token still passes here. Seconds; 0 asks every time.
CACHE_SECONDS = float(os.environ.get("CACHE_SECONDS", "3"))
MOST_REMEMBERED = 10_000

in_force: dict[str, float] = {}  # by `jti`: until when a "yes" is believed


def verify(authorization: str) -> dict[str, Any]:
    """As there. What is expired or forged is refused without asking anybody."""
    claims = verify_with_jwks.verify(authorization)
    if time.monotonic() >= in_force.get(claims["jti"], 0):
        if not is_active(authorization.partition(" ")[2]):
            raise ValueError("Revoked.")
        if len(in_force) >= MOST_REMEMBERED:
            in_force.clear()
        in_force[claims["jti"]] = time.monotonic() + CACHE_SECONDS
    return claims


def is_active(token: str) -> bool:
    """Raises OSError where nobody can say: then the answer is 503, never "accepted"."""
    body = urlencode({"token": token, "token_type_hint": "access_token"}).encode()
    question = Request(f"{verify_with_jwks.ISSUER}/api/token/introspect/", body)
    question.add_header("Authorization", f"Basic {CREDENTIALS}")
    with urlopen(question, timeout=5) as answer:
        return json.load(answer)["active"] is True


class Service(verify_with_jwks.Service):
    def verify(self, authorization: str) -> dict[str, Any]:
        return verify(authorization)


if __name__ == "__main__":
    ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Service).serve_forever()
