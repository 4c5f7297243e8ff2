"""The servers and the people that tests share. See tests/live_node.py and tests/cast.py."""

import os
import shutil
import signal
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.core.cache import cache

from accounts.models import User
from accounts.revocation.node import this_node
from api import keys, verification
from embedded.valkey import Valkey
from tests import cast as people
from tests import live_node as live
from tests.cast import Cast
from tests.live_node import LiveNode


def pytest_configure() -> None:
    # Where pytest runs in the background of a shell, SIGINT is ignored, and what the tests start would inherit that.
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_unconfigure(config: pytest.Config) -> None:
    if "PYTEST_XDIST_WORKER" not in os.environ:
        shutil.rmtree(settings.TESTS_VAR, ignore_errors=True)


@pytest.fixture(scope="session")
def valkey() -> Iterator[Valkey]:
    """This worker's cache server, the one that CACHE_URL names."""
    with Valkey(settings.VALKEY) as server:
        yield server


@pytest.fixture(autouse=True)
def _empty_cache(valkey: Valkey) -> Iterator[None]:
    """Failed sign-ins are counted there, and nothing of one test concerns the next."""
    yield
    if valkey.is_alive:
        cache.clear()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None) -> Iterator[None]:
    """The replica listens at the test database, which can only be dropped when nobody does."""
    yield
    this_node.stop()


@pytest.fixture(autouse=True)
def _forget_keys() -> Iterator[None]:
    """The database of the next test does not have them."""
    yield
    keys.ring.forget()
    verification.cache.clear()


@pytest.fixture(scope="session")
def live_node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveNode]:
    """One for all tests of a worker: a test that needs settings of its own uses tests.live_node.serve()."""
    with live.serve(tmp_path_factory.mktemp("node")) as node:
        yield node


@pytest.fixture
def cast(db: None) -> Cast:
    return people.enter()


@pytest.fixture
def ann(cast: Cast) -> User:
    return cast.ann


@pytest.fixture
def ben(cast: Cast) -> User:
    return cast.ben


@pytest.fixture
def staff(cast: Cast) -> User:
    return cast.staff
