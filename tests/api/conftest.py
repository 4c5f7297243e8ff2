import os
from collections.abc import Iterator
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from django.conf import settings as site
from psycopg import sql
from pytest_django import Settings

from api.keys import Key, ring
from tests import live_node as live
from tests.api import tokens
from tests.live_node import LiveNode


@pytest.fixture(scope="session")
def node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveNode]:
    """Two processes that serve the site on a database of the kind that the tests run on."""
    with live.serve(tmp_path_factory.mktemp("node"), **_database_of_its_own()) as served:
        yield served


def _database_of_its_own() -> dict[str, str]:
    if site.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        return {}
    url, name = os.environ["DATABASE_URL"], f"node_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    return {"DATABASE_URL": urlunsplit(urlsplit(url)._replace(path=f"/{name}"))}


ALGORITHMS = ("EdDSA", "ES256", "RS256", "HS256")


@pytest.fixture(params=ALGORITHMS)
def algorithm(request: pytest.FixtureRequest, settings: Settings) -> str:
    settings.JWT_ALGORITHM = request.param
    return request.param


@pytest.fixture
def key(db: None, algorithm: str) -> Key:
    """The one that signs now."""
    return ring.signing()


@pytest.fixture
def token(key: Key) -> str:
    """An access token as the server hands it out."""
    return tokens.access()
