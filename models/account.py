"""Accounts: what one municipality knows about one activity, every figure with its source."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from models.entities import Activity, Figure, Item, Status
from models.rules import Rule, derive


@dataclass(frozen=True, slots=True)
class Account:
    """The base account of one activity in one municipality.

    `figures` holds items by key; `gaps` names items that somebody has said how to derive but whose
    inputs are missing. What is missing is absent, never 0.
    """

    municipality: str
    activity: str
    figures: Mapping[str, Figure]
    gaps: tuple[str, ...]

    def of_kind(self, items: Iterable[Item], kind: str) -> dict[str, Figure]:
        """Return the figures of one kind (cost, revenue, staffing …) in the order of the items."""
        return {
            item.key: self.figures[item.key]
            for item in items
            if item.kind == kind and item.key in self.figures
        }

    def total_cost(self, items: Sequence[Item]) -> float | None:
        """Return SEK/year: the cost types added up, or the total where nobody has split it."""
        costs = self.of_kind(items, "cost")
        if costs:
            return sum(figure.value for figure in costs.values())
        whole = self.figures.get("kostnad")
        return whole.value if whole else None

    def cost_figures(self, items: Sequence[Item]) -> tuple[Figure, ...]:
        """Return what the cost rests on: the known total or, without one, the cost types."""
        whole = self.figures.get("kostnad")
        return (whole,) if whole else tuple(self.of_kind(items, "cost").values())

    def total_range(self, items: Sequence[Item]) -> tuple[float, float] | None:
        """Return the least and greatest total cost, SEK/year.

        A known total carries its own range; otherwise the ends of the cost types are added up.
        """
        costs = self.cost_figures(items)
        if not costs:
            return None
        return sum(f.low for f in costs), sum(f.high for f in costs)


def shares_by_status(figures: Iterable[Figure], *, by_value: bool = False) -> dict[Status, float]:
    """Return each status's share of the figures, or of the sum of their values; adds up to 1.

    Statuses nobody has are left out; no figures, or a sum of 0, gives an empty answer.
    """
    weighed = [(figure.status, figure.value if by_value else 1.0) for figure in figures]
    whole = sum(weight for _, weight in weighed)
    if whole <= 0:
        return {}
    sums = {status: sum(w for found, w in weighed if found is status) for status in Status}
    return {status: part / whole for status, part in sums.items() if part}


def build_account(
    municipality: str,
    activity: Activity,
    items: Sequence[Item],
    rules: Sequence[Rule],
    known: Mapping[str, Figure],
    year: int,
) -> Account:
    """Return the account with entered figures kept and the rest derived by the pack's rules."""
    mine = [r for r in rules if r.applies_to in {activity.key, activity.template, "alla"}]
    units = {item.key: item.unit for item in items}
    units["volym"] = activity.volume_unit
    derived: dict[str, Figure | None] = {}
    figures: dict[str, Figure] = {}
    gaps = []
    expected = {rule.item for rule in mine if not _beyond_profile(rule, known)}
    for item in items:
        figure = derive(item.key, mine, known, derived, lambda key: units.get(key, ""), year)
        if figure is not None:
            figures[item.key] = figure
        elif item.key in expected:
            gaps.append(item.key)
    return Account(municipality, activity.key, figures, tuple(gaps))


def _beyond_profile(rule: Rule, known: Mapping[str, Figure]) -> bool:
    """Say whether the rule reads a cost type's share that the activity's profile does not have."""
    return any(name.startswith("andel_K") and name not in known for name in rule.names)
