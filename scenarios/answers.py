"""What a plan answers beyond itself, every figure with its range: for the screen and the file."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from models.answers import (
    Blocked,
    frontier,
    in_the_way,
    largest_job_loss,
    nearly_as_good,
    prices,
    uncovered_days,
)
from models.case import Bools
from models.decisions import Choice
from models.parameters import Floats
from models.plan import Plan, planned_cost
from models.rulebook import active, allowed
from scenarios.effects import Effect, effect_of
from scenarios.run import Outcome, Question, outcome_of
from scenarios.setting import Range, chance_of_saving, with_range

FTE_STEP, DAY_STEP = 0.25, 1.0


@dataclass(frozen=True, slots=True)
class PriceRow:
    """What a binding rule costs, SEK/year gained by easing it one step; days and jobs it moves.

    `sek` is what the plan is chosen by, the decided prices included; `annual` is the difference in
    cost alone, on common draws.
    """

    rule: str
    step: str
    sek: float
    annual: Range


@dataclass(frozen=True, slots=True)
class GroupRow:
    """The best way for one group to run one activity together, when the others run it alone."""

    members: tuple[str, ...]
    choice: Choice
    annual: Range
    chance: float
    one_off: Range
    by_municipality: tuple[Range | None, ...]
    days_before: float
    days_after: float
    open: bool


@dataclass(frozen=True, slots=True)
class FrontierRow:
    """A point of a frontier: cost (SEK/year with range) where the measure has come down to this.

    `dearer` is against the plan that is shown.
    """

    measure: float
    annual: Range
    dearer: Range
    burden: float
    plan: Plan


def blocked(question: Question) -> Blocked:
    """Return which decisions do not go together and what would open a plan."""
    return in_the_way(question.options, question.decisions)


def rule_prices(outcome: Outcome) -> Iterator[PriceRow]:
    """Yield what each binding rule costs, as each is found."""
    question = outcome.question
    for price in prices(question.options, question.decisions, outcome.plan):
        eased = [effect_of(outcome.setting, choice) for choice in price.plan.choices]
        saved = _difference(outcome, outcome.effects, eased)
        yield PriceRow(price.rule, price.step, price.sek, saved)


def dearer(plan: Outcome, best: Outcome) -> Range:
    """Return how much more a plan costs than another of the same question, SEK/year."""
    return _difference(best, plan.effects, best.effects)


def _difference(outcome: Outcome, these: Sequence[Effect], those: Sequence[Effect]) -> Range:
    """Return what these cost more than those, SEK/year, on common draws."""
    (one, one_drawn), (other, other_drawn) = _cost(outcome, these), _cost(outcome, those)
    return with_range(one - other, one_drawn - other_drawn)


def _cost(outcome: Outcome, effects: Sequence[Effect]) -> tuple[float, Floats]:
    """Return SEK/year against today in the principal run and drawn, the coordination included."""
    together = any(e.choice.joint for e in effects)
    value = sum(float(e.annual.sum()) for e in effects)
    value += outcome.question.decisions.coordination_sek * together
    drawn = np.sum([e.annual_drawn.sum(axis=1) for e in effects], axis=0)
    return value, drawn + outcome.setting.draws.of("samordning_helheten") * together


def alternatives_to(outcome: Outcome, share: float, count: int) -> Iterator[Outcome]:
    """Yield plans nearly as good: at most a share of the planned cost dearer, and different."""
    question = outcome.question
    slack = share * planned_cost(outcome.setting.case)
    for plan in nearly_as_good(question.options, question.decisions, outcome.plan, slack, count):
        yield outcome_of(question, plan, outcome.effects)


def against_job_loss(outcome: Outcome, points: int) -> Iterator[FrontierRow]:
    """Yield the frontier of cost against the largest loss of jobs in any town, FTE."""
    question = outcome.question
    for point in frontier(question.options, question.decisions, largest_job_loss, points, FTE_STEP):
        yield _frontier_row(outcome, point.measure, point.plan)


def against_thin_cover(outcome: Outcome, points: int) -> Iterator[FrontierRow]:
    """Yield the frontier of cost against days a year without staff, over all members."""
    question = outcome.question
    for point in frontier(question.options, question.decisions, uncovered_days, points, DAY_STEP):
        yield _frontier_row(outcome, point.measure, point.plan)


def _frontier_row(outcome: Outcome, measure: float, plan: Plan) -> FrontierRow:
    effects = [effect_of(outcome.setting, choice) for choice in plan.choices]
    return FrontierRow(
        measure,
        with_range(*_cost(outcome, effects)),
        _difference(outcome, effects, outcome.effects),
        plan.objective,
        plan,
    )


def all_groups(question: Question, activity: str) -> tuple[GroupRow, ...]:
    """Return every group of two or more for one activity, each run its cheapest way.

    `open` says whether the decisions allow it, and the others to run it alone; a group that is not
    allowed is shown all the same, so that it can be seen what is left out. Sorted with the allowed
    first, then by burden.
    """
    setting, options = question.setting, question.options
    j = setting.case.index(activity)
    mine = options.keep(options.of_activity(j) & options.joint)
    rules = active(setting.case, question.decisions)
    every = allowed(options.keep(options.of_activity(j)), question.decisions, rules)
    permitted = every.keep(every.joint)
    # Who may run it alone: a group leaves the others to do so.
    alone: Bools = np.asarray(every.members[~every.joint].any(axis=0))
    rows = []
    groups = {tuple(int(m) for m in np.flatnonzero(row)) for row in mine.members}
    for members in sorted(groups, key=_by_size):
        group = np.zeros(mine.members.shape[1], dtype=bool)
        group[list(members)] = True
        within = permitted.keep((permitted.members == group).all(axis=1))
        if not alone[~group].all():
            within = within.keep(np.zeros(len(within), dtype=bool))
        pool = within if len(within) else mine.keep((mine.members == group).all(axis=1))
        choice = pool.choice(int(np.argmin(pool.burden)))
        rows.append((float(pool.burden.min()), _group_row(question, choice, len(within) > 0)))
    rows.sort(key=lambda row: (not row[1].open, row[0]))
    return tuple(row for _, row in rows)


def _by_size(members: tuple[int, ...]) -> tuple[int, tuple[int, ...]]:
    return len(members), members


def _group_row(question: Question, choice: Choice, is_open: bool) -> GroupRow:
    e = effect_of(question.setting, choice)
    case = question.setting.case
    drawn = e.annual_drawn.sum(axis=1)
    return GroupRow(
        tuple(case.municipalities[m].code for m in choice.members),
        choice,
        with_range(float(e.annual.sum()), drawn),
        chance_of_saving(drawn),
        with_range(float(e.one_off.sum()), e.one_off_drawn.sum(axis=1)),
        tuple(
            with_range(float(e.annual[m]), e.annual_drawn[:, m]) if m in choice.members else None
            for m in range(len(case.municipalities))
        ),
        float(e.days_before[list(choice.members)].sum()),
        float(e.days_after[list(choice.members)].sum()),
        is_open,
    )
