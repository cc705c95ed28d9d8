"""The three ways of running an area side by side, line by line, as what is decided rests on."""

from collections.abc import Iterator, Sequence

import numpy as np

from models.case import Case
from models.parameters import Floats
from scenarios.columns import Arrangement, Column, Run
from scenarios.compare import compare_alternatives
from scenarios.frozen import AlternativeLine, Alternatives
from scenarios.result import largest
from scenarios.setting import Range, Setting, positions, with_range

MONEY = "tkr/år"
ALL = "summa"


def alternatives_table(setting: Setting, area: str, joining: Sequence[int]) -> Alternatives:
    """Return the table for those who join, or for all where nobody does; positions in the pack."""
    everybody = range(len(setting.case.municipalities))
    group = tuple(setting.case.municipalities[m].code for m in (joining or everybody))
    keys = [a.key for a in setting.pack.activities if a.area == area and a.optimised]
    arrangement = Arrangement(group, largest(setting, group), level=setting.scenario.decide.level)
    columns = compare_alternatives(setting, keys, arrangement).columns
    ranges = [_ranges(setting, keys, arrangement, column) for column in columns]
    return Alternatives(
        tuple(str(column.alternative).capitalize() for column in columns),
        (*_money(columns, ranges), *_rest(columns)),
    )


def _ranges(
    setting: Setting, keys: Sequence[str], arrangement: Arrangement, column: Column
) -> dict[str, Range]:
    """Return each cost and revenue type's range, by its key, and the sums', SEK/year."""
    indices = [setting.case.index(key) for key in keys]
    case, rows = setting.case.pick(indices), list(positions(setting.case, arrangement.group))
    seat = positions(setting.case, [arrangement.seat])[0]
    runs = [Run.of(setting, j, column.alternative, tuple(rows), seat, arrangement) for j in indices]
    base = setting.draws.base[:, indices]
    costs = base @ case.cost[rows].sum(axis=0) + sum(
        run.drawn.cost_effect()[:, 0, rows].sum(axis=(1, 2)) for run in runs
    )
    income = base @ case.revenue[rows].sum(axis=0) + sum(
        run.drawn.revenue[:, 0, rows].sum(axis=(1, 2)) for run in runs
    )
    found = dict(_by_type(case, column, np.asarray(costs), np.asarray(income)))
    gross = np.asarray(costs).sum(axis=1) + column.unsplit
    found[f"kostnad {ALL}"] = with_range(column.gross, gross)
    found[f"netto {ALL}"] = column.net_range
    return found


def _by_type(
    case: Case, column: Column, costs: Floats, income: Floats
) -> Iterator[tuple[str, Range]]:
    at = {item.key: i for i, item in enumerate(case.cost_types)}
    for amount in column.costs:
        yield amount.key, with_range(amount.value or 0.0, costs[:, at[amount.key]])
    at = {item.key: i for i, item in enumerate(case.revenue_types)}
    for amount in column.revenues:
        yield amount.key, with_range(amount.value or 0.0, income[:, at[amount.key]])


def _money(
    columns: Sequence[Column], ranges: Sequence[dict[str, Range]]
) -> Iterator[AlternativeLine]:
    for kind, name in (("Kostnader", "costs"), ("Intäkter", "revenues")):
        labels = {a.key: a.label for column in columns for a in getattr(column, name)}
        for key, label in labels.items():
            # A type that an alternative has nothing of is nothing there, not unknown.
            values = tuple(found.get(key, Range(0.0, 0.0, 0.0)) for found in ranges)
            yield AlternativeLine(kind, label, MONEY, values)
    for label, key in (("Summa kostnader", f"kostnad {ALL}"), ("Nettokostnad", f"netto {ALL}")):
        yield AlternativeLine("Summor", label, MONEY, tuple(found[key] for found in ranges))


def _rest(columns: Sequence[Column]) -> Iterator[AlternativeLine]:
    for kind, label, unit, name in (
        ("Bemanning", "Årsarbetare, utförare", "årsarbetare", "fte"),
        ("Bemanning", "Årsarbetare, ledning", "årsarbetare", "manager_fte"),
        ("Övriga resurser", "Arbetsplatser", "st", "workplaces"),
        ("Övriga resurser", "Lokalyta", "m²", "floor_m2"),
        ("Service", "Servicenivå, 0–100", "poäng", "level"),
        ("Service", "Dagar utan bemanning, snitt", "dagar per år", "uncovered_days"),
        ("Service", "Resa till närmaste arbetsplats", "minuter", "minutes_to_office"),
    ):
        values = tuple(_point(float(getattr(column, name))) for column in columns)
        yield AlternativeLine(kind, label, unit, values)


def _point(value: float) -> Range:
    return Range(value, value, value)
