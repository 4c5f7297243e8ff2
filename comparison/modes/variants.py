"""Modes with other settings. What does not touch shares a node: a session store and a signing algorithm, say."""

from comparison.modes import BY_ID
from embedded import memcached

_SESSION, _JWT, _REVOCABLE = BY_ID["session"], BY_ID["jwt"], BY_ID["jwt_revocable"]

_DATABASE = {"SESSION_STORE": "db", "JWT_ALGORITHM": "ES256"}
_CACHE = {"SESSION_STORE": "cache", "JWT_ALGORITHM": "RS256"}
_MEMCACHED = {"SESSION_STORE": "cache", "JWT_ALGORITHM": "HS256"}
_COOKIE = {"SESSION_STORE": "signed_cookies", "JWT_ENCRYPTION": "on"}

SESSION_DB = _SESSION.variant("session_db", "Session, database alone", _DATABASE)
SESSION_CACHE = _SESSION.variant("session_cache", "Session, Valkey alone", _CACHE)
SESSION_MEMCACHED = _SESSION.variant("session_memcached", "Session, Memcached alone", _MEMCACHED, cache="memcached")
SESSION_SIGNED_COOKIES = _SESSION.variant("session_signed_cookies", "Session, in a signed cookie", _COOKIE)

JWT_LOOKUP = _JWT.variant("jwt_lookup", "JWT, revocations looked up", {"REVOCATION": "lookup"})
JWT_SHORT_LIVED = _JWT.variant("jwt_short_lived", "JWT that lives 2 s, not revocable", {"ACCESS_TOKEN_LIFETIME": "2s"})
JWT_ES256 = _REVOCABLE.variant("jwt_es256", "JWT, ES256", _DATABASE)
JWT_RS256 = _REVOCABLE.variant("jwt_rs256", "JWT, RS256", _CACHE)
JWT_HS256 = _REVOCABLE.variant(
    "jwt_hs256", "JWT, HS256", _MEMCACHED, cache="memcached" if memcached.is_installed() else "valkey"
)
JWT_ENCRYPTED = _REVOCABLE.variant("jwt_encrypted", "JWT, encrypted (JWE)", _COOKIE)

NO_MEMCACHED = "no memcached on this machine"


def not_measured() -> dict[str, str]:
    """The variants that this machine cannot show, and why."""
    return {} if memcached.is_installed() else {SESSION_MEMCACHED.id: NO_MEMCACHED}
