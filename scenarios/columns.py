"""One alternative as a column: what it costs, takes and gives, with every range."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from models import commuting
from models.alternatives import (
    CONTRACTED_STEPS,
    COOPERATION_STEPS,
    MERGED_STEPS,
    Arrangements,
    Reckoning,
    arrange,
    contracted,
    cooperation,
    merged,
    own,
)
from models.case import Case
from models.cover import rests_on_one_person
from models.entities import Alternative, Item, LevelChoice, Placement
from models.options import uncovered_days_by_member
from models.parameters import Floats, Suppositions
from models.transition import first_year_repaid, transition
from scenarios.setting import Range, Setting, chance_of_saving, with_range

STEPS = {
    Alternative.OWN: (),
    Alternative.COOPERATION: COOPERATION_STEPS,
    Alternative.MERGED: MERGED_STEPS,
    Alternative.CONTRACTED: CONTRACTED_STEPS,
}


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Who takes part, where the joint office lies and how the work is placed."""

    group: tuple[str, ...]
    seat: str
    pattern: Placement | None = None
    level: LevelChoice = LevelChoice.OWN


@dataclass(frozen=True, slots=True)
class Amount:
    """One cost or revenue type in one alternative, SEK/year. None: nobody knows."""

    key: str
    label: str
    value: float | None


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the bridge from own, SEK/year by cost type; the last is the effect on revenue."""

    key: str
    by_cost_type: tuple[Amount, ...]
    total: float


@dataclass(frozen=True, slots=True)
class Column:
    """One alternative for the municipalities shown: what it costs, takes and gives.

    Money in SEK/year in the pack's price year; `change` is tax-funded net cost against own when
    fully in place, `annual` the same as a yearly average over the horizon with the transition in
    it.
    """

    alternative: Alternative
    costs: tuple[Amount, ...]
    unsplit: float
    revenues: tuple[Amount, ...]
    gross: float
    revenue: float | None
    net: float
    net_range: Range
    change: Range
    annual: Range
    chance: float | None
    one_off: Range
    present_value: Range
    payback_year: float | None
    flow: tuple[float, ...]
    fte: float
    manager_fte: float
    workplaces: float
    floor_m2: float
    level: float
    uncovered_days: float
    on_one_person: tuple[str, ...]
    town_fte: tuple[tuple[str, float], ...]
    minutes_to_office: float
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Run:
    """One activity in one alternative: the principal run and the draws."""

    case: Case
    principal: Reckoning
    drawn: Reckoning
    sup: Suppositions
    draws: Suppositions

    @staticmethod
    def of(
        setting: Setting,
        j: int,
        alternative: Alternative,
        group: tuple[int, ...],
        seat: int,
        arrangement: Arrangement,
    ) -> "Run":
        """Return activity `j` reckoned in one alternative; own where that is not allowed."""
        if not setting.case.allowed(j, alternative):
            alternative = Alternative.OWN
        case = setting.case.pick([j])
        pattern = arrangement.pattern
        if pattern is None or pattern not in case.patterns(0):
            pattern = case.patterns(0)[0]
        if alternative is not Alternative.MERGED:
            pattern = Placement.LOCAL
        arr = arrange(len(case.municipalities), [(group, seat, pattern)])
        sup, draws = setting.principal.pick([j]), setting.draws.pick([j])
        return Run(
            case,
            reckon(case, sup, alternative, arr, arrangement.level),
            reckon(case, draws, alternative, arr, arrangement.level),
            sup,
            draws,
        )


def reckon(
    case: Case,
    sup: Suppositions,
    alternative: Alternative,
    arr: Arrangements,
    level: LevelChoice,
) -> Reckoning:
    """Return one alternative's reckoning; own has the same shape with no effect."""
    if alternative is Alternative.MERGED:
        return merged(case, sup, arr, level)
    if alternative is Alternative.COOPERATION:
        return cooperation(case, sup, arr)
    if alternative is Alternative.CONTRACTED:
        return contracted(case, sup, arr)
    return own(case, arr, sup.draws)


