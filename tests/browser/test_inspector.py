"""The inspector on tokens that everybody can check: the RFCs' own, and what Django makes."""

import hmac
import json
import re
from base64 import urlsafe_b64encode
from typing import Any

import httpx
import pytest
from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.core import signing
from django.test import override_settings
from joserfc import jwe
from joserfc.jwk import OctKey
from playwright.sync_api import Locator, Page, Request, expect

from tests import rfc_examples as rfc
from tests.browser.accessibility import violations
from tests.browser.conftest import Device
from tests.browser.steps import access_token, sign_in
from tests.browser.watching import fits
from tests.live_node import LiveNode
from tests.password import PASSWORD

pytestmark = pytest.mark.xdist_group("browser")

PHONE = {"width": 390, "height": 844}
PEM = re.compile("^-----BEGIN PUBLIC KEY-----")
DEVELOPMENT_KEY = "a key that is known to every reader of this test"
SIGNED_COOKIES = "django.contrib.sessions.backends.signed_cookies"
SESSION = {"_auth_user_id": "7", "_auth_user_hash": "0f1e2d", "basket": ["a lamp"] * 40}
CAREFUL = "Set-Cookie: __Host-sessionid=k5x1vq0c8m2n7r4t9w3z6y5b0d1f2g3h; Secure; HttpOnly; SameSite=Lax; Path=/"
CARELESS = "sessionid=k5x1vq0c8m2n7r4t9w3z6y5b0d1f2g3h; Domain=example.org; SameSite=None; Path=/"


@pytest.fixture
def page(new_device: Device) -> Page:
    page = new_device()
    page.goto("/inspector/")
    return page


def paste(page: Page, text: str, *, key: dict[str, Any] | str = "") -> None:
    page.get_by_label("Token or cookie").fill(text)
    if key:
        chosen = page.get_by_label("A key that you paste")
        if chosen.is_visible():
            chosen.check()
        page.locator("#own-key").fill(key if isinstance(key, str) else json.dumps(key))


def status(page: Page) -> Locator:
    return page.locator("#result").get_by_role("status")


def weaknesses(page: Page) -> Locator:
    return page.locator("#weaknesses")


def member(page: Page, name: str) -> Locator:
    return page.locator("#sections tr").filter(has=page.get_by_role("button", name=name, exact=True))


# --- Signed tokens --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("token", "key"),
    [
        (rfc.HS256, rfc.HS256_KEY),
        (rfc.RS256, rfc.RS256_KEY),
        (rfc.ES256, rfc.ES256_KEY),
        (rfc.ED25519, rfc.ED25519_KEY),
    ],
    ids=["RFC 7515 A.1 and RFC 7519 3.1: HS256", "A.2: RS256", "A.3: ES256", "RFC 8037 A.4: Ed25519"],
)
def test_an_rfc_s_token_is_verified_with_its_key_and_not_with_a_byte_changed(
    token: str, key: dict[str, str], page: Page
) -> None:
    paste(page, token, key=key)
    expect(status(page)).to_contain_text("A signed token (JWS)")
    expect(status(page)).to_contain_text("verified")
    header, payload, signature = token.split(".")
    changed = ("B" if signature[0] == "A" else "A") + signature[1:]
    paste(page, f"{header}.{payload}.{changed}")
    expect(status(page)).to_contain_text("not authentic")


def test_claims_are_told_in_the_time_of_people(page: Page) -> None:
    paste(page, rfc.HS256)
    expect(member(page, "exp")).to_contain_text("2011-03-22 18:43:00 UTC")
    expect(member(page, "exp")).to_contain_text("years")
    expect(status(page)).to_contain_text("decoded")
    expect(status(page)).to_contain_text("expired")
    expect(status(page)).to_contain_text("not verified")


def test_an_unsecured_token_is_called_what_it_is(page: Page) -> None:
    """RFC 7519 section 6.1."""
    paste(page, rfc.UNSECURED)
    expect(status(page)).to_contain_text("not authentic")
    expect(weaknesses(page)).to_contain_text("alg is none: it is not signed")


