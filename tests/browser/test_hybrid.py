"""The hybrid transport in a real browser: the refresh token in a cookie, the access token in the page's memory."""

from collections.abc import Callable, Iterator
from time import monotonic, sleep

import httpx
import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.hybrid import REFRESH, WITHOUT_CHANNEL, WITHOUT_LOCKS, Browser, Tab, Wire
from tests.browser.steps import is_accepted
from tests.browser.watching import Watch, fits
from tests.live_node import LiveNode
from tests.other_origin import OtherOrigin, other_origin
from tests.password import PASSWORD

pytestmark = pytest.mark.xdist_group("browser")

FIVE_CALLS = "Promise.all(Array.from({ length: 5 }, () => auth.fetch('/api/me/').then((answer) => answer.status)))"


@pytest.fixture
def new_browser(new_context: Callable[..., BrowserContext]) -> Callable[..., Browser]:
    """With `script` run before each page's own."""

    def opened(script: str = "") -> Browser:
        context, wire = new_context(), Wire()
        context.set_default_timeout(10_000)
        if script:
            context.add_init_script(script)
        wire.over(context)
        return Browser(context, wire)

    return opened


@pytest.fixture
def browser_of_ann(new_browser: Callable[..., Browser]) -> Browser:
    return new_browser()


@pytest.fixture
def tab(browser_of_ann: Browser) -> Tab:
    """Ann's, signed in."""
    tab = browser_of_ann.open_tab()
    tab.sign_in()
    return tab


@pytest.fixture
def elsewhere() -> Iterator[OtherOrigin]:
    with other_origin() as other:
        yield other


# --- What the page holds --------------------------------------------------------------------------------------------


def test_the_refresh_token_is_out_of_reach_of_scripts_and_of_other_sites(tab: Tab, browser_of_ann: Browser) -> None:
    cookie = browser_of_ann.cookie
    assert cookie is not None
    assert (cookie["httpOnly"], cookie["sameSite"], cookie["path"]) == (True, "Strict", "/api/token/")
    tab.page.goto("/api/token/verify/")  # where the cookie is sent, and still not shown
    assert "refresh" not in tab.page.evaluate("document.cookie")


def test_the_page_stores_nothing(tab: Tab) -> None:
    assert tab.me() == 200
    kept = "[localStorage.length, sessionStorage.length, location.href, document.cookie, JSON.stringify(auth)]"
    local, session, url, cookie, client = tab.page.evaluate(kept)
    assert (local, session, client) == (0, 0, "{}")
    assert "eyJ" not in url + cookie
    assert tab.page.evaluate("indexedDB.databases()") == []


def test_after_a_reload_the_cookie_signs_in_again(tab: Tab, browser_of_ann: Browser) -> None:
    tab.page.reload()
    tab.load_client()
    assert tab.signed_in is None
    assert tab.restore()
    assert tab.me() == 200
    assert browser_of_ann.wire.count(REFRESH) == 1


def test_a_page_left_in_the_middle_of_a_refresh_loses_nothing(tab: Tab, browser_of_ann: Browser) -> None:
    for _ in range(5):
        tab.page.evaluate("() => { auth.discard(); auth.fetch('/api/me/').catch(() => {}); }")
        tab.page.reload()
        tab.load_client()
        assert tab.restore()
    assert browser_of_ann.wire.count(REFRESH) >= 10


def test_a_refresh_outlives_the_page_that_began_it(tab: Tab, browser_of_ann: Browser, live_node: LiveNode) -> None:
    """Or the answer would be lost, and the next page come with a token that was used already."""
    before = browser_of_ann.cookie
    live_node.server.freeze()
    try:
        with tab.page.expect_request("**/api/token/refresh/"):
            tab.page.evaluate("() => { auth.discard(); auth.fetch('/api/me/').catch(() => {}); }")
        tab.page.close()
    finally:
        live_node.server.thaw()
    deadline = monotonic() + 5
    while browser_of_ann.cookie == before and monotonic() < deadline:
        sleep(0.02)
    assert browser_of_ann.cookie != before


