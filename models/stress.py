"""What happens to a shared cost when something changes: new key, exit, late joiner, overrun.

All tables are SEK/year with years as rows and municipalities as columns (Y, n). Where money only
changes hands a row adds up to nothing, or to what has been added.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from models.game import Game
from models.parameters import Floats
from models.sharing import in_proportion, phased_in


class PaidBy(StrEnum):
    """Who bears the cost that an exit leaves behind."""

    LEAVER = "den som lämnar"
    REMAINING = "de som är kvar"


@dataclass(frozen=True, slots=True)
class Exit:
    """A member leaves: when, how much of its cost stays behind, how long and who bears it.

    `fixed` is the share 0–1 of the leaver's part of the joint cost that does not fall away until
    the joint organisation has been adjusted, `adjusted_after` years after the exit.
    """

    leaver: int
    notice_years: int
    fixed: float
    adjusted_after: int
    paid_by: PaidBy


@dataclass(frozen=True, slots=True)
class AfterExit:
    """What each bears year by year, (Y, n), row 0 being the year in which notice is given.

    `stranded` SEK/year is what the exit leaves behind until the organisation has been adjusted;
    `bears` (n,) what each bears in the end, `alone` (n,) what each would bear alone.
    """

    yearly: Floats
    stranded: float
    bears: Floats
    alone: Floats


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a chain of exits: who left, and the group that was left as a bit mask."""

    left: int
    remaining: int


def change_of_key(before: Floats, after: Floats, years: int) -> Floats:
    """Return what each pays more than before in each year, (years + 1, n); rows add up to 0.

    Raises:
        ValueError: when the two do not share the same total.
    """
    size = float(np.abs(before).sum()) + float(np.abs(after).sum())
    if abs(float(before.sum() - after.sum())) > 1e-9 * size:
        raise ValueError("both keys must share the same cost")
    change: Floats = phased_in(before, after, years) - before
    return change


def overrun(paid: Floats, share: float) -> Floats:
    """Return what each pays of an overrun of a share of the joint cost, (n,).

    The key that shares the cost shares what it overruns by: x · paid_i.
    """
    extra: Floats = share * paid
    return extra


def late_joiner(common: Floats, joiner: int, premium: float, years: int) -> Floats:
    """Return what each pays, (years + 1, n), when one pays a premium that falls to 0 evenly.

    year y: joiner pays common_j · (1 + premium · (1 − y/years)); the premium goes to the others in
    proportion to what they pay, so that every row adds up to the joint cost.

    Raises:
        CannotShareError: when none of the others pays anything.
    """
    left = 1 - np.arange(years + 1) / years if years else np.zeros(1)
    extra = common[joiner] * premium * left
    others = np.maximum(common, 0.0)
    others[joiner] = 0.0
    paid = common - extra[:, None] * in_proportion(others, 1.0)
    paid[:, joiner] = common[joiner] + extra
    return np.asarray(paid)


def leave(
    game: Game, bears: Floats, paid: Floats, shares_of: Callable[[int], Floats], plan: Exit
) -> AfterExit:
    """Return what an exit does to the one that leaves and to those that are left.

    stranded = f · s · C        f fixed share, s the leaver's share of the joint cost C
    until the exit              everybody bears as now
    then, until adjusted        the leaver bears c({l}); the others as now; stranded is added
    from then on                the others share the best they can do without the leaver

    `bears` (n,) is what each bears now, `paid` (n,) its part of the joint cost, and `shares_of`
    what the members of a group (a bit mask) bear by the same key when they go on by themselves.
    Source: the formula is derived; the case it is built for is kommunalförbundet Itsam 2019–2024.

    Raises:
        CannotShareError: when those that are left are to share a cost and none of them pays now.
    """
    n, one = game.count, plan.leaver
    remaining = game.everybody - (1 << one)
    stranded = plan.fixed * float(paid[one])
    others = np.array([i for i in range(n) if i != one])
    meanwhile = bears.copy()
    meanwhile[one] = game.alone[one]
    if plan.paid_by is PaidBy.LEAVER:
        meanwhile[one] += stranded
    elif stranded:
        meanwhile[others] += in_proportion(np.maximum(paid[others], 0.0), stranded)
    after = game.alone.copy()
    after[others] = shares_of(remaining)
    yearly = [bears] * (plan.notice_years + 1) + [meanwhile] * plan.adjusted_after + [after]
    return AfterExit(np.array(yearly), stranded, after, game.alone)


def chain_of_exits(game: Game, shares_of: Callable[[int], Floats], first: int) -> tuple[Step, ...]:
    """Return who leaves after whom when each goes that bears more than alone, worst first.

    Ends when nobody that is left bears more than alone, or nobody is left to share with.
    """
    remaining = game.everybody - (1 << first)
    steps = [Step(first, remaining)]
    while remaining.bit_count() > 1:
        members = [i for i in range(game.count) if remaining >> i & 1]
        loss = shares_of(remaining) - game.alone[members]
        worst = int(np.argmax(loss))
        if loss[worst] <= game.tolerance:
            break
        remaining -= 1 << members[worst]
        steps.append(Step(members[worst], remaining))
    return tuple(steps)
