"""A table of what every group would bear alone: how it is read, and the Shapley value of it."""

from itertools import combinations, permutations
from math import factorial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.game import (
    CLOSE,
    Game,
    Leaving,
    excesses,
    game_of,
    in_core,
    most_eager,
    shapley,
    sizes,
    sums,
    worse_off,
)

NAMES = "abcdefgh"
# Kronor, millions of kronor, and costs of a thousand million: the shares must not know.
SCALES = st.sampled_from([1e-6, 1.0, 1e6])
AMOUNT = st.integers(-1000, 1000)
# Only b and c gain by each other, 10; all three gain 12: 10 + 20 + 30 = 60 alone, 48 together.
BY_HAND = {"a": 10, "b": 20, "c": 30, "ab": 30, "ac": 40, "bc": 40, "abc": 48}


def from_named(**costs: float) -> Game:
    """Return the game of a, b and c."""
    return game_of("abc", {frozenset(group): cost for group, cost in costs.items()})


def by_hand() -> Game:
    """Return the game of BY_HAND."""
    return from_named(**BY_HAND)


@st.composite
def games(draw: st.DrawFn, least: int = 1, most: int = 5) -> Game:
    """Any game at all: a group may cost more or less than its parts, or less than nothing."""
    n = draw(st.integers(least, most))
    costs = draw(st.lists(AMOUNT, min_size=2**n - 1, max_size=2**n - 1))
    return Game(tuple(NAMES[:n]), draw(SCALES) * np.array([0, *costs], dtype=float))


@st.composite
def concave_games(draw: st.DrawFn, least: int = 1, most: int = 5) -> Game:
    """Joint things, each paid in full by any group that needs it: the core is never empty."""
    n = draw(st.integers(least, most))
    alone = draw(st.lists(AMOUNT, min_size=n, max_size=n))
    costs = sums(np.array(alone, dtype=float))
    masks = np.arange(2**n)
    things = st.tuples(st.integers(1, 2**n - 1), st.integers(0, 1000))
    for users, price in draw(st.lists(things, max_size=6)):
        costs = costs + np.where(masks & users, price, 0)
    return Game(tuple(NAMES[:n]), draw(SCALES) * costs)


def near(*games: Game) -> float:
    """Return the error that adding up these games' costs may give."""
    return 1e-11 * max(float(np.abs(game.costs).max()) for game in games) or 1e-300


def relabelled(game: Game, order: list[int]) -> Game:
    """Return the game with player order[i] as the i-th."""
    bits = sums(np.array([1 << old for old in order], dtype=float)).astype(int)
    return Game(tuple(game.players[old] for old in order), game.costs[bits])


def orders(game: Game) -> st.SearchStrategy[list[int]]:
    """Return every way to list the players."""
    return st.permutations(range(game.count))


def with_twins(game: Game) -> Game:
    """Return the game in which the first two players are alike: each pair of groups in between."""
    swapped = relabelled(game, [1, 0, *range(2, game.count)])
    return Game(game.players, (game.costs + swapped.costs) / 2)


def with_loner(game: Game, cost: float) -> Game:
    """Return the game with one more player who costs the same in every company."""
    return Game((*game.players, "z"), np.concatenate([game.costs, game.costs + cost]))


# ---- The table -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "costs", [[0, 1, 2], [0, 1, 2, np.nan], [0, 1, 2, np.inf], [1, 1, 2, 3], [[0, 1, 2, 3]]]
)
def test_a_table_that_is_no_game_is_refused(costs: list[float]) -> None:
    """A missing group would else be read as another group's cost."""
    with pytest.raises(ValueError, match=r"one finite value|nobody costs nothing"):
        Game(("a", "b"), np.array(costs, dtype=float))


