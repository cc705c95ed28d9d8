"""Scenarios side by side, and what a difference between two of them comes from."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from models.parameters import Floats, draws_in_blocks, suppositions_of
from scenarios.candidates import PLAN, Candidate, Subject
from scenarios.run import Outcome
from scenarios.setting import Range, Setting, prepare, with_range
from scenarios.uncertainty import DRAWS, Spread, spread_of


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
    drawn = drawn_of(outcome.setting, outcome)
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
    here, there = drawn_of(setting, one), drawn_of(decided, other)
    at_end = drawn_of(supposed, other)
    value, moved, final = (
        _at_mode(within, outcome)
        for within, outcome in ((setting, one), (decided, other), (supposed, other))
    )
    return Apart(
        with_range(final - value, at_end - here),
        with_range(moved - value, there - here),
        with_range(final - moved, at_end - there),
    )


def drawn_of(setting: Setting, outcome: Outcome, count: int = DRAWS) -> Floats:
    """Return a plan's yearly effect in the draws of a setting, SEK/year (D,)."""
    subject = _subject(setting, outcome)
    return np.concatenate(
        [
            subject.reckoned(suppositions_of(setting.factors, values))[0]
            for _, values in draws_in_blocks(setting.factors, setting.scenario.seed, count)
        ]
    )


def _at_mode(setting: Setting, outcome: Outcome) -> float:
    return float(_subject(setting, outcome).reckoned(setting.principal)[0, 0])


def _subject(setting: Setting, outcome: Outcome) -> Subject:
    return Subject(setting, (Candidate(PLAN, outcome.plan.choices),), whole=True)


def changed_choices(one: Outcome, other: Outcome) -> tuple[str, ...]:
    """Return the activities that the two plans run differently, in the pack's order."""
    ones, others = set(one.plan.choices), set(other.plan.choices)
    differing = {choice.activity for choice in ones ^ others}
    return tuple(one.pack.activities[j].key for j in sorted(differing))


def published_band(sides: Sequence[Side]) -> tuple[str, ...]:
    """Return which scenarios' whole effect falls outside what has been published, by title."""
    return tuple(s.outcome.scenario.title for s in sides if s.outcome.outside_published)