def test_text_that_is_no_json_is_shown_as_it_is(page: Page) -> None:
    paste(page, rfc.ED25519)
    expect(page.locator("#sections")).to_contain_text("Example of Ed25519 signing")


def test_a_token_of_this_site_is_verified_by_the_keys_that_it_publishes(page: Page, live_node: LiveNode) -> None:
    paste(page, f"Authorization: Bearer {access_token(live_node, 'ben')}")
    expect(status(page)).to_contain_text("EdDSA, by this site, key")
    expect(page.locator("#remaining")).to_contain_text("Expires in 4 minutes")
    expect(weaknesses(page)).to_contain_text("Personal data: email")
    expect(weaknesses(page)).not_to_contain_text("Serious")


def test_a_public_key_is_no_secret(page: Page) -> None:
    paste(page, rfc.HS256, key=rfc.RS256_KEY)
    expect(status(page)).to_contain_text("HS256 wants a shared secret")


def signed(page: Page, header: dict[str, Any], claims: dict[str, Any], *, alg: str = "HS256") -> None:
    """Writes a token with the page's own tool; it is then inspected."""
    page.locator("#edit-header").fill(json.dumps(header))
    page.locator("#edit-payload").fill(json.dumps(claims))
    page.get_by_label("Algorithm").select_option(alg)
    page.get_by_role("button", name="Sign with a lab key").click()
    expect(status(page)).to_contain_text("verified")


@pytest.mark.parametrize(
    ("header", "claims", "weakness"),
    [
        ({}, {"sub": "7"}, "No exp: it never expires"),
        ({}, {"iat": 1, "exp": 90_001}, "It lives for 1 day 1 hour"),
        ({}, {"exp": 1}, "No aud"),
        ({}, {"exp": 1}, "No iss"),
        ({}, {"exp": "1"}, "exp is no number"),
        ({}, {"exp": 1_767_000_000_000}, "exp is in milliseconds"),
        ({}, {"password": "x"}, "“password” holds a secret"),
        ({}, {"user": {"note": "-----BEGIN PRIVATE KEY-----"}}, "“user.note” holds a private key"),
        ({}, {"phone_number": "1"}, "Personal data: phone_number"),
        ({"jwk": {"kty": "oct"}}, {}, "jwk in the header"),
        ({"jku": "https://example.org/"}, {}, "jku in the header"),
        ({"x5u": "https://example.org/"}, {}, "x5u in the header"),
        ({}, {"sub": "x" * 4096}, "does not fit into one cookie"),
    ],
)
def test_a_weakness_is_named(header: dict[str, Any], claims: dict[str, Any], weakness: str, page: Page) -> None:
    signed(page, header, claims)
    expect(weaknesses(page)).to_contain_text(weakness)


@pytest.mark.parametrize("alg", ["EdDSA", "ES256", "RS256", "HS256"])
def test_a_token_is_edited_and_signed_with_a_lab_key(alg: str, page: Page) -> None:
    paste(page, rfc.HS256)
    page.get_by_label("Algorithm").select_option(alg)
    page.get_by_role("button", name="Let it expire in 5 minutes").click()
    page.get_by_role("button", name="Sign with a lab key").click()
    expect(status(page)).to_contain_text(f"{alg}, by the pasted key")
    expect(status(page)).to_contain_text("not expired")
    expect(member(page, "iss")).to_contain_text("joe")


def test_a_secret_that_everybody_knows_is_found_without_a_key(page: Page) -> None:
    signing_input = ".".join(rfc.HS256.split(".")[:2])
    paste(page, f"{signing_input}.{hs256(signing_input, 'secret')}")
    expect(weaknesses(page)).to_contain_text("It is signed with “secret”")
    paste(page, f"{signing_input}.{hs256(signing_input, 'short one')}", key="short one")
    expect(weaknesses(page)).to_contain_text("The secret has 9 bytes")


def hs256(text: str, secret: str) -> str:
    return urlsafe_b64encode(hmac.digest(secret.encode(), text.encode(), "sha256")).rstrip(b"=").decode()


