"""The whole effect beside what research has published about it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from models.entities import Alternative
from scenarios.compare import Comparison
from scenarios.setting import Setting


@dataclass(frozen=True, slots=True)
class AgainstPublished:
    """The whole effect of one alternative beside what research has published about it.

    All are shares of today's cost; `low` and `high` are the published ends.
    """

    alternative: Alternative
    effect: float
    low: float
    high: float

    @property
    def outside(self) -> bool:
        """Whether the reckoned effect falls outside what has been published."""
        return not self.low <= self.effect <= self.high


PUBLISHED = {
    Alternative.COOPERATION: "publicerat_samverkan",
    Alternative.MERGED: "publicerat_sammanslagen",
}


def published_key(alternatives: Collection[Alternative]) -> str:
    """Return the parameter a whole plan is held against: of merging where anything is merged."""
    merges = Alternative.MERGED in alternatives
    return PUBLISHED[Alternative.MERGED if merges else Alternative.COOPERATION]


def against_published(
    setting: Setting, areas: Sequence[tuple[str, Comparison]]
) -> tuple[AgainstPublished, ...]:
    """Return cooperation's and merging's whole effect, fully in place, over the areas given.

    As a share of what the activities that may be run so cost today.
    """
    case = setting.case
    found = []
    for alternative, key in PUBLISHED.items():
        cost = sum(
            float(case.cost[:, j].sum())
            for j, activity in enumerate(case.activities)
            if activity.optimised and case.allowed(j, alternative)
        )
        columns = [comparison.column(alternative) for _, comparison in areas]
        effect = sum(column.change.value for column in columns if column)
        p = setting.pack.parameters[key]
        if cost:
            found.append(AgainstPublished(alternative, effect / cost, p.low, p.high))
    return tuple(found)
