"""What a figure is: a number whose name ends in its unit, and whose label says what was counted."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, TypeAlias

# None means: not observed, where the experiment's own words say what that means.
Value: TypeAlias = int | float | None
Figures: TypeAlias = Mapping[str, Value]

UNITS: Mapping[str, str] = {
    "bytes": "B",
    "us": "µs",
    "ms": "ms",
    "s": "s",
    "pct": "%",
    "rows": "rows",
    "keys": "keys",
    "roles": "roles",
    "signins": "sign-ins",
    "requests": "requests",
    "refreshes": "refreshes",
    "facts": "facts",
    "members": "members",
    "statements": "statements",
    "commands": "commands",
}


@dataclass(frozen=True)
class Cell:
    """One figure in a table: its text, its unit, and what stands behind it (n, spread, limit)."""

    text: str
    unit: str
    detail: str


def figure(label: str) -> Any:
    """A field of a figures dataclass."""
    return field(metadata={"label": label})


def unit(name: str) -> str:
    """The unit at the end of a figure's name; KeyError where there is none."""
    return UNITS[name.rsplit("_", 1)[-1]]


def labels(kind: type[Any]) -> dict[str, str]:
    """The names and labels of a figures dataclass, in its order."""
    return {entry.name: entry.metadata["label"] for entry in fields(kind)}


def text(value: Value) -> str:
    """As a reader wants it: thousands apart, three digits at least, nothing that was not measured."""
    if value is None:
        return "-"
    if isinstance(value, int) or float(value).is_integer():
        return f"{int(value):,}"
    digits = 2 if abs(value) < 10 else 1 if abs(value) < 100 else 0
    return f"{value:,.{digits}f}"


def spelled(value: Value, name: str) -> str:
    return f"{text(value)} {unit(name)}".strip()


def counted(count: float, noun: str) -> str:
    """`1 row`, `2 rows`, `no rows`, `3 refreshes`."""
    plural = "" if count == 1 else "es" if noun.endswith("h") else "s"
    return f"{text(count) if count else 'no'} {noun}{plural}"
