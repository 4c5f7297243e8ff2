"""This process's replica, on SQLite by the file beside the database and on PostgreSQL by both feeds."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from unittest.mock import patch

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

from accounts import revocation
from accounts.models import Revocation
from accounts.refusals import Reason, Refused
from accounts.revocation import file_feed
from accounts.revocation import node as nodes
from accounts.revocation.entries import Credential
from accounts.revocation.feeds import OutOfStep
from accounts.revocation.node import Node
from embedded.valkey import Valkey
from tests.accounts.revocation.test_replica import CREDENTIAL

pytestmark = [pytest.mark.both_databases, pytest.mark.django_db(transaction=True)]
on_sqlite = pytest.mark.skipif("connection.vendor != 'sqlite'", reason="the file is SQLite's way")
on_postgresql = pytest.mark.skipif("connection.vendor != 'postgresql'", reason="the feeds are PostgreSQL's way")


@pytest.fixture
def node(valkey: Valkey) -> Iterator[Node]:
    """As in another process: it hears of what is revoked and is told nothing directly."""
    node = Node()
    assert node.is_in_step()
    yield node
    node.stop()


def revoke() -> None:
    revocation.revoke_token(CREDENTIAL.jti, expires_at=timezone.now() + timedelta(hours=1))


def test_what_is_revoked_is_found_as_soon_as_the_revoking_call_has_returned(node: Node) -> None:
    assert node.find(CREDENTIAL) is None
    revoke()
    assert node.find(CREDENTIAL) is Reason.TOKEN_REVOKED


def test_what_was_revoked_before_is_found_by_a_process_that_starts(valkey: Valkey) -> None:
    revoke()
    starting = Node()
    assert starting.find(CREDENTIAL) is Reason.TOKEN_REVOKED
    starting.stop()


@pytest.mark.parametrize("rung", ["off", "lookup"])
def test_a_process_without_a_replica_tells_those_that_have_one(node: Node, settings: Settings, rung: str) -> None:
    settings.REVOCATION = rung
    revoke()
    assert node.find(CREDENTIAL) is Reason.TOKEN_REVOKED


def test_a_check_asks_the_database_nothing(node: Node) -> None:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        for _ in range(100):
            node.find(CREDENTIAL)
    assert len(asked) == 0


def test_inside_a_transaction_the_table_is_asked(node: Node) -> None:
    with transaction.atomic():
        revoke()
        with pytest.raises(OutOfStep):
            node.find(CREDENTIAL)
        with pytest.raises(Refused) as refused:
            revocation.check(CREDENTIAL)
    assert refused.value.reason is Reason.TOKEN_REVOKED


def test_what_is_rolled_back_was_never_revoked(node: Node) -> None:
    with transaction.atomic():
        revoke()
        transaction.set_rollback(True)
    assert node.find(CREDENTIAL) is None


def test_ten_thousand_at_once_all_arrive(node: Node) -> None:
    expires_at = timezone.now() + timedelta(hours=1)
    revocation._add([revocation._row("token", f"token-{n}", expires_at=expires_at) for n in range(10_000)])
    assert node.find(CREDENTIAL._replace(jti="token-9999")) is Reason.TOKEN_REVOKED
    assert node.size() == 10_000


@on_sqlite
def test_a_process_that_was_long_idle_finds_what_was_revoked_meanwhile(node: Node) -> None:
    revoke()
    later = timezone.now() + timedelta(minutes=30)
    with patch.object(timezone, "now", lambda: later):
        assert node.find(CREDENTIAL) is Reason.TOKEN_REVOKED


@on_sqlite
def test_a_replaced_file_is_noticed_and_everything_loaded_again(node: Node, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_feed, "LOOK_AGAIN", -1.0)
    Path(file_feed.path()).unlink()
    revoke()  # into the new file
    with pytest.raises(OutOfStep):
        node.find(CREDENTIAL)
    assert node.find(CREDENTIAL) is Reason.TOKEN_REVOKED


@on_postgresql
def test_without_valkey_the_table_is_asked_until_it_is_back(
    node: Node, valkey: Valkey, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(nodes, "RETRY_AFTER", 0.0)
    valkey.kill()
    try:
        revoke()
        with pytest.raises(Refused):
            revocation.check(CREDENTIAL)
        with pytest.raises(OutOfStep):
            node.find(CREDENTIAL)
    finally:
        valkey.start()
    assert node.find(CREDENTIAL) is Reason.TOKEN_REVOKED


@on_postgresql
def test_a_node_hears_by_notify_of_what_valkey_did_not_deliver(node: Node, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("accounts.revocation.publishing._publish", lambda messages: None)
    revoke()
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")  # a round trip later the notification has been sent
    assert _soon(node, CREDENTIAL) is Reason.TOKEN_REVOKED


def _soon(node: Node, credential: Credential) -> Reason | None:
    for _ in range(1000):
        reason = node.find(credential)
        if reason:
            return reason
    return None


def test_a_row_outlives_the_last_credential_that_it_concerns() -> None:
    expires_at = timezone.now() + timedelta(hours=1)
    revocation.revoke_token("a-token", expires_at=expires_at)
    assert Revocation.objects.get().expires_at > expires_at
