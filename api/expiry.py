"""What of this room may be forgotten, and since when."""

from datetime import datetime

from django.db.models import Model, QuerySet
from rest_framework_simplejwt.token_blacklist.models import OutstandingToken

from accounts.expiry import SLACK
from api.keys import longest_lifetime
from api.models import SigningKey


def expired(now: datetime) -> dict[str, QuerySet[Model]]:
    """A key goes when nothing that it signed can be alive; a token takes its blacklist entry and its family along."""
    return {
        "tokens": OutstandingToken.objects.filter(expires_at__lt=now - SLACK),
        "signing keys": SigningKey.objects.filter(retired_at__lt=now - SLACK - longest_lifetime()),
    }