def test_nobody_is_signed_in_without_the_cookie(new_browser: Callable[..., Browser]) -> None:
    tab = new_browser().open_tab()
    assert tab.restore() is False
    assert tab.error("auth.fetch('/api/me/')") == {"code": "signed_out", "status": 401, "retryAfter": None}


# --- One refresh ----------------------------------------------------------------------------------------------------


def test_five_calls_without_an_access_token_cause_one_refresh(tab: Tab, browser_of_ann: Browser) -> None:
    tab.page.evaluate("auth.discard()")
    browser_of_ann.wire.forget()
    assert tab.page.evaluate(FIVE_CALLS) == [200] * 5
    assert browser_of_ann.wire.count(REFRESH) == 1


def test_five_calls_with_a_refused_access_token_cause_one_refresh(
    tab: Tab, browser_of_ann: Browser, live_node: LiveNode
) -> None:
    assert tab.me() == 200
    httpx.post(f"{live_node.url}/api/token/revoke/", json={"token": browser_of_ann.wire.tokens[-1]}).raise_for_status()
    browser_of_ann.wire.forget()
    assert tab.page.evaluate(FIVE_CALLS) == [200] * 5
    assert browser_of_ann.wire.count(REFRESH) == 1


@pytest.mark.parametrize("script", ["", WITHOUT_LOCKS], ids=["locks", "no locks"])
def test_two_tabs_that_refresh_at_the_same_time_stay_signed_in(
    script: str, new_browser: Callable[..., Browser]
) -> None:
    browser = new_browser(script)
    tabs = [browser.open_tab(), browser.open_tab()]
    tabs[0].sign_in()
    assert tabs[1].restore()
    browser.wire.forget()
    for _ in range(10):
        for tab in tabs:  # begun in both before either is waited for
            tab.page.evaluate(f"() => {{ auth.discard(); window.statuses = {FIVE_CALLS}; }}")
        assert [tab.page.evaluate("statuses") for tab in tabs] == [[200] * 5] * 2
    assert browser.wire.count(REFRESH) == 20


# --- Signing out ----------------------------------------------------------------------------------------------------


def test_signing_out_in_one_tab_signs_out_the_other(tab: Tab, browser_of_ann: Browser, live_node: LiveNode) -> None:
    other = browser_of_ann.open_tab()
    assert other.restore()
    assert [tab.me(), other.me()] == [200, 200]
    tokens = set(browser_of_ann.wire.tokens)
    assert len(tokens) == 2

    tab.page.evaluate("auth.signOut()")
    other.wait_for("auth.signedIn === false")
    assert other.page.evaluate("changes") == [True, False]
    assert other.error("auth.fetch('/api/me/')")["code"] == "signed_out"
    assert not any(is_accepted(live_node, token) for token in tokens)
    assert browser_of_ann.cookie is None
    assert other.restore() is False


def test_without_a_channel_the_other_tab_finds_out_when_it_is_looked_at(new_browser: Callable[..., Browser]) -> None:
    browser = new_browser(WITHOUT_CHANNEL)
    tab, other = browser.open_tab(), browser.open_tab()
    tab.sign_in()
    assert other.restore()
    tab.page.evaluate("auth.signOut()")
    assert other.signed_in
    other.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    other.wait_for("auth.signedIn === false")


def test_a_tab_follows_when_somebody_else_signs_in_in_another(tab: Tab, browser_of_ann: Browser) -> None:
    other = browser_of_ann.open_tab()
    other.restore()
    tab.sign_in("ben")
    other.wait_for("changes.length === 2 && changes[1] === true")
    assert other.page.evaluate("auth.fetch('/api/me/').then((me) => me.json())")["username"] == "ben"


