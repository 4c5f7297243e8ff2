"""Pure functions over measurements. None of them alters its argument; none accepts an empty one."""

import math
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Summary:
    """A distribution in five numbers, in the unit of its values."""

    n: int
    least: float
    p50: float
    p95: float
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


def summarise(values: Sequence[float]) -> Summary:
    return Summary(n=len(values), least=min(values), p50=p50(values), p95=p95(values), most=max(values))


def per_one(total: float, count: int) -> float:
    """`total` shared by `count`, in hundredths, so that 20 rows of 10 sign-ins read as 2 and not as 2.0000001."""
    return round(total / count, 2)