def test_a_game_by_hand() -> None:
    """60 alone and 48 together; without c the others bear 30, so c adds 18."""
    game = by_hand()

    assert game.count == 3
    assert game.everybody == 0b111
    assert game.alone.tolist() == [10, 20, 30]
    assert game.together == 48
    assert game.marginal.tolist() == [8, 8, 18]
    assert game.gain == 12
    assert game.stake == 12


def test_every_missing_group_is_named_the_smallest_first() -> None:
    """Who fills in the table wants to know all that is missing, not the first."""
    values = {frozenset("a"): 1.0, frozenset("ab"): 2.0, frozenset("c"): 3.0}

    with pytest.raises(KeyError) as error:
        game_of("abc", values)

    assert error.value.args == tuple(map(frozenset, ("b", "ac", "bc", "abc")))


@given(game=games())
def test_the_order_of_the_groups_is_that_of_their_names(game: Game) -> None:
    """Bit i is player i, in the table, in the names and in what is taken out of it."""
    values = {frozenset(game.names(mask)): game.costs[mask] for mask in range(2**game.count)}

    assert len(values) == 2**game.count
    assert game_of(game.players, values).costs.tolist() == game.costs.tolist()


@given(game=games(), data=st.data())
def test_a_group_by_itself_costs_what_it_cost_among_all(game: Game, data: st.DataObject) -> None:
    """After an exit the others go on with the same figures."""
    mask = data.draw(st.integers(1, game.everybody))
    part = game.only(mask)
    named = {frozenset(game.names(m)): game.costs[m] for m in range(2**game.count)}

    assert part.players == game.names(mask)
    for m in range(2**part.count):
        assert part.costs[m] == named[frozenset(part.names(m))]


@pytest.mark.parametrize(
    ("group", "cost"), [("ab", 1e12), ("ab", 35.0)], ids=["prohibitive", "a little dearer"]
)
def test_what_a_group_would_lose_is_no_measure_of_what_is_small(group: str, cost: float) -> None:
    """A table says ”impossible” with a huge cost: the others' savings are not nothing for that."""
    game = from_named(**BY_HAND | {group: cost})

    assert game.stake == 12
    assert game.tolerance < 0.1


def test_the_loss_of_the_whole_is_a_measure_of_what_is_small() -> None:
    """Where nobody saves anything there is still something at stake."""
    assert Game(("a", "b"), np.array([0.0, 1, 2, 10])).stake == 7


@given(game=games(), scale=st.sampled_from([1e-6, 1e6]))
def test_what_counts_as_nothing_follows_the_unit(game: Game, scale: float) -> None:
    """A thousandth of an öre in kronor is as little in millions of kronor."""
    scaled = Game(game.players, scale * game.costs)

    assert scaled.tolerance == pytest.approx(scale * game.tolerance, rel=1e-6)
    assert game.tolerance <= 2 * CLOSE * max(game.stake, 1e-4 * float(np.abs(game.costs).max()))


@given(x=st.lists(AMOUNT, max_size=6))
def test_sums_over_groups_are_what_adding_gives(x: list[int]) -> None:
    """Everything else is built on these."""
    n = len(x)
    plain = [sum(x[i] for i in range(n) if mask >> i & 1) for mask in range(2**n)]

    assert sums(np.array(x, dtype=float)).tolist() == plain
    assert sums(np.array([x, x], dtype=float)).tolist() == [plain, plain]
    assert sizes(n).tolist() == [mask.bit_count() for mask in range(2**n)]


# ---- Who would leave -----------------------------------------------------------------------------


