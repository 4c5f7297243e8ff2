"""Run by the lab, in a lab node's environment, on the node's own empty database."""

import json
import secrets
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.core.management.base import BaseCommand
from django.db import connection, transaction

from accounts.models import User

# The accounts of the lab, by how many roles each has.
ROLES = (0, 10, 50, 100)


class Command(BaseCommand):
    help = "Makes the database that lab nodes start from and prints its accounts as JSON."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.LAB_NODE:
            raise CommandError("This prepares the database of a lab node: LAB_NODE must be on.")
        call_command("migrate", verbosity=0, interactive=False)
        with transaction.atomic():
            accounts = make_accounts()
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self.stdout.write(json.dumps({"accounts": accounts}))


def make_accounts() -> list[dict[str, str | int]]:
    groups = Group.objects.bulk_create(Group(name=f"role-{number:03}") for number in range(max(ROLES)))
    made: list[dict[str, str | int]] = []
    for roles in ROLES:
        username, password = f"visitor-{roles:03}", secrets.token_urlsafe(24)
        user = User.objects.create_user(username, f"{username}@lab.invalid", password)
        user.groups.set(groups[:roles])
        made.append({"username": username, "password": password, "roles": roles})
    return made
