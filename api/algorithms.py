"""The signature algorithms. Each is bound to its keys: what a token's header says is compared, never obeyed."""

from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from jwt.algorithms import Algorithm, ECAlgorithm, HMACAlgorithm, OKPAlgorithm, RSAAlgorithm

# The order of the group of P-256 (FIPS 186-5).
P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


class LowS(ECAlgorithm):
    """ES256 with one signature for each message: deterministic (RFC 6979) and with the lower s of (s, n - s).

    Both satisfy the equation; if both were accepted, anyone could turn one valid token into another.
    """

    def sign(self, msg: bytes, key: EllipticCurvePrivateKey) -> bytes:
        r, s = decode_dss_signature(key.sign(msg, ec.ECDSA(SHA256(), deterministic_signing=True)))
        return r.to_bytes(32, "big") + min(s, P256_ORDER - s).to_bytes(32, "big")

    def verify(self, msg: bytes, key: Any, sig: bytes) -> bool:
        if len(sig) != 64 or int.from_bytes(sig[32:], "big") > P256_ORDER // 2:
            return False
        return super().verify(msg, key, sig)


ALGORITHMS: dict[str, Algorithm] = {
    "EdDSA": OKPAlgorithm(),
    "ES256": LowS(LowS.SHA256),
    "RS256": RSAAlgorithm(RSAAlgorithm.SHA256),
    "HS256": HMACAlgorithm(HMACAlgorithm.SHA256),
}
