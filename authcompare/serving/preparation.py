"""The tables and the static files, brought up to date; quick when they already are."""

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor


def migrate() -> bool:
    """False when there was nothing to do: asking first is ten times quicker than migrating nothing."""
    executor = MigrationExecutor(connection)
    if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return False
    call_command("migrate", verbosity=0, interactive=False)
    return True


def collect_static_files() -> None:
    if not settings.SERVED_FROM_SOURCE:
        call_command("collectstatic", verbosity=0, interactive=False)
