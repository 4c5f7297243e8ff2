"""A browser's cookie jar, as far as one site on one host needs it (RFC 6265, 5.3 and 5.4)."""

from comparison.exchange import Exchange


class Jar:
    def __init__(self) -> None:
        self._cookies: dict[str, tuple[str, str]] = {}

    def update(self, exchange: Exchange) -> None:
        """Takes what the answer sets, and drops what it deletes."""
        for name, morsel in exchange.cookies.items():
            if morsel["max-age"] == "0" or morsel["max-age"] == 0:
                self._cookies.pop(name, None)
            else:
                self._cookies[name] = (morsel.coded_value, morsel["path"] or "/")

    def get(self, name: str) -> str:
        """The cookie's value; KeyError where there is none."""
        return self._cookies[name][0]

    def __contains__(self, name: str) -> bool:
        return name in self._cookies

    def header(self, path: str) -> list[tuple[str, str]]:
        """The `Cookie` header for a request to that path: one header, or none."""
        pairs = [f"{name}={value}" for name, (value, scope) in self._cookies.items() if _within(path, scope)]
        return [("Cookie", "; ".join(pairs))] if pairs else []

    @property
    def held_bytes(self) -> int:
        return sum(len(name) + 1 + len(value) for name, (value, _) in self._cookies.items())


def _within(path: str, scope: str) -> bool:
    return path == scope or path.startswith(scope if scope.endswith("/") else scope + "/")
