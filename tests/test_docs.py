"""What the README says is so."""

import json
import os
import re
import subprocess
from pathlib import Path

from tests.cast import PASSWORD
from tests.live_node import PROJECT, LiveNode

README = (PROJECT / "README.md").read_text()
SETTINGS = (PROJECT / "authcompare" / "settings.py").read_text()


def section(title: str) -> str:
    return README.split(f"\n## {title}\n")[1].split("\n## ")[0]


def variables_read() -> set[str]:
    return set(re.findall(r'environment\.\w+\(\s*"([A-Z_]+)"', SETTINGS))


def settings_table() -> dict[str, str]:
    """The default that the table gives for each variable."""
    return dict(re.findall(r"^\| `([A-Z_]+)` \| (.+?) \|", section("Settings"), re.MULTILINE))


def test_the_settings_table_lists_what_is_read_and_nothing_else() -> None:
    assert set(settings_table()) == variables_read()


def literal_defaults() -> list[tuple[str, str]]:
    """Those that settings.py writes down; the others are made of something else."""
    found = re.findall(r'environment\.\w+\(\s*"([A-Z_]+)",(?: \[[^]]+\],)? ("[^"{]+"|\d+)[,)]', SETTINGS)
    return [(variable, default.strip('"')) for variable, default in found]


def test_the_settings_table_gives_the_defaults() -> None:
    assert len(literal_defaults()) > 12
    table = settings_table()
    wrong = {variable: default for variable, default in literal_defaults() if f"`{default}`" not in table[variable]}
    assert wrong == {}


def test_the_rooms_that_are_named_exist() -> None:
    named = re.findall(r"^(\w+)/ ", section("Where things are"), re.MULTILINE)
    assert len(named) == 8
    assert all((PROJECT / name).is_dir() for name in named)


def test_what_is_linked_exists() -> None:
    for page in (PROJECT / "README.md", PROJECT / "CONTRIBUTING.md", *(PROJECT / "docs").glob("*.md")):
        links = re.findall(r"\]\((?!https?:)([^)#]+)\)", page.read_text())
        assert all((page.parent / link).exists() for link in links), page


def test_the_make_targets_that_are_named_exist() -> None:
    makefile = (PROJECT / "Makefile").read_text()
    named = set(re.findall(r"\bmake ([a-z]+)\b", README + (PROJECT / "CONTRIBUTING.md").read_text()))
    assert {name for name in named if f"\n{name}:" not in makefile} == set()


def test_the_tour_of_the_api_works_as_written(live_node: LiveNode, tmp_path: Path) -> None:
    (tmp_path / "var").mkdir()
    (tmp_path / "var" / "demo_cast.json").write_text(json.dumps({"ann": PASSWORD}))
    tour = next(block for block in re.findall(r"```sh\n(.*?)```", README, re.DOTALL) if "curl" in block)
    script = tour.replace("http://127.0.0.1:8000", live_node.url)
    env = {"PATH": os.environ["PATH"]}
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script], cwd=tmp_path, env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert '"username":"ann"' in done.stdout
    assert '"mode":"jwt"' in done.stdout
    assert done.stdout.rstrip().endswith('"code":"not_authenticated"}')