def column(
    setting: Setting,
    case: Case,
    alternative: Alternative,
    runs: Sequence[Run],
    shown: Sequence[int],
) -> Column:
    """Return one alternative's runs added up over the municipalities shown, as positions."""
    rows = list(shown)
    after = case.cost[rows].sum(axis=(0, 1)) + sum(
        run.principal.cost_effect()[0, 0, rows].sum(axis=(0, 1)) for run in runs
    )
    income = case.revenue[rows].sum(axis=(0, 1)) + sum(
        run.principal.revenue[0, 0, rows].sum(axis=(0, 1)) for run in runs
    )
    change = sum(run.principal.net_effect()[0, 0, rows].sum() for run in runs)
    drawn = np.sum([run.drawn.net_effect()[:, 0, rows].sum(axis=(1, 2)) for run in runs], axis=0)
    moves = [transition(run.case, run.sup, run.principal) for run in runs]
    drawn_moves = [transition(run.case, run.draws, run.drawn) for run in runs]

    def over_draws(name: str) -> Range:
        value = sum(float(getattr(t, name)[0, 0, rows].sum()) for t in moves)
        spread = np.sum(
            [getattr(t, name)[:, 0, rows].sum(axis=(1, 2)) for t in drawn_moves], axis=0
        )
        return with_range(value, spread)

    flow = np.sum([t.flow[0, 0, rows].sum(axis=(0, 1)) for t in moves], axis=0)
    annual = np.sum([t.annual[:, 0, rows].sum(axis=(1, 2)) for t in drawn_moves], axis=0)
    is_own = alternative is Alternative.OWN
    payback = float(first_year_repaid(flow))
    known = case.revenue_known[rows].any()
    workplaces = case.workplaces[rows].sum()
    staff_before = (case.fte + case.manager_fte)[rows].sum()
    staff = sum(run.principal.fte[0, 0, rows].sum() for run in runs)
    managers = sum(run.principal.manager_fte[0, 0, rows].sum() for run in runs)
    kept = (staff + managers) / staff_before if staff_before > 0 else 1.0
    unsplit = unsplit_cost(setting, case, rows)
    net = float(after.sum() - income.sum()) + unsplit
    return Column(
        alternative=alternative,
        costs=tuple(
            Amount(item.key, item.label, float(value))
            for item, value, today in zip(
                case.cost_types, after, case.cost[rows].sum(axis=(0, 1)), strict=True
            )
            if abs(value) > 0 or abs(today) > 0
        ),
        revenues=tuple(
            Amount(item.key, item.label, float(value))
            for item, value in zip(case.revenue_types, income, strict=True)
            if abs(value) > 0
        ),
        unsplit=unsplit,
        gross=float(after.sum()) + unsplit,
        revenue=float(income.sum()) if known or income.any() else None,
        net=net,
        net_range=with_range(net, _base_drawn(setting, case, rows) + drawn + unsplit),
        change=with_range(float(change), drawn),
        annual=over_draws("annual"),
        chance=None if is_own or not annual.any() else chance_of_saving(annual),
        one_off=over_draws("one_off"),
        present_value=over_draws("present_value"),
        payback_year=None if is_own or np.isnan(payback) else payback,
        flow=tuple(float(x) for x in flow),
        fte=float(staff),
        manager_fte=float(managers),
        workplaces=float(workplaces * kept),
        floor_m2=_floor(setting, case, rows) * float(kept),
        level=_level(case, runs, rows),
        uncovered_days=_days(runs, rows),
        on_one_person=_on_one_person(case, runs, rows),
        town_fte=_towns(case, runs),
        minutes_to_office=_minutes_to_office(setting, alternative, runs, rows),
        steps=_steps(case, alternative, runs, rows),
    )


def _steps(
    case: Case, alternative: Alternative, runs: Sequence[Run], rows: list[int]
) -> tuple[Step, ...]:
    """Return the bridge: every step by cost type, and last what changes in other revenue.

    Sales to the other municipalities cancel the purchases and stand in the same step; revenue is
    counted as cost, so that less of it is a plus.
    """
    if alternative is Alternative.OWN:
        return ()
    income = np.sum([run.principal.revenue[0, 0, rows].sum(axis=(0, 1)) for run in runs], axis=0)
    sold = np.arange(len(case.revenue_types)) == case.revenue_index("I5")
    steps = []
    for name in STEPS[alternative]:
        by_type = np.sum(
            [
                run.principal.steps[name][0, 0, rows].sum(axis=(0, 1))
                for run in runs
                if name in run.principal.steps
            ],
            axis=0,
        )
        amounts = _amounts(case.cost_types, by_type)
        if name == "bought_services":
            amounts += _amounts(case.revenue_types, -income * sold)
        steps.append(_step(name, amounts))
    steps.append(_step("revenue", _amounts(case.revenue_types, -income * ~sold)))
    return tuple(steps)


def _step(name: str, amounts: tuple[Amount, ...]) -> Step:
    return Step(name, amounts, sum(amount.value or 0.0 for amount in amounts))


