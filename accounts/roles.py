"""The roles of a user: the names of the groups, then `staff` and `superuser` where they apply.

Those two are flags of the user and never a group: whoever may name groups could otherwise make administrators.
"""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import Group
from django.db.models import Aggregate, OuterRef, Subquery, TextField, Value

SEPARATOR = "\x1f"  # ASCII's unit separator
FLAGS = frozenset({"staff", "superuser"})


def roles(names: Iterable[str], *, is_staff: bool, is_superuser: bool) -> list[str]:
    return [*sorted(set(names) - FLAGS), *(["staff"] if is_staff else []), *(["superuser"] if is_superuser else [])]


class Joined(Aggregate):
    """Strings joined by SEPARATOR: string_agg, which SQLite calls group_concat."""

    function = "STRING_AGG"
    output_field = TextField()

    def __init__(self, expression: str) -> None:
        super().__init__(expression, Value(SEPARATOR))

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, function="GROUP_CONCAT", **context)


def group_names(user: str) -> Subquery:
    """The names of the groups of the user at the path `user`, joined, as part of another statement."""
    of_user = Group.objects.filter(user=OuterRef(user)).order_by().values("user")
    return Subquery(of_user.annotate(names=Joined("name")).values("names"))


def split(joined: str | None) -> list[str]:
    return joined.split(SEPARATOR) if joined else []
