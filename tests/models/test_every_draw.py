"""What would be best in each draw: partitions, the best of them, and its sharing."""

from collections.abc import Iterator
from functools import reduce
from itertools import product
from operator import or_

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.decisions import Choice
from models.entities import Alternative, Placement
from models.every_draw import (
    MOST_MUNICIPALITIES,
    Menu,
    best,
    cheapest_of_each_group,
    divided,
    menus,
    partitions,
)
from models.game import Game, shapley, sums
from models.parameters import Floats

# OEIS A000110, Bell numbers from one player on.
BELL = (1, 2, 5, 15, 52, 203, 877)
NEAR = {"rel": 1e-12, "abs": 1e-9}


def set_partitions(count: int) -> Iterator[tuple[int, ...]]:
    """Yield every division into groups, as masks, by giving each player the number of a group."""
    for labels in product(range(count), repeat=count):
        # Numbered in the order they are met, so that each division comes once.
        if all(g <= len(set(labels[:i])) for i, g in enumerate(labels)):
            groups = range(max(labels) + 1)
            yield tuple(sum(1 << i for i, g in enumerate(labels) if g == k) for k in groups)


def costs_of(seed: int, count: int, draws: int, whole: bool = True) -> Floats:
    """Return a random cost of each group undivided, (2**n, D); some groups are impossible."""
    rng = np.random.default_rng(seed)
    cost = rng.integers(-1000, 1000, (1 << count, draws)).astype(float)
    if not whole:
        impossible = rng.random(1 << count) < 0.3
        impossible[1 << np.arange(count)] = False  # everybody can be alone
        cost[impossible] = np.inf
    cost[0] = 0.0
    return cost


def menu_of(one_way: Floats, extra: Floats | None = None) -> tuple[Menu, Floats]:
    """Return a menu with a row for each possible group, and a dearer or cheaper second way."""
    masks = [m for m in range(1, len(one_way)) if np.isfinite(one_way[m]).all()]
    annual = one_way[masks]
    if extra is not None:
        annual = np.concatenate([annual, annual + extra[masks]])
        masks = masks * 2
    rows = np.arange(len(masks), dtype=np.intp)
    return Menu(0, rows, np.array(masks, dtype=np.intp)), annual


@pytest.mark.parametrize("count", range(1, MOST_MUNICIPALITIES + 1))
def test_there_are_as_many_partitions_as_bell_says(count: int) -> None:
    """A division that is never tried is a best plan that is never found."""
    found = partitions(count)
    assert len(found) == BELL[count - 1]
    assert len({frozenset(blocks) for blocks in found}) == len(found)


@pytest.mark.parametrize("count", range(1, 7))
def test_every_partition_covers_everybody_once(count: int) -> None:
    """Somebody served twice pays twice; somebody forgotten gets the service for nothing."""
    for blocks in partitions(count):
        assert all(blocks)
        assert reduce(or_, blocks) == sum(blocks) == (1 << count) - 1


@pytest.mark.parametrize("count", range(1, 6))
def test_the_partitions_are_those_found_by_numbering_groups(count: int) -> None:
    """A second way to the same list, that knows nothing of bit tricks."""
    found, other = partitions(count), set_partitions(count)
    assert {frozenset(p) for p in found} == {frozenset(p) for p in other}


def test_three_who_gain_in_pairs_are_divided_as_by_hand() -> None:
    """Alone 10, 20 and 30; a with c costs 25, all 60: best is a with c, and b alone, 45."""
    one_way = np.array([0.0, 10, 20, 35, 30, 25, 55, 60])[:, None]
    menu, annual = menu_of(one_way)
    found = best(menu, annual, 3)
    assert set(partitions(3)[found.partition[0]]) == {0b101, 0b010}
    assert found.cost[:, 0].tolist() == [0, 10, 20, 30, 30, 25, 50, 45]
    # b adds 20 to any group; a and c save 15 by each other and halve it.
    assert found.shapley[0] == pytest.approx([2.5, 20, 22.5])


@given(seed=st.integers(0, 10_000), count=st.integers(1, 4), whole=st.booleans())
def test_a_group_divided_the_best_way_pays_the_least_of_all_its_divisions(
    seed: int, count: int, whole: bool
) -> None:
    """What a group could do by itself is what its members measure the common plan against."""
    one_way = costs_of(seed, count, 3, whole)
    found = divided(one_way)
    for mask in range(1, 1 << count):
        inside = [i for i in range(count) if mask >> i & 1]
        tried = [
            sum(
                one_way[sum(1 << inside[i] for i in range(len(inside)) if block >> i & 1)]
                for block in blocks
            )
            for blocks in set_partitions(len(inside))
        ]
        assert found[mask] == pytest.approx(np.min(tried, axis=0), **NEAR)


@given(seed=st.integers(0, 10_000), count=st.integers(1, 5), whole=st.booleans())
def test_the_best_partition_costs_what_everybody_pays_divided_the_best_way(
    seed: int, count: int, whole: bool
) -> None:
    """The plan that is shown and the sum that is shared are the same kronor."""
    one_way = costs_of(seed, count, 4, whole)
    menu, annual = menu_of(one_way)
    found = best(menu, annual, count)
    blocks = partitions(count)
    for d in range(4):
        paid = sum(one_way[mask, d] for mask in blocks[found.partition[d]])
        assert paid == pytest.approx(found.cost[-1, d], **NEAR)
    assert found.cost == pytest.approx(divided(one_way), **NEAR)
    assert (found.cost[0] == 0).all()


