"""Sessions in the cache alone."""

from collections.abc import Callable
from typing import Any

from django.contrib.sessions.backends.cache import SessionStore as DjangoStore
from django.core.cache import BaseCache

from accounts.session_stores.digest import digest


class SessionStore(DjangoStore):
    _cache: BaseCache
    _get_or_create_session_key: Callable[[], str]

    @property
    def cache_key(self) -> str:
        return str(self.cache_key_prefix) + digest(self._get_or_create_session_key())

    def load(self) -> dict[str, Any]:
        """Unlike Django's, lets an outage through: taken for an empty session it would sign the user out for good."""
        data: dict[str, Any] | None = self._cache.get(self.cache_key)
        if data is None:
            self._session_key = None
        return data or {}

    def exists(self, session_key: str) -> bool:
        return bool(session_key) and (self.cache_key_prefix + digest(session_key)) in self._cache

    def delete(self, session_key: str | None = None) -> None:
        key = session_key or self.session_key
        if key:
            self._cache.delete(self.cache_key_prefix + digest(key))
