"""A page that stays signed in by the hybrid transport, and what can be seen of it from outside."""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Cookie, Page, Request

from tests.password import PASSWORD

CLIENT = "/static/api/auth-client.js"
# A page of the site that runs no script of its own.
QUIET = "/accounts/login/"
REFRESH = "POST /api/token/refresh/"
WITHOUT_LOCKS = "Object.defineProperty(Navigator.prototype, 'locks', { value: undefined })"
WITHOUT_CHANNEL = "delete globalThis.BroadcastChannel"


@dataclass
class Wire:
    """Every request of a browser: `calls` as method and path, `tokens` as the page sent them."""

    calls: list[str] = field(default_factory=list)
    tokens: list[str] = field(default_factory=list)

    def over(self, context: BrowserContext) -> None:
        context.on("request", self._sent)

    def count(self, call: str) -> int:
        return self.calls.count(call)

    def forget(self) -> None:
        self.calls.clear()
        self.tokens.clear()

    def _sent(self, request: Request) -> None:
        self.calls.append(f"{request.method} {urlsplit(request.url).path}")
        if (bearer := request.headers.get("authorization", "")).startswith("Bearer "):
            self.tokens.append(bearer.removeprefix("Bearer "))


@dataclass(frozen=True)
class Browser:
    """One browser, as one person has it: its tabs share the cookies."""

    context: BrowserContext
    wire: Wire

    def open_tab(self, path: str = QUIET) -> "Tab":
        """With `auth`, an AuthClient that nobody has asked yet, and `changes`, what it has told."""
        page = self.context.new_page()
        page.goto(path)
        tab = Tab(page)
        tab.load_client()
        return tab

    @property
    def cookie(self) -> Cookie | None:
        """The refresh token's."""
        return next((cookie for cookie in self.context.cookies() if cookie["name"] == "refresh"), None)


@dataclass(frozen=True)
class Tab:
    page: Page

    def load_client(self) -> None:
        self.page.evaluate(
            """async (client) => {
                 const { AuthClient } = await import(client);
                 window.auth = new AuthClient();
                 window.changes = [];
                 auth.onChange((signedIn) => changes.push(signedIn));
               }""",
            CLIENT,
        )

    def sign_in(self, username: str = "ann", password: str = PASSWORD) -> None:
        self.page.evaluate("(credentials) => auth.signIn(credentials)", {"username": username, "password": password})

    def restore(self) -> bool:
        return bool(self.page.evaluate("auth.restore()"))

    def me(self) -> int:
        """The status of a call."""
        return int(self.page.evaluate("auth.fetch('/api/me/').then((answer) => answer.status)"))

    def error(self, call: str) -> Any:
        """The `code`, `status` and `retryAfter` with which a call failed; `name` where it is no AuthError."""
        return self.page.evaluate(
            f"{call}.then(() => null, ({{ name, code, status, retryAfter }}) =>"
            " (name === 'AuthError' ? { code, status, retryAfter } : { name }))"
        )

    @property
    def signed_in(self) -> bool | None:
        signed_in: bool | None = self.page.evaluate("auth.signedIn")
        return signed_in

    def wait_for(self, condition: str) -> None:
        """Playwright's own wait_for_function needs eval, which the site's CSP refuses."""
        self.page.evaluate(
            f"""async () => {{
                  const deadline = performance.now() + 3_000;
                  while (!({condition})) {{
                    if (performance.now() > deadline) throw new Error(`waited in vain for {condition}`);
                    await new Promise((resolve) => setTimeout(resolve, 10));
                  }}
                }}"""
        )