@given(game=games(), data=st.data())
def test_the_most_eager_group_is_found_among_all(game: Game, data: st.DataObject) -> None:
    """Every group but the whole is asked, in plain Python; the smallest of those that tie."""
    n = game.count
    x = data.draw(st.lists(AMOUNT, min_size=n, max_size=n))
    shares = np.array(x) * float(np.abs(game.costs).max() / 1000)
    found = most_eager(game, shares)
    plain = {
        group: sum(shares[i] for i in group) - game.costs[sum(1 << i for i in group)]
        for size in range(1, n)
        for group in combinations(range(n), size)
    }

    if n == 1:
        assert found == Leaving(0, 0.0)
        assert in_core(game, shares)
        return
    greatest = max(plain.values())
    smallest = min(len(g) for g, e in plain.items() if e >= greatest - game.tolerance / 2)
    assert found.excess == pytest.approx(greatest, abs=near(game))
    assert excesses(game, shares)[found.mask] == pytest.approx(greatest, abs=2 * game.tolerance)
    assert found.mask.bit_count() == smallest
    assert in_core(game, shares) == (greatest <= game.tolerance)
    assert excesses(game, shares)[[0, -1]].tolist() == [0, 0]


def test_the_one_who_pays_more_than_alone_is_named_and_so_is_the_group_that_would_leave() -> None:
    """Alone b bears 20, with c 40: at 9 + 21 + 18 b is worse off, at 4 + 16 + 28 b and c leave."""
    game = by_hand()

    assert worse_off(game, np.array([9.0, 21, 18])) == (1,)
    assert most_eager(game, np.array([9.0, 21, 18])) == Leaving(0b010, 1.0)
    assert worse_off(game, np.array([4.0, 16, 28])) == ()
    assert most_eager(game, np.array([4.0, 16, 28])) == Leaving(0b110, 4.0)
    assert not in_core(game, np.array([4.0, 16, 28]))
    assert in_core(game, np.array([8.0, 15, 25]))


def test_a_millionth_of_an_ore_makes_nobody_leave_and_an_ore_does() -> None:
    """A thousand-millionth of the 12 at stake is what two programs may differ by."""
    game = by_hand()

    assert in_core(game, np.array([8 - 6e-9, 15, 25 + 6e-9]))
    assert not in_core(game, np.array([8 - 6e-8, 15, 25 + 6e-8]))
    assert worse_off(game, np.array([10 + 6e-9, 15, 23])) == ()
    assert worse_off(game, np.array([10 + 6e-8, 15, 23])) == (0,)


def test_of_groups_that_would_gain_as_much_the_smallest_is_named() -> None:
    """At 5 + 5 + 6 both a + b and c would gain 1: c can leave without asking anybody."""
    game = from_named(a=9, b=9, c=5, ab=9, ac=14, bc=14, abc=16)

    assert excesses(game, np.array([5.0, 5, 6]))[[0b011, 0b100]].tolist() == [1, 1]
    assert most_eager(game, np.array([5.0, 5, 6])) == Leaving(0b100, 1.0)


def test_what_adding_up_may_miss_makes_nobody_leave() -> None:
    """0.1 + 0.2 is more than 0.3 to a computer; no municipality leaves for that."""
    costs = np.array([0.0, 0.1, 0.2, 0.3])
    game = Game(("a", "b"), costs)

    assert 0.1 + 0.2 > 0.3
    assert in_core(game, np.array([0.1, 0.3 - 0.1]))
    assert worse_off(game, np.array([0.1 + 1e-17, 0.2 + 3e-17])) == ()
    assert worse_off(game, np.array([0.1 + 1e-12, 0.2 - 1e-12])) == (0,)


# ---- The Shapley value ---------------------------------------------------------------------------


@given(game=games(least=1, most=5))
@settings(max_examples=20)
def test_the_shapley_value_is_the_mean_over_all_orders_of_joining(game: Game) -> None:
    """The definition, order by order: at five players 120 of them."""
    added = np.zeros(game.count)
    for order in permutations(range(game.count)):
        mask = 0
        for i in order:
            added[i] += game.costs[mask | 1 << i] - game.costs[mask]
            mask |= 1 << i

    mean = added / factorial(game.count)
    assert shapley(game) == pytest.approx(mean, abs=near(game))


