"""Scenarios side by side, and what a difference between two of them comes from."""

from dataclasses import dataclass, replace

from scenarios.candidates import PLAN, Candidate, Subject
from scenarios.run import Outcome
from scenarios.setting import Range, Setting, prepare, with_range
from scenarios.uncertainty import Spread, spread_of


@dataclass(frozen=True, slots=True)
class Side:
    """One scenario in a comparison; SEK/year, FTE and days against today.

    `days` without staff, summed over members; `moved` FTE whose workplace moves; `lost` the
    greatest loss of FTE in any town; `joint` the activities run together by some.
    """

    outcome: Outcome
    annual: Spread
    days_before: float
    days_after: float
    moved: float
    lost: float
    joint: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Apart:
    """How a scenario's yearly effect differs from another's, SEK/year with 5–95 %.

    `decided` is what the other decisions, and the plan they give, do under the first scenario's
    assumptions; `supposed` what the other assumptions then do to that plan. The two add up to
    `whole` in every draw.
    """

    whole: Range
    decided: Range
    supposed: Range


def side(outcome: Outcome) -> Side:
    """Return what a scenario is shown by."""
    drawn = _plan_in(outcome.setting, outcome).drawn()[0]
    changed = any(choice.changed for choice in outcome.plan.choices)
    rows = outcome.choices
    return Side(
        outcome,
        spread_of(outcome.annual.value, drawn, changed),
        sum(row.days_before * len(row.members) for row in rows),
        sum(row.days_after * len(row.members) for row in rows),
        sum(row.moved_fte for row in rows),
        max((town.before - town.after for town in outcome.towns), default=0.0),
        tuple(dict.fromkeys(row.activity for row in rows if len(row.members) > 1)),
    )


def apart(one: Outcome, other: Outcome) -> Apart:
    """Return what sets another scenario apart from one, on the first one's draws.

    A scenario held against itself is exactly 0 everywhere.
    """
    setting, seed = one.setting, one.scenario.seed
    # In the first one's draws all through: common random numbers.
    decided = prepare(one.pack, replace(one.scenario, decide=other.scenario.decide))
    supposed = prepare(one.pack, replace(other.scenario, seed=seed))
    plans = _plan_in(setting, one), _plan_in(decided, other), _plan_in(supposed, other)
    here, there, at_end = (plan.drawn()[0] for plan in plans)
    value, moved, final = (float(plan.at_mode()[0]) for plan in plans)
    return Apart(
        with_range(final - value, at_end - here),
        with_range(moved - value, there - here),
        with_range(final - moved, at_end - there),
    )


def _plan_in(setting: Setting, outcome: Outcome) -> Subject:
    """Return a plan alone, to be reckoned in a setting that need not be its own."""
    return Subject(setting, (Candidate(PLAN, outcome.plan.choices),), whole=True)


def changed_choices(one: Outcome, other: Outcome) -> tuple[str, ...]:
    """Return the activities that the two plans run differently, in the pack's order."""
    ones, others = set(one.plan.choices), set(other.plan.choices)
    differing = {choice.activity for choice in ones ^ others}
    return tuple(one.pack.activities[j].key for j in sorted(differing))
