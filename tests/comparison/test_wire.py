"""The wire client against real sockets: every byte counted by the client is a byte that the server saw or sent."""

import socket
from contextlib import closing
from threading import Event, Thread

import pytest

from comparison.errors import UnexpectedAnswer, WireError
from comparison.wire import Client

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nSet-Cookie: a=1; Path=/\r\n\r\nhi"
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n4\r\n you\r\n0\r\n\r\n"
HANGING_UP = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nclose"
CLOSING = b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nhi"


class Server:
    """Answers each request with the next of its answers; b"" closes the connection instead."""

    def __init__(self, answers: list[bytes]) -> None:
        self.received: list[bytes] = []
        self.connections = 0
        self.hung_up = Event()
        self._answers = answers
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        self._thread = Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        while self._answers:
            connection, _ = self._socket.accept()
            self.connections += 1
            with closing(connection):
                while self._answers and (received := connection.recv(65536)):
                    self.received.append(received)
                    if not (answer := self._answers.pop(0)):
                        break
                    connection.sendall(answer)
                    if b"close" in answer:
                        break
            self.hung_up.set()

    def close(self) -> None:
        self._socket.close()
        self._thread.join(2)


def test_every_byte_of_request_and_response_is_kept() -> None:
    with closing(Server([OK])) as server, Client(server.url) as client:
        exchange = client.get("/x", [("Cookie", "sessionid=abc"), ("Accept", "*/*")])
        assert exchange.request.raw == server.received[0]
        assert exchange.response.raw == OK
        assert exchange.body == b"hi"
        assert exchange.status == 200
        assert exchange.elapsed_us > 0


def test_credential_bytes_are_the_whole_cookie_and_authorization_lines() -> None:
    with closing(Server([OK, OK])) as server, Client(server.url) as client:
        assert client.get("/", [("Cookie", "sessionid=abc")]).credential_bytes == len("Cookie: sessionid=abc\r\n")
        assert client.get("/", [("Authorization", "Bearer t")]).credential_bytes == len("Authorization: Bearer t\r\n")


def test_a_body_is_counted_apart_from_the_head() -> None:
    with closing(Server([OK])) as server, Client(server.url) as client:
        exchange = client.post_json("/", {"a": 1})
        assert exchange.request.body_bytes == len('{"a": 1}')
        assert exchange.request.head.endswith(b"\r\n\r\n")
        assert exchange.request.values("Content-Length") == ["8"]


def test_a_chunked_answer_is_decoded_and_counted_as_sent() -> None:
    with closing(Server([CHUNKED])) as server, Client(server.url) as client:
        exchange = client.get("/")
        assert (exchange.body, exchange.response.raw) == (b"hi you", CHUNKED)


def test_one_connection_serves_many_requests() -> None:
    with closing(Server([OK, OK, OK])) as server, Client(server.url) as client:
        for _ in range(3):
            client.get("/")
        assert server.connections == 1


def test_a_server_may_close_an_idle_connection() -> None:
    with closing(Server([OK, b"", OK])) as server, Client(server.url) as client:
        client.get("/")
        assert client.get("/").status == 200
        assert server.connections == 2


def test_a_closed_connection_is_noticed_before_anything_is_sent_that_may_not_be_sent_twice() -> None:
    with closing(Server([HANGING_UP, OK])) as server, Client(server.url) as client:
        client.get("/")
        server.hung_up.wait(5)
        assert client.post_json("/", {}).status == 200
        assert server.connections == 2


def test_a_server_may_announce_that_it_closes() -> None:
    with closing(Server([CLOSING, OK])) as server, Client(server.url) as client:
        client.get("/")
        assert client.get("/").status == 200


def test_a_server_that_closes_at_once_is_an_error() -> None:
    with closing(Server([b"", b""])) as server, Client(server.url) as client, pytest.raises(WireError, match="GET /x"):
        client.get("/x")


def test_nobody_there_is_an_error() -> None:
    with socket.create_server(("127.0.0.1", 0)) as gone:
        port = gone.getsockname()[1]
    with pytest.raises(WireError, match="GET /"):
        Client(f"http://127.0.0.1:{port}").get("/")


def test_a_silent_server_is_an_error_in_time() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        client = Client(f"http://127.0.0.1:{silent.getsockname()[1]}", timeout=0.1)
        with closing(client), pytest.raises(WireError):
            client.get("/")


def test_an_unexpected_status_says_what_was_expected() -> None:
    with closing(Server([OK])) as server, Client(server.url) as client, pytest.raises(UnexpectedAnswer, match="302"):
        client.get("/x").expect(302)


def test_an_answer_that_is_not_json_is_an_error() -> None:
    with closing(Server([OK])) as server, Client(server.url) as client, pytest.raises(WireError, match="not JSON"):
        client.get("/x").json()
