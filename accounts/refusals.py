"""Why a credential is refused. The client sees one uniform message; logs, tests and the lab see the reason."""

from enum import StrEnum


class Reason(StrEnum):
    """Every reason for which this project refuses someone. The values appear in logs: they are part of the surface."""

    # the password
    WRONG_PASSWORD = "wrong_password"
    USER_INACTIVE = "user_inactive"
    TOO_MANY_FAILURES = "too_many_failures"
    # what holds for both modes
    NO_CREDENTIAL = "no_credential"
    SIGN_IN_ENDED = "sign_in_ended"
    CLAIMS_OUTDATED = "claims_outdated"
    CREDENTIAL_CHANGED = "credential_changed"
    IDLE_TIMEOUT = "idle_timeout"
    ABSOLUTE_TIMEOUT = "absolute_timeout"
    CSRF = "csrf"
    # the token as a string
    AUTHORIZATION_HEADER = "authorization_header"
    TOKEN_TOO_LARGE = "token_too_large"
    TOKEN_MALFORMED = "token_malformed"
    TOKEN_NOT_CANONICAL = "token_not_canonical"
    # its header
    HEADER_MALFORMED = "header_malformed"
    HEADER_FORBIDDEN = "header_forbidden"
    KEY_UNKNOWN = "key_unknown"
    KEY_RETIRED = "key_retired"
    ALGORITHM_MISMATCH = "algorithm_mismatch"
    TYPE_MISMATCH = "type_mismatch"
    DECRYPTION_FAILED = "decryption_failed"
    # its signature and claims
    SIGNATURE_INVALID = "signature_invalid"
    CLAIMS_MALFORMED = "claims_malformed"
    CLAIM_MISSING = "claim_missing"
    TOKEN_EXPIRED = "token_expired"
    TOKEN_NOT_YET_VALID = "token_not_yet_valid"
    ISSUER_MISMATCH = "issuer_mismatch"
    AUDIENCE_MISMATCH = "audience_mismatch"
    # its place in the ledger
    TOKEN_REVOKED = "token_revoked"
    REFRESH_REUSE = "refresh_reuse"
    REFRESH_UNKNOWN = "refresh_unknown"


class AuthError(Exception):
    """The root of this app's exceptions."""


class Refused(AuthError):
    """A credential was refused.

    `evidence` holds what helps to understand the refusal (ids, times, never a credential).
    """

    def __init__(self, reason: Reason, **evidence: object) -> None:
        super().__init__(reason.value)
        self.reason = reason
        self.evidence = evidence


class Throttled(AuthError):
    """Too many failed sign-ins; `retry_after` is in seconds."""

    def __init__(self, retry_after: int) -> None:
        super().__init__(Reason.TOO_MANY_FAILURES.value)
        self.retry_after = retry_after


class Unavailable(AuthError):
    """The truth could not be asked. The answer is 503, never "accepted"."""
