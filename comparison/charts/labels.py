"""Labels that would stand upon each other, moved apart."""

from collections.abc import Sequence


def apart(wanted: Sequence[float], *, gap: float, lowest: float, highest: float) -> list[float]:
    """Places for labels that want to stand at `wanted`: at least `gap` apart, in the same order, within the bounds.

    Where there is not room for all of them they stand closer, evenly.
    """
    if not wanted:
        return []
    gap = min(gap, (highest - lowest) / max(1, len(wanted) - 1))
    order = sorted(range(len(wanted)), key=lambda number: wanted[number])
    places = [0.0] * len(wanted)
    floor = lowest
    for number in order:
        places[number] = floor = max(wanted[number], floor)
        floor += gap
    ceiling = highest
    for number in reversed(order):
        places[number] = ceiling = min(places[number], ceiling)
        ceiling -= gap
    return places
