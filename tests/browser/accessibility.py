"""What axe-core finds on a page, in light and in dark: `assert violations(page) == []`."""

from typing import Literal

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
# A colour that is still on its way to the other scheme would be measured half-way.
WITHOUT_TRANSITIONS = """() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync("*, *::before, *::after { transition: none !important; animation: none !important; }");
    document.adoptedStyleSheets = [sheet];
}"""


def violations(page: Page) -> list[str]:
    """One line for each rule that is broken and element that breaks it, of the page as it now stands."""
    page.evaluate(WITHOUT_TRANSITIONS)
    return [line for scheme in SCHEMES for line in _violations(page, scheme)]


def _violations(page: Page, scheme: Scheme) -> list[str]:
    page.emulate_media(color_scheme=scheme)
    found = Axe().run(page).response["violations"]
    return [
        f"{scheme}: {violation['id']} at {' '.join(map(str, node['target']))}: {node['failureSummary']}"
        for violation in found
        for node in violation["nodes"]
    ]
