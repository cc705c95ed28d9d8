"""Rounded parts add up to the rounded whole: a councillor will add the column."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.rounding import round_to_total

KRONOR = st.lists(
    st.floats(-1e9, 1e9, allow_nan=False).map(lambda x: round(x, 2)), min_size=0, max_size=30
)
UNITS = st.sampled_from([1.0, 10.0, 1e3, 1e5, 1e6])


@given(KRONOR, UNITS)
def test_the_parts_add_up_to_the_rounded_sum(values: list[float], unit: float) -> None:
    """The printed total is the total of what is printed."""
    rounded = round_to_total(values, unit)
    assert len(rounded) == len(values)
    expected = round(math.fsum(value / unit for value in values)) * unit
    assert math.fsum(rounded) == pytest.approx(expected, abs=unit * 1e-6)


@given(KRONOR, UNITS)
def test_no_part_moves_a_whole_unit(values: list[float], unit: float) -> None:
    """A part is rounded up or down, never to a figure that is not its own."""
    for value, shown in zip(values, round_to_total(values, unit), strict=True):
        assert abs(shown - value) < unit * (1 + 1e-9)
        assert shown / unit == pytest.approx(round(shown / unit), abs=1e-6)


@given(KRONOR)
def test_whole_kronor_stay_as_they_are(values: list[float]) -> None:
    """What needs no rounding is not touched."""
    whole = [float(round(value)) for value in values]
    assert round_to_total(whole, 1.0) == whole


def test_the_largest_remainders_are_rounded_up() -> None:
    """0.4 + 0.4 + 0.4 = 1.2 rounds to 1, and the first of the equals gets it."""
    assert round_to_total([0.4, 0.4, 0.4], 1) == [1, 0, 0]
    assert round_to_total([1500, 2600, -400], 1000) == [1000, 3000, 0]


@pytest.mark.parametrize("unit", [0, -1])
def test_a_unit_that_is_not_above_zero_is_refused(unit: float) -> None:
    """Dividing by nothing is an error at once, not a strange table later."""
    with pytest.raises(ValueError, match=str(unit)):
        round_to_total([1.0], unit)
