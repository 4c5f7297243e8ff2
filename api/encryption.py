"""Nested tokens: signed first, then encrypted, for claims that only this site may read (RFC 7516, RFC 8725).

`dir` with A256GCM: the key is derived from SECRET_KEY and never published, and no key travels in the token.
"""

from functools import lru_cache
from typing import Any

from django.conf import settings
from joserfc import jwe
from joserfc.errors import JoseError
from joserfc.jwk import OctKey

from accounts.refusals import Reason, Refused
from api.derivation import derive

HEADER = {"alg": "dir", "enc": "A256GCM", "cty": "JWT"}
REGISTRY = jwe.JWERegistry(algorithms=["dir", "A256GCM"])


def encrypt(token: str) -> str:
    return jwe.encrypt_compact(HEADER, token, _key(settings.SECRET_KEY), registry=REGISTRY)


def decrypt(token: str, header: dict[str, Any]) -> str:
    """The signed token inside. `header` is the token's own, read already. Raises Refused."""
    if header != HEADER:
        raise Refused(Reason.HEADER_FORBIDDEN)
    for secret in [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]:
        try:
            plaintext = jwe.decrypt_compact(token, _key(secret), registry=REGISTRY).plaintext
            return (plaintext or b"").decode("ascii")
        except (JoseError, ValueError):
            continue
    raise Refused(Reason.DECRYPTION_FAILED)


@lru_cache(maxsize=8)
def _key(secret: str) -> OctKey:
    return OctKey.import_key(derive(secret, "token encryption"))
