"""The linear program: who should run what, how, with whom and where. The only module that knows PuLP.

Formulation (set partitioning over whole arrangements)
    choose[x] ∈ {0, 1}        x = (activity a, group S, alternative h, seat t, pattern p)
    minimise   Σ_x burden[x] · choose[x]
    one_way_each:      Σ_{x: a, m ∈ S} choose[x] = 1                       ∀ m, a
    enough_partners:   Σ_{x: a, h merged, |S| < least[a]} choose[x] ≤ 0     ∀ a
    burden[x] = annual cost against today, one-off as annuity (SEK/year)
                + price of a day without staff · days without staff (SEK/year)
Everything about an arrangement is reckoned beforehand by `models.alternatives`, so that the program
stays a readable handful of named families. Source: set partitioning, Balas and Padberg (1976).
"""

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

import numpy as np
import pulp

from models.alternatives import (
    Arrangements,
    Reckoning,
    arrangements,
    contracted,
    cooperation,
    merged,
)
from models.alternatives import own as run_own
from models.case import Case
from models.cover import days_uncovered
from models.entities import Alternative, LevelChoice, Placement
from models.errors import NoPlanError
from models.parameters import Floats, Suppositions
from models.transition import transition

# Ties are broken by the order of the choices, by less than a tenth of a krona in all.
TIE_BREAK_SEK = 0.1


class Proof(StrEnum):
    """How sure it is that nothing better exists."""

    OPTIMAL = "bevisat bäst"
    STOPPED = "avbruten med känt avstånd till bästa möjliga"


@dataclass(frozen=True, slots=True)
class Choice:
    """One activity run in one way by one group from one town. Members and seat by position."""

    activity: int
    members: tuple[int, ...]
    alternative: Alternative
    seat: int
    pattern: Placement


@dataclass(frozen=True, slots=True)
class Decisions:
    """What the councils decide. `how` and `least_partners` by activity key; missing means the pack's."""

    how: Mapping[str, tuple[Alternative, ...]]
    least_partners: Mapping[str, int]
    level: LevelChoice = LevelChoice.OWN
    price_uncovered_day_sek: float = 0.0


@dataclass(frozen=True, slots=True)
class Option:
    """A choice with what it costs: annual effect by municipality (SEK/year) and its whole burden."""

    choice: Choice
    annual: tuple[float, ...]
    uncovered_days: float
    burden: float


@dataclass(frozen=True, slots=True)
class Plan:
    """The chosen options, one set for each activity, with the proof and the time it took."""

    options: tuple[Option, ...]
    objective: float
    bound: float
    proof: Proof
    seconds: float
    considered: int

    @property
    def gap(self) -> float:
        """Distance to the bound as a share of the objective."""
        return abs(self.objective - self.bound) / max(1.0, abs(self.objective))


def enumerate_options(case: Case, sup: Suppositions, decisions: Decisions) -> tuple[Option, ...]:
    """Return every whole arrangement that the pack and the decisions leave open, in a fixed order.

    Uses the first draw of `sup` (the principal run). The least number of partners is a rule of the
    program and not a filter here, so that it can be shown to be in the way.
    """
    count = len(case.municipalities)
    groups = range(2, count + 1)
    alone = arrangements(count, [1], (Placement.LOCAL,))
    singles = _by_pattern(alone)
    patterns = {p for j in range(len(case.activities)) for p in case.patterns(j)}
    joint = {
        p: arrangements(count, groups, (p,)) for p in Placement if p in patterns
    }
    cooperating = _by_pattern(arrangements(count, groups, (Placement.LOCAL,)))
    reckonings: dict[Alternative, dict[Placement, _Priced]] = {
        Alternative.OWN: {p: _price(case, sup, run_own(case, a)) for p, a in singles.items()},
        Alternative.CONTRACTED: {
            p: _price(case, sup, contracted(case, sup, a)) for p, a in singles.items()
        },
        Alternative.COOPERATION: {
            p: _price(case, sup, cooperation(case, sup, a)) for p, a in cooperating.items()
        },
        Alternative.MERGED: {
            p: _price(case, sup, merged(case, sup, a, decisions.level)) for p, a in joint.items()
        },
    }
    options = []
    for j, activity in enumerate(case.activities):
        if not activity.optimised:
            continue
        allowed = decisions.how.get(activity.key, activity.alternatives)
        for alternative in Alternative:
            if alternative not in allowed or alternative not in activity.alternatives:
                continue
            for pattern, priced in reckonings[alternative].items():
                if alternative is Alternative.MERGED and pattern not in case.patterns(j):
                    continue
                options += priced.options(j, alternative, decisions.price_uncovered_day_sek)
    return tuple(options)


