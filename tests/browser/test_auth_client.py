"""auth-client.js, where the network, the server or the clock are not as one would wish."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from playwright.sync_api import BrowserContext, Page, Route

from tests.browser.hybrid import REFRESH, WITHOUT_CHANNEL, Browser, Tab, Wire
from tests.live_node import LiveNode
from tests.other_origin import OtherOrigin, other_origin

pytestmark = pytest.mark.xdist_group("browser")

UNAVAILABLE = {"status": 503, "headers": {"Retry-After": "5"}, "json": {"detail": "Try again.", "code": "unavailable"}}
ME = "auth.fetch('/api/me/').then((answer) => answer.status)"


@pytest.fixture
def browser_of_ann(new_context: Callable[..., BrowserContext]) -> Browser:
    context, wire = new_context(), Wire()
    context.set_default_timeout(10_000)
    wire.over(context)
    return Browser(context, wire)


@pytest.fixture
def tab(browser_of_ann: Browser) -> Tab:
    """Ann's, signed in."""
    tab = browser_of_ann.open_tab()
    tab.sign_in()
    return tab


@pytest.fixture
def elsewhere() -> Iterator[OtherOrigin]:
    with other_origin(lambda path: "{}") as other:
        yield other


def hold(page: Page, waiting: list[Route]) -> None:
    """Lets no refresh of the page through; they wait."""

    def kept(route: Route) -> None:  # Playwright refuses a method of a list
        waiting.append(route)

    page.route("**/api/token/refresh/", kept)


def refuse_the_token(browser: Browser, node: LiveNode) -> None:
    """The server accepts it no more, and the page does not know."""
    httpx.post(f"{node.url}/api/token/revoke/", json={"token": browser.wire.tokens[-1]}).raise_for_status()
    browser.wire.forget()


# --- Failures that sign nobody out ----------------------------------------------------------------------------------


def test_a_network_failure_signs_nobody_out(tab: Tab) -> None:
    tab.page.evaluate("auth.discard()")
    tab.page.context.set_offline(True)
    for call in ("auth.fetch('/api/me/')", "auth.restore()", "auth.signOut()"):
        assert tab.error(call) == {"code": "network", "status": 0, "retryAfter": None}
    assert tab.signed_in
    tab.page.context.set_offline(False)
    assert tab.me() == 200


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (UNAVAILABLE, {"code": "unavailable", "status": 503, "retryAfter": 5}),
        ({"status": 502, "body": "<h1>Bad gateway</h1>"}, {"code": "unavailable", "status": 502, "retryAfter": None}),
        ({"status": 401, "body": "a proxy's own"}, {"code": "unexpected", "status": 401, "retryAfter": None}),
        ({"status": 200, "body": "<h1>Hotel</h1>"}, {"code": "unexpected", "status": 200, "retryAfter": None}),
        ({"status": 200, "json": {}}, {"code": "unexpected", "status": 0, "retryAfter": None}),
    ],
    ids=["503", "502 of a proxy", "401 of a proxy", "200 of a hotel", "200 without a token"],
)
def test_an_answer_that_says_nothing_of_the_sign_in_ends_none(
    answer: dict[str, Any], error: dict[str, Any], tab: Tab
) -> None:
    tab.page.evaluate("auth.discard()")
    tab.page.route("**/api/token/*/", lambda route: route.fulfill(**answer))
    assert tab.error("auth.fetch('/api/me/')") == error
    assert tab.signed_in
    tab.page.unroute_all()
    assert tab.me() == 200


def test_a_sign_in_that_has_ended_is_told(tab: Tab, browser_of_ann: Browser, live_node: LiveNode) -> None:
    assert tab.me() == 200
    bearer = {"Authorization": f"Bearer {browser_of_ann.wire.tokens[-1]}"}
    httpx.post(f"{live_node.url}/api/token/blacklist/", headers=bearer).raise_for_status()
    assert tab.error("auth.fetch('/api/me/')") == {"code": "signed_out", "status": 401, "retryAfter": None}
    assert tab.page.evaluate("changes") == [True, False]
    browser_of_ann.wire.forget()
    assert tab.error("auth.fetch('/api/me/')")["code"] == "signed_out"
    assert browser_of_ann.wire.calls == []  # it is known, so nobody is asked