# --- Encrypted tokens -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("token", "key", "plaintext"),
    [
        (rfc.RSA_OAEP, rfc.RSA_OAEP_KEY, "The true sign of intelligence is not knowledge but imagination."),
        (rfc.A128KW, rfc.A128KW_KEY, "Live long and prosper."),
    ],
    ids=["RFC 7516 A.1", "RFC 7516 A.3"],
)
def test_an_rfc_s_encrypted_token_is_opened_with_its_key(
    token: str, key: dict[str, str], plaintext: str, page: Page
) -> None:
    paste(page, token)
    expect(status(page)).to_contain_text("An encrypted token (JWE)")
    for part in ("Encrypted key", "Initialisation vector", "Ciphertext", "Authentication tag"):
        expect(page.locator("#sections").get_by_role("heading", name=part)).to_be_visible()
    paste(page, token, key=key)
    expect(status(page)).to_contain_text("decrypted")
    expect(page.locator("#sections")).to_contain_text(plaintext)
    header, encrypted_key, vector, ciphertext, tag = token.split(".")
    changed = ("B" if tag[0] == "A" else "A") + tag[1:]
    paste(page, f"{header}.{encrypted_key}.{vector}.{ciphertext}.{changed}")
    expect(status(page)).to_contain_text("The key does not open it")


def test_a_signed_token_inside_an_encrypted_one_is_inspected_in_its_turn(page: Page) -> None:
    secret = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY"
    nested = jwe.encrypt_compact(
        {"alg": "dir", "enc": "A256GCM", "cty": "JWT"}, rfc.HS256, OctKey.import_key({"kty": "oct", "k": secret})
    )
    paste(page, nested, key={"kty": "oct", "k": secret})
    expect(status(page)).to_contain_text("dir, A256GCM")
    page.get_by_role("button", name="Inspect what is inside").click()
    expect(page.get_by_label("Token or cookie")).to_have_value(rfc.HS256)
    expect(member(page, "iss")).to_contain_text("joe")


# --- Cookies --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("is_compressed", [True, False], ids=["compressed", "plain"])
@pytest.mark.parametrize("salt", [SIGNED_COOKIES, "django.core.signing"])
def test_a_cookie_that_django_signed_is_read_and_verified(salt: str, is_compressed: bool, page: Page) -> None:
    with override_settings(SECRET_KEY=DEVELOPMENT_KEY):
        cookie = signing.dumps(SESSION, salt=salt, compress=is_compressed)
    assert cookie.startswith(".") is is_compressed
    paste(page, cookie)
    expect(status(page)).to_contain_text("A cookie that Django signed")
    expect(member(page, "_auth_user_id")).to_contain_text("7")
    expect(page.locator("#sections")).to_contain_text("seconds ago")
    expect(weaknesses(page)).to_contain_text("A copy of it cannot be ended")
    paste(page, cookie, key=DEVELOPMENT_KEY)
    expect(status(page)).to_contain_text(f"Salt {salt}")
    paste(page, cookie, key="another key")
    expect(status(page)).to_contain_text("not authentic")


def test_a_session_of_django_s_signed_cookies_is_told_by_its_salt(page: Page) -> None:
    with override_settings(SECRET_KEY=DEVELOPMENT_KEY):
        session = SessionStore()
        session.update(SESSION)
        session.save()
    paste(page, f"Cookie: sessionid={session.session_key}", key=DEVELOPMENT_KEY)
    expect(status(page)).to_contain_text("a session in a signed cookie")


def test_a_session_id_is_told_to_say_nothing(page: Page) -> None:
    paste(page, "sessionid=k5x1vq0c8m2n7r4t9w3z6y5b0d1f2g3h")
    expect(status(page)).to_contain_text("A session id, as Django makes them")
    expect(page.locator("#sections")).to_contain_text("165 bits")


