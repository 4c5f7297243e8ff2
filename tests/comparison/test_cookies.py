from comparison.cookies import Jar
from comparison.exchange import Exchange, Message


def answering(*set_cookie: str) -> Exchange:
    head = "".join(f"Set-Cookie: {line}\r\n" for line in set_cookie)
    response = Message(f"HTTP/1.1 200 OK\r\n{head}\r\n".encode())
    return Exchange("GET", "/", 200, Message(b"GET / HTTP/1.1\r\n\r\n"), response, b"", 1.0)


def test_cookies_come_back_in_one_header() -> None:
    jar = Jar()
    jar.update(answering("csrftoken=x; Path=/; SameSite=Lax", "sessionid=y; HttpOnly; Path=/"))
    assert jar.header("/api/me/") == [("Cookie", "csrftoken=x; sessionid=y")]
    assert jar.held_bytes == len("csrftoken=x") + len("sessionid=y")


def test_a_cookie_stays_within_its_path() -> None:
    jar = Jar()
    jar.update(answering("refresh=z; Path=/api/token/"))
    assert jar.header("/api/token/refresh/") == [("Cookie", "refresh=z")]
    assert jar.header("/api/me/") == []
    assert jar.header("/api/tokens/") == []


def test_a_deleted_cookie_is_gone() -> None:
    jar = Jar()
    jar.update(answering("sessionid=y; Path=/"))
    jar.update(answering('sessionid=""; Max-Age=0; Path=/'))
    assert "sessionid" not in jar
    assert jar.header("/") == []


def test_a_cookie_that_is_set_again_replaces_the_old_one() -> None:
    jar = Jar()
    jar.update(answering("sessionid=y"))
    jar.update(answering("sessionid=z"))
    assert jar.get("sessionid") == "z"
