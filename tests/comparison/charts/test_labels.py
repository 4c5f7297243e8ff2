import itertools

from hypothesis import given
from hypothesis import strategies as st

from comparison.charts.labels import apart


def test_labels_with_room_stay_where_they_want_to_be() -> None:
    assert apart([10, 50, 90], gap=16, lowest=0, highest=100) == [10, 50, 90]


def test_labels_that_would_stand_upon_each_other_move_apart_in_their_order() -> None:
    assert apart([50, 50, 48], gap=16, lowest=0, highest=200) == [64, 80, 48]


def test_at_the_edge_they_move_inwards() -> None:
    assert apart([98, 99], gap=16, lowest=0, highest=100) == [84, 100]


@given(st.lists(st.floats(0, 100), max_size=12))
def test_they_are_within_the_bounds_and_as_far_apart_as_there_is_room(wanted: list[float]) -> None:
    places = sorted(apart(wanted, gap=16, lowest=0, highest=100))
    assert len(places) == len(wanted)
    assert all(-1e-6 <= place <= 100 + 1e-6 for place in places)
    gap = min(16, 100 / max(1, len(wanted) - 1))
    assert all(after - before >= gap - 1e-6 for before, after in itertools.pairwise(places))