def test_the_flags_that_a_cookie_lacks_are_named(page: Page) -> None:
    paste(page, CARELESS)
    for words in ("No Secure", "No HttpOnly", "SameSite=None", "Domain=example.org", "No __Host- prefix"):
        expect(weaknesses(page)).to_contain_text(words)
    paste(page, CAREFUL)
    expect(weaknesses(page)).to_contain_text("None of those that this page looks for")
    paste(page, CAREFUL.replace("Path=/", "Path=/here"))
    expect(weaknesses(page)).to_contain_text("__Host- without what it promises")
    paste(page, f"Set-Cookie: big={'x' * 5000}; Secure; HttpOnly; SameSite=Strict")
    expect(weaknesses(page)).to_contain_text("5,003 bytes")


# --- What is wrong, and where ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pasted", "words"),
    [
        ("eyJhbGciOiJub25lIn0", "has 3 parts with dots between them, an encrypted one 5; here is 1"),
        (rfc.HS256.replace("J9.ey", "J9=.ey"), "base64url carries no padding. At character 41"),
        (rfc.HS256.replace("CVP-", "CVP+"), "base64url writes - for +. At character 149"),
        ("eyJhbGciOn0.e30.", "The header is not JSON"),
        ("W10.e30.", "The header is JSON, but not an object"),
        ("-----BEGIN PUBLIC KEY-----", "This is a key, not a token"),
        ("hello", "neither a token"),
    ],
)
def test_bad_input_is_told_what_is_wrong_and_where(pasted: str, words: str, page: Page) -> None:
    paste(page, pasted)
    alert = page.locator("#credential-fault")
    expect(alert).to_contain_text(words)
    expect(page.get_by_label("Token or cookie")).to_have_attribute("aria-invalid", "true")
    paste(page, rfc.HS256)
    expect(alert).to_be_hidden()


def test_a_key_that_is_none_is_told_beside_its_field(page: Page) -> None:
    paste(page, rfc.RS256, key="-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----")
    expect(page.locator("#own-key-fault")).to_contain_text("openssl x509 -pubkey")


# --- Conversions ----------------------------------------------------------------------------------------------------


def test_a_key_is_converted_and_back(page: Page) -> None:
    page.get_by_label("JWK, JWKS or PEM").fill(json.dumps(rfc.ES256_KEY))
    out = page.get_by_label("In the other form")
    expect(out).to_have_value(PEM)
    page.get_by_label("JWK, JWKS or PEM").fill(out.input_value())
    expect(out).not_to_have_value(PEM)
    assert json.loads(out.input_value()) == rfc.ES256_KEY


def test_claims_are_converted_and_back(page: Page) -> None:
    page.get_by_label("JSON", exact=True).fill('{"sub": "7"}')
    encoded = page.get_by_label("base64url", exact=True)
    expect(encoded).to_have_value("eyJzdWIiOiI3In0")
    encoded.fill("eyJzdWIiOiI4In0")
    expect(page.get_by_label("JSON", exact=True)).to_have_value('{\n  "sub": "8"\n}')


def test_what_travels_is_shown_as_header_cookie_and_command_and_read_again(page: Page, live_node: LiveNode) -> None:
    paste(page, rfc.HS256)
    curl = page.get_by_role("region", name="curl").inner_text()
    assert curl == f"curl '{live_node.url}/api/me/' -H 'Authorization: Bearer {rfc.HS256}'"
    paste(page, curl)
    expect(member(page, "iss")).to_contain_text("joe")


# --- The visitor's own ----------------------------------------------------------------------------------------------


def test_my_session_and_a_token_of_mine_are_shown_without_their_secrets(new_device: Device) -> None:
    page = new_device()
    sign_in(page, "ann")
    page.goto("/inspector/")
    tokens: list[str] = []
    page.on("response", lambda answer: tokens.append(answer.text()) if "exchange" in answer.url else None)
    page.get_by_role("button", name="Show my session").click()
    mine = page.locator("#mine-session")
    expect(mine).to_contain_text("no script can read it")
    expect(mine).to_contain_text("Ends at the latest")
    page.get_by_role("button", name="Show a token of mine").click()
    expect(page.locator("#mine-token")).to_contain_text("verified")
    expect(page.locator("#mine-token")).to_contain_text("ann@example.org")

    cookie = next(each for each in page.context.cookies() if each["name"] == "sessionid")["value"]
    access = json.loads(tokens[0])["access"]
    shown = page.content()
    assert cookie not in shown
    assert access.split(".")[2] not in shown
    assert access.split(".")[1] in page.locator("#mine-token .bytes").inner_text()
    answer = httpx.get(f"{page.url.removesuffix('/inspector/')}/api/me/", headers={"Authorization": f"Bearer {access}"})
    assert answer.status_code == 401
    assert violations(page) == []