def test_a_refused_sign_in_says_why(tab: Tab) -> None:
    wrong = "auth.signIn({ username: 'ben', password: 'no' })"
    assert tab.error(wrong) == {"code": "wrong_password", "status": 401, "retryAfter": None}
    assert tab.me() == 200  # as Ann, still
    throttled = {"status": 429, "headers": {"Retry-After": "300"}, "json": {"detail": "Wait.", "code": "throttled"}}
    tab.page.route("**/api/token/", lambda route: route.fulfill(**throttled))
    assert tab.error(wrong) == {"code": "throttled", "status": 429, "retryAfter": 300}


def test_signing_out_twice_is_no_failure(tab: Tab) -> None:
    assert tab.error("auth.signOut()") is None
    assert tab.error("auth.signOut()") is None
    assert tab.page.evaluate("changes") == [True, False]


# --- The clock ------------------------------------------------------------------------------------------------------


@pytest.fixture
def timed(browser_of_ann: Browser) -> Tab:
    """Ann's, signed in, with a clock that the test moves."""
    page = browser_of_ann.context.new_page()
    page.clock.install()
    page.goto("/accounts/login/")
    tab = Tab(page)
    tab.load_client()
    tab.sign_in()
    return tab


def test_a_token_is_replaced_shortly_before_it_expires(timed: Tab, browser_of_ann: Browser) -> None:
    timed.page.clock.fast_forward(265_000)
    assert timed.me() == 200
    assert browser_of_ann.wire.count(REFRESH) == 0
    timed.page.clock.fast_forward(10_000)
    assert timed.me() == 200
    assert browser_of_ann.wire.calls[-2:] == [REFRESH, "GET /api/me/"]


def test_an_outage_is_not_noticed_while_the_token_still_holds(timed: Tab, browser_of_ann: Browser) -> None:
    timed.page.route("**/api/token/refresh/", lambda route: route.fulfill(**UNAVAILABLE))
    timed.page.clock.fast_forward(290_000)
    assert timed.me() == 200
    assert browser_of_ann.wire.count(REFRESH) == 1
    timed.page.clock.fast_forward(20_000)
    assert timed.error("auth.fetch('/api/me/')")["code"] == "unavailable"


@pytest.mark.parametrize("year", [1999, 2055])
def test_a_wrong_wall_clock_does_not_matter(year: int, timed: Tab, browser_of_ann: Browser) -> None:
    timed.page.clock.set_system_time(f"{year}-01-01T00:00:00")
    assert timed.me() == 200
    assert browser_of_ann.wire.count(REFRESH) == 0


def test_a_token_that_does_not_say_when_it_expires_is_used_until_it_is_refused(
    timed: Tab, browser_of_ann: Browser
) -> None:
    """As an encrypted one, whose claims only the server can read."""
    opaque = {"status": 200, "json": {"access": "five.opaque.parts.each.one"}}
    timed.page.evaluate("auth.discard()")
    timed.page.route("**/api/token/refresh/", lambda route: route.fulfill(**opaque), times=1)
    timed.page.clock.fast_forward(24 * 3600 * 1000)
    assert timed.me() == 200  # by one refresh more, after the refusal
    assert browser_of_ann.wire.count(REFRESH) == 2


# --- Calls ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def lenient(new_context: Callable[..., BrowserContext]) -> Tab:
    """Ann's, signed in on a page without the site's CSP, which would not even let it try another origin."""
    tab = Browser(new_context(bypass_csp=True), Wire()).open_tab()
    tab.sign_in()
    return tab


def test_the_token_goes_to_no_other_origin(lenient: Tab, elsewhere: OtherOrigin) -> None:
    for url in (f"{elsewhere.same_site}/", f"{elsewhere.cross_site}/"):
        assert lenient.page.evaluate("(url) => auth.fetch(url).then((answer) => answer.status)", url) == 200
    assert len(elsewhere.seen) == 2
    assert not any("authorization" in headers for headers in elsewhere.seen)


def test_the_token_does_not_follow_a_redirect_to_another_origin(lenient: Tab, elsewhere: OtherOrigin) -> None:
    moved = {"status": 302, "headers": {"Location": f"{elsewhere.same_site}/"}}
    lenient.page.route("**/moved/", lambda route: route.fulfill(**moved))
    assert lenient.page.evaluate("auth.fetch('/moved/').then((answer) => answer.status)") == 200
    assert elsewhere.seen
    assert not any("authorization" in headers for headers in elsewhere.seen)


