"""What no page of the site may do: complain on the console, ask another origin, be wider than its window."""

from dataclasses import dataclass, field

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, WebError


@dataclass
class Watch:
    origin: str
    faults: list[str] = field(default_factory=list)

    def over(self, context: BrowserContext) -> None:
        context.on("console", self._said)
        context.on("weberror", self._failed)
        context.on("request", self._asked)
        context.on("requestfinished", self._answered)

    def _said(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and not _tells_the_page_s_own_status(message):
            self.faults.append(f"{message.type} at {message.location['url']}: {message.text}")

    def _failed(self, error: WebError) -> None:
        self.faults.append(f"error: {error.error}")

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((f"{self.origin}/", "data:")):
            self.faults.append(f"asked another origin: {request.url}")

    def _answered(self, request: Request) -> None:
        response = request.existing_response
        if response and response.status >= 400 and not request.is_navigation_request():
            self.faults.append(f"{response.status} for {request.url}")


def _tells_the_page_s_own_status(message: ConsoleMessage) -> bool:
    """The browser reports a page that is answered with 4xx, such as a form to be corrected, as an error."""
    page = message.page
    return (
        page is not None
        and message.text.startswith("Failed to load resource: the server responded with a status of 4")
        and message.location["url"] == page.url
    )


def fits(page: Page) -> bool:
    """Nothing stands beyond the window's edge."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))
