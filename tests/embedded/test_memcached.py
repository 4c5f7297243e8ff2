from pathlib import Path

import pytest
from django.core.cache import BaseCache
from django.core.cache.backends.memcached import PyMemcacheCache

from authcompare import environment
from embedded import memcached
from embedded.memcached import Memcached
from embedded.ports import free_port
from embedded.processes import NotStarted


def cache_at(url: str, monkeypatch: pytest.MonkeyPatch) -> BaseCache:
    """Django's cache for a CACHE_URL."""
    monkeypatch.setenv("SOME_CACHE_URL", url)
    config = environment.cache("SOME_CACHE_URL", "", counted=False)
    return PyMemcacheCache(config["LOCATION"], {"OPTIONS": config["OPTIONS"]})


@pytest.mark.parametrize("over", ["a unix socket", "a port"])
def test_the_site_reaches_it_by_its_url(over: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Memcached(tmp_path, port=free_port() if over == "a port" else None) as server:
        cache = cache_at(server.url, monkeypatch)
        cache.set("key", "value")
        assert cache.get("key") == "value"
        cache.close()
    assert not server.answers()


def test_where_it_is_not_installed_the_way_out_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memcached.shutil, "which", lambda _name: None)
    with pytest.raises(NotStarted, match="apt-get install memcached"):
        Memcached(tmp_path).start()


def test_an_address_that_answers_is_not_taken(tmp_path: Path) -> None:
    with Memcached(tmp_path), pytest.raises(NotStarted, match="already answers"):
        Memcached(tmp_path).start()
