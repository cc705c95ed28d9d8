"""Puts a scenario's question to the models: the one place that runs a whole plan."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from models.case import Case
from models.decisions import Decisions
from models.entities import Alternative, Placement
from models.options import Options, enumerate_options
from models.pack import Pack
from models.parameters import Floats
from models.plan import Plan, planned_cost, solve
from models.plan_check import faults_in
from scenarios.effects import Effect, effect_of
from scenarios.published import published_key
from scenarios.scenario import Scenario
from scenarios.setting import Range, Setting, chance_of_saving, prepare, with_range
from scenarios.stamp import Stamp, stamp

# What a meeting waits for: then the plan is shown with its distance to the best possible.
PATIENCE_SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class ChoiceRow:
    """One activity run in one way by one group; money in SEK/year against today.

    `annual` is the yearly average over the horizon with the transition in it, `change` the effect
    when fully in place; days without staff are per member and year. `seat` is a town's key, and
    `start` the year of the roadmap, 1–5, None where nothing changes.
    """

    activity: str
    alternative: Alternative
    members: tuple[str, ...]
    seat: str
    pattern: Placement
    start: int | None
    annual: Range
    change: Range
    chance: float | None
    one_off: Range
    days_before: float
    days_after: float
    moved_fte: float
    by_municipality: tuple[Range, ...]


@dataclass(frozen=True, slots=True)
class AreaRow:
    """One of the nine areas: what it costs today and what the plan does to it.

    The tuples by municipality are in the pack's order of municipalities.
    """

    area: str
    activities: tuple[str, ...]
    cost_today: float
    cost_by_municipality: tuple[float, ...]
    at_least: bool
    annual: Range
    annual_by_municipality: tuple[Range, ...]
    chance: float | None
    chance_by_municipality: tuple[float | None, ...]
    days_before: float | None
    days_after: float | None
    days_by_municipality: tuple[tuple[float | None, float | None], ...]


@dataclass(frozen=True, slots=True)
class TownRow:
    """FTE of the planned activities with their workplace in a town."""

    key: str
    town: str
    municipality: str
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class MunicipalityRow:
    """What the plan does to one municipality's net cost, SEK/year, before any sharing."""

    code: str
    annual: Range
    change: Range
    chance: float | None


@dataclass(frozen=True, slots=True)
class Question:
    """A scenario made ready to be answered: numbers, decisions and every whole arrangement."""

    setting: Setting
    decisions: Decisions
    options: Options


@dataclass(frozen=True, slots=True)
class Outcome:
    """The answer to a scenario's question, with everything a page or a file needs."""

    question: Question
    stamp: Stamp
    plan: Plan
    effects: tuple[Effect, ...]
    faults: tuple[str, ...]
    choices: tuple[ChoiceRow, ...]
    areas: tuple[AreaRow, ...]
    municipalities: tuple[MunicipalityRow, ...]
    towns: tuple[TownRow, ...]
    annual: Range
    change: Range
    chance: float | None
    one_off: Range
    coordination: Range
    relative: float
    outside_published: str

    @property
    def setting(self) -> Setting:
        """The numbers and the draws."""
        return self.question.setting

    @property
    def scenario(self) -> Scenario:
        """The question."""
        return self.setting.scenario

    @property
    def days_avoided(self) -> float:
        """Days a year without staff that the plan does away with, over all members."""
        return sum((row.days_before - row.days_after) * len(row.members) for row in self.choices)

    @property
    def pack(self) -> Pack:
        """What is known."""
        return self.setting.pack


def ask(pack: Pack, scenario: Scenario) -> Question:
    """Return the question made ready: every whole arrangement reckoned."""
    setting = prepare(pack, scenario)
    decisions = replace(
        scenario.decide,
        coordination_sek=float(setting.principal.of("samordning_helheten")[0]),
    )
    options = enumerate_options(setting.case, setting.principal, decisions)
    return Question(setting, decisions, options)


