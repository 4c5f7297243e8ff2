from functools import partial
from typing import Any

from django.core.management.base import BaseCommand
from rich.console import Console
from rich.progress import Progress

from authcompare import purging


class Command(BaseCommand):
    help = (
        "Delete expired sessions, sign-ins, tokens, revocations, keys and events, in batches. "
        "Safe to run while the site serves; run it once a day."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        with Progress(console=Console(stderr=True), transient=True) as progress:
            for name, rows in purging.everything_expired().items():
                task = progress.add_task(name, total=rows.count())
                total = purging.purge(rows, deleted=partial(progress.advance, task))
                self.stdout.write(f"{total:>8} {name}")
