"""The linear program: who should run what, how, with whom and where.

The only module that knows PuLP.

Formulation (set partitioning over whole arrangements)
    choose[x] ∈ {0, 1}        x = (activity a, group S, alternative h, seat t, pattern p)
    minimise   Σ_x burden[x] · choose[x]
               + coordination · together
    one_way_each:      Σ_{x: a, m ∈ S} choose[x] = 1                       ∀ m, a
    enough_partners:   Σ_{x: a, h merged, |S| < least[a]} choose[x] ≤ 0     ∀ a
    burden[x] = annual cost against today, one-off as annuity (SEK/year)
                + price of a day without staff · days without staff (SEK/year)
Everything about an arrangement is reckoned beforehand by `models.alternatives`, so that the program
stays a readable handful of named families. Source: set partitioning, Balas and Padberg (1976).
"""

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

import pulp

from models.case import Case
from models.entities import Alternative
from models.errors import NoPlanError
from models.options import Choice, Decisions, Option, enumerate_options, uncovered_days

__all__ = [
    "POLICY",
    "STRUCTURE",
    "Choice",
    "Decisions",
    "Option",
    "Plan",
    "Program",
    "Proof",
    "build",
    "enough_partners",
    "enumerate_options",
    "in_the_way",
    "one_way_each",
    "solve",
    "uncovered_days",
]

# Ties are broken by the order of the choices, by less than a tenth of a krona in all.
TIE_BREAK_SEK = 0.1


class Proof(StrEnum):
    """How sure it is that nothing better exists."""

    OPTIMAL = "bevisat bäst"
    STOPPED = "avbruten med känt avstånd till bästa möjliga"


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


class Program:
    """The program being built: PuLP's problem, the options and a variable for each."""

    def __init__(
        self, case: Case, options: Sequence[Option], decisions: Decisions, name: str = "best_plan"
    ) -> None:
        """Create the variables; the constraint functions add the rest."""
        self.case, self.options, self.decisions = case, tuple(options), decisions
        self.problem = pulp.LpProblem(name, pulp.LpMinimize)
        self.choose = [
            self.problem.add_variable(f"choose({_name(case, x.choice)})", cat="Binary")
            for x in self.options
        ]
        # 1 when anything at all is done together.
        self.together = self.problem.add_variable("together", cat="Binary")
        rank = TIE_BREAK_SEK / max(1, len(self.options)) / max(1, len(case.activities))
        self.problem += pulp.LpAffineExpression(
            [
                (var, round(x.burden) + i * rank)
                for i, (var, x) in enumerate(zip(self.choose, self.options, strict=True))
            ]
            + [(self.together, round(decisions.coordination_sek))]
        )

    def those(self, keep: Callable[[Choice], bool]) -> pulp.LpAffineExpression:
        """Return Σ choose[x] over the choices to keep."""
        return pulp.LpAffineExpression(
            [(var, 1) for var, x in zip(self.choose, self.options, strict=True) if keep(x.choice)]
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
            ways = p.those(_serves(j, i))
            p.require(ways == 1, "one_way_each", m.code, activity.key)


def coordination_is_paid(p: Program) -> None:
    """Nothing is done together without paying for the coordination of the whole.

    Σ_{x: a, m ∈ S, |S| > 1} choose[x] ≤ together        ∀ m, a

    Source: KÖBYT 2005, avsnitt 6: ”Kostnaden torde bli ca 500.000 kr per år”.
    """
    if not p.decisions.coordination_sek:
        return
    for j, activity in enumerate(p.case.activities):
        for i, m in enumerate(p.case.municipalities):
            joint = p.those(_joins(j, i))
            if len(joint):
                p.require(joint <= p.together, "coordination_is_paid", m.code, activity.key)


def enough_partners(p: Program) -> None:
    """A merged organisation has at least the number of municipalities decided for it.

    Σ_{x: a, h merged, |S| < least[a]} choose[x] ≤ 0        ∀ a

    Source: KÖBYT 2005, avsnitt 2 (2): ”minst tre av kommunerna deltager”.
    """
    for j, activity in enumerate(p.case.activities):
        least = p.decisions.least_partners.get(activity.key, activity.least_partners)
        if least <= 2:
            continue
        few = p.those(_merges_fewer_than(j, least))
        if len(few):
            p.require(few <= 0, "enough_partners", activity.key)


def _serves(a: int, m: int) -> Callable[[Choice], bool]:
    return lambda c: c.activity == a and m in c.members


def _joins(a: int, m: int) -> Callable[[Choice], bool]:
    return lambda c: c.activity == a and c.joint and m in c.members


def _merges_fewer_than(a: int, least: int) -> Callable[[Choice], bool]:
    return lambda c: (
        c.activity == a and c.alternative is Alternative.MERGED and len(c.members) < least
    )


Constraint: TypeAlias = Callable[[Program], None]
# What makes a plan a plan; nobody can decide otherwise.
STRUCTURE: tuple[Constraint, ...] = (one_way_each, coordination_is_paid)
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
    objective = total_burden(chosen, decisions)
    bound, optimal = _proof(program)
    return Plan(
        options=tuple(sorted(chosen, key=lambda x: (x.choice.activity, x.choice.members))),
        objective=objective,
        bound=objective if optimal else bound,
        proof=Proof.OPTIMAL if optimal else Proof.STOPPED,
        seconds=time.perf_counter() - start,
        considered=len(program.options),
    )


def total_burden(options: Sequence[Option], decisions: Decisions) -> float:
    """Return SEK/year: the options' burdens, and the coordination when anything is joint."""
    together = any(x.choice.joint for x in options)
    return sum(x.burden for x in options) + (decisions.coordination_sek if together else 0.0)


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
        if activity.optimised and any((i, j) not in served for i in range(len(case.municipalities)))
    ]
    return (
        "Ingen plan uppfyller villkoren: de alternativ som valts räcker inte till alla kommuner "
        + "för "
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
