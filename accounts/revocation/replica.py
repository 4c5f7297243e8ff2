"""The replica: every revocation in force, in memory, found in well under a microsecond."""

import time
from collections.abc import Iterable

from accounts.models import RevocationKind
from accounts.refusals import Reason
from accounts.revocation.entries import Credential, Entry

# Expiry is kept to the minute, so that entries share the numbers that say it.
GRAIN = 60


class Replica:
    """Only ever grows, until entries expire: a revocation is never taken back, so that the order does not matter.

    Not safe for threads; `node` holds a lock around it. About 160 bytes for each entry.
    """

    def __init__(self) -> None:
        self._sign_ins: dict[int, int] = {}
        self._named: dict[str, int] = {}  # token ids and key ids: both random, neither is ever the other
        self._claims: dict[int, tuple[int, int]] = {}
        self._minutes: dict[int, int] = {}

    def __len__(self) -> int:
        return len(self._sign_ins) + len(self._named) + len(self._claims)

    def apply(self, entries: Iterable[Entry]) -> None:
        for kind, subject, before, expires in entries:
            expiry = self._shared(expires)
            if kind == RevocationKind.SIGN_IN:
                self._sign_ins[int(subject, 16)] = expiry
            elif kind == RevocationKind.CLAIMS:
                user_id = int(subject)
                known = self._claims.get(user_id, (0, 0))
                self._claims[user_id] = (max(before, known[0]), max(expiry, known[1]))
            else:
                self._named[subject] = expiry

    def find(self, credential: Credential) -> Reason | None:
        if credential.kid in self._named:
            return Reason.KEY_RETIRED
        if credential.sign_in_id.int in self._sign_ins:
            return Reason.SIGN_IN_ENDED
        if credential.jti in self._named:
            return Reason.TOKEN_REVOKED
        outdated = self._claims.get(credential.user_id)
        return Reason.CLAIMS_OUTDATED if outdated and credential.updated_at < outdated[0] else None

    def sweep(self) -> None:
        """Forgets what has expired."""
        now = int(time.time())
        self._sign_ins = {key: expiry for key, expiry in self._sign_ins.items() if expiry > now}
        self._named = {key: expiry for key, expiry in self._named.items() if expiry > now}
        self._claims = {key: value for key, value in self._claims.items() if value[1] > now}
        self._minutes = {minute: minute for minute in self._minutes if minute > now}

    def _shared(self, expires: int) -> int:
        minute = (expires // GRAIN + 1) * GRAIN
        return self._minutes.setdefault(minute, minute)
