"""Deletes what has expired, in batches so small that the site goes on serving meanwhile."""

from collections.abc import Callable

from django.db import transaction
from django.db.models import Model, QuerySet
from django.utils import timezone

import accounts.expiry
import api.expiry

BATCH = 500


def everything_expired() -> dict[str, QuerySet[Model]]:
    now = timezone.now()
    return accounts.expiry.expired(now) | api.expiry.expired(now)


def purge(rows: QuerySet[Model], *, deleted: Callable[[int], None]) -> int:
    """Tells `deleted` of each batch. Each is a transaction of its own, so that an interruption loses nothing.

    Asked again while it is deleted: a revocation that was renewed meanwhile is needed.
    """
    total = 0
    while True:
        keys = list(rows.order_by("pk").values_list("pk", flat=True)[:BATCH])
        if not keys:
            return total
        with transaction.atomic():
            rows.filter(pk__in=keys).delete()
        total += len(keys)
        deleted(len(keys))
