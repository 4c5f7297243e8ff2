import pytest

from comparison.experiments import EXPERIMENTS
from comparison.narration import Doing
from comparison.rendering.progress import told
from comparison.runner import ExperimentStarted


def tell(capsys: pytest.CaptureFixture[str], *, quiet: bool) -> str:
    with told(EXPERIMENTS, quiet=quiet) as listener:
        listener(ExperimentStarted("state"))
        listener(Doing("state", "jwt", "signing in 10 times"))
        listener(ExperimentStarted("scaling"))
        listener(Doing("scaling", "hybrid", "calling"))
    return capsys.readouterr().err


def test_whoever_watches_sees_what_is_being_done(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "120")
    assert "scaling: hybrid: calling" in tell(capsys, quiet=False)


def test_a_log_has_one_line_for_each_experiment(capsys: pytest.CaptureFixture[str]) -> None:
    assert tell(capsys, quiet=False).splitlines() == ["Measuring state", "Measuring scaling"]


def test_quiet_is_quiet(capsys: pytest.CaptureFixture[str]) -> None:
    assert tell(capsys, quiet=True) == ""
