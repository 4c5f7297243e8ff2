"""`manage.py serve`: the whole site, with the servers it needs, until Ctrl-C."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from authcompare.serving import CannotServe, serve


class Command(BaseCommand):
    help = "Serve the site with everything it needs: its cache server, its tables, its workers. Ctrl-C ends all of it."
    requires_system_checks = ()  # serve() runs those that concern a start

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default=settings.HOST, help="the address to listen at (default: %(default)s)")
        parser.add_argument("--port", default=settings.PORT, type=int, help="the port (default: %(default)s)")
        parser.add_argument("--workers", default=settings.WORKERS, type=int, help="processes (default: %(default)s)")

    def handle(self, *, host: str, port: int, workers: int, **_: Any) -> None:
        try:
            serve(host=host, port=port, workers=workers)
        except CannotServe as error:
            sys.exit(f"authcompare: {error}")