def test_what_is_broadcast_holds_no_secret(tab: Tab, browser_of_ann: Browser) -> None:
    other = browser_of_ann.open_tab()
    other.page.evaluate(
        """() => {
             window.heard = [];
             new BroadcastChannel("auth-client:/api/token/").onmessage = ({ data }) => heard.push(data);
           }"""
    )
    tab.sign_in()
    tab.page.evaluate("auth.signOut()")
    other.wait_for("heard.length === 2")
    assert other.page.evaluate("heard") == ["signed-in", "signed-out"]


# --- Other sites ----------------------------------------------------------------------------------------------------

FORM = """(url) => {
  const form = Object.assign(document.createElement("form"), { method: "post", action: url });
  document.body.append(form);
  form.submit();
}"""
PLAIN_FETCH = "(url) => fetch(url, { method: 'POST', mode: 'no-cors', credentials: 'include' }).catch(() => {})"
FETCH_WITH_HEADER = """(url) => fetch(url, {
  method: "POST", credentials: "include", headers: { "X-Requested-With": "fetch" }
}).then(() => "sent", () => "refused")"""


@pytest.fixture(params=["same_site", "cross_site"])
def attacker(
    request: pytest.FixtureRequest, browser_of_ann: Browser, tab: Tab, elsewhere: OtherOrigin
) -> Iterator[Page]:
    """Somebody else's page in Ann's browser. Whatever it has done, she stays signed in, with the same cookie."""
    page = browser_of_ann.context.new_page()
    page.goto(f"{getattr(elsewhere, request.param)}/")
    before = browser_of_ann.cookie
    yield page
    assert browser_of_ann.cookie == before
    assert tab.me() == 200
    tab.page.evaluate("auth.discard()")
    assert tab.me() == 200


@pytest.mark.parametrize("path", ["/api/token/refresh/", "/api/token/blacklist/"])
class TestAPageOfAnotherOrigin:
    def test_achieves_nothing_by_a_form(self, path: str, attacker: Page, live_node: LiveNode) -> None:
        cookie_comes_along = "127.0.0.1" in attacker.url
        with attacker.expect_navigation(url=f"**{path}") as navigation:
            attacker.evaluate(FORM, live_node.url + path)
        assert navigation.value is not None
        assert navigation.value.status == (403 if cookie_comes_along else 401)

    def test_achieves_nothing_by_a_plain_fetch(self, path: str, attacker: Page, live_node: LiveNode) -> None:
        with attacker.expect_response(f"**{path}") as answer:
            attacker.evaluate(PLAIN_FETCH, live_node.url + path)
        assert answer.value.status in {401, 403}

    def test_may_not_send_the_header(self, path: str, attacker: Page, live_node: LiveNode) -> None:
        assert attacker.evaluate(FETCH_WITH_HEADER, live_node.url + path) == "refused"


