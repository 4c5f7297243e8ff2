"""The colours of the style sheet, as pairs: WCAG 2.2 AA in light and in dark."""

import re
from pathlib import Path

import pytest

STYLE_SHEET = Path(__file__).parents[2] / "authcompare/static/authcompare/site.css"
PAIRS = dict(re.findall(r"--([a-z-]+): light-dark\((#\w{6}, #\w{6})\)", STYLE_SHEET.read_text()))
SCHEMES = {"light": 0, "dark": 1}
TEXTS = ("ink", "muted", "alert", "session", "jwt", "jwt-revocable", "hybrid")
SURFACES = ("paper", "surface", "sunken")


def colour(name: str, scheme: str) -> str:
    return PAIRS[name].split(", ")[SCHEMES[scheme]]


def luminance(colour: str) -> float:
    """WCAG 2.2, relative luminance."""
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("surface", SURFACES)
def test_text_can_be_read_on_every_surface(text: str, surface: str, scheme: str) -> None:
    assert contrast(colour(text, scheme), colour(surface, scheme)) >= 4.5


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("surface", SURFACES)
def test_the_border_of_a_control_can_be_seen(surface: str, scheme: str) -> None:
    assert contrast(colour("line-strong", scheme), colour(surface, scheme)) >= 3


@pytest.mark.parametrize("scheme", SCHEMES)
def test_an_error_can_be_read_on_its_own_ground(scheme: str) -> None:
    assert contrast(colour("alert", scheme), colour("alert-wash", scheme)) >= 4.5
