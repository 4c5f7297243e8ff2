"""A name for the device behind a User-Agent header, by which its owner knows it. The header is a claim, no proof."""

import re

UNKNOWN = "an unknown device"

# The first that occurs names it: most browsers claim to be an older one too, so the claimant stands before it.
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Vivaldi/", "Vivaldi"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("HeadlessChrome/", "Chromium"),
    ("Chromium/", "Chromium"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "ChromeOS"),
    ("Windows", "Windows"),
    ("Macintosh", "macOS"),
    ("Linux", "Linux"),
)
# What is no browser says its own name first: "curl/8.5.0", "python-httpx/0.28.1".
PROGRAM = re.compile(r"([A-Za-z][\w.+-]{0,39})(?:/|$)")


def describe(user_agent: str) -> str:
    """`Firefox on Windows`, `curl`, or `an unknown device`."""
    browser = _first(BROWSERS, user_agent) or _program(user_agent)
    system = _first(SYSTEMS, user_agent)
    if browser and system:
        return f"{browser} on {system}"
    return browser or system or UNKNOWN


def _first(names: tuple[tuple[str, str], ...], user_agent: str) -> str:
    return next((name for sign, name in names if sign in user_agent), "")


def _program(user_agent: str) -> str:
    found = PROGRAM.match(user_agent)
    return found[1] if found and found[1] != "Mozilla" else ""
