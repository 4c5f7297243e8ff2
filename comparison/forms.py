"""Reads a form of a page, as a browser does that is about to submit it."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

from comparison.errors import WireError

_BUTTONS = {"submit", "button", "image", "reset", "file"}


@dataclass
class Form:
    """`fields` are what would be sent now; `options` are the values of each select, by what they read as."""

    fields: list[tuple[str, str]] = field(default_factory=list)
    options: dict[str, dict[str, str]] = field(default_factory=dict)

    def having(self, name: str, values: list[str]) -> list[tuple[str, str]]:
        """The fields with these values in the place of what `name` had."""
        return [(n, v) for n, v in self.fields if n != name] + [(name, value) for value in values]


def read(page: str, form_id: str) -> Form:
    """Raises WireError where the page has no such form."""
    reader = _Reader(form_id)
    reader.feed(page)
    if not reader.found:
        raise WireError(f"The page holds no form {form_id}.")
    return reader.form


class _Reader(HTMLParser):
    def __init__(self, form_id: str) -> None:
        super().__init__()
        self.form, self.found = Form(), False
        self._form_id, self._inside = form_id, False
        self._select = self._option = self._label = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._inside = has.get("id") == self._form_id
            self.found |= self._inside
        elif self._inside and tag == "input":
            self._input(has)
        elif self._inside and tag == "select":
            self._select = has.get("name", "")
            self.form.options[self._select] = {}
        elif self._inside and tag == "option":
            self._option, self._label = has.get("value", ""), ""
            if "selected" in has:
                self.form.fields.append((self._select, self._option))

    def handle_data(self, data: str) -> None:
        self._label += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = False
        elif self._inside and tag == "option":
            self.form.options[self._select][self._label.strip()] = self._option

    def _input(self, has: dict[str, str]) -> None:
        kind, name = has.get("type", "text"), has.get("name", "")
        ticked = kind not in {"checkbox", "radio"} or "checked" in has
        if name and ticked and kind not in _BUTTONS:
            self.form.fields.append((name, has.get("value", "on" if kind == "checkbox" else "")))
