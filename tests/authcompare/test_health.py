"""What an orchestrator and Prometheus are told."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from accounts.models import Mode, SignIn, User
from authcompare import health
from authcompare.metrics import Metric, render
from embedded.valkey import Valkey


def test_alive_asks_nobody(client: Client) -> None:
    # A test that does not ask for the database may not reach it.
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "alive"})
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.django_db(transaction=True)
def test_ready_when_all_parts_are_well(client: Client) -> None:
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (
        200,
        {"status": "ready", "database": "well", "cache": "well", "replica": "well"},
    )


@pytest.mark.django_db(transaction=True)
def test_not_ready_while_the_cache_is_stopped(client: Client, valkey: Valkey) -> None:
    valkey.stop()
    answer = client.get("/readyz")
    valkey.start()
    assert (answer.status_code, answer.json()["cache"]) == (503, "not well")
    assert client.get("/readyz").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_not_ready_without_a_database(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> bool:
        raise DatabaseError("gone")

    monkeypatch.setitem(health.PROBES, "database", refuse)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["status"]) == (503, "not ready")


@pytest.mark.django_db(transaction=True)
def test_where_the_database_is_asked_there_is_no_replica_to_wait_for(client: Client, settings: Settings) -> None:
    settings.REVOCATION = "lookup"
    with transaction.atomic():  # where no replica would answer
        assert client.get("/readyz").status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics"])
def test_nothing_is_changed_by_asking(client: Client, path: str) -> None:
    assert client.post(path).status_code == 405


def test_metrics_count_live_sign_ins_by_mode(client: Client, ann: User) -> None:
    soon, past = timezone.now() + timedelta(hours=1), timezone.now() - timedelta(hours=1)
    SignIn.objects.create(user=ann, mode=Mode.JWT, expires_at=soon, credentials_expire_at=soon)
    SignIn.objects.create(user=ann, mode=Mode.JWT, expires_at=past, credentials_expire_at=past)
    lines = client.get("/metrics").content.decode().splitlines()
    assert 'authcompare_live_sign_ins{mode="jwt"} 1' in lines
    assert 'authcompare_live_sign_ins{mode="session"} 0' in lines
    assert "authcompare_users 3" in lines


@pytest.mark.django_db
@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded"])
def test_metrics_do_not_exist_for_those_beyond_the_proxy(client: Client, header: str) -> None:
    assert client.get("/metrics", headers={header: "203.0.113.7"}).status_code == 404


def test_labels_are_escaped() -> None:
    text = render([Metric("m", "help", [({"label": 'a"b\\c\nd'}, 1.5)])])
    assert text == '# HELP m help\n# TYPE m gauge\nm{label="a\\"b\\\\c\\nd"} 1.5\n'
