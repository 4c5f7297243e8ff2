from api.verified_cache import VerifiedCache


def test_what_was_put_in_is_found() -> None:
    cache = VerifiedCache[int]()
    cache.put("token", 1)
    assert (cache.get("token"), cache.get("tokem"), len(cache)) == (1, None, 1)


def test_it_never_holds_more_entries_than_it_may() -> None:
    cache = VerifiedCache[int](most_entries=100)
    for number in range(10_000):
        cache.put(f"token {number}", number)
    assert 50 <= len(cache) <= 100
    assert cache.get("token 9999") == 9999


def test_it_never_holds_more_characters_than_it_may() -> None:
    cache = VerifiedCache[int](most_characters=10_000)
    for number in range(100):
        cache.put(str(number) * 500, number)
        assert sum(map(len, [*cache._young, *cache._old])) <= 10_000


def test_what_is_used_stays_and_what_is_not_goes() -> None:
    cache = VerifiedCache[int](most_entries=10)
    cache.put("busy", 1)
    cache.put("idle", 2)
    for number in range(100):
        cache.put(f"token {number}", number)
        cache.get("busy")
    assert cache.get("busy") == 1
    assert cache.get("idle") is None