def run(pack: Pack, scenario: Scenario) -> Outcome:
    """Return the best plan and its effects.

    Raises:
        NoPlanError: when the scenario's decisions leave no plan.
    """
    question = ask(pack, scenario)
    plan = solve(question.options, question.decisions, seconds=PATIENCE_SECONDS)
    return outcome_of(question, plan)


def outcome_of(question: Question, plan: Plan, known: Sequence[Effect] = ()) -> Outcome:
    """Return everything a plan does, checked anew without the optimiser.

    `known` are effects already reckoned in the same setting, to be used again where they fit.
    """
    setting = question.setting
    faults = faults_in(setting.case, setting.principal, question.decisions, plan)
    reckoned = {effect.choice: effect for effect in known}
    effects = [
        reckoned.get(option.choice) or effect_of(setting, option.choice) for option in plan.options
    ]
    return _outcome(question, plan, faults, effects)


def _outcome(
    question: Question, plan: Plan, faults: tuple[str, ...], effects: Sequence[Effect]
) -> Outcome:
    setting = question.setting
    case = setting.case
    joint = any(len(e.choice.members) > 1 for e in effects)
    together, together_drawn = _coordination(setting, joint)
    coordination = with_range(together, together_drawn)
    annual_drawn = np.sum([e.annual_drawn.sum(axis=1) for e in effects], axis=0)
    change_drawn = np.sum([e.change_drawn.sum(axis=1) for e in effects], axis=0)
    relative = sum(float(e.change.sum()) for e in effects) / planned_cost(case)
    changes = any(e.choice.alternative is not Alternative.OWN for e in effects)
    return Outcome(
        question=question,
        stamp=stamp(setting.pack, setting.scenario),
        plan=plan,
        effects=tuple(effects),
        faults=faults,
        choices=tuple(_choice_row(case, e, plan.starts) for e in effects),
        areas=_area_rows(setting, effects),
        municipalities=tuple(
            MunicipalityRow(
                m.code,
                _annual_of(effects, i),
                with_range(
                    sum(float(e.change[i]) for e in effects),
                    np.sum([e.change_drawn[:, i] for e in effects], axis=0),
                ),
                _chance_of(effects, i),
            )
            for i, m in enumerate(case.municipalities)
        ),
        towns=tuple(
            TownRow(
                town.key,
                town.name,
                town.municipality,
                sum(float(e.town_before[i]) for e in effects),
                sum(float(e.town_after[i]) for e in effects),
            )
            for i, town in enumerate(case.towns)
            if i < len(case.municipalities) or any(e.town_after[i] > 0 for e in effects)
        ),
        annual=with_range(
            sum(float(e.annual.sum()) for e in effects) + together,
            annual_drawn + together_drawn,
        ),
        change=with_range(
            sum(float(e.change.sum()) for e in effects) + together,
            change_drawn + together_drawn,
        ),
        chance=chance_of_saving(annual_drawn + together_drawn) if changes else None,
        one_off=with_range(
            sum(float(e.one_off.sum()) for e in effects),
            np.sum([e.one_off_drawn.sum(axis=1) for e in effects], axis=0),
        ),
        coordination=coordination,
        relative=relative,
        outside_published=_outside_published(setting.pack, effects, relative),
    )


def _coordination(setting: Setting, joint: bool) -> tuple[float, Floats]:
    """Return K16 in the principal run and drawn (D,), paid as soon as anything is joint."""
    if not joint:
        return 0.0, np.zeros(setting.draws.draws)
    key = "samordning_helheten"
    return float(setting.principal.of(key)[0]), setting.draws.of(key)


def _chance(effects: Sequence[Effect], drawn: Floats) -> float | None:
    if all(e.choice.alternative is Alternative.OWN for e in effects):
        return None
    return chance_of_saving(drawn)


def _annual_of(effects: Sequence[Effect], m: int) -> Range:
    """Return one municipality's yearly average of some effects."""
    return with_range(
        sum(float(e.annual[m]) for e in effects),
        np.sum([e.annual_drawn[:, m] for e in effects], axis=0),
    )


