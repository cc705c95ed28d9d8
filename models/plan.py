"""The plan: who should run what, how, with whom, where and from when.

    minimise   Σ_x burden[x] · choose[x] + coordination · together
    subject to the rules of `models.policy` that make a plan and those that have been decided
    burden[x] = annual cost against today, one-off as annuity (SEK/year)
                + the decided prices · (days without staff, posts moved, minutes of longer travel)

Everything about an arrangement is reckoned beforehand, so that the program stays a readable
handful of named families. First what, then when: the start years are those that let the greatest
yearly gain begin earliest within the decided pace; the choice itself does not depend on them, only
on there being such years.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from models.case import Bools, Case
from models.decisions import Choice, Decisions, contradictions
from models.errors import NoPlanError
from models.options import Option, Options
from models.parameters import Floats
from models.policy import STRUCTURE
from models.program import Program, Solved
from models.rulebook import Rule, active, allowed

# What starting a year earlier is worth at least, so that everything starts when it can.
LEAST_WEIGHT_SEK = 1_000.0
# With nothing to minimise the first plan found will do.
ANY_PLAN = 1.0
# Burdens closer than this are the same to the pruning.
SAME = 1e-6
# The program counts whole kronor: a bound closer than one is met.
SAME_SEK = 1.0


class Proof(StrEnum):
    """How sure it is that nothing better exists."""

    OPTIMAL = "bevisat bäst"
    STOPPED = "avbruten med känt avstånd till bästa möjliga"


@dataclass(frozen=True, slots=True)
class Plan:
    """The chosen options, one set for each activity, with start years, proof and time taken.

    `starts` is by activity position; what stays as today has none. `considered` is how many
    arrangements the decisions left open; SEK/year for `objective` and `bound`.
    """

    options: tuple[Option, ...]
    starts: dict[int, int]
    objective: float
    bound: float
    proof: Proof
    seconds: float
    considered: int

    @property
    def gap(self) -> float:
        """SEK/year to the bound: no plan can be better by more than this."""
        return max(0.0, self.objective - self.bound)

    @property
    def choices(self) -> tuple[Choice, ...]:
        """What has been chosen, in a fixed order."""
        return tuple(option.choice for option in self.options)


def build(options: Options, decisions: Decisions, rules: Sequence[Rule]) -> Program:
    """Return the program over the options with everything that makes a plan and the given rules.

    What single rules forbid must already be left out of `options` (`rulebook.allowed`).
    """
    program = Program(options, decisions, paced=any(rule.paced for rule in rules))
    for structure in STRUCTURE:
        structure(program)
    for rule in rules:
        if rule.adds is not None:
            rule.adds(program)
    return program


def solve(
    options: Options,
    decisions: Decisions,
    *,
    seconds: float = 60.0,
    gap: float = 0.0,
    progress: Callable[[float], None] | None = None,
    known: Sequence[Choice] = (),
) -> Plan:
    """Return the plan with the least burden, proven or with its distance to the bound.

    `gap` is the distance in SEK/year at which the proof may stop; `known` are the choices of a
    plan to begin from, which is left aside when it is not among the options.

    Raises:
        NoPlanError: when the decisions contradict each other or leave no plan.
    """
    against = contradictions(options.case, decisions)
    if against:
        raise NoPlanError("Besluten går inte ihop. " + " ".join(against), contradiction=True)
    rules = active(options.case, decisions)
    return cheapest(
        allowed(options, decisions, rules),
        decisions,
        rules,
        seconds=seconds,
        gap=gap,
        progress=progress,
        known=known,
        considered=len(options),
    )


def cheapest(
    options: Options,
    decisions: Decisions,
    rules: Sequence[Rule],
    *,
    seconds: float = 60.0,
    gap: float = 0.0,
    progress: Callable[[float], None] | None = None,
    known: Sequence[Choice] = (),
    considered: int | None = None,
) -> Plan:
    """Return the plan with the least burden among options that all are allowed.

    Raises:
        NoPlanError: when the rules leave no plan.
    """
    began = time.perf_counter()
    kept = pruned(options, decisions, rules)
    program = build(kept, decisions, rules)
    program.minimise_burden()
    solved = program.solve(seconds, gap, progress, known)
    if solved is None:
        raise NoPlanError("Ingen plan uppfyller alla beslutade villkor.")
    seen = len(options) if considered is None else considered
    return _plan(kept, decisions, rules, solved, time.perf_counter() - began, seen)


def feasible(options: Options, decisions: Decisions, seconds: float = 10.0) -> bool:
    """Say whether any plan follows the decisions."""
    if contradictions(options.case, decisions):
        return False
    return possible(options, decisions, active(options.case, decisions), seconds)


def possible(options: Options, decisions: Decisions, rules: Sequence[Rule], seconds: float) -> bool:
    """Say whether any plan follows some of the decisions' rules.

    Raises:
        UndecidedError: when the time ran out with nothing found and nothing shown.
    """
    kept = pruned(allowed(options, decisions, rules), decisions, rules)
    program = build(kept, decisions, rules)
    program.minimise(np.zeros(len(kept)))
    return program.solve(seconds, ANY_PLAN) is not None


def plan_of(options: Options, decisions: Decisions, choices: Sequence[Choice]) -> Plan:
    """Return the plan made of some choices, with start years within the decided pace.

    Raises:
        KeyError: when a choice is not among the options.
    """
    rows = []
    for choice in choices:
        found = options.find(choice)
        if found is None:
            raise KeyError(choice)
        rows.append(found)
    chosen = options.keep(np.array(rows, dtype=np.intp))
    burden = total_burden(chosen, range(len(rows)), decisions)
    solved = Solved(tuple(range(len(rows))), (), burden, burden, False, 0.0)
    rules = active(options.case, decisions)
    return _plan(chosen, decisions, rules, solved, 0.0, len(options))


def total_burden(options: Options, chosen: Sequence[int], decisions: Decisions) -> float:
    """Return SEK/year: the options' burdens, and the coordination when anything is joint."""
    rows = np.asarray(chosen, dtype=np.intp)
    together = bool(options.joint[rows].any())
    return float(options.burden[rows].sum()) + decisions.coordination_sek * together


