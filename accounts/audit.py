"""The audit trail: every event of either mode, as a row and as a line of the log. Never a credential.

A trail that cannot be written is logged; it never makes a sign-in fail.
"""

import logging
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest

from accounts import client
from accounts.models import AuthEvent, EndReason, SignIn
from accounts.refusals import Reason, Refused

log = logging.getLogger("authcompare.audit")
Kind = AuthEvent.Kind


def record(
    kind: AuthEvent.Kind,
    *,
    request: HttpRequest | None = None,
    user_id: int | None = None,
    sign_in: SignIn | None = None,
    reason: str = "",
) -> None:
    """Notes what succeeded, once the transaction that it belongs to has been committed."""
    event = AuthEvent(
        kind=kind,
        succeeded=True,
        reason=reason,
        user_id=user_id or (sign_in.user_id if sign_in else None),
        sign_in_id=sign_in.id if sign_in else None,
        mode=sign_in.mode if sign_in else "",
        **_caller(request),
    )
    transaction.on_commit(lambda: write([event]), robust=True)


def record_ended(sign_ins: list[SignIn], *, reason: str) -> None:
    events = [
        AuthEvent(
            kind=Kind.SIGN_IN_ENDED, succeeded=True, reason=reason, user_id=s.user_id, sign_in_id=s.id, mode=s.mode
        )
        for s in sign_ins
    ]
    of_deleted_user = reason == EndReason.USER_DELETED
    transaction.on_commit(lambda: write(events, of_deleted_user=of_deleted_user), robust=True)


def record_refusal(
    reason: Reason, *, request: HttpRequest | None = None, user_id: int | None = None, mode: str = "", **evidence: Any
) -> None:
    sign_in_id = evidence.get("sign_in")
    event = AuthEvent(
        kind=Kind.REFUSED,
        succeeded=False,
        reason=reason,
        user_id=user_id,
        sign_in_id=sign_in_id if isinstance(sign_in_id, UUID) else None,
        mode=mode,
        **_caller(request),
    )
    transaction.on_commit(lambda: write([event]), robust=True)


def log_refusal(refused: Refused, *, request: HttpRequest, mode: str) -> None:
    """A refused credential on an ordinary request: a line of the log and no row, or anyone could fill the table."""
    evidence = " ".join(f"{name}={_on_one_line(value)}" for name, value in refused.evidence.items())
    log.info("refused mode=%s reason=%s ip=%s %s", mode, refused.reason, client.address(request), evidence)


def write(events: list[AuthEvent], *, of_deleted_user: bool = False) -> None:
    for event in events:
        log.info(
            "%s succeeded=%s user=%s sign_in=%s mode=%s ip=%s reason=%s",
            event.kind,
            event.succeeded,
            event.user_id,
            event.sign_in_id,
            event.mode,
            event.ip,
            event.reason,
        )
        if of_deleted_user:
            event.user_id = None  # a row can name only who is there; the line has named who was
    AuthEvent.objects.bulk_create(events, batch_size=500)


def _on_one_line(value: object) -> str:
    """Some of it was written by the caller: nobody else begins a line of this log."""
    return str(value).encode("unicode_escape").decode()


def _caller(request: HttpRequest | None) -> dict[str, Any]:
    if request is None:
        return {}
    return {"ip": client.address(request), "user_agent": client.user_agent(request)}
