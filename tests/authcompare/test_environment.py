"""A value that cannot be meant is refused with one clear sentence; a good one means the same everywhere."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from authcompare import environment

Put = Callable[[str], None]


@pytest.fixture
def put(monkeypatch: pytest.MonkeyPatch) -> Put:
    """Sets the variable that each of these tests reads."""
    return lambda value: monkeypatch.setenv("SOME", value)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("90s", timedelta(seconds=90)),
        ("5m", timedelta(minutes=5)),
        ("12h", timedelta(hours=12)),
        ("14d", timedelta(days=14)),
        ("30", timedelta(seconds=30)),
        (" 2M ", timedelta(minutes=2)),
        ("", timedelta(hours=1)),
    ],
)
def test_a_duration_has_a_unit(put: Put, written: str, meant: timedelta) -> None:
    put(written)
    assert environment.duration("SOME", "1h") == meant


@pytest.mark.parametrize("written", ["soon", "5 minutes", "-5m", "0", "0d", "1.5h", "9999999999s", "5w"])
def test_what_is_no_duration_is_refused(put: Put, written: str) -> None:
    put(written)
    with pytest.raises(ImproperlyConfigured, match="SOME must be a duration such as 30s, 5m, 12h or 14d"):
        environment.duration("SOME", "1h")


@pytest.mark.parametrize(("written", "meant"), [("on", True), ("TRUE", True), ("0", False), ("off", False), ("", True)])
def test_a_boolean_is_on_or_off(put: Put, written: str, meant: bool) -> None:
    put(written)
    assert environment.boolean("SOME", default=True) is meant


@pytest.mark.parametrize("written", ["maybe", "2", "onn"])
def test_a_boolean_is_nothing_else(put: Put, written: str) -> None:
    put(written)
    with pytest.raises(ImproperlyConfigured, match="SOME must be on or off"):
        environment.boolean("SOME", default=False)


def test_a_whole_number_has_a_least_value(put: Put) -> None:
    put("3")
    assert environment.integer("SOME", 1) == 3
    with pytest.raises(ImproperlyConfigured, match="SOME must be at least 4, not 3"):
        environment.integer("SOME", 5, minimum=4)


@pytest.mark.parametrize("written", ["eight", "1e3", "8000/tcp"])
def test_what_is_no_whole_number_is_refused(put: Put, written: str) -> None:
    put(written)
    with pytest.raises(ImproperlyConfigured, match="SOME must be a whole number"):
        environment.integer("SOME", 1)


def test_a_choice_is_one_of_those_named(put: Put) -> None:
    put("replica")
    assert environment.choice("SOME", ["off", "replica"], "off") == "replica"
    put("of")
    with pytest.raises(ImproperlyConfigured, match="SOME must be one of off, replica, not 'of'"):
        environment.choice("SOME", ["off", "replica"], "off")


def test_a_list_is_separated_by_commas(put: Put) -> None:
    put("a.example, b.example,,")
    assert environment.strings("SOME") == ["a.example", "b.example"]


def test_sqlite_waits_for_its_turn(put: Put) -> None:
    put("sqlite:////srv/site.sqlite3")
    database = environment.database("SOME", "")
    assert database["NAME"] == "/srv/site.sqlite3"
    assert database["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "journal_mode=WAL" in database["OPTIONS"]["init_command"]


@pytest.mark.parametrize("scheme", ["postgres", "postgresql"])
def test_postgres_is_reached_by_its_url(put: Put, scheme: str) -> None:
    put(f"{scheme}://site:secret@db.example:5433/auth")
    database = environment.database("SOME", "")
    assert database["ENGINE"] == "django.db.backends.postgresql"
    assert (database["HOST"], database["PORT"], database["NAME"]) == ("db.example", 5433, "auth")
    assert database["CONN_HEALTH_CHECKS"] is True


@pytest.mark.parametrize("written", ["mysql://db/auth", "db.example/auth", "sqlite3.db"])
def test_another_database_is_refused(put: Put, written: str) -> None:
    put(written)
    with pytest.raises(ImproperlyConfigured, match="SOME must start with sqlite:// or postgres://"):
        environment.database("SOME", "")


@pytest.mark.parametrize("counted", [True, False])
@pytest.mark.parametrize("url", ["redis://h/0", "rediss://h/0", "unix:///run/valkey.sock", "memcached://h:11211"])
def test_a_cache_is_reached_by_its_url(put: Put, url: str, counted: bool) -> None:
    put(url)
    config = environment.cache("SOME", "", counted=counted)
    assert config["LOCATION"] == url.removeprefix("memcached://")
    assert ("server_timing" in config["BACKEND"]) is counted


def test_another_cache_is_refused(put: Put) -> None:
    put("file:///tmp/cache")
    with pytest.raises(ImproperlyConfigured, match="not file://"):
        environment.cache("SOME", "", counted=False)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://mail.example:25", {"EMAIL_USE_TLS": False, "EMAIL_USE_SSL": False, "EMAIL_PORT": 25}),
        ("smtp+tls://ann:p%40ss@mail.example:587", {"EMAIL_USE_TLS": True, "EMAIL_HOST_PASSWORD": "p@ss"}),
        ("smtps://mail.example:465", {"EMAIL_USE_SSL": True, "EMAIL_HOST": "mail.example"}),
        ("console://", {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}),
    ],
)
def test_mail_goes_where_its_url_says(put: Put, url: str, expected: dict[str, Any]) -> None:
    put(url)
    config = environment.email("SOME", "")
    assert {name: config[name] for name in expected} == expected


def test_another_way_to_send_mail_is_refused(put: Put) -> None:
    put("imap://mail.example")
    with pytest.raises(ImproperlyConfigured, match="SOME must start with smtp://"):
        environment.email("SOME", "")


def test_the_secret_is_the_one_that_is_given(put: Put, tmp_path: Path) -> None:
    put("given")
    assert environment.secret_key("SOME", kept_in=tmp_path / "key") == "given"
    assert not (tmp_path / "key").exists()


def test_a_secret_that_is_not_given_is_made_once_and_kept_to_oneself(tmp_path: Path) -> None:
    kept = tmp_path / "var" / "key"
    made = environment.secret_key("NOT_SET", kept_in=kept)
    assert len(made) >= 50
    assert environment.secret_key("NOT_SET", kept_in=kept) == made
    assert kept.stat().st_mode & 0o777 == 0o600


def test_a_site_that_others_reach_must_be_given_its_secret() -> None:
    with pytest.raises(ImproperlyConfigured, match="NOT_SET must be set"):
        environment.secret_key("NOT_SET", kept_in=None)


def test_a_directory_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(ImproperlyConfigured, match=f"{tmp_path}/file/var cannot be written: Not a directory"):
        environment.writable_directory(tmp_path / "file" / "var")
