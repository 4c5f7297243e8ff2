"""A group's name is a role of its members. Whichever door a change comes through, what was said of them is outdated."""

from typing import Any

from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.db.models.signals import m2m_changed, post_save, pre_delete, pre_save

from accounts import revocation
from accounts.models import User


def connect() -> None:
    m2m_changed.connect(_members_changed, sender=User.groups.through)
    pre_save.connect(_note_renaming, sender=Group)
    post_save.connect(_renamed, sender=Group)
    pre_delete.connect(_deleted, sender=Group)


def _members_changed(instance: Any, action: str, reverse: bool, pk_set: set[int] | None, **_: Any) -> None:
    """In the transaction of the change. What is cleared is asked for before it is gone."""
    if action in {"post_add", "post_remove"}:
        _outdate(User.objects.filter(pk__in=pk_set or ()) if reverse else User.objects.filter(pk=instance.pk))
    if action == "pre_clear":
        _outdate(_members(instance) if reverse else User.objects.filter(pk=instance.pk))


def _note_renaming(instance: Any, **_: Any) -> None:
    instance._renamed = Group.objects.filter(pk=instance.pk).exclude(name=instance.name).exists()


def _renamed(instance: Any, **_: Any) -> None:
    if instance._renamed:
        _outdate(_members(instance))


def _deleted(instance: Group, **_: Any) -> None:
    _outdate(_members(instance))


def _members(group: Group) -> QuerySet[User]:
    members: QuerySet[User] = User.objects.filter(groups=group)
    return members


def _outdate(users: QuerySet[User]) -> None:
    for user in users:
        revocation.outdate_claims(user)
