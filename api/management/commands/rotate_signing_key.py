from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from api import keys
from api.models import SigningKey


class Command(BaseCommand):
    help = (
        "Make a new signing key. It is published now and signs in a minute, when every verifier has fetched it; "
        "the earlier keys go on verifying until their last token has expired. Nobody is signed out."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--now", action="store_true", help="Let the new key sign at once.")
        parser.add_argument(
            "--retire",
            metavar="KID",
            help="The emergency: refuse every token of this key at once, on every node. Its holders sign in anew.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["retire"]:
            self._retire(options["retire"])
        row = keys.rotate(at_once=options["now"])
        when = "now" if row.signs_from <= row.created_at else f"{row.signs_from:%H:%M:%S} UTC"
        self.stdout.write(self.style.SUCCESS(f"{row.algorithm} key {row.kid} signs from {when} on."))

    def _retire(self, kid: str) -> None:
        row = SigningKey.objects.filter(kid=kid).first()
        if row is None:
            known = ", ".join(SigningKey.objects.values_list("kid", flat=True)) or "none"
            raise CommandError(f"There is no key {kid}. Known: {known}.")
        keys.retire_at_once(row)
        self.stdout.write(f"Every token of key {kid} is refused from now on.")
