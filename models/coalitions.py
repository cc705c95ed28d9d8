"""Linear programs over groups: the nucleolus, the least transfers that keep everybody in.

There are 2ⁿ groups, and nearly all of their conditions are slack. Each program therefore begins
with a few groups and takes in those that are broken until none is. Everything is reckoned on
savings put on a common scale, so that kronor and millions of kronor give the same shares:

    y_i = (c({i}) − x_i)/stake        v(S) = (Σ_{i ∈ S} c({i}) − c(S))/stake

The nucleolus is that of Schmeidler (1969): among the sharings in which nobody bears more than
alone, the one whose greatest excess is least, then the next greatest, and so on. Solved as the
sequence of linear programs of Kopelowitz (1967), fixing in each step groups with a positive dual
value: they have the same excess in every optimum (complementary slackness), which groups that
merely happen to be tight need not have.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import highspy
import numpy as np
from numpy.typing import NDArray

from models.game import CLOSE, Game, sizes, sums
from models.parameters import Floats

# On the common scale: what is broken, what is a positive dual value, what is linearly dependent.
BROKEN, POSITIVE, DEPENDENT = CLOSE / 2, 1e-6, 1e-7
AT_A_TIME = 12
INFINITY = highspy.kHighsInf


class EmptyError(Exception):
    """No sharing meets the conditions: nobody bearing more than alone, or no group leaving."""


@dataclass(frozen=True, slots=True)
class _Savings:
    """The game on the common scale: v(S) for every group, and what one unit is, SEK/year."""

    values: Floats
    stake: float

    @staticmethod
    def of(game: Game) -> "_Savings":
        stake = game.stake or 1.0
        return _Savings((sums(game.alone) - game.costs) / stake, stake)


class _Program:
    """Minimise over y ≥ lowest (the first n columns) and further columns; rows come as needed."""

    def __init__(self, costs: Sequence[float], lowest: Sequence[float]) -> None:
        self.highs = highspy.Highs()  # type: ignore[no-untyped-call]
        self.highs.setOptionValue("output_flag", False)
        self.highs.setOptionValue("presolve", "off")
        self.highs.setOptionValue("primal_feasibility_tolerance", 1e-10)
        self.highs.setOptionValue("dual_feasibility_tolerance", 1e-10)
        columns = len(costs)
        self.highs.addVars(columns, np.array(lowest), np.full(columns, INFINITY))
        at = np.arange(columns, dtype=np.int32)
        self.highs.changeColsCost(columns, at, np.array(costs))
        self.rows = 0

    def require(
        self, columns: Sequence[int], coefs: Sequence[float], low: float, high: float = INFINITY
    ) -> int:
        """Add low ≤ Σ coef · column ≤ high; return the row."""
        at = np.array(columns, dtype=np.int32)
        self.highs.addRow(low, high, len(at), at, np.array(coefs, dtype=np.float64))
        self.rows += 1
        return self.rows - 1

    def solve(self) -> Floats:
        """Return the columns' values.

        Raises:
            EmptyError: when nothing meets the rows.
        """
        self.highs.run()
        if self.highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            raise EmptyError
        return np.array(self.highs.getSolution().col_value)

    def duals(self) -> Floats:
        """Return the rows' dual values."""
        return np.array(self.highs.getSolution().row_dual)


def _members(mask: int, n: int) -> list[int]:
    return [i for i in range(n) if mask >> i & 1]


def _first(n: int) -> list[int]:
    """Return the groups to begin with: each alone, and everybody but one."""
    everybody = (1 << n) - 1
    masks = {1 << i for i in range(n)} | {everybody - (1 << i) for i in range(n)}
    return sorted(masks - {0, everybody})


def _worst(broken: Floats) -> NDArray[np.intp]:
    """Return the groups whose condition is most broken, if any is."""
    found = np.flatnonzero(broken > BROKEN)
    if len(found) > AT_A_TIME:
        found = found[np.argpartition(-broken[found], AT_A_TIME)[:AT_A_TIME]]
    return found


