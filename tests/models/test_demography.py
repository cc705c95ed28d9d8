"""Where the age groups are heading: a trend that invents nothing and says how unsure it is."""

import math
import random
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.case import build_case
from models.demography import (
    LEAST_YEARS,
    Population,
    Trend,
    expected,
    expected_by,
    groups_of,
    growth,
    population,
    today,
    trend_of,
    volume_growth,
)
from models.entities import Figure, Status
from models.pack import KeyFigure, Pack, read_pack

VADSTENA = Path(__file__).parents[1] / "data" / "vadstena" / "0584-vadstena"
YEARS = range(2013, 2023)
AHEAD = range(2023, 2043)
COUNTS = st.lists(st.integers(1, 20_000), min_size=LEAST_YEARS, max_size=30)


def history(counts: list[int]) -> dict[int, float]:
    """Return the counts by year, the newest of them in 2022."""
    return {2023 - len(counts) + i: float(count) for i, count in enumerate(counts)}


def known_trend(counts: dict[int, float]) -> Trend:
    """Return a trend that there must be."""
    found = trend_of(counts)
    assert found is not None
    return found


def of_groups(**counts: dict[int, float]) -> Population:
    """Return a population of one municipality, ”m”, with these age groups."""
    by_group = {("m", group): found for group, found in counts.items()}
    return Population(
        tuple(counts), 2022, by_group, {key: trend_of(found) for key, found in by_group.items()}
    )


@given(count=st.integers(1, 20_000), years=st.integers(LEAST_YEARS, 30), ahead=st.integers(0, 30))
def test_what_has_never_changed_is_expected_to_the_inhabitant(
    count: int, years: int, ahead: int
) -> None:
    """Ten equal years must not become 0.9999 of today through rounding: then all results move."""
    people = of_groups(a=history([count] * years))
    found = growth(people, ["m"], ["a"], 2022 + ahead)

    assert found is not None
    assert (found.value, found.low, found.high) == (1.0, 1.0, 1.0)


@given(
    start=st.floats(10, 20_000),
    rate=st.floats(-0.05, 0.05),
    ahead=st.integers(1, 20),
)
def test_steady_growth_is_recovered(start: float, rate: float, ahead: int) -> None:
    """2 % a year for ten years goes on as 2 % a year, and nothing strays, so the range is none."""
    counts = {year: start * math.exp(rate * (year - 2013)) for year in YEARS}
    found = expected_by(known_trend(counts), 2022 + ahead)

    assert found.value == pytest.approx(start * math.exp(rate * (9 + ahead)), rel=1e-9)
    assert found.low == pytest.approx(found.high, rel=1e-6)


def test_the_slope_and_its_range_agree_with_the_sums_done_by_hand() -> None:
    """Eight years, ln count 0 but for the last, which is 0.7: every number can be followed.

    Years from the mean −3.5 … 3.5, squares 42; slope 3.5 · 0.7 / 42 = 0.058333. Growth strays by
    −0.058333 six times and by 0.641667 once: √((6 · 0.058333² + 0.641667²) / 6) = 0.268376. Pulls
    on the slope k(8 − k) / 84: their squares add up to 1 092 / 7 056 = 0.154762. Three years on,
    0.268376 · √(3 + 9 · 0.154762) = 0.562493, and t with 6 degrees of freedom is 1.943180.
    """
    counts = dict.fromkeys(range(2015, 2022), 100.0) | {2022: 100 * math.exp(0.7)}
    found = known_trend(counts)
    ahead = expected_by(found, 2025)

    assert found.slope == pytest.approx(0.0583333, abs=1e-6)
    assert found.spread == pytest.approx(0.268376, abs=1e-6)
    assert ahead.value == pytest.approx(100 * math.exp(0.7 + 0.175))
    assert math.log(ahead.high / ahead.value) == pytest.approx(1.943180 * 0.562493, abs=1e-5)
    assert math.log(ahead.value / ahead.low) == pytest.approx(1.943180 * 0.562493, abs=1e-5)


@given(counts=COUNTS, seed=st.integers(0, 1_000))
def test_the_order_of_the_rows_does_not_matter(counts: list[int], seed: int) -> None:
    """A table may be sorted by anything; the trend is the same to the last bit."""
    rows = list(history(counts).items())
    random.Random(seed).shuffle(rows)

    assert trend_of(dict(rows)) == trend_of(history(counts))


@given(counts=COUNTS, ahead=st.integers(1, 30))
def test_the_range_holds_the_value_and_widens_with_the_years(counts: list[int], ahead: int) -> None:
    """Nobody knows 2042 better than 2023."""
    trend = known_trend(history(counts))
    near, far = expected_by(trend, 2022 + ahead), expected_by(trend, 2023 + ahead)

    assert 0 <= near.low <= near.value <= near.high
    assert far.high / far.value >= near.high / near.value * (1 - 1e-12)


@given(counts=COUNTS, times=st.integers(2, 9))
def test_twice_as_many_people_have_the_same_trend(counts: list[int], times: int) -> None:
    """A trend is about shares: it may not depend on the municipality's size."""
    one = expected_by(known_trend(history(counts)), 2032)
    many = expected_by(known_trend(history([count * times for count in counts])), 2032)

    assert many.value == pytest.approx(one.value * times, rel=1e-9)
    assert many.high == pytest.approx(one.high * times, rel=1e-9)


