"""What the site's pages start; `manage.py compare` is the command for people."""

import os
from argparse import ArgumentParser
from functools import partial
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from comparison.live import conductor
from comparison.live.conductor import Conductor
from comparison.live.queue import Queue


class Command(BaseCommand):
    help = "Work off the runs that were started from the site's pages. The site starts this itself."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("directory", type=Path, help="where the runs are kept")
        parser.add_argument("--lock", type=int, required=True, help="a handle to hold for as long as it lives")
        parser.add_argument("--server", type=int, required=True, help="the process with which it ends")

    def handle(self, *, directory: Path, lock: int, server: int, **_: Any) -> None:
        os.set_inheritable(lock, False)  # noqa: FBT003 (it takes no name)
        os.nice(conductor.NICE)
        working = Conductor(Queue(directory), lock, partial(conductor.lives, server))
        conductor.stop_on_signals(working.stopped)
        working.work_off()