def _amounts(items: Sequence[Item], values: Floats) -> tuple[Amount, ...]:
    return tuple(
        Amount(item.key, item.label, float(value))
        for item, value in zip(items, values, strict=True)
        if value
    )


def _base_drawn(setting: Setting, case: Case, rows: list[int]) -> Floats:
    """Return today's net cost in every draw, (D,): the base account's own uncertainty."""
    indices = [setting.case.index(activity.key) for activity in case.activities]
    net = case.cost[rows].sum(axis=(0, 2)) - case.revenue[rows].sum(axis=(0, 2))
    drawn: Floats = (setting.draws.base[:, indices] * net).sum(axis=1)
    return drawn


def unsplit_cost(setting: Setting, case: Case, rows: Sequence[int]) -> float:
    """Return cost known in all but on no cost type, SEK/year: the same in every alternative."""
    items = setting.pack.items
    accounts = (
        setting.pack.accounts[case.municipalities[m].code, activity.key]
        for m in rows
        for activity in case.activities
    )
    return sum(a.total_cost(items) or 0.0 for a in accounts if not a.of_kind(items, "cost"))


def _floor(setting: Setting, case: Case, rows: Sequence[int]) -> float:
    accounts = setting.pack.accounts
    figures = [
        accounts[case.municipalities[m].code, activity.key].figures.get("lokalyta")
        for m in rows
        for activity in case.activities
    ]
    return sum(figure.value for figure in figures if figure)


def _level(case: Case, runs: Sequence[Run], rows: list[int]) -> float:
    """Return the mean service level over activities and municipalities shown, 0–100."""
    levels = []
    for j, run in enumerate(runs):
        effect = run.principal.steps.get("level")
        cost = (case.cost[rows][:, j] * case.level_dependent).sum()
        share = float(run.sup.of("servicekostnad_niva")[0])
        moved = 0.0
        if effect is not None and cost > 0:
            moved = float(effect[0, 0, rows].sum()) / (cost * share) * 50
        levels.append(float(case.level[rows, j].mean()) + moved)
    return sum(levels) / len(levels)


def _days(runs: Sequence[Run], rows: Sequence[int]) -> float:
    """Return days without staff a year, mean over the members shown and the staffed activities."""
    days = [
        float(uncovered_days_by_member(run.case, run.sup, run.principal)[0, 0, m, 0])
        for run in runs
        for m in rows
        if run.principal.arrangements.members[0, m] and run.case.fte.sum() > 0
    ]
    return sum(days) / len(days) if days else 0.0


def _on_one_person(case: Case, runs: Sequence[Run], rows: list[int]) -> tuple[str, ...]:
    """Return ”activity (municipality)” where less than two persons share the work."""
    found = []
    for j, run in enumerate(runs):
        reckoning = run.principal
        members = reckoning.arrangements.members[0]
        if reckoning.alternative is Alternative.MERGED:
            team = np.full(len(members), reckoning.fte[0, 0, members, 0].sum())
            alone = np.where(members, team, reckoning.fte[0, 0, :, 0])
        else:
            alone = reckoning.fte[0, 0, :, 0]
        thin = rests_on_one_person(alone)
        found += [f"{case.activities[j].label} ({case.names[m]})" for m in rows if bool(thin[m])]
    return tuple(found)


def _towns(case: Case, runs: Sequence[Run]) -> tuple[tuple[str, float], ...]:
    """Return FTE by town for the whole group, managers included."""
    totals = np.sum([run.principal.town_fte[0, 0, 0] for run in runs], axis=0)
    return tuple(
        (town.name, float(value))
        for t, (town, value) in enumerate(zip(case.towns, totals, strict=True))
        if value > 0 or t < len(case.municipalities)
    )


def _minutes_to_office(
    setting: Setting, alternative: Alternative, runs: Sequence[Run], rows: list[int]
) -> float:
    """Return minutes one way from the own seat to the nearest workplace of the activity, mean."""
    if alternative is not Alternative.MERGED:
        return 0.0
    minutes = []
    for run in runs:
        if run.principal.alternative is not Alternative.MERGED:
            continue
        arr = run.principal.arrangements
        if arr.pattern[0] is not Placement.ONE_TOWN:
            minutes += [0.0] * len(rows)
            continue
        minutes += [minutes_between(setting, int(arr.seat[0]), m) for m in rows]
    return sum(minutes) / len(minutes) if minutes else 0.0


def minutes_between(setting: Setting, seat: int, m: int) -> float:
    """Return minutes one way between two seats in the principal run."""
    return float(commuting.minutes_between(setting.case, setting.principal)[0, seat, m])