def nucleolus(game: Game) -> Floats:
    """Return the nucleolus, (n,), with nobody bearing more than alone.

    Raises:
        EmptyError: when the whole costs more than everybody alone: then somebody must.
    """
    n = game.count
    v, stake = (s := _Savings.of(game)).values, s.stake
    if game.gain < -game.tolerance:
        raise EmptyError
    if n == 1 or game.gain <= game.tolerance:
        return game.alone - max(game.gain, 0.0) / n
    free = _Free(n)
    program = _Program([0.0] * n + [1.0], [0.0] * n + [-INFINITY])
    program.require(range(n), [1.0] * n, v[-1], v[-1])
    masks = [game.everybody]
    equations = [(game.everybody, float(v[-1]))]

    def take_in(groups: Sequence[int]) -> None:
        for mask in groups:
            inside = _members(mask, n)
            program.require([*inside, n], [1.0] * (len(inside) + 1), float(v[mask]))
            masks.append(mask)

    take_in(_first(n))
    while len(equations) < n:
        while True:
            *y, excess = program.solve()
            broken = np.where(free.groups, v - sums(np.array(y)) - excess, -np.inf)
            if not len(worst := _worst(broken)):
                break
            take_in([int(mask) for mask in worst])
        duals = program.duals()
        before = len(equations)
        for row in np.argsort(-duals, kind="stable"):
            mask = masks[row]
            if duals[row] <= POSITIVE or len(equations) == n:
                break
            if free.groups[mask]:
                free.settle(mask)
                bound = float(v[mask] - excess)
                equations.append((mask, bound))
                program.highs.changeCoeff(int(row), n, 0.0)
                program.highs.changeRowBounds(int(row), bound, bound)
        if len(equations) == before:
            raise ArithmeticError("no group was settled")
        for row, mask in enumerate(masks):
            settled = any(mask == group for group, _ in equations)
            if not settled and not free.groups[mask]:
                program.highs.changeRowBounds(row, -INFINITY, INFINITY)
    rows = np.array([[float(mask >> i & 1) for i in range(n)] for mask, _ in equations])
    saved = np.linalg.solve(rows, np.array([bound for _, bound in equations]))
    return np.asarray(game.alone - stake * saved)


class _Free:
    """Which groups' excess is not yet given by those that have been settled, `groups` (2ⁿ,)."""

    def __init__(self, n: int) -> None:
        self.n = n
        self.basis: list[Floats] = []
        self.left = sizes(n)
        self.groups = self.left > DEPENDENT
        self.settle((1 << n) - 1)

    def settle(self, mask: int) -> None:
        """Take a group as given, and all that follow from it and the others given."""
        direction = np.array([float(mask >> i & 1) for i in range(self.n)])
        for known in self.basis:
            direction = direction - (direction @ known) * known
        direction = direction / np.linalg.norm(direction)
        self.basis.append(direction)
        # What is left of each group's indicator, squared, outside the span of those settled.
        self.left = self.left - sums(direction) ** 2
        self.groups = self.left > DEPENDENT


def least_transfers(game: Game, shares: Floats) -> Floats:
    """Return what each is to pay more (+) or less (−) so that no group would leave, (n,).

    minimise Σ_i p_i        p_i ≥ (x′_i − x_i),  p_i ≥ 0,  x′ in the core

    In the core everybody bears between c(N) − c(N∖i) and c({i}). What x_i lies outside of that is
    known beforehand, and the program is left with numbers no greater than the savings.

    Raises:
        EmptyError: when the core is empty.
    """
    n = game.count
    v, stake = (s := _Savings.of(game)).values, s.stake
    now = (game.alone - np.clip(shares, game.marginal, game.alone)) / stake
    program = _Program([0.0] * n + [1.0] * n, [-INFINITY] * n + [0.0] * n)
    program.require(range(n), [1.0] * n, v[-1], v[-1])
    for i in range(n):
        program.require([i, n + i], [1.0, 1.0], float(now[i]))
    y = _until_nobody_leaves(program, v - _nothing(game, stake), n)
    more = np.asarray(game.alone - stake * y - shares)
    return np.where(np.abs(more) <= game.tolerance, 0.0, more)


def least_from_outside(game: Game) -> float:
    """Return the least amount, SEK/year, that must come from outside for no group to leave.

    minimise Σ_i y_i − v(N)        y(S) ≥ v(S) for every S but N

    0 when the core is not empty.
    """
    n = game.count
    if n < 2:
        return 0.0
    v, stake = (s := _Savings.of(game)).values, s.stake
    y = _until_nobody_leaves(_Program([1.0] * n, [-INFINITY] * n), v, n)
    missing = float(y.sum()) - float(v[-1])
    return missing * stake if missing > _nothing(game, stake) else 0.0


def _nothing(game: Game, stake: float) -> float:
    """Return what is not asked for, on the common scale.

    A core so thin that rounding closes it is still one; what the programs leave broken is kept back
    so that the answer is in the core as `models.game` sees it.
    """
    return max(game.tolerance / stake - BROKEN, 0.0)


def _until_nobody_leaves(program: _Program, v: Floats, n: int) -> Floats:
    """Return y (n,) with y(S) ≥ v(S) for every group but the whole."""

    def take_in(groups: Sequence[int]) -> None:
        for mask in groups:
            inside = _members(mask, n)
            program.require(inside, [1.0] * len(inside), float(v[mask]))

    take_in(_first(n))
    while True:
        y = program.solve()[:n]
        broken = v - sums(y)
        broken[0] = broken[-1] = 0.0
        if not len(worst := _worst(broken)):
            return y
        take_in([int(mask) for mask in worst])
