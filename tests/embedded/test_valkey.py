"""The embedded cache server keeps what it should and takes over from one that was killed."""

import platform
from pathlib import Path

import pytest
from redis import Redis
from redis.exceptions import RedisError

from embedded.ports import free_port, is_listening
from embedded.processes import NotStarted
from embedded.valkey import Valkey


def put(valkey: Valkey, value: str) -> None:
    with Redis.from_url(valkey.url) as client:
        client.set("key", value)


def got(valkey: Valkey) -> str | None:
    with Redis.from_url(valkey.url, decode_responses=True, socket_timeout=0.3) as client:
        return client.get("key")


def test_what_was_written_survives_a_restart(tmp_path: Path) -> None:
    with Valkey(tmp_path, append_only=True) as valkey:
        put(valkey, "kept")
    with Valkey(tmp_path, append_only=True) as valkey:
        assert got(valkey) == "kept"


def test_without_append_only_a_restart_forgets(tmp_path: Path) -> None:
    with Valkey(tmp_path) as valkey:
        put(valkey, "lost")
        valkey.stop()
        assert not valkey.is_alive
        valkey.start()
        assert got(valkey) is None


def test_a_socket_left_by_a_kill_is_taken_over(tmp_path: Path) -> None:
    with Valkey(tmp_path, append_only=True) as valkey:
        put(valkey, "written")
        valkey.kill()
        assert valkey.socket
        assert valkey.socket.exists()
        valkey.start()
        assert got(valkey) == "written"


def test_a_socket_that_answers_is_not_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Valkey(tmp_path) as valkey:
        with pytest.raises(NotStarted, match="Another server already answers at unix://"):
            Valkey(tmp_path)._claim_address(patience=0)
        assert valkey.answers()


def test_it_listens_at_its_socket_alone(tmp_path: Path) -> None:
    with Valkey(tmp_path) as valkey:
        with Redis.from_url(valkey.url, decode_responses=True) as client:
            assert client.config_get("port") == {"port": "0"}
        assert valkey.socket
        assert valkey.socket.stat().st_mode & 0o777 == 0o600


def test_it_listens_at_a_loopback_port_where_asked(tmp_path: Path) -> None:
    port = free_port()
    with Valkey(tmp_path, port=port) as valkey:
        assert valkey.url == f"redis://127.0.0.1:{port}/0"
        assert valkey.answers()
    assert not is_listening(port)


def test_a_frozen_server_answers_nothing_until_it_thaws(tmp_path: Path) -> None:
    with Valkey(tmp_path) as valkey:
        put(valkey, "there")
        valkey.freeze()
        with pytest.raises(RedisError):
            got(valkey)
        valkey.thaw()
        assert got(valkey) == "there"


def test_one_that_was_never_started_says_so(tmp_path: Path) -> None:
    with pytest.raises(NotStarted, match="Valkey has not been started"):
        Valkey(tmp_path).kill()


def test_a_machine_that_the_wheel_does_not_know_is_one_clear_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(platform, "machine", lambda: "sparc")
    with pytest.raises(NotStarted, match="The wheel holds no Valkey for this machine: Unsupported architecture: sparc"):
        Valkey(tmp_path).start()
