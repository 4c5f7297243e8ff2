"""docs/auth-client.md: what it lists is what the module has."""

import re

from tests.live_node import PROJECT

PAGE = (PROJECT / "docs" / "auth-client.md").read_text()
MODULE = (PROJECT / "api" / "static" / "api" / "auth-client.js").read_text()


def table(title: str) -> list[str]:
    """The first cells of a section's table."""
    return re.findall(r"^\| (`.+?`) \|", PAGE.split(f"\n## {title}\n")[1].split("\n## ")[0], re.MULTILINE)


def test_every_public_member_is_listed() -> None:
    of_the_client = MODULE.split("export class AuthClient")[1].split("\n}\n")[0]
    members = set(re.findall(r"^  (?:async |get )?(\w+)\(", of_the_client, re.MULTILINE)) - {"constructor"}
    assert members == set(re.findall(r"auth\.(\w+)", " ".join(table("What it does"))))


def test_every_code_is_listed() -> None:
    own = set(re.findall(r'new AuthError\(\s*"(\w+)"', MODULE)) | {"unavailable"}
    listed = set(re.findall(r"`(\w+)`", " ".join(table("Errors"))))
    assert own <= listed
    assert listed - own == {"wrong_password", "throttled", "invalid", "csrf"}


def test_the_figures_are_the_module_s() -> None:
    ahead, patience = (int(re.search(rf"const {name} = ([\d_]+)", MODULE)[1]) for name in ("AHEAD", "PATIENCE"))  # type: ignore[index]
    assert f"The last {ahead // 1000} seconds" in PAGE
    assert f"within {patience // 1000} seconds" in PAGE
