"""A run tells what happens in order, ends when it is told to, and leaves nothing of itself."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from threading import Thread

import pytest

from comparison import runner
from comparison.errors import Cancelled, RunTookTooLong, RunUnderWay
from comparison.experiments import Experiment, Measured
from comparison.figures import figure
from comparison.lab.lab import Lab
from comparison.modes import MODES
from comparison.narration import Doing, Narrator
from comparison.recording import Recording
from comparison.runner import Cancellation, Event, ExperimentFinished, ExperimentStarted, RunFinished, RunStarted
from comparison.turn import Turn


@dataclass(frozen=True)
class Counted:
    counted_rows: int = figure("Rows")


def experiment(run: Callable[[Lab, Narrator], object]) -> Experiment[Counted]:
    def measure(lab: Lab, narrator: Narrator) -> Measured[Counted]:
        run(lab, narrator)
        return Measured({mode.id: Counted(1) for mode in MODES})

    return Experiment(
        id="counting",
        title="Counting",
        question="How many?",
        why="",
        choices={"one": "One"},
        figures=Counted,
        run=measure,
        outcome=lambda measured: "one",
        finding=lambda measured: f"{measured['jwt'].counted_rows} row.",
        headlines=(),
    )


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    return tmp_path


def test_a_run_tells_its_events_in_order() -> None:
    told: list[Event] = []
    report = runner.run([experiment(lambda lab, narrator: narrator.doing("jwt", "counting"))], told.append)
    started, begun, doing, finished, ended = told
    assert started == RunStarted(("counting",))
    assert begun == ExperimentStarted("counting")
    assert doing == Doing("counting", "jwt", "counting")
    assert finished == ExperimentFinished("counting", report.experiments[0])
    assert ended == RunFinished(report)
    assert report.experiments[0].finding == "1 row."


def test_a_cancelled_run_ends_with_what_it_started(place: Path) -> None:
    cancellation = Cancellation()

    def cancel(lab: Lab, narrator: Narrator) -> None:
        Thread(target=cancellation.cancel).start()
        while True:
            lab.may_go_on()

    with pytest.raises(Cancelled):
        runner.run([experiment(cancel)], lambda event: None, cancellation=cancellation)
    assert list(place.iterdir()) == []


def test_a_run_that_takes_too_long_is_ended(place: Path) -> None:
    def dawdle(lab: Lab, narrator: Narrator) -> None:
        while True:
            narrator.doing("", "dawdling")

    with pytest.raises(RunTookTooLong, match=r"after 0\.1 s"):
        runner.run([experiment(dawdle)], lambda event: None, cancellation=Cancellation(longest_s=0.1))
    assert list(place.iterdir()) == []


def test_one_run_at_a_time_on_one_site(place: Path) -> None:
    turn = Turn(place / "lock", patience_s=0)

    def again(lab: Lab, narrator: Narrator) -> None:
        runner.run([], lambda event: None, turn=turn)

    with pytest.raises(RunUnderWay):
        runner.run([experiment(again)], lambda event: None, turn=turn)


def test_who_waits_for_a_turn_may_give_up(place: Path) -> None:
    turn, cancellation = Turn(place / "lock"), Cancellation()
    cancellation.cancel()
    with turn.taken(), pytest.raises(Cancelled):
        runner.run([], lambda event: None, turn=Turn(place / "lock"), cancellation=cancellation)


def test_a_recording_passes_on_what_it_hears() -> None:
    told: list[Event] = []
    recording = Recording(told.append)
    runner.run([experiment(lambda lab, narrator: None)], recording)
    assert isinstance(told[-1], RunFinished)
    assert recording.exchanges == []
