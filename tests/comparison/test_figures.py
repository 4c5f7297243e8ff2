import pytest

from comparison.figures import counted, text


@pytest.mark.parametrize(
    "value, shown",
    [
        (None, "-"),
        (0, "0"),
        (3.0, "3"),
        (0.876, "0.88"),
        (9.5, "9.50"),
        (12.34, "12.3"),
        (321.5, "322"),
        (12345, "12,345"),
    ],
)
def test_a_figure_reads_with_three_digits_at_least(value: float | None, shown: str) -> None:
    assert text(value) == shown


def test_nouns_follow_their_count() -> None:
    assert [counted(count, "row") for count in (0, 1, 2)] == ["no rows", "1 row", "2 rows"]
    assert counted(2, "refresh") == "2 refreshes"
