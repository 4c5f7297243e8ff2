"""The feed and its lease, against a real server that is stopped, frozen and restarted."""

from collections.abc import Iterator

import pytest
from redis import Redis

from accounts.revocation import valkey_feed
from accounts.revocation.entries import Entry, encode
from accounts.revocation.feeds import FeedLost, channel
from accounts.revocation.valkey_feed import ValkeyFeed
from embedded.valkey import Valkey

ENTRY = Entry("token", "a-token", 0, 2**40)


@pytest.fixture
def feed(valkey: Valkey) -> Iterator[ValkeyFeed]:
    feed = ValkeyFeed()
    feed.open()
    yield feed
    feed.close()


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The clock of the lease, moved by what the list holds."""
    real, moved = valkey_feed.clock, [0.0]
    monkeypatch.setattr(valkey_feed, "clock", lambda: real() + moved[0])
    return moved


def publish(valkey: Valkey, *entries: Entry, times: int = 1) -> None:
    with Redis.from_url(valkey.url) as client:
        for _ in range(times):
            client.publish(channel(), encode(entries))
        client.ping()


def test_what_is_published_is_there_when_the_publisher_has_returned(feed: ValkeyFeed, valkey: Valkey) -> None:
    publish(valkey, ENTRY)
    assert feed.drain() == [ENTRY]
    assert feed.drain() == []


def test_a_lease_is_held_once_a_ping_was_answered(feed: ValkeyFeed) -> None:
    assert not feed.holds_lease()
    feed.await_proof()
    assert feed.holds_lease()


def test_a_lease_runs_out_unless_it_is_proven_again(feed: ValkeyFeed, later: list[float]) -> None:
    feed.await_proof()
    later[0] = valkey_feed.LEASE + 0.001
    assert not feed.holds_lease()


def test_a_late_answer_proves_only_the_time_of_the_question(feed: ValkeyFeed, later: list[float]) -> None:
    assert not feed.holds_lease()  # asks
    later[0] = valkey_feed.LEASE + 0.001
    feed._wait_readable(5)
    feed.drain()
    assert not feed.holds_lease()


def test_a_frozen_server_renews_nothing_and_loses_nothing(feed: ValkeyFeed, valkey: Valkey) -> None:
    publish(valkey, ENTRY)
    valkey.freeze()
    try:
        feed.await_proof()
        assert not feed.holds_lease()
    finally:
        valkey.thaw()
    feed.await_proof()
    assert feed.holds_lease()


def test_much_news_at_once_asks_for_proof_that_there_is_no_more(feed: ValkeyFeed, valkey: Valkey) -> None:
    feed.await_proof()
    publish(valkey, ENTRY, times=valkey_feed.MUCH + 1)
    assert len(feed.drain()) == valkey_feed.MUCH + 1
    assert not feed.holds_lease()


def test_a_server_that_went_away_is_noticed(feed: ValkeyFeed, valkey: Valkey) -> None:
    feed.await_proof()
    valkey.kill()
    try:
        with pytest.raises(FeedLost):
            feed.drain()
    finally:
        valkey.start()


@pytest.mark.parametrize("rubbish", ["", "{}", "[1]", "[[1]]", "\x00", "[[]]"])
def test_rubbish_on_the_channel_loses_the_feed_and_not_the_process(
    feed: ValkeyFeed, valkey: Valkey, rubbish: str
) -> None:
    with Redis.from_url(valkey.url) as client:
        client.publish(channel(), rubbish)
        client.ping()
    if rubbish == "{}":
        assert feed.drain() == []
    else:
        with pytest.raises(FeedLost):
            feed.drain()
