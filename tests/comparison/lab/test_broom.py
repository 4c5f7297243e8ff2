import signal
import sys
from pathlib import Path

from comparison.lab import broom
from embedded.processes import Process


def test_the_broom_removes_the_directory_when_it_is_asked_to_end(tmp_path: Path) -> None:
    place = tmp_path / "lab"
    (place / "deep").mkdir(parents=True)
    (place / "deep" / "file").touch()
    with Process([sys.executable, "-I", "-S", broom.__file__, str(place)]) as process:
        assert process.wait(0.2) is None
        process.send(signal.SIGINT)
        assert process.wait(0.2) is None
        assert place.exists()
        assert process.stop() == 0
    assert not place.exists()


def test_sweeping_what_is_gone_is_done_at_once(tmp_path: Path) -> None:
    broom.sweep(tmp_path / "gone")
    broom.sweep(tmp_path)
    assert not tmp_path.exists()