def _chance_of(effects: Sequence[Effect], m: int) -> float | None:
    """Return one municipality's chance of a saving from some effects; None where all is own."""
    mine = [e for e in effects if m in e.choice.members]
    return _chance(mine, np.sum([e.annual_drawn[:, m] for e in effects], axis=0))


def _choice_row(case: Case, e: Effect, starts: Mapping[int, int]) -> ChoiceRow:
    choice = e.choice
    return ChoiceRow(
        activity=case.activities[choice.activity].key,
        alternative=choice.alternative,
        members=tuple(case.municipalities[m].code for m in choice.members),
        seat=case.towns[choice.seat].key,
        pattern=choice.pattern,
        start=starts.get(choice.activity) if choice.changed else None,
        annual=with_range(float(e.annual.sum()), e.annual_drawn.sum(axis=1)),
        change=with_range(float(e.change.sum()), e.change_drawn.sum(axis=1)),
        chance=_chance([e], e.annual_drawn.sum(axis=1)),
        one_off=with_range(float(e.one_off.sum()), e.one_off_drawn.sum(axis=1)),
        days_before=float(e.days_before.sum()) / len(choice.members),
        days_after=float(e.days_after.sum()) / len(choice.members),
        moved_fte=float(e.moved.sum()),
        by_municipality=tuple(
            with_range(float(e.annual[m]), e.annual_drawn[:, m]) for m in choice.members
        ),
    )


def _area_rows(setting: Setting, effects: Sequence[Effect]) -> tuple[AreaRow, ...]:
    case = setting.case
    everybody = range(len(case.municipalities))
    rows = []
    for area in setting.pack.areas:
        members = [
            j
            for j, activity in enumerate(case.activities)
            if activity.area == area.key and activity.optimised
        ]
        mine = [e for e in effects if e.choice.activity in members]
        if not mine:
            continue
        drawn = np.sum([e.annual_drawn.sum(axis=1) for e in mine], axis=0)
        rows.append(
            AreaRow(
                area=area.key,
                activities=tuple(case.activities[j].key for j in members),
                cost_today=sum(_cost_today(setting, members)),
                cost_by_municipality=_cost_today(setting, members),
                at_least=bool(case.missing[:, members].any()),
                annual=with_range(sum(float(e.annual.sum()) for e in mine), drawn),
                annual_by_municipality=tuple(_annual_of(mine, m) for m in everybody),
                chance=_chance(mine, drawn),
                chance_by_municipality=tuple(_chance_of(mine, m) for m in everybody),
                days_before=_mean_days(case, mine, "days_before"),
                days_after=_mean_days(case, mine, "days_after"),
                days_by_municipality=tuple(
                    (
                        _mean_days(case, mine, "days_before", m),
                        _mean_days(case, mine, "days_after", m),
                    )
                    for m in everybody
                ),
            )
        )
    return tuple(rows)


def _mean_days(
    case: Case, effects: Sequence[Effect], name: str, only: int | None = None
) -> float | None:
    """Return days without staff, mean over staffed activities and members; None where no staff."""
    days = [
        float(getattr(e, name)[m])
        for e in effects
        if case.fte[list(e.choice.members), e.choice.activity].sum() > 0
        for m in e.choice.members
        if only is None or m == only
    ]
    return sum(days) / len(days) if days else None


def _cost_today(setting: Setting, activities: Sequence[int]) -> tuple[float, ...]:
    """Return SEK/year by municipality, also for accounts that nobody has split on cost types."""
    accounts, items = setting.pack.accounts, setting.pack.items
    return tuple(
        sum(
            accounts[m.code, setting.case.activities[j].key].total_cost(items) or 0.0
            for j in activities
        )
        for m in setting.case.municipalities
    )


def _outside_published(pack: Pack, effects: Sequence[Effect], relative: float) -> str:
    """Return the parameter whose published range the plan's relative effect falls outside, or ”."""
    chosen = {e.choice.alternative for e in effects}
    if chosen == {Alternative.OWN}:
        return ""
    key = published_key(chosen)
    p = pack.parameters[key]
    return "" if p.low <= relative <= p.high else key
