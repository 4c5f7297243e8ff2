from pathlib import Path

import pytest

from comparison.errors import RunUnderWay
from comparison.turn import Turn


def test_one_run_at_a_time(tmp_path: Path) -> None:
    lock = tmp_path / "compare.lock"
    assert not Turn(lock).is_taken()
    with Turn(lock).taken():
        assert Turn(lock).is_taken()
        with pytest.raises(RunUnderWay, match="still measuring"), Turn(lock, patience_s=0).taken():
            pass
    assert not Turn(lock).is_taken()
