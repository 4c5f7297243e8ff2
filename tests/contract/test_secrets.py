"""Who reads the database, the cache or the log learns nothing by which anyone could be signed in."""

import base64
import json
from collections.abc import Iterator

import httpx
import pytest
from django.db import connection
from django_redis import get_redis_connection

from accounts.models import User
from tests.cast import PASSWORD
from tests.devices import TOKENS, Device
from tests.live_node import LiveNode

EVERYWHERE = ["database", "cache"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.both_databases
@pytest.mark.parametrize("store", EVERYWHERE)
def test_what_is_stored_signs_nobody_in(device: Device, store: str) -> None:
    assert device.is_signed_in
    stored = read_database() if store == "database" else read_cache()
    assert "ann" in stored or store == "cache"
    for credential in device.credentials:
        assert credential not in stored
        assert credential.split(".")[-1] not in stored


@pytest.mark.django_db(transaction=True)
def test_a_rotated_refresh_token_is_not_stored_either(ann: User) -> None:
    device = TOKENS[0].signed_in()
    used = device.credentials
    device.refresh()
    stored = read_database() + read_cache()
    assert not any(credential in stored for credential in [*used, *device.credentials])


@pytest.mark.django_db(transaction=True)
def test_private_keys_are_stored_encrypted(ann: User) -> None:
    device = TOKENS[0].signed_in()
    assert device.is_signed_in
    stored = read_database()
    assert "PRIVATE KEY" not in stored
    assert base64.b64encode(b"PRIVATE KEY").decode() not in stored


@pytest.mark.django_db(transaction=True)
def test_a_password_is_stored_as_a_hash(ann: User) -> None:
    assert "argon2" in read_database()
    assert PASSWORD not in read_database()


def test_the_log_names_everyone_and_holds_no_credential(live_node: LiveNode) -> None:
    guess, secrets = "a guess that nobody else may read", [PASSWORD]
    with live_node.client() as client:
        pair = client.post("/api/token/", json={"username": "ann", "password": PASSWORD}).json()
        child = client.post("/api/token/refresh/", json={"refresh": pair["refresh"]}).json()
        client.post("/api/token/", json={"username": "ann", "password": guess})
        client.get("/api/me/", headers={"Authorization": f"Bearer {pair['access'][:-86]}{'A' * 86}"})
        client.get("/api/me/", headers={"Authorization": f"Bearer {pair['refresh']}"})
        client.post("/api/token/refresh/", content=b'{"refresh": "' + pair["refresh"].encode())
        client.post("/api/token/blacklist/", json={"refresh": child["refresh"]})
        client.get("/api/me/", headers={"Authorization": f"Bearer {child['access']}"})
        session = sign_in_by_form(client)
    log = live_node.read_log()
    for line in ("signed_in", "refreshed", "wrong_password", "signature_invalid", "type_mismatch", "sign_in_ended"):
        assert line in log
    for secret in [*secrets, guess, session, *pair.values(), *child.values()]:
        assert secret not in log
        assert secret.split(".")[-1] not in log


def test_nobody_writes_a_line_of_the_log(live_node: LiveNode) -> None:
    forged = "2026-01-01 INFO audit: all is well"
    header = base64.urlsafe_b64encode(json.dumps({"alg": "none", "typ": "at+jwt", "kid": f"\n{forged}"}).encode())
    with live_node.client() as client:
        client.get("/api/me/", headers={"Authorization": f"Bearer {header.decode().rstrip('=')}.e30.e30"})
        client.post("/api/token/", json={"username": f"\n{forged}", "password": "x"})
    assert not any(line.startswith(forged) for line in live_node.read_log().splitlines())


def sign_in_by_form(client: httpx.Client) -> str:
    client.get("/accounts/login/")
    form = {"username": "ann", "password": PASSWORD, "csrfmiddlewaretoken": client.cookies["csrftoken"]}
    assert client.post("/accounts/login/", data=form).status_code == 302
    return client.cookies["sessionid"]


def read_database() -> str:
    with connection.cursor() as cursor:
        rows = []
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
            rows += cursor.fetchall()
    return "\n".join(map(str, rows))


def read_cache() -> str:
    return "\n".join(f"{key}={value}" for key, value in _cached())


def _cached() -> Iterator[tuple[bytes, bytes]]:
    server = get_redis_connection()
    for key in server.scan_iter():
        yield key, server.dump(key)