@dataclass(frozen=True, slots=True)
class _Priced:
    """Arrangements with annual effect (V, M, A) and days without staff (V, A)."""

    arr: Arrangements
    annual: Floats
    days: Floats

    def options(self, j: int, alternative: Alternative, price: float) -> list[Option]:
        found = []
        for v in range(self.arr.count):
            members, seat, pattern = self.arr.describe(v)
            annual = tuple(float(self.annual[v, m, j]) for m in members)
            days = float(self.days[v, j])
            found.append(
                Option(
                    Choice(j, members, alternative, seat, pattern),
                    annual,
                    days,
                    sum(annual) + price * days,
                )
            )
        return found


def _by_pattern(arr: Arrangements) -> dict[Placement, Arrangements]:
    return {Placement.LOCAL: arr}


def _price(case: Case, sup: Suppositions, reckoning: Reckoning) -> _Priced:
    arr = reckoning.arrangements
    annual = transition(case, sup, reckoning).annual[0]
    return _Priced(arr, annual, uncovered_days(case, sup, reckoning)[0])


def uncovered_days(case: Case, sup: Suppositions, reckoning: Reckoning) -> Floats:
    """Return days a year without staff, summed over the members, (D, V, A).

    A merged organisation covers all its members with one team; otherwise each covers itself with
    its own staff. What a contractor does is the contractor's to cover and counts as 0 days.
    """
    member = reckoning.arrangements.members[None, :, :, None]
    absence, workdays = sup.of("franvaro"), sup.of("arbetsdagar")

    def days(fte: Floats) -> Floats:
        shape = (len(absence),) + (1,) * (fte.ndim - 1)
        thin = days_uncovered(fte, absence.reshape(shape), workdays.reshape(shape))
        return np.where(fte > 0, thin, 0.0)

    if reckoning.alternative is Alternative.MERGED:
        team = (reckoning.fte * member).sum(axis=2)
        return days(team) * member.sum(axis=2)
    if reckoning.alternative is Alternative.COOPERATION:
        return days(_covering_fte(case, reckoning)).sum(axis=2)
    return (days(reckoning.fte) * member).sum(axis=2)


def _covering_fte(case: Case, reckoning: Reckoning) -> Floats:
    """Own staff and the share of the others' staff that the cooperation lends, by exposure bought."""
    member = reckoning.arrangements.members[None, :, :, None]
    inside = reckoning.fte * member
    others = inside.sum(axis=2, keepdims=True) - inside
    lent: Floats = (inside + others * case.bought) * member
    return lent


class Program:
    """The program being built: PuLP's problem, the options and a variable for each."""

    def __init__(
        self, case: Case, options: Sequence[Option], decisions: Decisions, name: str = "plan"
    ) -> None:
        """Create the variables; the constraint functions add the rest."""
        self.case, self.options, self.decisions = case, tuple(options), decisions
        self.problem = pulp.LpProblem(name, pulp.LpMinimize)
        self.choose = [
            self.problem.add_variable(f"choose({_name(case, x.choice)})", cat="Binary")
            for x in self.options
        ]
        rank = TIE_BREAK_SEK / max(1, len(self.options)) / max(1, len(case.activities))
        self.problem += pulp.LpAffineExpression(
            [
                (var, round(x.burden) + i * rank)
                for i, (var, x) in enumerate(zip(self.choose, self.options, strict=True))
            ]
        )

    def those(self, keep: Callable[[Choice], bool]) -> pulp.LpAffineExpression:
        """Return Σ choose[x] over the choices to keep."""
        return pulp.LpAffineExpression(
            [
                (var, 1)
                for var, x in zip(self.choose, self.options, strict=True)
                if keep(x.choice)
            ]
        )

    def require(self, constraint: pulp.LpConstraint, rule: str, *index: str) -> None:
        """Add a constraint under a name that survives into the LP and the explanation."""
        self.problem.addConstraint(constraint, f"{rule}({','.join(index)})")


def one_way_each(p: Program) -> None:
    """Each municipality runs each activity in exactly one way.

    Σ_{x: a, m ∈ S} choose[x] = 1        ∀ m, a
    """
    for j, activity in enumerate(p.case.activities):
        if not activity.optimised:
            continue
        for i, m in enumerate(p.case.municipalities):
            ways = p.those(lambda c, i=i, j=j: c.activity == j and i in c.members)
            p.require(ways == 1, "one_way_each", m.code, activity.key)


