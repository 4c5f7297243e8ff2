"""Where to read on, by experiment: the standards that say how it should be, and OWASP's advice."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Reference:
    title: str
    url: str


def _rfc(number: int, title: str, section: str = "") -> Reference:
    place, anchor = (f", section {section}", f"#section-{section}") if section else ("", "")
    return Reference(f"RFC {number}{place}: {title}", f"https://www.rfc-editor.org/rfc/rfc{number}{anchor}")


def _owasp(title: str, page: str) -> Reference:
    return Reference(f"OWASP: {title}", f"https://cheatsheetseries.owasp.org/cheatsheets/{page}_Cheat_Sheet.html")


def _django(title: str, page: str) -> Reference:
    return Reference(f"Django: {title}", f"https://docs.djangoproject.com/en/5.2/{page}")


_SESSIONS = _owasp("Session management", "Session_Management")
_TOKENS = _owasp("JSON Web Tokens", "JSON_Web_Token_for_Java")

REFERENCES: Mapping[str, tuple[Reference, ...]] = {
    "state": (_SESSIONS, _rfc(7519, "JSON Web Token"), _django("How sessions are stored", "topics/http/sessions/")),
    "size": (_rfc(6265, "Limits of cookies", "6.1"), _rfc(7515, "Compact serialization", "7.1")),
    "lookups": (_rfc(9068, "JWTs as access tokens"), _rfc(7662, "Asking the issuer instead: introspection")),
    "revocation": (_rfc(7009, "Token revocation"), _TOKENS, _SESSIONS),
    "scaling": (_rfc(7517, "JSON Web Key sets", "5"), _rfc(8414, "How a verifier finds the keys")),
    "privileges": (_rfc(9068, "Roles in access tokens", "2.2.3.1"), _owasp("Authorization", "Authorization")),
    "confidentiality": (_rfc(7519, "What a token tells", "12"), _rfc(7516, "JSON Web Encryption")),
    "rotation": (
        _django("SECRET_KEY_FALLBACKS", "ref/settings/#secret-key-fallbacks"),
        _owasp("Key management", "Key_Management"),
    ),
    "outage": (_rfc(9110, "503 Service Unavailable", "15.6.4"), _django("Session stores", "topics/http/sessions/")),
    "theft": (_rfc(9700, "Protecting refresh tokens", "4.14"), _SESSIONS),
}
