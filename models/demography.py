"""Where the age groups are heading: a log-linear trend in official counts, with its range.

Nobody is born, moves or dies here: a group is supposed to go on growing by the same share a year.
Whoever has a forecast by people who know the municipality has something better.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import stdtrit

from models.entities import Activity, Status
from models.pack import Pack
from models.parameters import Floats

# Fewer years than this is a jotting, not a trend to stretch over ten more.
LEAST_YEARS = 8
# The ends of a prediction interval of 5–95 %.
UPPER_TAIL = 0.95


@dataclass(frozen=True, slots=True)
class Expected:
    """What a trend leads to expect and the ends of its range: inhabitants, or times today."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Trend:
    """A line for ln(count) from the newest count on, its slope by least squares over all years.

    `spread` is how far a year's growth strays from the slope, `slope_error` how unsure the slope
    itself is, `freedom` the degrees of freedom they are measured with.
    """

    newest: int
    count: float
    slope: float
    spread: float
    slope_error: float
    freedom: int


@dataclass(frozen=True, slots=True)
class Population:
    """Official counts by year, and the trend in them, by (municipality code, age group).

    `groups` are together all inhabitants. A trend is None where too little is known to have one.
    """

    groups: tuple[str, ...]
    base_year: int
    counts: Mapping[tuple[str, str], Mapping[int, float]]
    trends: Mapping[tuple[str, str], Trend | None]


def trend_of(counts: Mapping[int, float]) -> Trend | None:
    """Return the trend in counts by year, or None when they are too few or some count is 0.

    The line starts where the newest count is, and its error grows year by year: a large class of
    children stays large, so what the last years have strayed does not come back by itself.
    """
    if len(counts) < LEAST_YEARS or min(counts.values()) <= 0:
        return None
    years = np.array(sorted(counts))
    newest = int(years[-1])
    # Counted in the newest count, what has never changed is exactly 1 and its logarithm exactly 0.
    logs = np.log(np.array([counts[int(year)] / counts[newest] for year in years]))
    away = years - years.mean()
    slope = float(away @ logs / (away @ away))
    gaps = np.diff(years)
    strayed = (np.diff(logs) - slope * gaps) / np.sqrt(gaps)
    freedom = len(strayed) - 1
    spread = float(np.sqrt(strayed @ strayed / freedom))
    # A year that strays lifts every later one: its pull on the slope is the sum of their weights.
    pull = np.cumsum(away[::-1])[::-1][1:] / (away @ away)
    return Trend(
        newest, counts[newest], slope, spread, spread * float(np.sqrt(gaps @ pull**2)), freedom
    )


def expected_by(trend: Trend, year: int) -> Expected:
    """Return the count that the trend leads to, with the prediction interval of 5–95 %."""
    ahead = year - trend.newest
    line = trend.slope * ahead
    error = float(np.sqrt(trend.spread**2 * abs(ahead) + (trend.slope_error * ahead) ** 2))
    # Student's t: so few years are an unsure measure of the spread as well.
    reach = float(stdtrit(trend.freedom, UPPER_TAIL)) * error
    low, value, high = trend.count * np.exp([line - reach, line, line + reach])
    return Expected(float(value), float(low), float(high))


def population(pack: Pack) -> Population:
    """Return the official counts of every municipality and age group, and their trends.

    What a municipality has entered itself is no official count; a forecast would bend its own line.
    """
    counts = {
        (m.code, group): {
            known.figure.year: known.figure.value
            for known in pack.key_figures.get(m.code, ())
            if known.key == group and known.figure.status is Status.OFFICIAL
        }
        for m in pack.municipalities
        for group in pack.age_groups
    }
    trends = {key: trend_of(found) for key, found in counts.items()}
    return Population(pack.age_groups, pack.base_year, counts, trends)


def groups_of(people: Population, activity: Activity) -> tuple[str, ...]:
    """Return the age groups that an activity's volume follows."""
    return activity.age_groups or people.groups


def today(people: Population, codes: Iterable[str], groups: Sequence[str]) -> float | None:
    """Return the official count in the base year, or None when some part of it is missing."""
    found = [people.counts[code, group].get(people.base_year) for code in codes for group in groups]
    known = [count for count in found if count is not None]
    return sum(known) if known and len(known) == len(found) else None


def expected(
    people: Population, codes: Iterable[str], groups: Sequence[str], year: int
) -> Expected | None:
    """Return what some municipalities and age groups add up to in a year, None if one lacks.

    A year that has been counted is as counted. The ends of the others are added up as if all were
    off in the same direction: too wide rather than too narrow.
    """
    found = [_expected_of(people, (code, group), year) for code in codes for group in groups]
    known = [part for part in found if part is not None]
    if not known or len(known) < len(found):
        return None
    return Expected(
        sum(e.value for e in known), sum(e.low for e in known), sum(e.high for e in known)
    )


def _expected_of(people: Population, key: tuple[str, str], year: int) -> Expected | None:
    trend, counted = people.trends[key], people.counts[key].get(year)
    if trend is None:
        return None
    return expected_by(trend, year) if counted is None else Expected(counted, counted, counted)


def growth(
    people: Population, codes: Sequence[str], groups: Sequence[str], year: int
) -> Expected | None:
    """Return the count to expect as a factor of the base year's, None when it is not known."""
    now, then = today(people, codes, groups), expected(people, codes, groups, year)
    if not now or then is None:
        return None
    return Expected(then.value / now, then.low / now, then.high / now)


def volume_growth(pack: Pack, years: Sequence[int]) -> Floats:
    """Return each activity's volume as a factor of the base year's, (M, A, years).

    Where no trend is known the volume stays as it is, 1: the table of the trends says where.
    """
    people = population(pack)
    factors = np.ones((len(pack.municipalities), len(pack.activities), len(years)))
    for i, m in enumerate(pack.municipalities):
        for j, activity in enumerate(pack.activities):
            for y, year in enumerate(years):
                found = growth(people, [m.code], groups_of(people, activity), year)
                if found is not None:
                    factors[i, j, y] = found.value
    return factors
