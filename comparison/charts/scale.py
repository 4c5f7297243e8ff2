"""Where a value stands between the left edge of a chart and its right one, in per cent, and where its ticks are."""

import math
from dataclasses import dataclass
from typing import Protocol

# As many as can be told apart on a phone.
MOST_TICKS = 5


class Scale(Protocol):
    @property
    def ticks(self) -> tuple[float, ...]: ...

    def position(self, value: float) -> float:
        """0 to 100; what lies outside stands at the edge."""


@dataclass(frozen=True)
class Linear:
    """From 0 to a round number that is not below `most`."""

    most: float

    @property
    def step(self) -> float:
        return _round_step(self._most / (MOST_TICKS - 1))

    @property
    def end(self) -> float:
        return self.step * math.ceil(round(self._most / self.step, 9))

    @property
    def _most(self) -> float:
        """Where all is nothing, there is a scale nevertheless."""
        return self.most or 1

    @property
    def ticks(self) -> tuple[float, ...]:
        return tuple(round(self.step * number, 9) for number in range(round(self.end / self.step) + 1))

    def position(self, value: float) -> float:
        return _within(100 * value / self.end)


@dataclass(frozen=True)
class Logarithmic:
    """From one power of ten to another; nothing is 0 on it, so what is smaller than `least` stands at the left edge."""

    least: float
    most: float

    @property
    def first(self) -> int:
        return math.floor(math.log10(self.least))

    @property
    def last(self) -> int:
        return max(self.first + 1, math.ceil(round(math.log10(self.most), 9)))

    @property
    def ticks(self) -> tuple[float, ...]:
        every = math.ceil((self.last - self.first) / (MOST_TICKS - 1))
        return tuple(10.0**power for power in range(self.first, self.last + 1, every))

    def position(self, value: float) -> float:
        if value <= 0:
            return 0.0
        return _within(100 * (math.log10(value) - self.first) / (self.last - self.first))


def _round_step(rough: float) -> float:
    """The smallest of 1, 2, 2.5, 5, 10 times a power of ten that is not below `rough`."""
    power = 10.0 ** math.floor(math.log10(rough))
    return next(factor * power for factor in (1, 2, 2.5, 5, 10) if factor * power >= rough * (1 - 1e-9))


def _within(position: float) -> float:
    return round(min(100.0, max(0.0, position)), 3)
