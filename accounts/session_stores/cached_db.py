"""Sessions as rows of the database with a copy in the cache. A cache that is down costs speed, not sign-ins."""

import logging
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends.cached_db import KEY_PREFIX
from django.core.cache import caches

from accounts.outages import CACHE_OUTAGES
from accounts.session_stores.db import SessionStore as DatabaseStore
from accounts.session_stores.digest import digest

log = logging.getLogger("authcompare.sessions")


class SessionStore(DatabaseStore):
    _get_session: Callable[[], dict[str, Any]]

    def load(self) -> dict[str, Any]:
        data: dict[str, Any] | None = self._from_cache()
        if data is not None:
            return data
        row = self._get_session_from_db()
        if row is None:
            return {}
        data = self.decode(row.session_data)
        self._to_cache(data, self.get_expiry_age(expiry=row.expire_date))
        return data

    def save(self, must_create: bool = False) -> None:
        super().save(must_create)
        if not must_create:  # what create() saves is empty, and saved again at the end of the request
            self._to_cache(self._get_session(), self.get_expiry_age())

    def delete(self, session_key: str | None = None) -> None:
        super().delete(session_key)
        key = session_key or self.session_key
        if key:
            forget([digest(key)])

    def _from_cache(self) -> dict[str, Any] | None:
        try:
            data: dict[str, Any] | None = _cache().get(cache_key(digest(self.session_key or "")))
            return data
        except CACHE_OUTAGES as error:
            log.warning("the cache does not answer, sessions come from the database: %s", type(error).__name__)
            return None

    def _to_cache(self, data: dict[str, Any], seconds: int) -> None:
        try:
            _cache().set(cache_key(digest(self.session_key or "")), data, seconds)
        except CACHE_OUTAGES as error:
            log.warning("the cache does not answer, sessions go to the database alone: %s", type(error).__name__)


def cache_key(stored_key: str) -> str:
    return KEY_PREFIX + stored_key


def forget(stored_keys: Iterable[str]) -> None:
    """Deletes cached copies; where the cache does not answer, the revocation still refuses them."""
    try:
        _cache().delete_many([cache_key(key) for key in stored_keys])
    except CACHE_OUTAGES as error:
        log.warning("the cache does not answer, ended sessions stay in it, revoked: %s", type(error).__name__)


def _cache() -> Any:
    return caches[settings.SESSION_CACHE_ALIAS]
