"""A service that is not Django and knows who calls from the issuer's published keys alone.

ISSUER=http://127.0.0.1:8000 python verify_with_jwks.py 9001
curl http://127.0.0.1:9001/ -H "Authorization: Bearer $ACCESS"
"""

import json
import os
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.request import urlopen

from joserfc import jws, jwt
from joserfc.errors import JoseError
from joserfc.jwk import Key, import_key

ISSUER = os.environ["ISSUER"]
AUDIENCE = os.environ.get("AUDIENCE", ISSUER)
ALGORITHMS = {"EdDSA", "ES256", "RS256"}
MAX_AGE = float(os.environ.get("JWKS_MAX_AGE", "60"))  # then a key that was withdrawn is gone. Seconds.
PAUSE = 10.0  # between two questions about a `kid` that is not known, so that inventing some hammers nobody. Seconds.
CLAIMS = jwt.JWTClaimsRegistry(
    leeway=10,
    iss={"essential": True, "value": ISSUER},
    aud={"essential": True, "value": AUDIENCE},
    exp={"essential": True},
    sub={"essential": True},
)


class Keys:
    """What the issuer publishes. Raises OSError where it has to be asked and does not answer."""

    def __init__(self) -> None:
        self._keys: dict[str, tuple[Key, str]] = {}
        self._stale_at = self._ask_again_at = 0.0

    def find(self, kid: str) -> tuple[Key, str]:
        now = time.monotonic()
        if now >= self._stale_at:
            self._fetch(now, needed=kid not in self._keys)
        elif kid not in self._keys and now >= self._ask_again_at:
            self._ask_again_at = now + PAUSE
            self._fetch(now, needed=True)
        return self._keys[kid]

    def _fetch(self, now: float, *, needed: bool) -> None:
        self._stale_at = now + PAUSE  # when to try again, should it fail
        try:
            with urlopen(f"{ISSUER}/.well-known/jwks.json", timeout=5) as answer:
                keys = json.load(answer)["keys"]
        except OSError:
            if needed:
                raise
            return  # a key that was good a moment ago outlives a short outage
        self._keys = {key["kid"]: (import_key(key), key["alg"]) for key in keys if key.get("alg") in ALGORITHMS}
        self._stale_at = now + MAX_AGE


KEYS = Keys()
REFUSALS = (JoseError, ValueError, LookupError, RecursionError)


def verify(authorization: str) -> dict[str, Any]:
    """The claims of a Bearer token. Raises one of REFUSALS, or OSError where the keys cannot be had."""
    scheme, _, token = authorization.partition(" ")
    if scheme.lower() != "bearer" or len(token) > 8192:
        raise ValueError("No Bearer token.")
    header = jws.extract_compact(token.encode()).headers()
    key, algorithm = KEYS.find(str(header.get("kid")))
    verified = jwt.decode(token, key, algorithms=[algorithm])  # the key says which; the token is only compared
    if verified.header.get("typ") != "at+jwt":
        raise ValueError("Not an access token.")
    CLAIMS.validate(verified.claims)
    return verified.claims


class Service(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        try:
            claims = self.verify(self.headers.get("Authorization", ""))
        except OSError:
            self.answer(503, {"detail": "The issuer cannot be reached."})
        except REFUSALS:
            self.answer(401, {"detail": "The token is not valid."})
        else:
            self.answer(200, {"sub": claims["sub"], "roles": claims.get("roles", [])})

    def verify(self, authorization: str) -> dict[str, Any]:
        return verify(authorization)

    def answer(self, status: int, body: dict[str, Any]) -> None:
        raw = json.dumps(body).encode()
        self.send_response(status)
        if status == 401:
            self.send_header("WWW-Authenticate", 'Bearer error="invalid_token"')
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)


if __name__ == "__main__":
    ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Service).serve_forever()
