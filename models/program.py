"""The linear program under construction: the only module that knows PuLP.

Variables
    choose[x] ∈ {0, 1}      whole arrangement x of `models.options` is part of the plan
    together ∈ {0, 1}       anything at all is done together
    start[a, y] ∈ {0, 1}    activity a goes over to its new form in year y = 1…5; only there when a
                            rule asks when things happen
Source: set partitioning over whole arrangements, Balas and Padberg (1976).
"""

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import highspy
import numpy as np
import pulp

from models.decisions import YEARS, Choice, Decisions
from models.errors import UndecidedError
from models.options import Options
from models.parameters import Floats

# Ties are broken by the order of the choices, by less than a tenth of a krona in all.
TIE_BREAK_SEK = 0.1
# Coefficients below this are rounding in the reckoning and would only disturb the solver.
NOISE = 1e-7
_IMPROVING = highspy.cb.HighsCallbackType.kCallbackMipImprovingSolution


@dataclass(frozen=True, slots=True)
class Solved:
    """What the solver came to: chosen positions, start years by activity position, and proof."""

    chosen: tuple[int, ...]
    starts: tuple[tuple[int, int], ...]
    objective: float
    bound: float
    optimal: bool
    first_seconds: float


class Program:
    """PuLP's problem with a variable for each option; rules add their constraints to it."""

    def __init__(
        self, options: Options, decisions: Decisions, *, paced: bool, name: str = "best_plan"
    ) -> None:
        """Create the variables. `paced` says that some rule asks for start years."""
        self.options, self.decisions, self.case = options, decisions, options.case
        self.problem = pulp.LpProblem(name, pulp.LpMinimize)
        self.choose = [
            self.problem.add_variable(f"choose({_name(options, i)})", cat="Binary")
            for i in range(len(options))
        ]
        self.together = self.problem.add_variable("together", cat="Binary")
        self.planned = tuple(j for j, a in enumerate(self.case.activities) if a.optimised)
        self.start = {
            (j, y): self.problem.add_variable(
                f"start({self.case.activities[j].key},{y})", cat="Binary"
            )
            for j in (self.planned if paced else ())
            for y in range(1, YEARS + 1)
        }

    def sum_of(self, weights: Floats | np.typing.NDArray[np.bool_]) -> pulp.LpAffineExpression:
        """Return Σ weights[x] · choose[x]; a mask counts the options in it."""
        values = np.asarray(weights, dtype=np.float64)
        return pulp.LpAffineExpression(
            [(self.choose[i], float(values[i])) for i in np.flatnonzero(np.abs(values) > NOISE)]
        )

    def started(self, j: int, years: Iterable[int]) -> pulp.LpAffineExpression:
        """Return Σ start[a, y] over some years."""
        return pulp.LpAffineExpression([(self.start[j, y], 1) for y in years])

    def require(self, constraint: pulp.LpConstraint, rule: str, *index: str) -> None:
        """Add a constraint under a name that survives into the LP and the explanation."""
        self.problem.addConstraint(constraint, f"{rule}({','.join(index)})")

    def minimise_burden(self, spread: Floats | None = None, limit: float = np.inf) -> None:
        """Set the objective: Σ burden[x] · choose[x] + coordination · together, in whole kronor.

        With `spread` (X, K) also max_k Σ spread[x, k] · choose[x], at a krona for each unit, which
        is kept at or below `limit`.
        """
        burden = np.round(self.options.burden)
        self.minimise(burden, round(self.decisions.coordination_sek))
        if spread is not None:
            upper = None if np.isinf(limit) else limit
            largest = self.problem.add_variable("largest", lowBound=0, upBound=upper)
            for k in range(spread.shape[1]):
                self.require(self.sum_of(spread[:, k]) <= largest, "largest", str(k))
            self.problem.setObjective(self.problem.objective + largest)

    def minimise(self, cost: Floats, together: float = 0.0) -> None:
        """Set the objective Σ cost[x] · choose[x] + together · together, ties by order."""
        last = int(self.options.order.max(initial=0))
        rank = self.options.order * (TIE_BREAK_SEK / max(1, last) / max(1, len(self.planned)))
        self.problem.setObjective(
            pulp.LpAffineExpression(
                [(var, float(cost[i] + rank[i])) for i, var in enumerate(self.choose)]
                + [(self.together, together)]
            )
        )

    def minimise_largest(self, coefs: Floats) -> None:
        """Set the objective max_k Σ_x coefs[x, k] · choose[x], ≥ 0."""
        largest = self.problem.add_variable("largest", lowBound=0)
        for k in range(coefs.shape[1]):
            self.require(self.sum_of(coefs[:, k]) <= largest, "largest", str(k))
        self.problem.setObjective(largest + 0)

    def minimise_starts(self, weights: dict[int, float]) -> None:
        """Set the objective Σ weight[a] · y · start[a, y]: early, the weightiest first."""
        self.problem.setObjective(
            pulp.LpAffineExpression([(var, weights[j] * y) for (j, y), var in self.start.items()])
        )

    def solve(
        self,
        seconds: float,
        gap: float = 0.0,
        progress: Callable[[float], None] | None = None,
        known: Sequence[Choice] = (),
    ) -> Solved | None:
        """Return what was found, or None when nothing is, and that is shown.

        Trusts `sol_status` only. `gap` is absolute, in the objective's unit. `progress` is told the
        best objective so far each time a better plan is found. `known` are the choices of a plan
        that is known to fit, to begin from.

        Raises:
            UndecidedError: when the time ran out with nothing found and nothing shown.
        """
        began = time.perf_counter()
        first = [float("nan")]

        def better(_kind: int, _message: str, out: object, _in: object, _data: object) -> None:
            if np.isnan(first[0]):
                first[0] = time.perf_counter() - began
            if progress is not None:
                progress(float(out.objective_function_value))  # type: ignore[attr-defined]

        self.problem.solve(
            _HiGHS(
                self._values(known),
                msg=False,
                timeLimit=seconds,
                gapRel=0.0,
                gapAbs=gap,
                threads=1,
                callbackTuple=(better, None),
                callbacksToActivate=[_IMPROVING],
            )
        )
        status = self.problem.sol_status
        if status == pulp.LpSolutionInfeasible:
            return None
        if status not in {pulp.LpSolutionOptimal, pulp.LpSolutionIntegerFeasible}:
            raise UndecidedError(
                f"Ingen plan hittades på {seconds:.0f} sekunder, men det är inte visat att "
                "ingen finns."
            )
        info = self.problem.solverModel.getInfo()
        return Solved(
            tuple(i for i, var in enumerate(self.choose) if (var.value() or 0.0) > 0.5),
            tuple(k for k, var in self.start.items() if (var.value() or 0.0) > 0.5),
            float(info.objective_function_value),
            float(info.mip_dual_bound),
            status == pulp.LpSolutionOptimal,
            first[0] if not np.isnan(first[0]) else time.perf_counter() - began,
        )

    def _values(self, known: Sequence[Choice]) -> dict[str, float]:
        """Return what a known plan gives the choices, by name; nothing when it does not fit."""
        rows = [self.options.find(choice) for choice in known]
        if not rows or any(row is None for row in rows):
            return {}
        values = {var.name: 0.0 for var in self.choose}
        values |= {self.choose[row].name: 1.0 for row in rows if row is not None}
        return values | {self.together.name: float(any(choice.joint for choice in known))}


class _HiGHS(pulp.HiGHS):  # type: ignore[misc]  # PuLP is untyped
    """HiGHS begun from a known plan, which PuLP's own `warmStart` silently leaves out."""

    def __init__(self, values: dict[str, float], **settings: Any) -> None:
        super().__init__(**settings)
        self.values = values

    def callSolver(self, lp: pulp.LpProblem) -> None:  # noqa: N802 - PuLP's name for it
        """Give the solver the known values; what is not among them it works out."""
        known = [
            (var.index, self.values[var.name]) for var in lp.variables() if var.name in self.values
        ]
        if known:
            index, value = zip(*known, strict=True)
            lp.solverModel.setSolution(
                len(known), np.array(index, dtype=np.int32), np.array(value, dtype=np.float64)
            )
        super().callSolver(lp)


def _name(options: Options, i: int) -> str:
    case, choice = options.case, options.choice(i)
    return ",".join(
        (
            case.activities[choice.activity].key,
            "+".join(case.municipalities[m].code for m in choice.members),
            choice.alternative,
            case.towns[choice.seat].key,
            choice.pattern,
        )
    )
