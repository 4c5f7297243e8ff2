"""The services under docs/examples/, as their own processes beside a real issuer."""

import json
import re
import sys
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, Key, OKPKey, RSAKey

from embedded.ports import free_port, is_listening
from embedded.processes import Process
from tests import live_node as live
from tests.live_node import PROJECT, LiveNode
from tests.other_origin import other_origin
from tests.password import PASSWORD

EXAMPLES = PROJECT / "docs" / "examples"


@dataclass(frozen=True)
class Service:
    url: str

    def status(self, token: str) -> int:
        return self.ask(f"Bearer {token}").status_code

    def ask(self, authorization: str) -> httpx.Response:
        return httpx.get(self.url, headers={"Authorization": authorization}, timeout=15)


@dataclass(frozen=True)
class Pair:
    access: str
    refresh: str


@pytest.fixture(scope="module")
def issuer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveNode]:
    """One of its own: its keys are rotated."""
    with live.serve(tmp_path_factory.mktemp("issuer")) as node:
        yield node


Start = Callable[..., Service]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    with ExitStack() as running:

        def started(script: str, **env: str) -> Service:
            port = free_port()
            command = [sys.executable, script, str(port)]
            process = Process(command, env=env, cwd=EXAMPLES, log=tmp_path / f"{port}.log")
            running.callback(process.stop)
            process.wait_until(lambda: is_listening(port))
            return Service(f"http://127.0.0.1:{port}/")

        yield started


@pytest.fixture
def by_keys(start: Start, issuer: LiveNode) -> Service:
    return start("verify_with_jwks.py", ISSUER=issuer.url)


@pytest.fixture(scope="module")
def client_secret(issuer: LiveNode) -> str:
    printed = issuer.manage("create_client", "my-service")
    return re.search(r"client_secret\s+(\S+)", printed)[1]  # type: ignore[index]


@pytest.fixture
def start_introspecting(start: Start, issuer: LiveNode, client_secret: str) -> Start:
    def started(**env: str) -> Service:
        credentials = {"CLIENT_ID": "my-service", "CLIENT_SECRET": client_secret}
        return start("verify_and_introspect.py", **{"ISSUER": issuer.url, **credentials, **env})

    return started


@pytest.fixture(params=["by keys", "by introspection"])
def service(request: pytest.FixtureRequest, start: Start, start_introspecting: Start, issuer: LiveNode) -> Service:
    if request.param == "by keys":
        return start("verify_with_jwks.py", ISSUER=issuer.url)
    return start_introspecting(CACHE_SECONDS="0")


def sign_in(node: LiveNode, username: str = "ann") -> Pair:
    answer = httpx.post(f"{node.url}/api/token/", json={"username": username, "password": PASSWORD})
    return Pair(**answer.raise_for_status().json())


def sign_out(node: LiveNode, pair: Pair) -> None:
    httpx.post(f"{node.url}/api/token/blacklist/", json={"refresh": pair.refresh}).raise_for_status()


def key_of(token: str) -> str:
    header = token.partition(".")[0]
    return str(json.loads(urlsafe_b64decode(header + "=" * (-len(header) % 4)))["kid"])


def with_header(token: str, raw: str) -> str:
    return ".".join([urlsafe_b64encode(raw.encode()).decode().rstrip("="), *token.split(".")[1:]])


def test_a_token_says_who_calls(service: Service, issuer: LiveNode) -> None:
    answer = service.ask(f"Bearer {sign_in(issuer, 'stella').access}")
    assert answer.status_code == 200
    assert answer.json() == {"sub": "3", "roles": ["staff", "superuser"]}


def test_what_is_no_access_token_of_this_issuer_is_refused(service: Service, issuer: LiveNode) -> None:
    pair = sign_in(issuer)
    header, payload, signature = pair.access.split(".")
    other = sign_in(issuer, "ben").access.split(".")[1]
    kid = key_of(pair.access)
    refused = [
        "x",
        pair.refresh,
        f"{header}.{other}.{signature}",
        f"{header}.{payload}.{'A' * len(signature)}",
        f"{header}.{payload}.",
        with_header(pair.access, json.dumps({"alg": "none", "typ": "at+jwt", "kid": kid})),
        with_header(pair.access, json.dumps({"alg": "HS256", "typ": "at+jwt", "kid": kid})),
        with_header(pair.access, json.dumps({"alg": "EdDSA", "typ": "at+jwt", "kid": ["a"]})),
        with_header(pair.access, '{"kid":' + "[" * 3000),
        "a" * 9000,
    ]
    assert [token for token in refused if service.status(token) != 401] == []
    assert [service.ask(header).status_code for header in ("", "Bearer", f"Basic {pair.access}")] == [401] * 3
    assert service.status(pair.access) == 200


def test_a_token_for_somebody_else_is_refused(start: Start, issuer: LiveNode) -> None:
    for env in ({"AUDIENCE": "https://other.example"}, {"ISSUER": issuer.url.replace("127.0.0.1", "localhost")}):
        stranger = start("verify_with_jwks.py", **{"ISSUER": issuer.url, "AUDIENCE": issuer.url, **env})
        assert stranger.status(sign_in(issuer).access) == 401


