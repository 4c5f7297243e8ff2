import pytest

from accounts.devices import UNKNOWN, describe

MOZILLA = "Mozilla/5.0"
WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)"


@pytest.mark.parametrize(
    ("user_agent", "device"),
    [
        (f"{MOZILLA} (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0", "Firefox on Linux"),
        (f"{MOZILLA} (Windows NT 10.0; Win64; x64) {WEBKIT} Chrome/142.0 Safari/537.36", "Chrome on Windows"),
        (f"{MOZILLA} (Windows NT 10.0; Win64; x64) {WEBKIT} Chrome/142.0 Safari/537.36 Edg/142.0", "Edge on Windows"),
        (f"{MOZILLA} (X11; Linux x86_64) {WEBKIT} HeadlessChrome/142.0 Safari/537.36", "Chromium on Linux"),
        (f"{MOZILLA} (Linux; Android 10; K) {WEBKIT} Chrome/142.0 Mobile Safari/537.36", "Chrome on Android"),
        (
            f"{MOZILLA} (iPhone; CPU iPhone OS 18_0 like Mac OS X) {WEBKIT} Mobile/15E148 Safari/604.1",
            "Safari on iPhone",
        ),
        (f"{MOZILLA} (Macintosh; Intel Mac OS X 10_15_7) {WEBKIT} Version/18.0 Safari/605.1.15", "Safari on macOS"),
        (f"{MOZILLA} (X11; Linux x86_64) SomethingNew/1.0", "Linux"),
        ("curl/8.5.0", "curl"),
        ("python-httpx/0.28.1", "python-httpx"),
        ("Dart", "Dart"),
    ],
)
def test_a_device_is_named_so_that_its_owner_knows_it(user_agent: str, device: str) -> None:
    assert describe(user_agent) == device


@pytest.mark.parametrize("user_agent", ["", "Mozilla/5.0", "(", "<script>alert(1)</script>", "a" * 300])
def test_what_names_nothing_is_an_unknown_device(user_agent: str) -> None:
    assert describe(user_agent) == UNKNOWN
