"""Many uses of one refresh token at the same moment, at two processes: one of them rotates."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import httpx
import pytest

from tests.api.tokens import claims_of
from tests.cast import PASSWORD
from tests.live_node import LiveNode

AT_ONCE, ROUNDS = 8, 5

pytestmark = pytest.mark.both_databases


@pytest.fixture
def pair(node: LiveNode) -> dict[str, str]:
    return sign_in(node)


def test_simultaneous_refreshes_make_one_child(node: LiveNode, pair: dict[str, str]) -> None:
    refresh = pair["refresh"]
    for _ in range(ROUNDS):
        answers = refresh_at_once(node, refresh)
        assert [answer.status_code for answer in answers] == [200] * AT_ONCE
        children = {answer.json()["refresh"] for answer in answers}
        assert len({claims_of(child)["jti"] for child in children}) == 1
        refresh = children.pop()
    assert accepts(node, answers[0].json()["access"])


def test_simultaneous_replays_end_one_sign_in_once(node: LiveNode, pair: dict[str, str]) -> None:
    child = refresh_at_once(node, pair["refresh"])[0].json()
    grandchild = refresh_at_once(node, child["refresh"])[0].json()
    answers = refresh_at_once(node, pair["refresh"])
    assert [answer.status_code for answer in answers] == [401] * AT_ONCE
    assert not accepts(node, grandchild["access"])


def test_a_sign_out_among_refreshes_leaves_nothing_in_force(node: LiveNode, pair: dict[str, str]) -> None:
    with node.client() as client, ThreadPoolExecutor(AT_ONCE) as pool:
        refreshes = [pool.submit(post, node, "refresh", pair["refresh"]) for _ in range(AT_ONCE)]
        assert client.post("/api/token/blacklist/", json={"refresh": pair["refresh"]}).status_code == 200
    answers = [refresh.result() for refresh in refreshes]
    assert {answer.status_code for answer in answers} <= {200, 401}
    handed_out = [answer.json() for answer in answers if answer.status_code == 200]
    for late in [pair, *handed_out]:
        assert not accepts(node, late["access"])
        assert post(node, "refresh", late["refresh"]).status_code == 401


def test_an_end_of_all_among_exchanges_and_refreshes_waits_for_none_that_waits_for_it(node: LiveNode) -> None:
    for _ in range(ROUNDS):
        own, *others = (sign_in(node) for _ in range(1 + AT_ONCE))
        with ThreadPoolExecutor(1 + AT_ONCE) as pool:
            start = Barrier(1 + AT_ONCE)
            answers = [pool.submit(by_bearer, node, start, own, "/api/sign-ins/end-all/", {"except_current": True})]
            answers += [pool.submit(by_bearer, node, start, pair, "/api/exchange/session/") for pair in others[::2]]
            answers += [
                pool.submit(by_bearer, node, start, pair, "/api/token/refresh/", {"refresh": pair["refresh"]})
                for pair in others[1::2]
            ]
        assert answers[0].result() == 200
        assert {answer.result() for answer in answers} <= {200, 204, 401}


def sign_in(node: LiveNode) -> dict[str, str]:
    with node.client() as client:
        answer = client.post("/api/token/", json={"username": "ann", "password": PASSWORD})
    pair: dict[str, str] = answer.json()
    return pair


def by_bearer(node: LiveNode, start: Barrier, pair: dict[str, str], path: str, body: object = None) -> int:
    with node.client() as client:
        start.wait()
        headers = {"Authorization": f"Bearer {pair['access']}"}
        return client.post(path, json=body or {}, headers=headers).status_code


def refresh_at_once(node: LiveNode, refresh: str) -> list[httpx.Response]:
    start = Barrier(AT_ONCE)

    def one(_: int) -> httpx.Response:
        with node.client() as client:
            start.wait()
            return client.post("/api/token/refresh/", json={"refresh": refresh})

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(one, range(AT_ONCE)))


def post(node: LiveNode, endpoint: str, refresh: str) -> httpx.Response:
    with node.client() as client:
        return client.post(f"/api/token/{endpoint}/", json={"refresh": refresh})


def accepts(node: LiveNode, access: str) -> bool:
    with node.client() as client:
        return client.get("/api/me/", headers={"Authorization": f"Bearer {access}"}).status_code == 200