@pytest.mark.filterwarnings("ignore:EdDSA is deprecated")  # RFC 9864 would have it called Ed25519
@pytest.mark.parametrize(
    ("published", "signed_with", "status"),
    [
        ("EdDSA", "EdDSA", 200),
        ("ES256", "ES256", 200),
        ("RS256", "RS256", 200),
        ("RS256", "RS512", 401),
        ("RS512", "RS512", 401),
    ],
)
def test_the_key_says_which_algorithm(published: str, signed_with: str, status: int, start: Start) -> None:
    key = KEYS[published[:2]]()
    jwks = json.dumps({"keys": [key.as_dict(private=False, kid="k", alg=published)]})
    with other_origin(lambda path: jwks) as issuer:
        url = issuer.same_site
        header = {"alg": signed_with, "typ": "at+jwt", "kid": "k"}
        claims = {"iss": url, "aud": url, "sub": "1", "exp": int(time.time()) + 60}
        token = jwt.encode(header, claims, key, algorithms=[signed_with])
        assert start("verify_with_jwks.py", ISSUER=url).status(token) == status


KEYS: dict[str, Callable[[], Key]] = {
    "Ed": lambda: OKPKey.generate_key("Ed25519"),
    "ES": lambda: ECKey.generate_key("P-256"),
    "RS": lambda: RSAKey.generate_key(2048),
}


def test_a_rotated_key_refuses_nobody(service: Service, issuer: LiveNode) -> None:
    before = sign_in(issuer).access
    assert service.status(before) == 200
    issuer.manage("rotate_signing_key", "--now")
    after = signed_by_another_key(issuer, before)
    assert service.status(after) == 200
    assert service.status(before) == 200


def signed_by_another_key(node: LiveNode, before: str) -> str:
    """Each worker begins to use a new key within five seconds: by then several in a row carry it."""
    in_a_row = 0
    for _ in range(120):
        token = sign_in(node).access
        in_a_row = in_a_row + 1 if key_of(token) != key_of(before) else 0
        if in_a_row == 12:
            return token
        time.sleep(0.1)
    raise AssertionError("The new key is not used.")


def test_invented_keys_make_nobody_ask_the_issuer_again_and_again(start: Start) -> None:
    with other_origin(lambda path: '{"keys": []}') as issuer:
        service = start("verify_with_jwks.py", ISSUER=issuer.same_site)
        for number in range(20):
            assert service.status(with_header("a.e30.AA", json.dumps({"alg": "EdDSA", "kid": f"k{number}"}))) == 401
    assert len(issuer.seen) == 2  # at the start, and once for what was unknown


def test_a_withdrawn_key_is_noticed(start: Start, start_introspecting: Start, issuer: LiveNode) -> None:
    by_keys = start("verify_with_jwks.py", ISSUER=issuer.url, JWKS_MAX_AGE="1")
    introspecting = start_introspecting(CACHE_SECONDS="1")
    token = sign_in(issuer).access
    assert [by_keys.status(token), introspecting.status(token)] == [200, 200]
    issuer.manage("rotate_signing_key", "--retire", key_of(token))
    time.sleep(1.1)
    assert [by_keys.status(token), introspecting.status(token)] == [401, 401]
    signed_by_another_key(issuer, token)  # what comes after finds an issuer whose workers have followed


def test_only_introspection_follows_a_sign_out(by_keys: Service, start_introspecting: Start, issuer: LiveNode) -> None:
    asking_always, asking_now_and_then = start_introspecting(CACHE_SECONDS="0"), start_introspecting(CACHE_SECONDS="6")
    pair = sign_in(issuer)
    services = [by_keys, asking_always, asking_now_and_then]
    assert [service.status(pair.access) for service in services] == [200, 200, 200]
    sign_out(issuer, pair)
    assert [service.status(pair.access) for service in services] == [200, 401, 200]
    time.sleep(6.1)
    assert [service.status(pair.access) for service in services] == [200, 401, 401]


def test_wrong_client_credentials_accept_nobody(start_introspecting: Start, issuer: LiveNode) -> None:
    service = start_introspecting(CLIENT_SECRET="guessed")
    assert service.status(sign_in(issuer).access) == 503


def test_while_the_issuer_is_away_the_keys_still_serve(
    start: Start, start_introspecting: Start, tmp_path: Path
) -> None:
    (tmp_path / "away").mkdir()
    with live.serve(tmp_path / "away") as node:
        secret = re.search(r"client_secret\s+(\S+)", node.manage("create_client", "my-service"))[1]  # type: ignore[index]
        by_keys = start("verify_with_jwks.py", ISSUER=node.url, JWKS_MAX_AGE="1")
        introspecting = start_introspecting(ISSUER=node.url, CLIENT_SECRET=secret, CACHE_SECONDS="0")
        token = sign_in(node).access
        assert [by_keys.status(token), introspecting.status(token)] == [200, 200]
    time.sleep(1.1)
    assert [by_keys.status(token), introspecting.status(token)] == [200, 503]


def test_the_readme_names_every_setting() -> None:
    readme, scripts = (EXAMPLES / "README.md").read_text(), "".join(p.read_text() for p in EXAMPLES.glob("*.py"))
    read = set(re.findall(r'os\.environ(?:\.get\(|\[)["\']([A-Z_]+)', scripts))
    settings = readme.split("## Settings")[1]
    assert len(read) == 6
    assert read == {name for name in re.findall(r"`([A-Z_]+)`", settings.split("\n\nThe issuer")[0]) if name in read}
