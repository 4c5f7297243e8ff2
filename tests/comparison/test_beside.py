from threading import Event

import pytest

from comparison.beside import Beside


def test_the_result_is_waited_for() -> None:
    with Beside(lambda ended: 3) as beside:
        assert beside.result() == 3


def test_what_it_raised_is_raised_where_the_result_is_asked_for() -> None:
    def fail(ended: Event) -> None:
        raise ValueError("no")

    with Beside(fail) as beside, pytest.raises(ValueError, match="no"):
        beside.result()


def test_it_is_told_that_the_experiment_has_ended() -> None:
    seen: list[bool] = []
    with pytest.raises(KeyboardInterrupt), Beside(lambda ended: seen.append(ended.wait(30))):
        raise KeyboardInterrupt
    assert seen == [True]
