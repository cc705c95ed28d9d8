"""What would be best in each draw: every group and alternative, the best partition, its sharing.

A group's cost of an activity is that of its cheapest way; a partition's is the sum over its groups.
The best partition is found by trying all of them, Bell(n) in number: 52 of five municipalities.
Nothing that councils decide beside the ways, and no coordination of the whole, is asked for here.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from models.amounts import Amounts, added_up, amounts_in_turn
from models.case import Case
from models.decisions import Choice
from models.entities import LevelChoice
from models.game import shapley_of
from models.parameters import Floats, Suppositions
from models.timing import Timing

# Beyond this the partitions are too many to try in every draw: Bell(8) = 4 140.
MOST_MUNICIPALITIES = 7


def annual_by_choice(
    case: Case, sup: Suppositions, choices: tuple[Choice, ...], level: LevelChoice
) -> Floats:
    """Return the yearly average against today over the members, SEK/year (X, D)."""
    total = np.zeros((len(choices), sup.draws))
    grows = bool((case.growth != 1).any())
    timing: Timing | None = None
    for found in amounts_in_turn(case, sup, choices, level):
        if not choices[found.choice[0]].changed:
            continue
        if timing is None or grows:
            timing = Timing.of(case, sup, found, choices)
        starts = _starts(found)
        total[found.choice[starts]] = added_up(timing.annual(found), starts)
    return total


def _starts(found: Amounts) -> NDArray[np.intp]:
    """Return where each choice's slots begin: they lie together, in an order of their own."""
    return np.flatnonzero(np.diff(found.choice, prepend=-1))


@dataclass(frozen=True, slots=True)
class Menu:
    """One activity's choices by group: `rows` (K,) among all choices, `mask` (K,) their groups."""

    activity: int
    rows: NDArray[np.intp]
    mask: NDArray[np.intp]


def menus(choices: Sequence[Choice]) -> tuple[Menu, ...]:
    """Return each activity's choices by group."""
    found = []
    for j in sorted({choice.activity for choice in choices}):
        rows = [i for i, choice in enumerate(choices) if choice.activity == j]
        mask = [sum(1 << m for m in choices[i].members) for i in rows]
        found.append(Menu(j, np.array(rows, dtype=np.intp), np.array(mask, dtype=np.intp)))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Best:
    """One activity's best in each draw, SEK/year against today.

    `choice` (2**n, D) is the cheapest choice's row for each group; `cost` (2**n, D) what the group
    pays when it is divided the best way, 0 for nobody; `partition` (D,) the best division of
    everybody, a position in `partitions`; `shapley` (D, n) its sharing.
    """

    choice: NDArray[np.intp]
    cost: Floats
    partition: NDArray[np.intp]
    shapley: Floats


def best(menu: Menu, annual: Floats, count: int) -> Best:
    """Return the best partition and its Shapley sharing in each draw; `annual` (X, D)."""
    draws = annual.shape[1]
    one_way = np.full((1 << count, draws), np.inf)
    choice = np.full((1 << count, draws), -1, dtype=np.intp)
    one_way[0] = 0.0
    for row, mask in zip(menu.rows, menu.mask, strict=True):
        np.copyto(choice[mask], row, where=annual[row] < one_way[mask])
        np.minimum(one_way[mask], annual[row], out=one_way[mask])
    cost = divided(one_way)
    whole = np.full(draws, np.inf)
    partition = np.zeros(draws, dtype=np.intp)
    total = np.empty(draws)
    for p, (first, *others) in enumerate(partitions(count)):
        total[:] = one_way[first]
        for mask in others:
            total += one_way[mask]
        np.copyto(partition, p, where=total < whole)
        np.minimum(whole, total, out=whole)
    return Best(choice, cost, partition, cost.T @ _shapley(count))


@cache
def _shapley(count: int) -> Floats:
    """Return what one krona of each group's cost does to each player's share, (2**n, n)."""
    return shapley_of(np.eye(1 << count))


def divided(one_way: Floats) -> Floats:
    """Return what each group pays divided the best way, (2**n, D) of each group undivided.

    c̄(S) = min(c(S), min over T ⊂ S with S's first member of c(T) + c̄(S∖T))
    """
    cost = one_way.copy()
    for mask in range(1, len(cost)):
        first = mask & -mask
        rest = mask ^ first
        inside = (rest - 1) & rest
        while rest:
            part = inside | first
            np.minimum(cost[mask], one_way[part] + cost[mask ^ part], out=cost[mask])
            if not inside:
                break
            inside = (inside - 1) & rest
    return cost


@cache
def partitions(count: int) -> tuple[tuple[int, ...], ...]:
    """Return every partition of the players as bit masks of its groups, in a fixed order."""

    def of(rest: int) -> Iterator[tuple[int, ...]]:
        if not rest:
            yield ()
            return
        first = rest & -rest
        others = rest ^ first
        inside = others
        while True:
            for left in of(others ^ inside):
                yield (inside | first, *left)
            if not inside:
                break
            inside = (inside - 1) & others

    return tuple(of((1 << count) - 1))


def cheapest_of_each_group(
    choices: Sequence[Choice], burden: Sequence[float]
) -> tuple[Choice, ...]:
    """Return, for each activity, group and alternative, the choice with the least burden."""
    found: dict[tuple[int, tuple[int, ...], str], tuple[float, Choice]] = {}
    for choice, weight in zip(choices, burden, strict=True):
        key = (choice.activity, choice.members, choice.alternative)
        if key not in found or weight < found[key][0]:
            found[key] = (weight, choice)
    return tuple(choice for _, choice in found.values())
