import itertools

import pytest

from comparison.charts.scale import MOST_TICKS, Linear, Logarithmic


@pytest.mark.parametrize(
    "most, ticks",
    [
        (4, (0, 1, 2, 3, 4)),
        (100, (0, 25, 50, 75, 100)),
        (0.9, (0, 0.25, 0.5, 0.75, 1)),
        (3214, (0, 1000, 2000, 3000, 4000)),
        (0, (0, 0.25, 0.5, 0.75, 1)),
    ],
)
def test_ticks_are_round_and_reach_beyond_the_largest_value(most: float, ticks: tuple[float, ...]) -> None:
    assert Linear(most).ticks == ticks


@pytest.mark.parametrize("most", [0.001, 0.7, 1, 7, 19, 99, 101, 5_000_000])
def test_there_are_never_too_many_ticks_and_nothing_stands_outside(most: float) -> None:
    scale = Linear(most)
    assert 2 <= len(scale.ticks) <= MOST_TICKS
    assert 0 < scale.position(most) <= 100
    assert scale.position(scale.ticks[-1]) == 100


def test_on_a_logarithmic_scale_tenfold_is_the_same_step() -> None:
    scale = Logarithmic(0.8, 300_000)
    steps = [scale.position(tick) for tick in (0.1, 1, 10, 100)]
    assert [round(after - before, 2) for before, after in itertools.pairwise(steps)] == [14.29] * 3
    assert scale.position(0) == 0
    assert scale.ticks[0] == 0.1
    assert len(scale.ticks) <= MOST_TICKS


def test_a_logarithmic_scale_of_one_value_still_has_a_length() -> None:
    assert Logarithmic(10, 10).ticks == (10, 100)
