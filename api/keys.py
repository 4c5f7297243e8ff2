"""The signing keys: made, kept encrypted in the database, found by `kid`, rotated with overlap, published.

A `kid` carries a tag that only this deployment can make. An invented one is refused without asking the database; one
that another node has just begun to use is looked up at its first sight, so that no node needs to be told.
"""

import hmac
import json
import secrets
import time
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_pem_private_key
from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from jwt.utils import base64url_decode, base64url_encode

from accounts import revocation
from accounts.refusals import Reason, Refused
from api.algorithms import ALGORITHMS
from api.derivation import derive
from api.models import SigningKey

TAG_BYTES = 9
# How long a node may go on signing with a key after another has replaced it. Seconds.
SIGNING_KEY_AGE = 5.0
MOST_KEYS_REMEMBERED = 64
# How long the published set may be kept by others, and so how long a new key is published before it signs.
PUBLISHED_AHEAD = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Key:
    """A key ready for use: `private` signs, `public` verifies (for HS256 both are the secret)."""

    kid: str
    algorithm: str
    private: Any
    public: Any

    def sign(self, message: bytes) -> bytes:
        return ALGORITHMS[self.algorithm].sign(message, self.private)

    def verify(self, message: bytes, signature: bytes) -> bool:
        return ALGORITHMS[self.algorithm].verify(message, self.public, signature)


class KeyRing:
    """What this process remembers of the keys. Safe to share between threads: entries are only ever replaced whole."""

    def __init__(self) -> None:
        self._by_kid: dict[str, Key] = {}
        self._refused: dict[str, Reason] = {}
        self._signing: tuple[float, Key] | None = None

    def signing(self) -> Key:
        """The key that signs now; the first call of a new deployment makes it."""
        if self._signing and time.monotonic() - self._signing[0] < SIGNING_KEY_AGE:
            key = self._signing[1]
            if not revocation.is_key_revoked(key.kid):
                return key
        row = _current_row()
        try:
            key = self._remember(row or rotate(at_once=True))
        except Refused:  # SECRET_KEY was changed and the old one forgotten: nobody can open this key any more
            key = self._remember(rotate(at_once=True))
        self._signing = (time.monotonic(), key)
        return key

    def find(self, kid: str) -> Key:
        """The key that a token names. Raises Refused."""
        key = self._by_kid.get(kid)
        if key is not None:
            return key
        if kid in self._refused or not _is_ours(kid):
            raise Refused(self._refused.get(kid, Reason.KEY_UNKNOWN), kid=kid[:40])
        row = SigningKey.objects.filter(kid=kid).first()
        if row is not None and row.revoked_at is None:
            return self._remember(row)
        # A key that is gone does not come back, and one of ours is in the table before it signs.
        reason = Reason.KEY_UNKNOWN if row is None else Reason.KEY_RETIRED
        self._refused = {**(self._refused if len(self._refused) < MOST_KEYS_REMEMBERED else {}), kid: reason}
        raise Refused(reason, kid=kid)

    def forget(self) -> None:
        self._by_kid, self._signing = {}, None

    def _remember(self, row: SigningKey) -> Key:
        key = self._by_kid.get(row.kid) or _open(row)
        if len(self._by_kid) >= MOST_KEYS_REMEMBERED:
            self._by_kid = {}
        self._by_kid[row.kid] = key
        return key


ring = KeyRing()


def rotate(*, at_once: bool = False) -> SigningKey:
    """Makes a new key. It is published now and signs once every verifier has had time to fetch it, or at once.

    The earlier keys sign until then, and go on verifying until their last token has expired.
    """
    private, public_jwk = _generate(settings.JWT_ALGORITHM)
    with transaction.atomic():
        now = timezone.now()
        signs_from = now if at_once or _current_row() is None else now + PUBLISHED_AHEAD
        SigningKey.objects.filter(_not_retired(signs_from)).update(retired_at=signs_from)
        row = SigningKey.objects.create(
            kid=_new_kid(),
            algorithm=settings.JWT_ALGORITHM,
            private=_vault().encrypt(private).decode(),
            public_jwk=public_jwk,
            created_at=now,
            signs_from=signs_from,
        )
        transaction.on_commit(ring.forget)
    return row


