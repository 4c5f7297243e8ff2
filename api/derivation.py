"""A key of its own for each purpose, from the one SECRET_KEY (RFC 5869)."""

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


def derive(secret: str, purpose: str) -> bytes:
    """32 bytes."""
    return HKDF(SHA256(), length=32, salt=None, info=f"authcompare {purpose}".encode()).derive(secret.encode())
