from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import IntegrityError

from api import clients


class Command(BaseCommand):
    help = "Make client credentials by which another service may introspect tokens. The secret is shown once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("client_id")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            secret = clients.create(options["client_id"])
        except IntegrityError as error:
            raise CommandError(f"There is a client {options['client_id']} already.") from error
        self.stdout.write(f"client_id      {options['client_id']}\nclient_secret  {secret}")
