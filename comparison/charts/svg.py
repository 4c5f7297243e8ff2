"""SVG elements as text. Everything is escaped; nothing carries a style, which the site's CSP would refuse."""

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

Attribute = str | float | None


def element(name: str, *children: str, **attributes: Attribute) -> SafeString:
    """`text_anchor` becomes `text-anchor` and `class_` becomes `class`; what is None is left out."""
    told = "".join(
        f' {_name(key)}="{conditional_escape(_value(value))}"' for key, value in attributes.items() if value is not None
    )
    inner = "".join(conditional_escape(child) for child in children)
    return mark_safe(f"<{name}{told}>{inner}</{name}>")  # noqa: S308 (each part was escaped above)


def percent(value: float) -> str:
    return f"{value:g}%"


def _name(key: str) -> str:
    # Attributes of SVG are case-sensitive: what has a capital keeps its form.
    return key.rstrip("_") if key.startswith(("viewBox", "preserveAspectRatio")) else key.rstrip("_").replace("_", "-")


def _value(value: Attribute) -> str:
    return value if isinstance(value, str) else f"{value:g}"