@given(young=COUNTS, old=COUNTS, year=st.sampled_from(AHEAD))
def test_groups_add_up_to_all_inhabitants(young: list[int], old: list[int], year: int) -> None:
    """What is expected of all is what is expected of each, also at the ends of the range."""
    people = of_groups(a=history(young), b=history(old))
    parts = [expected(people, ["m"], [group], year) for group in ("a", "b")]
    whole = expected(people, ["m"], ["a", "b"], year)

    assert whole is not None
    for end in ("value", "low", "high"):
        assert getattr(whole, end) == sum(getattr(part, end) for part in parts)
    assert today(people, ["m"], ["a", "b"]) == young[-1] + old[-1]


def test_a_year_that_has_been_counted_is_as_counted() -> None:
    """A newer official count is a fact: the trend starts after it and not in the base year."""
    people = of_groups(a=history([100] * 10) | {2023: 90.0, 2024: 80.0})
    found = growth(people, ["m"], ["a"], 2024)

    assert found is not None
    assert (found.value, found.low, found.high) == (0.8, 0.8, 0.8)


def test_a_year_without_a_count_leaves_the_trend_as_it_was() -> None:
    """A hole in the statistics is a hole, and not a year of nothing."""
    counts = {year: 1_000 * 1.02 ** (year - 2013) for year in YEARS if year != 2017}

    assert expected_by(known_trend(counts), 2032).value == pytest.approx(1_000 * 1.02**19)


@pytest.mark.parametrize(
    "counts",
    [
        {},
        dict.fromkeys(range(2016, 2023), 100.0),
        {year: 0.0 if year == 2015 else 5.0 for year in YEARS},
    ],
    ids=["nothing", "seven years", "a zero"],
)
def test_too_little_gives_no_trend(counts: dict[int, float]) -> None:
    """What is missing is missing: no line is drawn through a handful of years or through zero."""
    assert trend_of(counts) is None
    people = of_groups(a=counts, b=history([100] * 10))
    assert expected(people, ["m"], ["a"], 2032) is None
    assert growth(people, ["m"], ["a", "b"], 2032) is None


def test_without_a_count_in_the_base_year_there_is_nothing_to_grow_from() -> None:
    """A factor is of something: without today's count it is not known, and not one."""
    counts = dict.fromkeys(range(2010, 2022), 100.0)

    assert growth(of_groups(a=counts), ["m"], ["a"], 2032) is None


# The shipped pack.


def test_every_shipped_group_has_a_trend(pack: Pack) -> None:
    """Ten official years in every municipality: nothing of the shipped pack is kept as today."""
    people = population(pack)

    assert all(trend is not None for trend in people.trends.values())
    assert {len(counts) for counts in people.counts.values()} == {10}


def test_the_volumes_follow_the_groups_of_the_pack(pack: Pack) -> None:
    """Eldercare follows the oldest, preschool the youngest, payroll everybody."""
    people = population(pack)
    factors = volume_growth(pack, [2032])[..., 0]
    codes = [m.code for m in pack.municipalities]
    for j, activity in enumerate(pack.activities):
        for i, code in enumerate(codes):
            found = growth(people, [code], groups_of(people, activity), 2032)
            assert found is not None
            assert factors[i, j] == found.value, (activity.key, code)
    follows = {activity.key: activity.age_groups for activity in pack.activities}
    assert follows["aldreomsorg"] == ("inv_80_plus",)
    assert follows["forskola"] == ("inv_0_5",)
    assert follows["lon"] == ()


def test_a_sixth_municipality_brings_its_age_groups_with_its_folder(pack_copy: Path) -> None:
    """Vadstena's folder is dropped in and its volumes have a trend like the others'."""
    shutil.copytree(VADSTENA, pack_copy / VADSTENA.name)
    six = read_pack(pack_copy).pack

    assert six is not None
    assert volume_growth(six, [2032]).shape[0] == 6
    assert all(trend is not None for trend in population(six).trends.values())


def without(pack: Pack, code: str, group: str) -> Pack:
    """Return the pack where one municipality lacks an age group's history but for the base year."""
    kept = tuple(
        known
        for known in pack.key_figures[code]
        if known.key != group or known.figure.year == pack.base_year
    )
    return replace(pack, key_figures={**pack.key_figures, code: kept})


def test_where_no_trend_is_known_the_volume_stays_as_today(pack: Pack) -> None:
    """A gap in one group keeps what follows it as it is, and moves nothing else."""
    j = [activity.key for activity in pack.activities].index("aldreomsorg")
    full = volume_growth(pack, [2032])
    holed = volume_growth(without(pack, "0513", "inv_80_plus"), [2032])

    assert holed[0, j, 0] == 1.0
    assert np.array_equal(holed[1:], full[1:])


def test_a_municipalitys_own_forecast_does_not_bend_the_official_line(pack: Pack) -> None:
    """Only what has been counted is history; a forecast among the figures would feed on itself."""
    guess = Figure(9e6, 9e6, 9e6, "antal", Status.REPORTED, 2030, None, ("kolada",))
    figures = (*pack.key_figures["0513"], KeyFigure("inv_80_plus", guess))
    bent = replace(pack, key_figures={**pack.key_figures, "0513": figures})

    assert population(bent) == population(pack)


def test_the_case_follows_the_trend_only_when_asked_to(pack: Pack) -> None:
    """Volumes as today are ones, so that no result moves before somebody has asked for it."""
    plain, grown = build_case(pack), build_case(pack, range(2027, 2038))

    assert (plain.growth == 1).all()
    assert np.array_equal(grown.growth, volume_growth(pack, range(2027, 2038)))
    some = [grown.index("lon"), grown.index("plan")]
    assert np.array_equal(grown.pick(some).growth, grown.growth[:, some])
