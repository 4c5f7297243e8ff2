"""What of this room may be forgotten, and since when."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Model, Q, QuerySet

from accounts.models import AuthEvent, Revocation, Session, SignIn

# Clocks of nodes differ: nothing is forgotten in the minute in which it expires.
SLACK = timedelta(minutes=1)


def expired(now: datetime) -> dict[str, QuerySet[Model]]:
    """By what the operator calls it. Ended sign-ins stay for as long as the audit trail that names them."""
    since = now - SLACK
    forgotten = now - settings.AUDIT_RETENTION
    return {
        "sessions": Session.objects.filter(expire_date__lt=since),
        "revocations": Revocation.objects.filter(expires_at__lt=since),
        "sign-ins": SignIn.objects.filter(Q(ended_at__lt=forgotten) | Q(expires_at__lt=forgotten)),
        "events": AuthEvent.objects.filter(at__lt=forgotten),
    }
