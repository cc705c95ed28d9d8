"""Rounds a table so that the parts still add up to the whole: a councillor will add the column."""

import math
from collections.abc import Sequence


def round_to_total(values: Sequence[float], unit: float) -> list[float]:
    """Return the values in whole `unit`s, adding up to their rounded sum (largest remainder).

    Ties go to the first. Raises ValueError when `unit` is not above 0.
    """
    if unit <= 0:
        raise ValueError(unit)
    scaled = [value / unit for value in values]
    floors = [math.floor(value) for value in scaled]
    short = round(math.fsum(scaled)) - sum(floors)
    by_remainder = sorted(range(len(values)), key=lambda i: (floors[i] - scaled[i], i))
    up = set(by_remainder[:short])
    return [(floor + (i in up)) * unit for i, floor in enumerate(floors)]
