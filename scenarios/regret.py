"""The plan that is never much worse: plans held against each other in the same draws."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from models.decisions import Choice
from models.errors import NoPlanError, UndecidedError
from models.options import enumerate_options
from models.parameters import Floats, draws_in_blocks, suppositions_of
from models.plan import Plan, solve
from scenarios.candidates import Candidate, Subject, today
from scenarios.run import Outcome
from scenarios.setting import HIGH_PERCENT, Setting
from scenarios.uncertainty import COORDINATION, Spread, spread_of

# What a meeting waits for one draw's plan.
PATIENCE_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Named:
    """A plan under the name it is shown by."""

    name: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Regret:
    """How much dearer a plan is than the best of those shown, SEK/year over the draws.

    `mean`, `high` (95th percentile) and `worst`; `best` is the share of draws in which no other is
    cheaper; `annual` is its effect against today in kronor, `priced` what the decided prices put
    on its days without staff, posts moved and longer travel, which is in the regret but not there.
    """

    plan: Named
    annual: Spread
    priced: float
    mean: float
    high: float
    worst: float
    best: float


def regrets(outcome: Outcome, plans: Sequence[Named]) -> tuple[Regret, ...]:
    """Return every plan's regret in the same draws, the one with the least worst case first.

    The decided prices count as they do when the plan is chosen, with their days, posts and minutes
    in the principal run. Plans that are made of the same choices are shown once, under all their
    names.
    """
    setting = outcome.setting
    alike: dict[frozenset[Choice], list[Named]] = {}
    for plan in plans:
        alike.setdefault(frozenset(plan.choices), []).append(plan)
    kept = [
        Named(" = ".join(plan.name for plan in same), same[0].choices) for same in alike.values()
    ]
    subject = Subject(
        setting, tuple(Candidate(plan.name, plan.choices) for plan in kept), whole=True
    )
    annual, at_mode = subject.drawn(), subject.at_mode()
    priced = np.array([_priced(outcome, plan) for plan in kept])
    regret = regrets_of(annual + priced[:, None])
    rows = [
        Regret(
            plan,
            spread_of(float(at_mode[k]), annual[k], subject.candidates[k].changed),
            float(priced[k]),
            float(regret[k].mean()),
            float(np.percentile(regret[k], HIGH_PERCENT)),
            float(regret[k].max()),
            float((regret[k] == 0).mean()),
        )
        for k, plan in enumerate(kept)
    ]
    return tuple(sorted(rows, key=lambda row: (row.worst, row.high, row.plan.name)))


def regrets_of(cost: Floats) -> Floats:
    """Return how much more each plan costs than the cheapest in each draw; (K, D) of (K, D)."""
    regret: Floats = cost - cost.min(axis=0)
    return regret


def _priced(outcome: Outcome, plan: Named) -> float:
    """Return the decided prices on a plan's days, posts and minutes, SEK/year."""
    return sum(_priced_choice(outcome, choice) for choice in plan.choices)


def _priced_choice(outcome: Outcome, choice: Choice) -> float:
    options = outcome.question.options
    row = options.find(choice)
    if row is None:
        # From a scenario in which an office is open that is not here: reckoned as if it were.
        setting, decided = outcome.setting, outcome.question.decisions
        opened = (*decided.extra_towns, setting.case.towns[choice.seat].key)
        options = enumerate_options(
            setting.case,
            setting.principal,
            replace(decided, extra_towns=opened),
            groups=[choice.members],
        )
        row = options.find(choice)
    return 0.0 if row is None else float(options.priced[row].sum())


def as_today(setting: Setting, name: str) -> Named:
    """Return the plan in which everything is run as it is."""
    planned = [j for j, activity in enumerate(setting.case.activities) if activity.optimised]
    return Named(name, today(setting, planned).choices)


@dataclass(frozen=True, slots=True)
class Replanned:
    """The plan that would have been best had one draw been known to come true."""

    draw: int
    plan: Plan | None


def replanned(outcome: Outcome, count: int) -> Iterator[Replanned]:
    """Yield the best plan in each of the first draws, under the same decisions.

    A draw in which no plan was found in time, or none follows the decisions, has none.
    """
    setting, decisions = outcome.setting, outcome.question.decisions
    _, values = next(draws_in_blocks(setting.factors, setting.scenario.seed, count))
    for d in range(count):
        sup = suppositions_of(setting.factors, values[d : d + 1])
        # The coordination of the whole costs what it does in this draw, as everything else.
        decided = replace(decisions, coordination_sek=float(sup.of(COORDINATION)[0]))
        options = enumerate_options(setting.case, sup, decided)
        try:
            plan = solve(options, decided, seconds=PATIENCE_SECONDS, known=outcome.plan.choices)
        except (NoPlanError, UndecidedError):
            plan = None
        yield Replanned(d, plan)


def plans_found(found: Sequence[Replanned]) -> tuple[tuple[Plan, int], ...]:
    """Return the different plans among those found, with in how many draws, the commonest first."""
    by_choices: dict[frozenset[Choice], list[Plan]] = {}
    for one in found:
        if one.plan is not None:
            by_choices.setdefault(frozenset(one.plan.choices), []).append(one.plan)
    counted = [(plans[0], len(plans)) for plans in by_choices.values()]
    return tuple(sorted(counted, key=lambda row: (-row[1], str(row[0].choices))))
