"""From nothing to a site that answers, and back to nothing."""

import os
import time
from contextlib import suppress

from django.conf import settings
from django.db import connections

from authcompare.serving import banner, first_report, preflight, preparation
from authcompare.serving.demo_cast import demo_cast
from authcompare.serving.errors import CannotServe
from authcompare.serving.supervision import Running, interrupt_on_signals
from embedded.processes import NotStarted
from embedded.valkey import Valkey
from embedded.wsgi_server import WsgiServer


def serve(*, host: str, port: int, workers: int) -> None:
    """Serves until SIGINT, SIGTERM or SIGHUP. Raises CannotServe, with everything ended, when it cannot go on."""
    interrupt_on_signals()
    with suppress(KeyboardInterrupt), Running() as running:
        try:
            _start(running, host=host, port=port, workers=workers)
        except NotStarted as error:
            raise CannotServe(str(error)) from error
        _watch(running)


def _start(running: Running, *, host: str, port: int, workers: int) -> None:
    os.umask(0o077)  # the database and the cache server's files are nobody else's business
    preflight.require_writable(settings.VAR)
    preflight.require_free_port(host, port)
    preflight.require_sound_settings()
    if settings.EMBEDDED_CACHE:
        running.valkey = _valkey().launch()
    preflight.require_database()
    if preparation.migrate():
        banner.say("The tables are up to date.")
    preparation.collect_static_files()
    cast = demo_cast(settings.VAR / "demo_cast.json") if settings.DEBUG else {}
    if running.valkey:
        running.valkey.wait()
    preflight.require_cache()
    connections.close_all()
    running.server = _wsgi_server(host, port, workers).launch()
    running.server.wait(within=30)
    banner.show(settings.SITE_URL, cast)


def _valkey() -> Valkey:
    return Valkey(settings.VAR / "valkey", socket=settings.EMBEDDED_CACHE_SOCKET, append_only=True)


def _wsgi_server(host: str, port: int, workers: int) -> WsgiServer:
    application = "authcompare.wsgi:application"
    return WsgiServer(
        settings.BASE_DIR, application, host=host, port=port, workers=workers, probe_host=settings.SITE.netloc
    )


def _watch(running: Running) -> None:
    report, log = settings.VAR / "report.json", settings.VAR / "compare.log"
    if settings.EXPERIMENTS and not report.exists():
        running.measuring = first_report.start_measuring(settings.BASE_DIR, report=report, log=log)
    while True:
        time.sleep(0.2)
        running.require_all()
        if running.measuring and (line := first_report.outcome(running.measuring, log=log)):
            banner.say(line)
            running.measuring = None