@given(game=games(most=8))
@settings(max_examples=15)
def test_the_shapley_shares_add_up_to_the_joint_cost(game: Game) -> None:
    """Nothing is lost and nothing is made up on the way."""
    assert shapley(game).sum() == pytest.approx(game.together, abs=near(game))


@given(game=games(least=2))
def test_those_who_cost_the_same_in_every_company_bear_the_same(game: Game) -> None:
    """Nobody pays for being listed first."""
    twins = with_twins(game)
    shares = shapley(twins)

    assert shares[0] == pytest.approx(shares[1], abs=near(twins))


@given(game=games(), cost=AMOUNT)
def test_who_changes_nothing_for_the_others_bears_its_own_cost(game: Game, cost: int) -> None:
    """And with a cost of 0: who is only on paper a member pays nothing."""
    larger = with_loner(game, float(cost))

    assert shapley(larger)[-1] == pytest.approx(cost, abs=near(larger))
    assert shapley(larger)[:-1] == pytest.approx(shapley(game), abs=near(larger))


@given(pair=st.integers(1, 5).flatmap(lambda n: st.tuples(games(n, n), games(n, n))))
def test_two_activities_are_shared_alike_together_and_one_by_one(pair: tuple[Game, Game]) -> None:
    """Additivity: the division into activities moves no money between municipalities."""
    one, other = pair
    both = Game(one.players, one.costs + other.costs)

    assert shapley(both) == pytest.approx(shapley(one) + shapley(other), abs=near(*pair))


@given(game=games(), scale=st.sampled_from([1e-6, 0.5, 1e6]), data=st.data())
def test_the_shapley_shares_follow_the_unit_and_what_each_bears_whatever_happens(
    game: Game, scale: float, data: st.DataObject
) -> None:
    """Kronor or millions, with or without each one's own rent: the same sharing."""
    size = float(np.abs(game.costs).max())
    rent = np.array(data.draw(st.lists(AMOUNT, min_size=game.count, max_size=game.count))) * size
    moved = Game(game.players, scale * (game.costs + sums(rent)))

    assert shapley(moved) == pytest.approx(scale * (shapley(game) + rent), abs=near(moved))


@given(game=games(), data=st.data())
def test_the_order_of_the_list_moves_no_shapley_share(game: Game, data: st.DataObject) -> None:
    """Relabelling the municipalities changes nothing."""
    order = data.draw(orders(game))

    assert shapley(relabelled(game, order)) == pytest.approx(shapley(game)[order], abs=near(game))


@given(game=concave_games())
def test_when_joint_things_are_shared_no_group_leaves_the_shapley_value(game: Game) -> None:
    """The more that join the less each adds: then the value is in the core (Shapley 1971)."""
    assert in_core(game, shapley(game))


@pytest.mark.parametrize("cost", [-7.0, 0.0, 1e9])
def test_one_by_itself_bears_its_own_cost(cost: float) -> None:
    """A game of one is no game, and no fault either."""
    game = Game(("a",), np.array([0.0, cost]))

    assert shapley(game).tolist() == [cost]
    assert game.marginal.tolist() == [cost]
    assert game.gain == 0
    assert worse_off(game, shapley(game)) == ()


@given(game=games(2, 2))
def test_two_gain_or_lose_as_much_by_the_shapley_value(game: Game) -> None:
    """Half of c(a) + c(b) − c(ab) each, also when there is nothing to gain."""
    assert shapley(game) == pytest.approx(game.alone - game.gain / 2, abs=near(game))


def test_the_shapley_value_by_hand() -> None:
    """What each adds first, second in both ways, and last.

    a: (2·10 + 10 + 10 + 2·8)/6 = 56/6    b: (2·20 + 20 + 10 + 2·8)/6 = 86/6
    c: (2·30 + 30 + 20 + 2·18)/6 = 146/6
    """
    assert shapley(by_hand()) == pytest.approx([56 / 6, 86 / 6, 146 / 6])
