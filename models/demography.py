"""Where the age groups are heading: a log-linear trend in official counts, with its range.

Nobody is born, moves or dies here: a group is supposed to grow by the same share each year as it
has done. A forecast made by those who know the municipality is better; this is what to set it by.
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
    """ln(count / unit) = level + slope · (year − centre), by least squares over `years` years.

    Counts are put in the newest count, `unit`: what has never changed is then exactly 1, and its
    logarithm exactly 0. `spread` is the standard deviation of what the line leaves unexplained,
    `width` is Σ (year − centre)².
    """

    unit: float
    centre: float
    level: float
    slope: float
    spread: float
    width: float
    years: int


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
    """Return the trend in counts by year, or None when they are too few or some count is 0."""
    years = sorted(counts)
    if len(years) < LEAST_YEARS or min(counts.values()) <= 0:
        return None
    unit = counts[years[-1]]
    logs = np.log(np.array([counts[year] / unit for year in years]))
    centre = float(np.mean(years))
    steps = np.array(years) - centre
    width = float(steps @ steps)
    level, slope = float(logs.mean()), float(steps @ logs) / width
    left = logs - level - slope * steps
    spread = float(np.sqrt(left @ left / (len(years) - 2)))
    return Trend(unit, centre, level, slope, spread, width, len(years))


def expected_by(trend: Trend, year: int) -> Expected:
    """Return the count that the trend leads to, with the prediction interval of 5–95 %."""
    away = year - trend.centre
    line = trend.level + trend.slope * away
    error = trend.spread * np.sqrt(1 + 1 / trend.years + away**2 / trend.width)
    # Student's t: what is left of so few years is itself an unsure measure of the spread.
    reach = float(stdtrit(trend.years - 2, UPPER_TAIL) * error)
    low, value, high = trend.unit * np.exp([line - reach, line, line + reach])
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
    """Return what the trends of some municipalities and age groups add up to, None if one lacks.

    The ends are added up as if all were off in the same direction: too wide rather than too narrow.
    """
    trends = [people.trends[code, group] for code in codes for group in groups]
    known = [expected_by(trend, year) for trend in trends if trend is not None]
    if not known or len(known) < len(trends):
        return None
    return Expected(
        sum(e.value for e in known), sum(e.low for e in known), sum(e.high for e in known)
    )


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