def pruned(
    options: Options, decisions: Decisions, rules: Sequence[Rule], seats: bool = False
) -> Options:
    """Return the options without those that another makes needless.

    Needless: same activity and group, no cheaper, and no better in anything a rule measures. With
    `seats` an office in another town is never needless.
    """
    columns = [options.burden[:, None]]
    columns += [rule.measures(options, decisions) for rule in rules if rule.measures is not None]
    measured = np.concatenate(columns, axis=1)
    kinds = np.stack(
        [
            options.activity,
            options.members @ (1 << np.arange(options.members.shape[1])),
            options.changed,
            options.seat if seats else np.zeros(len(options)),
        ],
        axis=1,
    ).astype(np.int64)
    order = np.lexsort((*kinds.T[::-1],))
    kinds = kinds[order]
    breaks = np.flatnonzero((kinds[1:] != kinds[:-1]).any(axis=1)) + 1
    keep = np.zeros(len(options), dtype=bool)
    for group in np.split(order, breaks):
        keep[group[_undominated(measured[group])]] = True
    return options.keep(keep)


def _undominated(values: Floats) -> Bools:
    """Return which rows (n, K) no other row is at most as great as in everything."""
    n = len(values)
    if n < 2:
        return np.ones(n, dtype=bool)
    # Rounded before, not compared with a tolerance: else three could each make the next needless.
    values = np.round(values / SAME)
    no_greater = (values[:, None, :] <= values[None, :, :]).all(axis=2)
    less = (values[:, None, :] < values[None, :, :]).any(axis=2)
    earlier = np.arange(n)[:, None] < np.arange(n)[None, :]
    dominates = no_greater & (less | earlier)
    np.fill_diagonal(dominates, False)
    return np.asarray(~dominates.any(axis=0))


def _plan(
    options: Options,
    decisions: Decisions,
    rules: Sequence[Rule],
    solved: Solved,
    seconds: float,
    considered: int,
) -> Plan:
    chosen = options.keep(np.array(solved.chosen, dtype=np.intp))
    objective = total_burden(chosen, range(len(chosen)), decisions)
    # A proof that stopped within the asked gap is known to be that close, and no closer.
    proven = solved.optimal and solved.objective - solved.bound <= SAME_SEK
    records = [chosen.option(i) for i in range(len(chosen))]
    return Plan(
        options=tuple(sorted(records, key=lambda x: (x.choice.activity, x.choice.members))),
        starts=start_years(chosen, decisions, rules),
        objective=objective,
        bound=objective if proven else min(solved.bound, objective),
        proof=Proof.OPTIMAL if proven else Proof.STOPPED,
        seconds=seconds,
        considered=considered,
    )


def start_years(chosen: Options, decisions: Decisions, rules: Sequence[Rule]) -> dict[int, int]:
    """Return the year each changed activity starts: early, the greatest yearly gain first.

    Empty when no years follow the decided pace, which only a plan put together by hand can bring.
    """
    changed = sorted({int(j) for j in chosen.activity[chosen.changed]})
    paced = [rule for rule in rules if rule.paced]
    if not paced:
        return dict.fromkeys(changed, 1)
    program = Program(chosen, decisions, paced=True, name="start_years")
    for structure in STRUCTURE:
        structure(program)
    for rule in paced:
        if rule.adds is not None:
            rule.adds(program)
    program.minimise_starts(
        {
            j: LEAST_WEIGHT_SEK + max(0.0, -float(chosen.burden[chosen.of_activity(j)].sum()))
            for j in program.planned
        }
    )
    solved = program.solve(10.0)
    return {} if solved is None else dict(solved.starts)


def planned_cost(case: Case) -> float:
    """Return what the planned activities cost today, SEK/year."""
    planned = [j for j, activity in enumerate(case.activities) if activity.optimised]
    return float(case.cost[:, planned].sum())