def test_a_refused_call_is_sent_once_more_with_its_body(tab: Tab, browser_of_ann: Browser, live_node: LiveNode) -> None:
    calls = (
        "auth.fetch('/api/sign-ins/end-all/', INIT)",
        "auth.fetch(new Request('/api/sign-ins/end-all/', INIT))",
    )
    init = """{ method: 'POST', body: '{"except_current": true}', headers: { 'Content-Type': 'application/json' } }"""
    for call in calls:
        assert tab.me() == 200
        refuse_the_token(browser_of_ann, live_node)
        assert tab.page.evaluate(f"{call.replace('INIT', init)}.then((answer) => answer.status)") == 200
        assert browser_of_ann.wire.calls == ["POST /api/sign-ins/end-all/", REFRESH, "POST /api/sign-ins/end-all/"]
    assert tab.me() == 200  # without the body it would have ended this one too


def test_a_stream_is_not_sent_again(tab: Tab, browser_of_ann: Browser) -> None:
    """The browser streams over HTTP/2 alone, so the refusal is played here."""
    refused = {"status": 401, "headers": {"WWW-Authenticate": 'Bearer error="invalid_token"'}}
    tab.page.evaluate(
        """() => {
             const real = globalThis.fetch;
             window.sent = [];
             globalThis.fetch = (request) => request.url.endsWith("/upload/")
               ? (sent.push(request.method), Promise.resolve(new Response(null, REFUSED)))
               : real(request);
             window.stream = { method: "PUT", body: new Blob(["x"]).stream(), duplex: "half" };
           }""".replace("REFUSED", json.dumps(refused))
    )
    assert tab.error("auth.fetch('/upload/', stream)") == {"code": "not_replayed", "status": 401, "retryAfter": None}
    assert tab.page.evaluate("sent") == ["PUT"]
    assert browser_of_ann.wire.count(REFRESH) == 1  # so that the next attempt has a fresh token


def test_a_401_about_something_else_is_passed_on(tab: Tab, browser_of_ann: Browser) -> None:
    change = """auth.fetch('/api/password/', {
      method: 'POST', headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ old_password: 'not mine', new_password: 'a staple of batteries, quite correct' }),
    }).then((answer) => answer.status)"""
    browser_of_ann.wire.forget()
    assert tab.page.evaluate(change) == 401
    assert browser_of_ann.wire.calls == ["POST /api/password/"]


def test_who_gives_up_waiting_disturbs_nobody_else(tab: Tab, browser_of_ann: Browser) -> None:
    waiting: list[Route] = []
    tab.page.evaluate("auth.discard()")
    hold(tab.page, waiting)
    tab.page.evaluate(f"() => {{ window.patient = {ME}; window.giving_up = new AbortController(); }}")
    impatient = "auth.fetch('/api/me/', { signal: giving_up.signal })"
    tab.page.evaluate(f"() => {{ window.impatient = {impatient}.catch(({{ name }}) => name); giving_up.abort(); }}")
    assert tab.page.evaluate("impatient") == "AbortError"
    waiting[0].continue_()
    assert tab.page.evaluate("patient") == 200
    assert browser_of_ann.wire.count(REFRESH) == 1


def test_tabs_refresh_one_after_another(tab: Tab, browser_of_ann: Browser) -> None:
    """Or an answer that comes late could put back an older cookie."""
    waiting: list[Route] = []
    other = browser_of_ann.open_tab()
    other.restore()
    for each in (tab, other):
        hold(each.page, waiting)
        each.page.evaluate(f"() => {{ auth.discard(); window.answered = {ME}; }}")
    tab.page.wait_for_timeout(300)
    assert len(waiting) == 1
    waiting[0].continue_()
    assert tab.page.evaluate("answered") == 200
    other.page.wait_for_timeout(300)
    waiting[1].continue_()
    assert other.page.evaluate("answered") == 200


def test_a_call_of_one_user_is_not_sent_as_another(new_context: Callable[..., BrowserContext]) -> None:
    browser = Browser(new_context(), Wire())
    browser.context.add_init_script(WITHOUT_CHANNEL)  # so that the other tab hears of nothing
    tab, other = browser.open_tab(), browser.open_tab()
    tab.sign_in("ann")
    other.restore()
    tab.sign_in("ben")
    other.page.evaluate("auth.discard()")
    assert other.error("auth.fetch('/api/me/')") == {"code": "changed", "status": 0, "retryAfter": None}
    assert other.page.evaluate("changes") == [True, True]
    assert other.page.evaluate("auth.fetch('/api/me/').then((me) => me.json())")["username"] == "ben"