@pytest.mark.parametrize("path", ["/api/token/refresh/", "/api/token/blacklist/"])
@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec-Fetch-Site": "same-origin"},
        {"X-Requested-With": "fetch", "Sec-Fetch-Site": "cross-site"},
        {"X-Requested-With": "fetch", "Sec-Fetch-Site": "same-site"},
        {"X-Requested-With": "fetch", "Sec-Fetch-Site": "none"},
        {"X-Requested-With": "fetch", "Origin": "https://example.org"},
        {"X-Requested-With": "fetch", "Origin": "null"},
    ],
    ids=lambda headers: ", ".join(f"{name}: {value}" for name, value in headers.items()) or "no header",
)
def test_the_cookie_counts_for_nothing_in_a_request_that_another_site_could_have_caused(
    headers: dict[str, str], path: str, tab: Tab, browser_of_ann: Browser, live_node: LiveNode
) -> None:
    cookie = browser_of_ann.cookie
    assert cookie is not None
    answer = httpx.post(live_node.url + path, cookies={"refresh": str(cookie.get("value"))}, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (403, "csrf")
    assert "Set-Cookie" not in answer.headers
    tab.page.evaluate("auth.discard()")
    assert tab.me() == 200


FORM_WITH_A_TOKEN = """([url, token]) => {
  const form = Object.assign(document.createElement("form"), { method: "post", action: url });
  form.append(Object.assign(document.createElement("input"), { name: "refresh", value: token }));
  document.body.append(form);
  form.submit();
}"""


def test_another_site_cannot_sign_anybody_out_by_a_token_of_its_own(
    tab: Tab, browser_of_ann: Browser, elsewhere: OtherOrigin, live_node: LiveNode
) -> None:
    mallory = {"username": "ben", "password": PASSWORD}
    own = httpx.post(f"{live_node.url}/api/token/", json=mallory).raise_for_status().json()["refresh"]
    before = browser_of_ann.cookie
    page = browser_of_ann.context.new_page()
    page.goto(f"{elsewhere.same_site}/")
    with page.expect_navigation(url="**/api/token/blacklist/"):
        page.evaluate(FORM_WITH_A_TOKEN, [f"{live_node.url}/api/token/blacklist/", own])
    assert browser_of_ann.cookie == before


def test_another_site_cannot_sign_anybody_in(attacker: Page, live_node: LiveNode) -> None:
    sign_in_as_mallory = f"""(url) => fetch(url, {{
      method: "POST", mode: "no-cors", credentials: "include",
      body: new URLSearchParams({{ username: "ben", password: "{PASSWORD}", transport: "cookie" }}),
    }})"""
    with attacker.expect_response("**/api/token/") as answer:
        attacker.evaluate(sign_in_as_mallory, f"{live_node.url}/api/token/")
    assert answer.value.status == 403


# --- The reference app ----------------------------------------------------------------------------------------------

PHONE = {"width": 390, "height": 844}


@pytest.fixture
def app(new_context: Callable[..., BrowserContext], live_node: LiveNode) -> Iterator[Page]:
    """The demo page, on a phone. A visitor without a cookie is told so by a 401; nothing else may go wrong."""
    context, watch = new_context(viewport=PHONE), Watch(live_node.url)
    context.set_default_timeout(10_000)
    watch.over(context)
    page = context.new_page()
    page.goto("/api/demo/")
    yield page
    assert [fault for fault in watch.faults if not ("401" in fault and "/api/token/refresh/" in fault)] == []


def enter(page: Page) -> None:
    page.get_by_label("User name").fill("ann")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Signed in as ann")).to_be_visible()


def test_the_app_shows_its_calls_and_never_a_token(app: Page) -> None:
    assert fits(app)
    enter(app)
    app.get_by_role("button", name="Ask five times").click()
    newest = app.get_by_role("log").locator(".card").first
    expect(newest).to_contain_text("5 calls, 1 refresh")
    expect(newest.locator("tbody tr")).to_have_count(6)
    expect(newest.locator("tbody tr td:nth-child(2)").first).to_have_text("200")
    assert "eyJ" not in app.content()
    assert fits(app)


def test_the_app_stays_signed_in_over_a_reload_and_signs_out_in_every_tab(app: Page) -> None:
    enter(app)
    app.reload()
    expect(app.get_by_role("heading", name="Signed in as ann")).to_be_visible()
    other = app.context.new_page()
    other.goto("/api/demo/")
    expect(other.get_by_role("heading", name="Signed in as ann")).to_be_visible()
    other.get_by_role("button", name="Sign out, in every tab").click()
    for page in (other, app):
        expect(page.get_by_role("heading", name="Sign in", exact=True)).to_be_visible()
    expect(other.get_by_label("User name")).to_be_focused()


def test_the_app_says_what_went_wrong(browser_of_ann: Browser) -> None:
    page = browser_of_ann.context.new_page()
    page.goto("/api/demo/")
    enter(page)
    page.route("**/api/token/refresh/", lambda route: route.abort())
    page.get_by_role("button", name="Ask without the access token").click()
    expect(page.get_by_role("alert")).to_contain_text("cannot be reached")
    page.unroute_all()
    page.get_by_role("button", name="Ask without the access token").click()
    expect(page.get_by_role("alert")).to_have_count(0)
