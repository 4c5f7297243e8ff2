"""What is held in memory, and how much of it."""

import secrets
import time
import tracemalloc
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.refusals import Reason
from accounts.revocation.entries import Credential, Entry, decode, encode
from accounts.revocation.replica import Replica

SOON = int(time.time()) + 3600
SIGN_IN = UUID(bytes=secrets.token_bytes(16))
CREDENTIAL = Credential(SIGN_IN, user_id=7, updated_at=100, jti="the-token", kid="the-key")


def replica(*entries: Entry) -> Replica:
    replica = Replica()
    replica.apply(entries)
    return replica


@pytest.mark.parametrize(
    ("entry", "reason"),
    [
        (Entry("sign_in", SIGN_IN.hex, 0, SOON), Reason.SIGN_IN_ENDED),
        (Entry("token", "the-token", 0, SOON), Reason.TOKEN_REVOKED),
        (Entry("key", "the-key", 0, SOON), Reason.KEY_RETIRED),
        (Entry("claims", "7", 101, SOON), Reason.CLAIMS_OUTDATED),
    ],
)
def test_each_kind_is_found_with_its_reason(entry: Entry, reason: Reason) -> None:
    assert replica(entry).find(CREDENTIAL) is reason


@pytest.mark.parametrize(
    "entry",
    [
        Entry("sign_in", UUID(int=SIGN_IN.int ^ 1).hex, 0, SOON),
        Entry("token", "another", 0, SOON),
        Entry("claims", "7", 100, SOON),
        Entry("claims", "8", 101, SOON),
    ],
)
def test_what_concerns_another_is_not_found(entry: Entry) -> None:
    assert replica(entry).find(CREDENTIAL) is None


def test_an_older_word_on_claims_does_not_undo_a_newer_one() -> None:
    held = replica(Entry("claims", "7", 101, SOON), Entry("claims", "7", 50, SOON))
    assert held.find(CREDENTIAL) is Reason.CLAIMS_OUTDATED


def test_what_has_expired_is_swept_and_nothing_else() -> None:
    held = replica(Entry("sign_in", SIGN_IN.hex, 0, SOON), Entry("token", "old", 0, int(time.time()) - 120))
    held.sweep()
    assert len(held) == 1
    assert held.find(CREDENTIAL) is Reason.SIGN_IN_ENDED


def test_a_revocation_takes_less_than_200_bytes() -> None:
    entries = [Entry("sign_in", secrets.token_hex(16), 0, SOON + number) for number in range(20_000)]
    tracemalloc.start()
    try:
        held = replica(*entries)
        size, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert size / len(held) < 200


@given(st.lists(st.tuples(st.sampled_from(["sign_in", "token"]), st.text(max_size=40), st.integers(0, 2**40))))
def test_what_is_sent_arrives_unchanged(values: list[tuple[str, str, int]]) -> None:
    entries = [Entry(kind, subject, 0, expires) for kind, subject, expires in values]
    assert decode(encode(entries)) == entries