def enough_partners(p: Program) -> None:
    """A merged organisation has at least the number of municipalities decided for it.

    Σ_{x: a, h merged, |S| < least[a]} choose[x] ≤ 0        ∀ a

    Source: KÖBYT 2005, avsnitt 2 (2): ”minst tre av kommunerna deltager”.
    """
    for j, activity in enumerate(p.case.activities):
        least = p.decisions.least_partners.get(activity.key, activity.least_partners)
        if least <= 2:
            continue
        few = p.those(
            lambda c, j=j, least=least: (
                c.activity == j
                and c.alternative is Alternative.MERGED
                and len(c.members) < least
            )
        )
        if len(few):
            p.require(few <= 0, "enough_partners", activity.key)


Constraint: TypeAlias = Callable[[Program], None]
# What makes a plan a plan; nobody can decide otherwise.
STRUCTURE: tuple[Constraint, ...] = (one_way_each,)
# What the councils have decided and may relax, with the words the screen uses for it.
POLICY: dict[Constraint, str] = {
    enough_partners: "minsta antal kommuner i en sammanslagen organisation",
}


def build(
    case: Case,
    options: Sequence[Option],
    decisions: Decisions,
    policy: Iterable[Constraint] = tuple(POLICY),
) -> Program:
    """Return the program with everything that makes a plan and the given decisions."""
    program = Program(case, options, decisions)
    for rule in (*STRUCTURE, *policy):
        rule(program)
    return program


def solve(
    case: Case, options: Sequence[Option], decisions: Decisions, seconds: float = 60.0
) -> Plan:
    """Return the plan with the least burden, proven or with its distance to the bound.

    Raises:
        NoPlanError: when no plan satisfies the decisions; says which of them are in the way.
    """
    start = time.perf_counter()
    program = build(case, options, decisions)
    chosen = _run(program, seconds)
    if chosen is None:
        raise NoPlanError(_explanation(case, options, decisions))
    objective = sum(x.burden for x in chosen)
    bound, optimal = _proof(program)
    return Plan(
        options=tuple(sorted(chosen, key=lambda x: (x.choice.activity, x.choice.members))),
        objective=objective,
        bound=objective if optimal else bound,
        proof=Proof.OPTIMAL if optimal else Proof.STOPPED,
        seconds=time.perf_counter() - start,
        considered=len(program.options),
    )


def in_the_way(case: Case, options: Sequence[Option], decisions: Decisions) -> tuple[str, ...]:
    """Return, in the screen's words, each decision that alone keeps a plan from existing."""
    return tuple(
        label
        for decision, label in POLICY.items()
        if _run(build(case, options, decisions, [d for d in POLICY if d is not decision]), 10.0)
        is not None
    )


def _explanation(case: Case, options: Sequence[Option], decisions: Decisions) -> str:
    blocking = in_the_way(case, options, decisions)
    if blocking:
        return (
            "Ingen plan uppfyller alla beslutade villkor. Det räcker att ändra på ett av dem: "
            + ", ".join(blocking)
            + "."
        )
    served = {(m, x.choice.activity) for x in options for m in x.choice.members}
    without = [
        activity.label
        for j, activity in enumerate(case.activities)
        if activity.optimised
        and any((i, j) not in served for i in range(len(case.municipalities)))
    ]
    return (
        "Ingen plan uppfyller villkoren: de alternativ som valts räcker inte till alla kommuner för "
        + ", ".join(without or [a.label for a in case.activities if a.optimised])
        + ". Tillåt fler alternativ."
    )


def _run(program: Program, seconds: float) -> list[Option] | None:
    """Return the chosen options, or None when there are none. Trusts `sol_status` only."""
    program.problem.solve(pulp.HiGHS(msg=False, timeLimit=seconds, gapRel=0.0, threads=1))
    if program.problem.sol_status not in {
        pulp.LpSolutionOptimal,
        pulp.LpSolutionIntegerFeasible,
    }:
        return None
    return [
        x
        for var, x in zip(program.choose, program.options, strict=True)
        if (var.value() or 0.0) > 0.5
    ]


def _proof(program: Program) -> tuple[float, bool]:
    info = program.problem.solverModel.getInfo()
    return float(info.mip_dual_bound), program.problem.sol_status == pulp.LpSolutionOptimal


def _name(case: Case, choice: Choice) -> str:
    group = "+".join(case.municipalities[i].code for i in choice.members)
    return ",".join(
        (
            case.activities[choice.activity].key,
            group,
            choice.alternative,
            case.municipalities[choice.seat].code,
            choice.pattern,
        )
    )
