"""What docs/compliance.md calls a test is one."""

import re
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
NAMED = sorted(set(re.findall(r"`(test_\w+)`", (PROJECT / "docs/compliance.md").read_text())))


@pytest.fixture(scope="module")
def written() -> set[str]:
    sources = (path.read_text() for path in (PROJECT / "tests").rglob("test_*.py"))
    return {name for source in sources for name in re.findall(r"^def (test_\w+)\(", source, re.MULTILINE)}


@pytest.mark.parametrize("name", NAMED)
def test_every_test_that_is_named_is_written(written: set[str], name: str) -> None:
    assert name in written


def test_there_are_many() -> None:
    assert len(NAMED) > 50
