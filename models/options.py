"""The options of a plan: every whole arrangement that is open, reckoned and priced beforehand."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace

import numpy as np
from numpy.typing import NDArray

from models.alternatives import Reckoning, contracted, cooperation, merged
from models.alternatives import own as run_own
from models.arrangements import Arrangements, arrangements
from models.case import Bools, Case
from models.commuting import minutes_between
from models.cover import days_uncovered
from models.decisions import YEARS, Choice, Decisions
from models.entities import Alternative, Placement
from models.parameters import Floats, Suppositions
from models.place import longest_way, minutes_to_nearest, open_offices, travel_by_member
from models.transition import transition

WAYS = tuple(Alternative)
PATTERNS = tuple(Placement)
PLACED = (Placement.ONE_TOWN, Placement.LOCAL, Placement.HYBRID)
# Arrangements reckoned at a time: keeps memory bounded when there are many groups.
BLOCK = 512
LEAST_FTE = 1e-3


@dataclass(frozen=True, slots=True)
class Option:
    """A choice with its annual effect by member (SEK/year) and its whole burden."""

    choice: Choice
    annual: tuple[float, ...]
    one_off: float
    uncovered_days: float
    burden: float


@dataclass(frozen=True, slots=True)
class Options:
    """X options in a fixed order, column by column: what rules are decided and summed over.

    members (X, M); annual and priced (X, M) SEK/year, the second being the days without staff, the
    posts moved and the longer travel at the decided prices; one_off (X,) SEK; jobs (X, T) FTE by
    town, after − before; days (X,) without staff a year over the members; moved, staffed (X,) FTE;
    travel (X, M) minutes to the nearest office, longest (X,) the same from the furthest locality
    that gets a longer way than today;
    smallest_team (X,) FTE in the least staffed office, depth (X,) FTE with the rarest competence
    (NaN where none is named); no_notice_year (X,) the first start year in which posts go no faster
    than people leave of their own accord, ∞ for never; burden (X,) SEK/year; order (X,) the place
    in the full enumeration, by which ties are broken whatever has been left out.
    """

    case: Case
    activity: NDArray[np.intp]
    members: Bools
    way: NDArray[np.intp]
    seat: NDArray[np.intp]
    pattern: NDArray[np.intp]
    annual: Floats
    priced: Floats
    one_off: Floats
    jobs: Floats
    days: Floats
    moved: Floats
    staffed: Floats
    travel: Floats
    longest: Floats
    smallest_team: Floats
    depth: Floats
    no_notice_year: Floats
    burden: Floats
    order: NDArray[np.intp]

    def __len__(self) -> int:
        """Return X."""
        return len(self.activity)

    def keep(self, rows: Bools | NDArray[np.intp]) -> "Options":
        """Return only some of the options, by mask or by position."""
        return replace(
            self, **{f.name: getattr(self, f.name)[rows] for f in fields(self) if f.name != "case"}
        )

    @property
    def joint(self) -> Bools:
        """Where more than one municipality takes part, (X,)."""
        together: Bools = self.members.sum(axis=1) > 1
        return together

    @property
    def changed(self) -> Bools:
        """Where the activity is run in another way than today, (X,)."""
        return np.asarray(self.way != WAYS.index(Alternative.OWN))

    @property
    def merged(self) -> Bools:
        """Where the members have one organisation, (X,)."""
        return np.asarray(self.way == WAYS.index(Alternative.MERGED))

    @property
    def authority(self) -> Bools:
        """Where the activity exercises authority over the individual, (X,)."""
        return np.array([a.authority for a in self.case.activities])[self.activity]

    @property
    def visited(self) -> Bools:
        """Where inhabitants come to the activity's office, (X,)."""
        return np.array([a.visited for a in self.case.activities])[self.activity]

    def of_activity(self, j: int) -> Bools:
        """Return which options are of one activity, (X,)."""
        return np.asarray(self.activity == j)

    def choice(self, i: int) -> Choice:
        """Return one option's choice."""
        return Choice(
            int(self.activity[i]),
            tuple(int(m) for m in np.flatnonzero(self.members[i])),
            WAYS[self.way[i]],
            int(self.seat[i]),
            PATTERNS[self.pattern[i]],
        )

    def option(self, i: int) -> Option:
        """Return one option as a record."""
        choice = self.choice(i)
        return Option(
            choice,
            tuple(float(self.annual[i, m]) for m in choice.members),
            float(self.one_off[i]),
            float(self.days[i]),
            float(self.burden[i]),
        )

    def find(self, choice: Choice) -> int | None:
        """Return the position of a choice, or None when it is not among the options."""
        group = np.zeros(self.members.shape[1], dtype=bool)
        group[list(choice.members)] = True
        found = np.flatnonzero(
            (self.activity == choice.activity)
            & (self.way == WAYS.index(choice.alternative))
            & (self.seat == choice.seat)
            & (self.pattern == PATTERNS.index(choice.pattern))
            & (self.members == group).all(axis=1)
        )
        return int(found[0]) if len(found) else None


