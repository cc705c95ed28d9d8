"""Where age groups, volumes and costs are heading if each group goes on as it has done."""

from collections.abc import Sequence
from dataclasses import dataclass

from models.demography import (
    LEAST_YEARS,
    Expected,
    Population,
    expected,
    groups_of,
    growth,
    population,
    today,
)
from models.entities import Activity, Figure, Status
from models.pack import Pack
from models.rules import RANK
from scenarios.setting import Setting

# How far ahead the tables look, in years from the pack's base year.
AHEAD = (5, 10)
# The code and the group of a row that is about all of them together.
ALL = ""
PEOPLE, TIMES, MONEY = "antal", "gånger dagens", "kr/år"
INHABITANTS = "folkmangd"
BECAUSE = (
    "Log-linjär trend: det senaste officiella antalet, framskrivet med lutningen enligt minsta "
    "kvadrat på antalets logaritm; spannet är trendens prognosintervall 5–95 %."
)
SUMMED = "Spannens ändar är hoplagda som om alla avvek åt samma håll."


@dataclass(frozen=True, slots=True)
class GroupRow:
    """One age group in one municipality; `group` or `code` ALL: all of them together.

    `today` is of the base year, `expected` and `change` (times today) of `years`. None: not known.
    """

    group: str
    code: str
    today: Figure | None
    expected: tuple[Figure | None, ...]
    change: tuple[Figure | None, ...]


@dataclass(frozen=True, slots=True)
class ActivityRow:
    """One activity in one municipality, or with `code` ALL in all: its volume and its own cost.

    `groups` are those the volume follows, none: all inhabitants. `growth` is times today.
    """

    activity: str
    code: str
    groups: tuple[str, ...]
    growth: tuple[Figure | None, ...]
    cost_today: Figure | None
    cost_expected: tuple[Figure | None, ...]


@dataclass(frozen=True, slots=True)
class Point:
    """One year of a line: the count, and as an index in which the base year is 100.

    What has been counted has no range; what is expected has.
    """

    year: int
    counted: bool
    count: float
    index: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Line:
    """One age group in one municipality year by year, counted and then expected."""

    group: str
    code: str
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Check:
    """What the trends had led to expect of a year beyond them that has since been counted."""

    code: str
    counted: Figure
    expected: Figure

    @property
    def within(self) -> bool:
        """Whether what was counted lies within the range."""
        return self.expected.low <= self.counted.value <= self.expected.high


@dataclass(frozen=True, slots=True)
class Outlook:
    """The whole of it. `lacking` are the (code, group) without enough years to have a trend."""

    base_year: int
    years: tuple[int, ...]
    follows: bool
    groups: tuple[GroupRow, ...]
    activities: tuple[ActivityRow, ...]
    lines: tuple[Line, ...]
    checks: tuple[Check, ...]
    lacking: tuple[tuple[str, str], ...]
    least_years: int = LEAST_YEARS

    def group(self, group: str, code: str = ALL) -> GroupRow:
        """Return the row of an age group in a municipality, or in all of them.

        Raises:
            KeyError: when there is no such row.
        """
        for row in self.groups:
            if (row.group, row.code) == (group, code):
                return row
        raise KeyError(group, code)

    def most_and_least(self, code: str = ALL) -> tuple[GroupRow, GroupRow] | None:
        """Return the age groups that grow most and least to the last year, None when not known."""
        known = [
            (row.change[-1].value, row)
            for row in self.groups
            if row.code == code and row.group != ALL and row.change[-1] is not None
        ]
        if not known:
            return None
        ordered = [row for _, row in sorted(known, key=lambda pair: pair[0])]
        return ordered[-1], ordered[0]


def outlook(setting: Setting) -> Outlook:
    """Return what the trends of the age groups say, whether or not the scenario follows them."""
    pack = setting.pack
    people = population(pack)
    years = tuple(pack.base_year + ahead for ahead in AHEAD)
    codes = [m.code for m in pack.municipalities]
    places = [(code, [code]) for code in codes] + [(ALL, codes)]
    kinds = [(group, (group,)) for group in people.groups] + [(ALL, people.groups)]
    return Outlook(
        base_year=pack.base_year,
        years=years,
        follows=setting.scenario.follows_trend,
        groups=tuple(
            _group_row(pack, people, (group, kind), (code, place), years)
            for group, kind in kinds
            for code, place in places
        ),
        activities=tuple(
            _activity_row(pack, people, activity, code, place, years)
            for activity in pack.activities
            for code, place in places
        ),
        lines=tuple(
            line
            for group in people.groups
            for code in codes
            if (line := _line(people, group, code, years[-1])) is not None
        ),
        checks=tuple(check for code in codes for check in _checks(pack, people, code)),
        lacking=tuple(key for key, trend in people.trends.items() if trend is None),
    )


def _group_row(
    pack: Pack,
    people: Population,
    kind: tuple[str, Sequence[str]],
    place: tuple[str, Sequence[str]],
    years: Sequence[int],
) -> GroupRow:
    (group, groups), (code, codes) = kind, place
    sources = _sources(pack, codes, groups)
    now = today(people, codes, groups)
    count = None if now is None else _counted(now, PEOPLE, people.base_year, sources)
    return GroupRow(
        group,
        code,
        count,
        tuple(
            _figure(expected(people, codes, groups, year), PEOPLE, year, sources) for year in years
        ),
        tuple(_figure(growth(people, codes, groups, year), TIMES, year, sources) for year in years),
    )


