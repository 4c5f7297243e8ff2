"""Pure functions over measurements. None of them alters its argument; none accepts an empty one."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Summary:
    """A distribution in six numbers, in the unit of its values."""

    n: int
    least: float
    p50: float
    p95: float
    p99: float
    most: float


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least `share` (0 to 1) of the values do not exceed: nearest rank, no interpolation."""
    if not values:
        raise ValueError("a percentile needs at least one value")
    if not 0 <= share <= 1:
        raise ValueError(f"a share lies between 0 and 1, not {share}")
    rank = max(1, math.ceil(share * len(values)))
    return sorted(values)[rank - 1]


def p50(values: Sequence[float]) -> float:
    return percentile(values, 0.50)


def p95(values: Sequence[float]) -> float:
    return percentile(values, 0.95)


def p99(values: Sequence[float]) -> float:
    return percentile(values, 0.99)


def summarise(values: Sequence[float]) -> Summary:
    return Summary(
        n=len(values), least=min(values), p50=p50(values), p95=p95(values), p99=p99(values), most=max(values)
    )


def share_pct(part: float, whole: float) -> float:
    """`part` of `whole` in per cent, to one decimal; nothing of nothing is nothing."""
    return round(100 * part / whole, 1) if whole else 0.0


def per_one(total: float, count: int) -> float:
    """`total` shared by `count`, in hundredths, so that 20 rows of 10 sign-ins read as 2 and not as 2.0000001."""
    return round(total / count, 2)


def growth(lengths: Mapping[int, int]) -> float:
    """What one more adds, from the least to the most that was measured: the slope of a straight line."""
    least, most = min(lengths), max(lengths)
    return (lengths[most] - lengths[least]) / (most - least)


def reached_at(limit: float, lengths: Mapping[int, int]) -> int | None:
    """How many there are when the line reaches the limit; None when it does not rise."""
    slope = growth(lengths)
    least = min(lengths)
    return math.floor(least + (limit - lengths[least]) / slope) if slope > 0 else None