def enumerate_options(
    case: Case,
    sup: Suppositions,
    decisions: Decisions,
    groups: Sequence[tuple[int, ...]] | None = None,
) -> Options:
    """Return every whole arrangement that the pack leaves open, in a fixed order.

    Uses the first draw of `sup` (the principal run). Rules are not applied here but in
    `models.policy`, so that each can be shown to be in the way and what it costs. `groups` limits
    which groups of two or more are tried; every group when None.
    """
    count = len(case.municipalities)
    extra = [case.town_index(key) for key in dict.fromkeys(decisions.extra_towns)]

    def own_and_extra(group: tuple[int, ...]) -> tuple[int, ...]:
        return (*group, *(t for t in extra if t not in group))

    sizes = range(2, count + 1)
    alone = arrangements(count, [1], (Placement.LOCAL,))
    cooperating = arrangements(count, sizes, (Placement.LOCAL,), groups=groups)
    ways: list[tuple[Alternative, Arrangements, Callable[[Arrangements], Reckoning]]] = [
        (Alternative.OWN, alone, lambda arr: run_own(case, arr)),
        (Alternative.COOPERATION, cooperating, lambda arr: cooperation(case, sup, arr)),
        *(
            (
                Alternative.MERGED,
                arrangements(count, sizes, (pattern,), own_and_extra, groups),
                lambda arr: merged(case, sup, arr, decisions.level),
            )
            for pattern in PLACED
        ),
        (Alternative.CONTRACTED, alone, lambda arr: contracted(case, sup, arr)),
    ]
    minutes = minutes_between(case, sup)[0]
    parts = [
        _priced(case, sup, decisions, minutes, way, block, reckon(block))
        for way, arr, reckon in ways
        # The own way is always reckoned, so that there is something to join: often no options.
        if way is Alternative.OWN
        or any(activity.optimised and way in activity.alternatives for activity in case.activities)
        for block in arr.blocks(BLOCK)
    ]
    whole = _joined(case, parts)
    # By activity first: a stable order that a person can follow in the LP and in a table.
    ordered = whole.keep(np.argsort(whole.activity, kind="stable"))
    return replace(ordered, order=np.arange(len(ordered)))


def _priced(
    case: Case,
    sup: Suppositions,
    decisions: Decisions,
    minutes: Floats,
    way: Alternative,
    arr: Arrangements,
    reckoning: Reckoning,
) -> Options:
    """Return one block of arrangements as options of every activity that may be run so."""
    open_to = np.array([a.optimised and way in a.alternatives for a in case.activities])
    j, v = np.nonzero(np.broadcast_to(open_to[:, None], (len(open_to), arr.count)))
    moves = transition(case, sup, reckoning)
    days = uncovered_days_by_member(case, sup, reckoning)[0]
    towns = reckoning.town_fte[0]
    today = _town_fte_today(case, arr)
    nearest = minutes_to_nearest(case, minutes, open_offices(case, arr, way))
    at_home = minutes_to_nearest(case, minutes, open_offices(case, arr, Alternative.OWN))
    travel = travel_by_member(case, arr, nearest)
    annual = moves.annual[0][v, :, j]
    staffed = today.sum(axis=2)[v, j]
    jobs = (towns - today)[v, j]
    moved = reckoning.moved_fte[0]
    visited = np.array([a.visited for a in case.activities])[j]
    longer = (travel - travel_by_member(case, arr, at_home))[v] * visited[:, None]
    priced = (
        decisions.price_uncovered_day_sek * days[v, :, j]
        + decisions.price_moved_fte_sek * moved[v, :, j]
        + decisions.price_travel_minute_sek * longer
    )
    return Options(
        case=case,
        activity=j,
        members=arr.members[v],
        way=np.full(len(j), WAYS.index(way)),
        seat=arr.seat[v],
        pattern=np.array([PATTERNS.index(p) for p in arr.pattern], dtype=np.intp)[v],
        annual=annual,
        priced=priced,
        one_off=moves.one_off[0].sum(axis=1)[v, j],
        jobs=jobs,
        days=days.sum(axis=1)[v, j],
        moved=moved.sum(axis=1)[v, j],
        staffed=staffed,
        travel=travel[v],
        longest=longest_way(case, arr, nearest, at_home)[v],
        smallest_team=_smallest_team(way, reckoning.town_staff[0])[v, j],
        depth=_depth(case, reckoning)[v, j],
        no_notice_year=first_year_without_notice(sup, -jobs.sum(axis=1), staffed),
        order=np.arange(len(j)),
        burden=annual.sum(axis=1) + priced.sum(axis=1),
    )


