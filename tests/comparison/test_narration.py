"""What is told of an exchange is bounded in number and in size, and whole in its counts."""

from comparison.exchange import Exchange, Message
from comparison.narration import MOST_ALIKE, MOST_BYTES, MOST_EXCHANGES, Exchanged, Narrator, PhaseStarted, Told
from comparison.wire import Client

TIMING = b'Server-Timing: auth;dur=0.4, sql;dur=0.2;desc="2", cache;dur=0.1;desc="1", total;dur=3.9\r\n'


def exchange(body: bytes = b"hi", path: str = "/") -> Exchange:
    answer = b"HTTP/1.1 200 OK\r\n" + TIMING + b"\r\n" + body
    return Exchange("GET", path, 200, Message(b"GET / HTTP/1.1\r\n\r\n"), Message(answer), body, 12.34)


def narrated(exchanges: list[Exchange]) -> list[Told]:
    told: list[Told] = []
    client = Client("http://127.0.0.1:1")
    with Narrator("size", told.append).phase("jwt", "request", client):
        for each in exchanges:
            assert client.heard
            client.heard(each)
    assert client.heard is None
    return told


def test_a_phase_tells_what_went_over_the_wire_and_what_the_server_did() -> None:
    phase, told = narrated([exchange()])
    assert phase == PhaseStarted("size", "jwt", "request")
    assert isinstance(told, Exchanged)
    assert told.sent == "GET / HTTP/1.1\r\n\r\n"
    assert told.received.endswith("hi")
    assert told.server_timing
    assert told.server_timing.sql_statements == 2


def test_what_is_alike_is_told_twice_and_a_lane_ends_after_two_dozen() -> None:
    assert len(narrated([exchange()] * 100)) == 1 + MOST_ALIKE
    assert len(narrated([exchange(path=f"/{number}") for number in range(100)])) == 1 + MOST_EXCHANGES


def test_a_long_answer_is_cut_and_its_length_told() -> None:
    _, told = narrated([exchange(b"x" * 10 * MOST_BYTES)])
    assert isinstance(told, Exchanged)
    assert len(told.received) == MOST_BYTES
    assert told.received_bytes > 10 * MOST_BYTES