def retire_at_once(row: SigningKey) -> None:
    """The emergency: from now on every token of this key is refused, on every node."""
    now = timezone.now()
    with transaction.atomic():
        SigningKey.objects.filter(pk=row.pk).update(retired_at=now, revoked_at=now)
        revocation.revoke_key(row.kid, expires_at=now + longest_lifetime())
        transaction.on_commit(ring.forget)


def published() -> dict[str, list[dict[str, str]]]:
    """The JSON Web Key Set (RFC 7517): public halves of every key whose tokens may still be alive."""
    verifying = _not_retired(timezone.now() - longest_lifetime())
    rows = SigningKey.objects.filter(verifying, revoked_at=None).exclude(public_jwk={})
    return {"keys": [row.public_jwk | {"kid": row.kid, "alg": row.algorithm, "use": "sig"} for row in rows]}


def longest_lifetime() -> timedelta:
    lifetime = max(settings.ACCESS_TOKEN_LIFETIME, settings.REFRESH_TOKEN_LIFETIME)
    return lifetime + timedelta(seconds=settings.JWT_LEEWAY)


def _current_row() -> SigningKey | None:
    now = timezone.now()
    rows = SigningKey.objects.filter(_not_retired(now), algorithm=settings.JWT_ALGORITHM, signs_from__lte=now)
    return rows.order_by("-signs_from", "-id").first()


def _not_retired(when: datetime) -> Q:
    return Q(retired_at=None) | Q(retired_at__gt=when)


def _generate(algorithm: str) -> tuple[bytes, dict[str, str]]:
    """The private half as PEM (HS256: 32 random bytes) and the public half as a JWK."""
    if algorithm == "HS256":
        return secrets.token_bytes(32), {}
    private: Any
    if algorithm == "EdDSA":
        private = Ed25519PrivateKey.generate()
    elif algorithm == "ES256":
        private = ec.generate_private_key(ec.SECP256R1())
    else:
        private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    jwk = json.loads(ALGORITHMS[algorithm].to_jwk(private.public_key()))
    public = {name: value for name, value in jwk.items() if name != "key_ops"}
    return private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()), public


def _open(row: SigningKey) -> Key:
    try:
        private = _vault().decrypt(row.private)
    except InvalidToken as error:  # SECRET_KEY was changed without keeping the old one in SECRET_KEY_FALLBACKS
        raise Refused(Reason.KEY_UNKNOWN, kid=row.kid) from error
    if row.algorithm == "HS256":
        return Key(row.kid, row.algorithm, private, private)
    pair: Any = load_pem_private_key(private, password=None)
    return Key(row.kid, row.algorithm, pair, pair.public_key())


def _vault() -> MultiFernet:
    secrets_ = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(urlsafe_b64encode(derive(secret, "signing keys"))) for secret in secrets_])


def _new_kid() -> str:
    """Never with a hyphen at its beginning: on a command line that would be an option."""
    while True:
        nonce = secrets.token_bytes(TAG_BYTES)
        kid = base64url_encode(nonce + _tag(settings.SECRET_KEY, nonce)).decode()
        if kid[0].isalnum():
            return kid


def _is_ours(kid: str) -> bool:
    try:
        raw = base64url_decode(kid)
    except ValueError:
        return False
    if base64url_encode(raw).decode() != kid:  # or one of our ids would have endless spellings
        return False
    nonce, tag = raw[:TAG_BYTES], raw[TAG_BYTES:]
    secrets_ = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return any(hmac.compare_digest(tag, _tag(secret, nonce)) for secret in secrets_)


def _tag(secret: str, nonce: bytes) -> bytes:
    return hmac.digest(derive(secret, "key ids"), nonce, sha256)[:TAG_BYTES]