def first_year_without_notice(sup: Suppositions, reduction: Floats, staffed: Floats) -> Floats:
    """Return the first start year in which no reduction outruns departures, (X,); ∞ for never.

    reduction · ramp_k ≤ rate · staff · (y + k − 1) at the end of year y + k − 1, k = 1…4, where
    departures count from year 1 on: vacancies are kept open from the decision.
    """
    rate = float(sup.of("personalomsattning")[0] + sup.of("pensionsavgang")[0])
    ramp = (*(float(sup.of(f"infasning_ar_{k}")[0]) for k in (1, 2, 3)), 1.0)
    first = np.full(len(reduction), np.inf)
    for y in range(YEARS, 0, -1):
        fits = np.ones(len(reduction), dtype=bool)
        for k, realised in enumerate(ramp):
            fits &= reduction * realised <= rate * staffed * (y + k) + LEAST_FTE
        first[fits] = y
    return first


def _town_fte_today(case: Case, arr: Arrangements) -> Floats:
    """Return the members' FTE by town as it is, (V, A, T)."""
    towns = np.zeros((arr.count, len(case.activities), len(case.towns)))
    everybody = (case.fte + case.manager_fte) * arr.members[:, :, None]
    towns[..., : len(case.municipalities)] = np.swapaxes(everybody, 1, 2)
    return towns


def _smallest_team(way: Alternative, town_staff: Floats) -> Floats:
    """Return FTE in the least staffed open office of a merged organisation, (V, A), else ∞."""
    if way is not Alternative.MERGED:
        return np.full(town_staff.shape[:2], np.inf)
    smallest: Floats = np.where(town_staff > 0, town_staff, np.inf).min(axis=2)
    return smallest


def _depth(case: Case, reckoning: Reckoning) -> Floats:
    """Return FTE with the activity's rarest competence for the worst-off member, (V, A).

    What a contractor does is the contractor's to staff: no depth is asked of it.
    """
    team = covering_fte(case, reckoning)[0]
    inside = reckoning.arrangements.members[:, :, None]
    thinnest = np.where(inside, team, np.inf).min(axis=1)
    if reckoning.alternative is Alternative.CONTRACTED:
        thinnest = np.full_like(thinnest, np.nan)
    depth: Floats = thinnest * case.competence
    return depth


def _joined(case: Case, parts: Sequence[Options]) -> Options:
    names = [f.name for f in fields(Options) if f.name != "case"]
    return Options(case, **{n: np.concatenate([getattr(p, n) for p in parts]) for n in names})


def uncovered_days(case: Case, sup: Suppositions, reckoning: Reckoning) -> Floats:
    """Return days a year without staff, summed over the members, (D, V, A)."""
    total: Floats = uncovered_days_by_member(case, sup, reckoning).sum(axis=2)
    return total


def uncovered_days_by_member(case: Case, sup: Suppositions, reckoning: Reckoning) -> Floats:
    """Return days a year without staff in each member, (D, V, M, A); 0 outside the group.

    What a contractor does is the contractor's to cover and counts as 0 days.
    """
    fte = covering_fte(case, reckoning)
    absence, workdays = (sup.of(key)[:, None, None, None] for key in ("franvaro", "arbetsdagar"))
    return np.where(fte > 0, days_uncovered(fte, absence, workdays), 0.0)


def covering_fte(case: Case, reckoning: Reckoning) -> Floats:
    """Return the staff that can stand in for each other in each member, FTE (D, V, M, A).

    A merged organisation covers all its members with one team; otherwise each covers itself with
    its own staff and, in cooperation, as much of the others' as the cooperation lends.
    """
    member = reckoning.arrangements.members[None, :, :, None]
    fte: Floats = reckoning.fte * member
    if reckoning.alternative is Alternative.MERGED:
        return np.asarray(fte.sum(axis=2, keepdims=True) * member)
    if reckoning.alternative is Alternative.COOPERATION:
        others = fte.sum(axis=2, keepdims=True) - fte
        return np.asarray((fte + others * case.bought) * member)
    return fte