def test_who_is_not_signed_in_is_shown_the_way(page: Page) -> None:
    page.locator("#mine").get_by_role("link", name="Sign in").click()
    page.get_by_label("User name").fill("ben")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/inspector/")
    expect(page.get_by_role("button", name="Show my session")).to_be_visible()


# --- Privacy, keyboard, sight ---------------------------------------------------------------------------------------


def test_nothing_is_sent_stored_or_put_into_the_address(page: Page) -> None:
    page.wait_for_load_state("networkidle")
    asked: list[str] = []

    def keep(request: Request) -> None:
        asked.append(request.url)

    page.on("request", keep)
    page.get_by_label("Token or cookie").press_sequentially(rfc.HS256[:60])
    paste(page, rfc.HS256, key=rfc.HS256_KEY)
    expect(status(page)).to_contain_text("verified")
    signed(page, {}, {"sub": "7"})
    page.wait_for_load_state("networkidle")
    assert asked == []
    assert page.url.endswith("/inspector/")
    assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]


def test_an_example_has_an_address_and_what_is_typed_has_none(page: Page) -> None:
    page.get_by_role("combobox", name="Example").select_option("rfc7515-a3")
    expect(status(page)).to_contain_text("ES256, by the pasted key")
    assert page.url.endswith("/inspector/#rfc7515-a3")
    page.reload()
    expect(status(page)).to_contain_text("ES256, by the pasted key")
    page.get_by_label("Token or cookie").press_sequentially("x")
    assert page.url.endswith("/inspector/")


def test_a_stretch_of_the_token_and_its_member_light_up_together(page: Page) -> None:
    paste(page, rfc.HS256)
    stretch = page.get_by_role("button", name="exp, in the payload")
    stretch.hover()
    expect(member(page, "exp")).to_have_class("is-lit")
    expect(page.locator("#sections .is-lit")).to_have_count(1)
    member(page, "iss").hover()
    expect(page.get_by_role("button", name="iss, in the payload")).to_have_class("run is-lit")


def test_everything_works_by_keyboard(page: Page) -> None:
    page.get_by_label("Token or cookie").focus()
    page.keyboard.insert_text(rfc.HS256)
    page.keyboard.press("Tab")
    expect(page.get_by_role("combobox", name="Example")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="typ, in the header")).to_be_focused()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    expect(page.get_by_role("button", name="exp, in the payload")).to_be_focused()
    expect(member(page, "exp")).to_have_class("is-lit")
    page.keyboard.press("Enter")
    expect(member(page, "exp").get_by_role("button")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="exp, in the payload")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_label("A key that you paste")).to_be_checked()
    page.keyboard.press("Tab")
    page.keyboard.insert_text(json.dumps(rfc.HS256_KEY))
    expect(status(page)).to_contain_text("verified")


@pytest.mark.parametrize(
    "pasted", ["", rfc.HS256, rfc.RSA_OAEP, CARELESS, "hello"], ids=["empty", "JWS", "JWE", "cookie", "bad"]
)
def test_it_is_accessible_in_light_and_dark_and_fits_a_phone(pasted: str, new_device: Device) -> None:
    page = new_device(viewport=PHONE)
    page.goto("/inspector/")
    paste(page, pasted)
    assert fits(page)
    assert violations(page) == []


def test_without_scripts_the_page_says_why_it_needs_them(new_device: Device) -> None:
    page = new_device(java_script_enabled=False)
    page.goto("/inspector/")
    expect(page.locator("noscript")).to_be_visible()
    assert "The inspector needs scripts" in page.locator("noscript").inner_html()
    expect(page.get_by_label("Token or cookie")).to_be_hidden()
