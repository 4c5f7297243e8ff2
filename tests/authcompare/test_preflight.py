import pytest
from django.core.cache import cache
from django.core.cache.backends.dummy import DummyCache

from authcompare.serving import preflight
from authcompare.serving.errors import CannotServe


def test_a_cache_that_answers_is_fit() -> None:
    preflight.require_cache()
    assert cache.get("authcompare.preflight") == 1


def test_a_cache_that_keeps_nothing_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preflight, "cache", DummyCache("", {}))
    with pytest.raises(CannotServe, match="The cache at CACHE_URL keeps nothing"):
        preflight.require_cache()
