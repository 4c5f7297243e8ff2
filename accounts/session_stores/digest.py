"""What is stored in the place of a session id."""

from hashlib import sha256


def digest(session_key: str) -> str:
    """40 hex digits (160 bits) of SHA-256. The id has 165 random bits, so that no salt and no slow hash is needed."""
    return sha256(session_key.encode()).hexdigest()[:40]
