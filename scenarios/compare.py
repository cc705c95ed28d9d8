"""The alternatives of one activity, or of a whole area, side by side."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from models.case import Case
from models.entities import Alternative
from scenarios.columns import Amount, Arrangement, Column, Run, Step, column, unsplit_cost
from scenarios.setting import Range, Setting, positions, with_range

__all__ = [
    "Amount",
    "Arrangement",
    "Column",
    "Comparison",
    "MunicipalityEffect",
    "Step",
    "compare_alternatives",
    "compare_areas",
]


@dataclass(frozen=True, slots=True)
class MunicipalityEffect:
    """What one municipality's net cost is today and what each alternative does to it, SEK/year."""

    code: str
    name: str
    member: bool
    own_net: float
    change: tuple[tuple[Alternative, Range], ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The alternatives side by side, for everybody in the group or for one municipality alone."""

    activities: tuple[str, ...]
    arrangement: Arrangement
    shown: tuple[str, ...]
    columns: tuple[Column, ...]
    municipalities: tuple[MunicipalityEffect, ...]
    at_least: bool
    revenue_known: bool
    staff_known: bool

    def column(self, alternative: Alternative) -> Column | None:
        """Return the column of an alternative, or None when the pack does not allow it."""
        return next((c for c in self.columns if c.alternative is alternative), None)


def compare_alternatives(
    setting: Setting,
    activities: Sequence[str],
    arrangement: Arrangement,
    only: str | None = None,
) -> Comparison:
    """Return the allowed alternatives of some activities under one arrangement.

    `only` is a municipality code: its own account alone, in the same arrangement.

    Raises:
        KeyError: for an unknown activity or municipality.
    """
    indices = [setting.case.index(key) for key in activities]
    group = positions(setting.case, arrangement.group)
    seat = positions(setting.case, [arrangement.seat])[0]
    shown = group if only is None else positions(setting.case, [only])
    case = setting.case.pick(indices)
    runs = {
        alternative: [Run.of(setting, j, alternative, group, seat, arrangement) for j in indices]
        for alternative in _alternatives(setting.case, indices, len(group))
    }
    columns = tuple(
        column(setting, case, alternative, found, shown) for alternative, found in runs.items()
    )
    return Comparison(
        activities=tuple(activities),
        arrangement=arrangement,
        shown=tuple(setting.case.municipalities[m].code for m in shown),
        columns=columns,
        municipalities=tuple(
            _municipality(setting, case, runs, m, m in group)
            for m in range(len(setting.case.municipalities))
        ),
        at_least=bool(case.missing[list(shown)].any()),
        revenue_known=bool(case.revenue_known[list(shown)].any()),
        staff_known=bool((case.fte[list(shown)] > 0).any()),
    )


def _alternatives(case: Case, indices: Sequence[int], size: int) -> tuple[Alternative, ...]:
    """Return the alternatives any of the activities allows; a group of one cannot join anything.

    An activity that does not allow an alternative stays own in it.
    """
    joint = {Alternative.COOPERATION, Alternative.MERGED}
    return tuple(
        alternative
        for alternative in Alternative
        if any(case.allowed(j, alternative) for j in indices)
        and (size > 1 or alternative not in joint)
    )


def _municipality(
    setting: Setting,
    case: Case,
    runs: dict[Alternative, list[Run]],
    m: int,
    member: bool,
) -> MunicipalityEffect:
    changes = []
    for alternative, found in runs.items():
        if alternative is Alternative.OWN:
            continue
        value = sum(float(run.principal.net_effect()[0, 0, m].sum()) for run in found)
        drawn = np.sum([run.drawn.net_effect()[:, 0, m].sum(axis=1) for run in found], axis=0)
        changes.append((alternative, with_range(value, drawn)))
    return MunicipalityEffect(
        setting.case.municipalities[m].code,
        setting.case.names[m],
        member,
        float(case.cost[m].sum() - case.revenue[m].sum()) + unsplit_cost(setting, case, [m]),
        tuple(changes),
    )


def compare_areas(setting: Setting, arrangement: Arrangement) -> tuple[tuple[str, Comparison], ...]:
    """Return, for each area with planned activities, its alternatives under one arrangement."""
    found = []
    for area in setting.pack.areas:
        keys = [a.key for a in setting.pack.activities if a.area == area.key and a.optimised]
        if keys:
            found.append((area.key, compare_alternatives(setting, keys, arrangement)))
    return tuple(found)