def _activity_row(
    pack: Pack,
    people: Population,
    activity: Activity,
    code: str,
    codes: Sequence[str],
    years: Sequence[int],
) -> ActivityRow:
    groups = groups_of(people, activity)
    sources = _sources(pack, codes, groups)
    costs = [_cost(pack, one, activity.key) for one in codes]
    return ActivityRow(
        activity.key,
        code,
        activity.age_groups,
        tuple(_figure(growth(people, codes, groups, year), TIMES, year, sources) for year in years),
        _added(costs),
        tuple(
            _added(
                [
                    _grown(cost, growth(people, [one], groups, year), year)
                    for one, cost in zip(codes, costs, strict=True)
                ]
            )
            for year in years
        ),
    )


def _line(people: Population, group: str, code: str, last: int) -> Line | None:
    """Return a group's line, None when it has no trend or nobody knows the base year's count."""
    counts = people.counts[code, group]
    base = counts.get(people.base_year)
    if not base or people.trends[code, group] is None:
        return None

    def point(year: int, counted: bool, found: Expected) -> Point:
        index, low, high = (x / base * 100 for x in (found.value, found.low, found.high))
        return Point(year, counted, found.value, index, low, high)

    points = [
        point(year, True, Expected(count, count, count)) for year, count in sorted(counts.items())
    ]
    for year in range(max(counts) + 1, last + 1):
        found = expected(people, [code], [group], year)
        if found is not None:
            points.append(point(year, False, found))
    return Line(group, code, tuple(points))


def _checks(pack: Pack, people: Population, code: str) -> list[Check]:
    """Return the newest official count of all inhabitants beyond the trends' own years."""
    newest = max((max(people.counts[code, g], default=0) for g in people.groups), default=0)
    later = [
        known.figure
        for known in pack.key_figures.get(code, ())
        if known.key == INHABITANTS
        and known.figure.status is Status.OFFICIAL
        and known.figure.year > newest
    ]
    if not later:
        return []
    counted = max(later, key=lambda figure: figure.year)
    sources = _sources(pack, [code], people.groups)
    found = expected(people, [code], people.groups, counted.year)
    figure = _figure(found, PEOPLE, counted.year, sources)
    return [] if figure is None else [Check(code, counted, figure)]


def _sources(pack: Pack, codes: Sequence[str], groups: Sequence[str]) -> tuple[str, ...]:
    """Return the sources of the official counts that the trends stand on."""
    return tuple(
        sorted(
            {
                source
                for code in codes
                for known in pack.key_figures.get(code, ())
                if known.key in groups and known.figure.status is Status.OFFICIAL
                for source in known.figure.sources
            }
        )
    )


def _counted(value: float, unit: str, year: int, sources: tuple[str, ...]) -> Figure:
    return Figure(value, value, value, unit, Status.OFFICIAL, year, None, sources)


def _figure(
    found: Expected | None, unit: str, year: int, sources: tuple[str, ...]
) -> Figure | None:
    """Return what a trend says as a figure of its own, an estimate; None stays None."""
    if found is None:
        return None
    return Figure(
        found.value,
        found.low,
        found.high,
        unit,
        Status.ESTIMATE,
        year,
        None,
        sources,
        because=BECAUSE,
        note=SUMMED,
    )


def _cost(pack: Pack, code: str, activity: str) -> Figure | None:
    """Return the account's whole cost, as sure as the least sure of its parts."""
    account = pack.accounts[code, activity]
    value, ends = account.total_cost(pack.items), account.total_range(pack.items)
    parts = account.cost_figures(pack.items)
    if value is None or ends is None:
        return None
    return Figure(
        value,
        min(ends[0], value),
        max(ends[1], value),
        MONEY,
        max((part.status for part in parts), key=RANK.__getitem__),
        pack.base_year,
        pack.price_year,
        tuple(sorted({source for part in parts for source in part.sources})),
    )


def _grown(cost: Figure | None, times: Expected | None, year: int) -> Figure | None:
    """Return the cost if it follows the volume: an estimate at best, the range of both in it."""
    if cost is None or times is None:
        return None
    return Figure(
        cost.value * times.value,
        cost.low * times.low,
        cost.high * times.high,
        cost.unit,
        max(cost.status, Status.ESTIMATE, key=RANK.__getitem__),
        year,
        cost.price_year,
        cost.sources,
        because="Kostnaden i dag gånger volymens tillväxt.",
    )


def _added(figures: Sequence[Figure | None]) -> Figure | None:
    """Return the sum with the ends added up, None when some part is missing."""
    known = [figure for figure in figures if figure is not None]
    if not known or len(known) < len(figures):
        return None
    first = known[0]
    return Figure(
        sum(f.value for f in known),
        sum(f.low for f in known),
        sum(f.high for f in known),
        first.unit,
        max((f.status for f in known), key=RANK.__getitem__),
        first.year,
        first.price_year,
        tuple(sorted({source for f in known for source in f.sources})),
        because=first.because,
    )
