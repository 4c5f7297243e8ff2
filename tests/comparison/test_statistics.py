import pytest
from hypothesis import given
from hypothesis import strategies as st

from comparison.statistics import growth, p50, p95, per_one, percentile, reached_at, share_pct, summarise

measured = st.lists(st.floats(min_value=0, max_value=1e9), min_size=1, max_size=200)


@given(measured, st.floats(min_value=0, max_value=1))
def test_a_percentile_is_one_of_the_values_and_enough_of_them_do_not_exceed_it(
    values: list[float], share: float
) -> None:
    found = percentile(values, share)
    assert found in values
    assert sum(value <= found for value in values) >= share * len(values) - 1e-6


@given(measured)
def test_a_summary_is_in_order(values: list[float]) -> None:
    summary = summarise(values)
    assert summary.n == len(values)
    assert summary.least <= summary.p50 <= summary.p95 <= summary.p99 <= summary.most


@given(measured)
def test_the_order_of_the_values_does_not_matter(values: list[float]) -> None:
    assert summarise(sorted(values, reverse=True)) == summarise(values)


def test_known_percentiles() -> None:
    values = list(range(1, 101))
    assert (p50(values), p95(values), percentile(values, 0), percentile(values, 1)) == (50, 95, 1, 100)


@pytest.mark.parametrize("share", [-0.1, 1.1])
def test_a_share_outside_0_to_1_is_an_error(share: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        percentile([1], share)


def test_nothing_has_no_percentile() -> None:
    with pytest.raises(ValueError, match="at least one"):
        p50([])


def test_a_share_of_a_total_is_in_hundredths() -> None:
    assert per_one(20, 10) == 2
    assert per_one(1, 3) == 0.33


def test_a_share_is_in_per_cent() -> None:
    assert share_pct(1, 3) == 33.3
    assert share_pct(0, 0) == 0


def test_a_straight_line_reaches_its_limit_or_never_does() -> None:
    assert growth({0: 100, 10: 200, 20: 300}) == 10
    assert reached_at(1000, {0: 100, 20: 300}) == 90
    assert reached_at(1000, {0: 100, 20: 100}) is None