@given(seed=st.integers(0, 10_000), count=st.integers(1, 5))
def test_each_group_takes_its_cheapest_way_in_each_draw(seed: int, count: int) -> None:
    """A group is not bound to the way that is cheapest on the average."""
    one_way = costs_of(seed, count, 4)
    extra = np.random.default_rng(seed + 1).integers(-50, 50, one_way.shape).astype(float)
    menu, annual = menu_of(one_way, extra)
    found = best(menu, annual, count)
    assert found.cost == pytest.approx(best(*menu_of(one_way + extra.clip(max=0)), count).cost)
    for mask in range(1, 1 << count):
        rows = found.choice[mask]
        assert (menu.mask[rows] == mask).all()
        least = one_way[mask] + extra[mask].clip(max=0)
        assert annual[rows, np.arange(4)] == pytest.approx(least)


@given(seed=st.integers(0, 10_000), count=st.integers(1, 5), whole=st.booleans())
def test_the_shares_are_the_shapley_values_and_add_up_to_the_best_cost(
    seed: int, count: int, whole: bool
) -> None:
    """Nothing is lost in any draw, and the sharing is the one of the sharing page."""
    menu, annual = menu_of(costs_of(seed, count, 3, whole))
    found = best(menu, annual, count)
    assert found.shapley.sum(axis=1) == pytest.approx(found.cost[-1], **NEAR)
    for d in range(3):
        alone = shapley(Game(tuple("abcde"[:count]), np.ascontiguousarray(found.cost[:, d])))
        assert found.shapley[d] == pytest.approx(alone, **NEAR)


@given(seed=st.integers(0, 10_000), count=st.integers(2, 4))
def test_who_brings_nothing_pays_what_it_pays_alone(seed: int, count: int) -> None:
    """A municipality that changes nobody's cost may neither gain by joining nor be charged."""
    others = costs_of(seed, count - 1, 3)
    own = float(np.random.default_rng(seed).integers(-100, 100))
    # The last player adds its own cost to every group it is in.
    menu, annual = menu_of(np.concatenate([others, others + own]))
    found = best(menu, annual, count)
    assert found.shapley[:, -1] == pytest.approx(np.full(3, own))
    without = best(*menu_of(others), count - 1)
    assert found.shapley[:, :-1] == pytest.approx(without.shapley)


@given(seed=st.integers(0, 10_000), count=st.integers(1, 5))
def test_equals_pay_alike(seed: int, count: int) -> None:
    """When a group's cost depends only on how many they are, no name may pay more than another."""
    by_size = np.random.default_rng(seed).integers(-100, 100, (count + 1, 3)).astype(float)
    by_size[0] = 0.0
    size = sums(np.ones(count)).astype(int)
    found = best(*menu_of(by_size[size]), count)
    expected = np.repeat(found.cost[-1][:, None] / count, count, axis=1)
    assert found.shapley == pytest.approx(expected, abs=1e-9)


@given(seed=st.integers(0, 10_000), count=st.integers(2, 5))
def test_another_order_of_the_municipalities_changes_no_share(seed: int, count: int) -> None:
    """A pack sorted by name instead of by code must not move money."""
    one_way = costs_of(seed, count, 2)
    order = np.random.default_rng(seed).permutation(count)
    moved = np.empty_like(one_way)
    for mask in range(1 << count):
        moved[sum(1 << int(order[i]) for i in range(count) if mask >> i & 1)] = one_way[mask]
    there, here = best(*menu_of(moved), count), best(*menu_of(one_way), count)
    assert there.shapley[:, order] == pytest.approx(here.shapley, **NEAR)
    assert there.cost[-1] == pytest.approx(here.cost[-1])


def test_menus_sort_the_choices_by_activity_and_group() -> None:
    """A choice put with the wrong group would be somebody else's cheapest way."""
    own, merged = Alternative.OWN, Alternative.MERGED
    choices = (
        Choice(2, (0, 2), merged, 0, Placement.LOCAL),
        Choice(0, (1,), own, 1, Placement.LOCAL),
        Choice(2, (0,), own, 0, Placement.LOCAL),
        Choice(2, (0, 2), merged, 2, Placement.HYBRID),
    )
    first, second = menus(choices)
    assert (first.activity, first.rows.tolist(), first.mask.tolist()) == (0, [1], [0b10])
    assert (second.activity, second.rows.tolist()) == (2, [0, 2, 3])
    assert second.mask.tolist() == [0b101, 0b1, 0b101]


def test_each_group_keeps_the_cheapest_office_of_each_alternative() -> None:
    """Another office is left out before the draws; another group or alternative never is."""
    own, merged = Alternative.OWN, Alternative.MERGED
    choices = (
        Choice(0, (0, 1), merged, 0, Placement.LOCAL),
        Choice(0, (0, 1), merged, 1, Placement.HYBRID),
        Choice(0, (0, 1), Alternative.COOPERATION, 0, Placement.LOCAL),
        Choice(0, (0, 2), merged, 0, Placement.LOCAL),
        Choice(1, (0, 1), merged, 0, Placement.LOCAL),
        Choice(0, (0,), own, 0, Placement.LOCAL),
    )
    burden = [5.0, 4.0, 9.0, 7.0, 8.0, 0.0]
    assert set(cheapest_of_each_group(choices, burden)) == set(choices) - {choices[0]}
