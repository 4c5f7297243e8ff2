"""Run by the lab, in a lab node's environment, on the node's own empty database."""

import json
import secrets
from typing import Any, TypeAlias

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.core.management.base import BaseCommand
from django.db import connection, transaction

from accounts.models import User

# The visitors of the lab, by how many roles each has.
ROLES = (0, 10, 100, 200)
GUESTS = 99

Made: TypeAlias = dict[str, str | int]


class Command(BaseCommand):
    help = "Makes the database that lab nodes start from and prints its accounts as JSON."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.LAB_NODE:
            raise CommandError("This prepares the database of a lab node: LAB_NODE must be on.")
        call_command("migrate", verbosity=0, interactive=False)
        with transaction.atomic():
            made = {"visitors": make_visitors(), "administrator": make_administrator(), "guests": make_guests()}
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self.stdout.write(json.dumps(made))


def make_visitors() -> list[Made]:
    groups = Group.objects.bulk_create(Group(name=f"role-{number:03}") for number in range(max(ROLES)))
    made = []
    for roles in ROLES:
        user, account = new_user(f"visitor-{roles:03}", roles)
        user.save()
        user.groups.set(groups[:roles])
        made.append(account)
    return made


def make_administrator() -> Made:
    user, account = new_user("administrator", 0)
    user.is_staff = user.is_superuser = True
    user.save()
    return account


def make_guests() -> list[Made]:
    """They share a password, which is hashed once."""
    first, account = new_user("guest-00", 0)
    names = [f"guest-{number:02}" for number in range(GUESTS)]
    User.objects.bulk_create(
        User(username=name, email=f"{name}@lab.invalid", password=first.password) for name in names
    )
    return [account | {"username": name} for name in names]


def new_user(username: str, roles: int) -> tuple[User, Made]:
    password = secrets.token_urlsafe(24)
    user = User(username=username, email=f"{username}@lab.invalid", password=make_password(password))
    return user, {"username": username, "password": password, "roles": roles}
