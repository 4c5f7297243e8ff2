"""Sessions as rows of the database."""

from typing import Any, cast
from uuid import UUID

from django.contrib.sessions.backends.db import SessionStore as DjangoStore
from django.utils import timezone

from accounts.models import Session
from accounts.session_stores.digest import digest


class SessionStore(DjangoStore):
    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def _get_session_from_db(self) -> Session | None:
        key = digest(self.session_key or "")
        row = Session.objects.filter(session_key=key, expire_date__gt=timezone.now()).first()
        if row is None:
            self._session_key = None
        return row

    def exists(self, session_key: str) -> bool:
        return Session.objects.filter(session_key=digest(session_key)).exists()

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        row = cast(Session, super().create_model_instance(data))
        row.session_key = digest(row.session_key)
        row.sign_in_id = UUID(data["sign_in"]) if "sign_in" in data else None
        return row

    def delete(self, session_key: str | None = None) -> None:
        key = session_key or self.session_key
        if key:
            Session.objects.filter(session_key=digest(key)).delete()
