"""The options of a plan: every whole arrangement that is open, reckoned and priced beforehand."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from models.alternatives import Reckoning, contracted, cooperation, merged
from models.alternatives import own as run_own
from models.arrangements import Arrangements, arrangements
from models.case import Case
from models.cover import days_uncovered
from models.entities import Alternative, LevelChoice, Placement
from models.parameters import Floats, Suppositions
from models.transition import transition


@dataclass(frozen=True, slots=True)
class Choice:
    """One activity run in one way by one group from one town. Members and seat by position."""

    activity: int
    members: tuple[int, ...]
    alternative: Alternative
    seat: int
    pattern: Placement

    @property
    def joint(self) -> bool:
        """Whether more than one municipality takes part."""
        return len(self.members) > 1


@dataclass(frozen=True, slots=True)
class Decisions:
    """What the councils decide; `how` and `least_partners` by activity key.

    An activity that is missing has what the pack says. `coordination_sek` is the yearly cost of
    coordinating the whole, paid as soon as anything is done together.
    """

    how: Mapping[str, tuple[Alternative, ...]]
    least_partners: Mapping[str, int]
    level: LevelChoice = LevelChoice.OWN
    price_uncovered_day_sek: float = 0.0
    coordination_sek: float = 0.0


@dataclass(frozen=True, slots=True)
class Option:
    """A choice with its annual effect by member (SEK/year) and its whole burden."""

    choice: Choice
    annual: tuple[float, ...]
    uncovered_days: float
    burden: float


def enumerate_options(case: Case, sup: Suppositions, decisions: Decisions) -> tuple[Option, ...]:
    """Return every whole arrangement that the pack and the decisions leave open, in a fixed order.

    Uses the first draw of `sup` (the principal run). The least number of partners is a rule of the
    program and not a filter here, so that it can be shown to be in the way.
    """
    count = len(case.municipalities)
    groups = range(2, count + 1)
    alone = arrangements(count, [1], (Placement.LOCAL,))
    singles = _by_pattern(alone)
    patterns = {p for j in range(len(case.activities)) for p in case.patterns(j)}
    joint = {p: arrangements(count, groups, (p,)) for p in Placement if p in patterns}
    cooperating = _by_pattern(arrangements(count, groups, (Placement.LOCAL,)))
    reckonings: dict[Alternative, dict[Placement, _Priced]] = {
        Alternative.OWN: {p: _price(case, sup, run_own(case, a)) for p, a in singles.items()},
        Alternative.CONTRACTED: {
            p: _price(case, sup, contracted(case, sup, a)) for p, a in singles.items()
        },
        Alternative.COOPERATION: {
            p: _price(case, sup, cooperation(case, sup, a)) for p, a in cooperating.items()
        },
        Alternative.MERGED: {
            p: _price(case, sup, merged(case, sup, a, decisions.level)) for p, a in joint.items()
        },
    }
    options = []
    for j, activity in enumerate(case.activities):
        if not activity.optimised:
            continue
        allowed = decisions.how.get(activity.key, activity.alternatives)
        for alternative in Alternative:
            if alternative not in allowed or alternative not in activity.alternatives:
                continue
            for pattern, priced in reckonings[alternative].items():
                if alternative is Alternative.MERGED and pattern not in case.patterns(j):
                    continue
                options += priced.options(j, alternative, decisions.price_uncovered_day_sek)
    return tuple(options)


@dataclass(frozen=True, slots=True)
class _Priced:
    """Arrangements with annual effect (V, M, A) and days without staff (V, A)."""

    arr: Arrangements
    annual: Floats
    days: Floats

    def options(self, j: int, alternative: Alternative, price: float) -> list[Option]:
        found = []
        for v in range(self.arr.count):
            members, seat, pattern = self.arr.describe(v)
            annual = tuple(float(self.annual[v, m, j]) for m in members)
            days = float(self.days[v, j])
            found.append(
                Option(
                    Choice(j, members, alternative, seat, pattern),
                    annual,
                    days,
                    sum(annual) + price * days,
                )
            )
        return found


def _by_pattern(arr: Arrangements) -> dict[Placement, Arrangements]:
    return {Placement.LOCAL: arr}


def _price(case: Case, sup: Suppositions, reckoning: Reckoning) -> _Priced:
    arr = reckoning.arrangements
    annual = transition(case, sup, reckoning).annual[0]
    return _Priced(arr, annual, uncovered_days(case, sup, reckoning)[0])


def uncovered_days(case: Case, sup: Suppositions, reckoning: Reckoning) -> Floats:
    """Return days a year without staff, summed over the members, (D, V, A)."""
    total: Floats = uncovered_days_by_member(case, sup, reckoning).sum(axis=2)
    return total


def uncovered_days_by_member(case: Case, sup: Suppositions, reckoning: Reckoning) -> Floats:
    """Return days a year without staff in each member, (D, V, M, A); 0 outside the group.

    A merged organisation covers all its members with one team; otherwise each covers itself with
    its own staff. What a contractor does is the contractor's to cover and counts as 0 days.
    """
    member = reckoning.arrangements.members[None, :, :, None]
    fte = reckoning.fte * member
    if reckoning.alternative is Alternative.MERGED:
        fte = fte.sum(axis=2, keepdims=True) * member
    elif reckoning.alternative is Alternative.COOPERATION:
        fte = _covering_fte(case, reckoning)
    absence, workdays = (sup.of(key)[:, None, None, None] for key in ("franvaro", "arbetsdagar"))
    return np.where(fte > 0, days_uncovered(fte, absence, workdays), 0.0)


def _covering_fte(case: Case, reckoning: Reckoning) -> Floats:
    """Own staff, and as much of the others' staff as the cooperation lends."""
    member = reckoning.arrangements.members[None, :, :, None]
    inside = reckoning.fte * member
    others = inside.sum(axis=2, keepdims=True) - inside
    lent: Floats = (inside + others * case.bought) * member
    return lent
