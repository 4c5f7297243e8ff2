"""Sessions in the cookie itself: no store, and so nothing to delete. Only a revocation ends a copy of it."""

from django.contrib.sessions.backends.signed_cookies import SessionStore

__all__ = ["SessionStore"]
