"""A service of somebody else: it holds the public keys, and nothing else, and says who a bearer token is.

    python -m comparison.lab.verifier --port 8001 --jwks jwks.json --issuer URL --audience URL

Answers any GET with 200 or 401. It has no database, no cache, no secret, and never speaks to the issuer.
"""

import argparse
import json
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

# Only what a public key can verify; the key that `kid` names decides which (RFC 8725, 3.1).
# `EdDSA` is what issuers still write where RFC 9864 would have them write `Ed25519`.
ALGORITHMS = ["Ed25519", "EdDSA", "ES256", "RS256"]


class Verifier:
    def __init__(self, *, jwks: str, issuer: str, audience: str) -> None:
        self._keys = KeySet.import_key_set(json.loads(jwks))
        self._claims = jwt.JWTClaimsRegistry(
            iss={"essential": True, "value": issuer},
            aud={"essential": True, "value": audience},
            exp={"essential": True},
            sub={"essential": True},
        )

    def accepts(self, authorization: str) -> bool:
        scheme, _, token = authorization.partition(" ")
        if scheme.lower() != "bearer" or not token:
            return False
        try:
            verified = jwt.decode(token, self._keys, algorithms=ALGORITHMS)
            self._claims.validate(verified.claims)
        except (JoseError, ValueError):
            return False
        return verified.header.get("typ") == "at+jwt"


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def __init__(self, verifier: Verifier, *args: object) -> None:
        self.verifier = verifier
        super().__init__(*args)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        accepted = self.verifier.accepts(self.headers.get("Authorization", ""))
        self.send_response(200 if accepted else 401)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Says nothing: a request line is no news."""


class Server(ThreadingHTTPServer):
    allow_reuse_port = True
    daemon_threads = True


def main() -> None:
    parser = argparse.ArgumentParser(description="Verifies bearer tokens with nothing but public keys.")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--jwks", type=Path, required=True, help="a file that holds the JWKS")
    parser.add_argument("--issuer", required=True)
    parser.add_argument("--audience", required=True)
    given = parser.parse_args()
    verifier = Verifier(jwks=given.jwks.read_text(), issuer=given.issuer, audience=given.audience)
    Server(("127.0.0.1", given.port), partial(Handler, verifier)).serve_forever()


if __name__ == "__main__":
    main()
