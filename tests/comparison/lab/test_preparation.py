from pathlib import Path

import pytest

from comparison.errors import LabError
from comparison.lab import environment, preparation


def test_a_database_that_cannot_be_prepared_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environment, "CHECKOUT", tmp_path)
    with pytest.raises(LabError, match=r"prepare_lab_node failed: .*manage\.py"):
        preparation.prepare(tmp_path / "prepared")


def test_a_database_that_takes_too_long_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preparation, "WITHIN_SECONDS", 0)
    with pytest.raises(LabError, match="did not end within 0 s"):
        preparation.prepare(tmp_path / "prepared")
