"""The nucleolus and the core, beside programs over all groups that share no code with ours.

The second opinion is SciPy's `linprog` over all 2ⁿ groups at once, on the costs themselves: nothing
is taken in one by one, and no dual values are read.
"""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from models.coalitions import EmptyError, least_from_outside, least_transfers, nucleolus
from models.game import Game, in_core, most_eager, shapley, sums, worse_off
from models.parameters import Floats
from tests.models.test_game import (
    AMOUNT,
    BY_HAND,
    NAMES,
    by_hand,
    concave_games,
    from_named,
    games,
    near,
    orders,
    relabelled,
    with_loner,
    with_twins,
)

# What two programs may differ by, as a share of the greatest cost.
SAME = 1e-7


@st.composite
def worthwhile(draw: st.DrawFn, least: int = 1, most: int = 5) -> Game:
    """A game in which everybody together costs no more than everybody alone."""
    game = draw(st.one_of(games(least, most), concave_games(least, most)))
    costs = game.costs.copy()
    costs[-1] = min(costs[-1], game.alone.sum())
    return Game(game.players, costs)


def same(*games: Game) -> float:
    """Return what two programs may differ by, SEK/year."""
    return SAME * max(float(np.abs(game.costs).max()) for game in games) or 1e-300


# ---- The second opinion --------------------------------------------------------------------------


def scaled(game: Game) -> tuple[Floats, Floats, float]:
    """Return who is in each group, (2**n, n), the costs on a scale of 1, and that scale."""
    size = float(np.abs(game.costs).max()) or 1.0
    inside = np.array([[m >> i & 1 for i in range(game.count)] for m in range(2**game.count)])
    return inside.astype(float), game.costs / size, size


def missing(game: Game) -> float:
    """Return c(N) less the most that can be shared out with no group leaving, SEK/year."""
    inside, costs, size = scaled(game)
    if game.count == 1:
        return 0.0
    most = linprog(-np.ones(game.count), A_ub=inside[1:-1], b_ub=costs[1:-1], bounds=(None, None))
    assert most.status == 0
    return float(costs[-1] + most.fun) * size


def has_core(game: Game) -> bool:
    """Say whether some sharing of c(N) keeps every group in."""
    return missing(game) <= same(game)


def fewest_kronor_moved(game: Game, shares: Floats) -> float:
    """Return the least Σ max(x′ − x, 0) over the x′ in the core, SEK/year."""
    inside, costs, size = scaled(game)
    n = game.count
    none = np.zeros((2**n - 2, n))
    # x′ − more ≤ x
    moved = np.hstack([np.eye(n), -np.eye(n)])
    least = linprog(
        [0.0] * n + [1.0] * n,
        A_ub=np.vstack([np.hstack([inside[1:-1], none]), moved]),
        b_ub=np.concatenate([costs[1:-1] + 1e-12, shares / size]),
        A_eq=np.hstack([inside[-1:], np.zeros((1, n))]),
        b_eq=costs[-1:],
        bounds=[(None, None)] * n + [(0, None)] * n,
    )
    assert least.status == 0
    return float(least.fun) * size


def textbook_nucleolus(game: Game) -> Floats:
    """Return the nucleolus by one program after another over all groups (Maschler et al. 1979).

    Minimise the greatest excess; of the groups that have it, fix those that have it in every
    optimum, which is found by maximising and minimising the excess of each; and again.
    """
    inside, costs, size = scaled(game)
    n = game.count
    alone = [(None, cost) for cost in costs[1 << np.arange(n)]]
    free = list(range(1, 2**n - 1))
    fixed, values = [inside[-1]], [costs[-1]]
    while np.linalg.matrix_rank(fixed) < n:
        # x(S) − e ≤ c(S)
        groups = np.hstack([inside[free], -np.ones((len(free), 1))])
        first = linprog(
            [0.0] * n + [1.0],
            A_ub=groups,
            b_ub=costs[free],
            A_eq=np.hstack([fixed, np.zeros((len(fixed), 1))]),
            b_eq=values,
            bounds=[*alone, (None, None)],
        )
        assert first.status == 0
        x, excess = first.x[:n], first.x[n]
        settled = []
        for mask in (m for m in free if inside[m] @ x > costs[m] + excess - SAME):
            ends = [
                linprog(
                    sign * inside[mask],
                    A_ub=inside[free],
                    b_ub=costs[free] + excess + 1e-10,
                    A_eq=fixed,
                    b_eq=values,
                    bounds=alone,
                )
                for sign in (1.0, -1.0)
            ]
            assert all(end.status == 0 for end in ends)
            if -ends[1].fun - ends[0].fun < SAME:
                settled.append(mask)
        assert settled
        for mask in settled:
            free.remove(mask)
            if np.linalg.matrix_rank([*fixed, inside[mask]]) > len(fixed):
                fixed.append(inside[mask])
                values.append(costs[mask] + excess)
    return np.linalg.solve(fixed, values) * size


# ---- The nucleolus -------------------------------------------------------------------------------


@given(game=worthwhile(least=2, most=4))
def test_the_nucleolus_is_what_the_textbook_finds_over_all_groups(game: Game) -> None:
    """The greatest complaint is as small as it can be, then the next: step by step."""
    assert nucleolus(game) == pytest.approx(textbook_nucleolus(game), abs=same(game))


@given(game=worthwhile(least=5, most=5))
def test_the_nucleolus_of_five_is_what_the_textbook_finds_over_all_groups(game: Game) -> None:
    """Five municipalities, thirty groups, every one of them in every program."""
    assert nucleolus(game) == pytest.approx(textbook_nucleolus(game), abs=same(game))


@given(game=worthwhile(most=7))
def test_the_nucleolus_adds_up_and_nobody_bears_more_than_alone(game: Game) -> None:
    """What the rule promises; one that bears more than alone has no reason to take part."""
    shares = nucleolus(game)

    assert shares.sum() == pytest.approx(game.together, abs=near(game) + game.tolerance)
    assert worse_off(game, shares) == ()


@given(game=worthwhile())
def test_no_group_leaves_the_nucleolus_if_there_is_any_sharing_it_would_not_leave(
    game: Game,
) -> None:
    """It lies in the core whenever there is one: the core by another program, over all groups."""
    assert in_core(game, nucleolus(game)) == has_core(game)


@given(game=concave_games(most=7))
def test_no_group_leaves_the_nucleolus_where_joint_things_are_shared(game: Game) -> None:
    """Here nothing need be asked: such games always have a core."""
    assert in_core(game, nucleolus(game))


def test_there_is_no_nucleolus_when_the_whole_costs_more_than_everybody_alone() -> None:
    """Then somebody must bear more than alone, whatever the sharing; at the same cost nobody."""
    with pytest.raises(EmptyError):
        nucleolus(from_named(**BY_HAND | {"abc": 60.001}))

    assert nucleolus(from_named(**BY_HAND | {"abc": 60})) == pytest.approx([10, 20, 30])


@given(game=games())
def test_a_game_has_a_nucleolus_just_when_there_is_nothing_to_lose(game: Game) -> None:
    """No gain is shared that does not exist."""
    if game.alone.sum() - game.together < -near(game):
        with pytest.raises(EmptyError):
            nucleolus(game)
    else:
        assert nucleolus(game).shape == (game.count,)


@given(game=worthwhile(least=2, most=4).map(with_twins))
def test_twins_bear_the_same_in_the_nucleolus(game: Game) -> None:
    """Nobody pays for being listed first."""
    assume(game.gain >= 0)
    shares = nucleolus(game)

    assert shares[0] == pytest.approx(shares[1], abs=same(game))


@given(game=worthwhile(most=4), cost=AMOUNT)
def test_who_changes_nothing_for_the_others_bears_its_own_cost_in_the_nucleolus(
    game: Game, cost: int
) -> None:
    """And with a cost of 0: who is only on paper a member pays nothing."""
    own = cost / 1000 * float(np.abs(game.costs).max())
    larger = with_loner(game, own)
    shares = nucleolus(larger)

    assert shares[-1] == pytest.approx(own, abs=same(larger))
    assert shares[:-1] == pytest.approx(nucleolus(game), abs=same(larger))


@given(game=worthwhile(), data=st.data())
def test_the_order_of_the_list_moves_no_share_of_the_nucleolus(
    game: Game, data: st.DataObject
) -> None:
    """Relabelling the municipalities changes nothing."""
    order = data.draw(orders(game))
    shares = nucleolus(game)[order]

    assert nucleolus(relabelled(game, order)) == pytest.approx(shares, abs=same(game))


@given(game=worthwhile(), scale=st.sampled_from([1e-6, 0.5, 1e6]), data=st.data())
def test_the_nucleolus_follows_the_unit_and_what_each_bears_whatever_happens(
    game: Game, scale: float, data: st.DataObject
) -> None:
    """Kronor or millions, with or without each one's own rent: the same sharing."""
    size = float(np.abs(game.costs).max()) / 1000
    rent = np.array(data.draw(st.lists(AMOUNT, min_size=game.count, max_size=game.count))) * size
    moved = Game(game.players, scale * (game.costs + sums(rent)))

    shares = scale * (nucleolus(game) + rent)
    assert nucleolus(moved) == pytest.approx(shares, abs=same(moved))


def test_the_nucleolus_by_hand() -> None:
    """12 to share, of which b and c can have 10 by themselves, and all three ask for the rest.

    Saved 1, 5.5, 5.5: a saves 1 more than alone and b + c 11 − 10 = 1 more than by themselves.
    """
    assert nucleolus(by_hand()) == pytest.approx([9, 14.5, 24.5])


@given(game=worthwhile(1, 2))
def test_two_share_the_gain_in_halves(game: Game) -> None:
    """And one bears its own cost: c(i) − gain / n."""
    shares = game.alone - game.gain / game.count

    assert nucleolus(game) == pytest.approx(shares, abs=near(game) + game.tolerance)


@pytest.mark.parametrize("forbidden", [1e4, 1e9, 1e12])
def test_a_prohibitive_cost_of_one_group_does_not_blur_the_others_shares(forbidden: float) -> None:
    """A table that says ”impossible” with a huge cost has the nucleolus it has with a great one."""
    moderate = from_named(a=10, b=12, ab=1000, c=20, ac=14, bc=27, abc=30)
    huge = from_named(a=10, b=12, ab=forbidden, c=20, ac=14, bc=27, abc=30)

    assert nucleolus(moderate) == pytest.approx([6.5, 12, 11.5])
    assert nucleolus(huge) == pytest.approx([6.5, 12, 11.5])
    assert least_from_outside(huge) == pytest.approx(least_from_outside(moderate), rel=1e-6)


def test_all_alike_share_alike_though_every_group_ties() -> None:
    """Fifteen municipalities, and each size of group has one cost: 32 766 conditions that tie."""
    size = sums(np.ones(15))
    game = Game(tuple("abcdefghijklmno"), 1e6 * np.sqrt(size))

    assert nucleolus(game) == pytest.approx(np.full(15, 1e6 * np.sqrt(15) / 15), rel=1e-9)


# ---- The core ------------------------------------------------------------------------------------


@given(game=games())
def test_what_must_come_from_outside_is_what_a_program_over_all_groups_finds(game: Game) -> None:
    """0 just when there is a core, and else the price of having one."""
    least = max(missing(game), 0.0)

    assert least_from_outside(game) == pytest.approx(least, abs=same(game))
    assert (least_from_outside(game) > 0) == (not has_core(game))


@given(game=games(2, 4))
def test_with_that_much_from_outside_there_is_a_sharing_that_no_group_leaves(game: Game) -> None:
    """With a little less there is none: it is the least."""
    least = least_from_outside(game)
    assume(least > 0)
    costs = game.costs.copy()

    costs[-1] = game.together - least - same(game)
    assert has_core(Game(game.players, costs))
    costs[-1] = game.together - 0.99 * least
    assert least_from_outside(Game(game.players, costs)) == pytest.approx(
        0.01 * least, abs=same(game)
    )


def test_what_must_come_from_outside_by_hand() -> None:
    """Each pair pays 20 together and all three 36: 3 · 20 / 2 = 30 is the most that they bear."""
    game = from_named(a=20, b=20, c=20, ab=20, ac=20, bc=20, abc=36)

    assert least_from_outside(game) == pytest.approx(6)
    assert nucleolus(game) == pytest.approx([12, 12, 12])
    with pytest.raises(EmptyError):
        least_transfers(game, np.array([12.0, 12, 12]))


@st.composite
def shared(draw: st.DrawFn, least: int = 1, most: int = 5) -> tuple[Game, Floats]:
    """A game and any sharing of its joint cost, near the core or as far from it as can be."""
    game = draw(st.one_of(games(least, most), concave_games(least, most)))
    n = game.count
    far = draw(st.sampled_from([1e-3, 1.0, 1e3])) * float(np.abs(game.costs).max())
    given_more = np.array(draw(st.lists(AMOUNT, min_size=n, max_size=n))) * far / 1000
    return game, shapley(game) + given_more - given_more.mean()


@given(case=shared())
@settings(max_examples=40)
def test_after_the_least_transfers_no_group_leaves_and_no_smaller_sum_will_do(
    case: tuple[Game, Floats],
) -> None:
    """What one pays more another pays less, and the sum is that of a program over all groups."""
    game, shares = case
    if not has_core(game):
        with pytest.raises(EmptyError):
            least_transfers(game, shares)
        return
    more = least_transfers(game, shares)
    size = float(np.abs(shares).max()) + float(np.abs(game.costs).max())

    assert more.sum() == pytest.approx(0, abs=game.count * game.tolerance + 1e-13 * size)
    assert most_eager(game, shares + more).excess <= game.tolerance + 1e-13 * size
    if game.count > 1:
        fewest = fewest_kronor_moved(game, shares)
        assert np.maximum(more, 0).sum() == pytest.approx(fewest, abs=SAME * size or 1e-300)


@given(game=concave_games())
def test_nobody_pays_another_where_no_group_would_leave(game: Game) -> None:
    """The Shapley value of such a game is in the core: then there is nothing to mend."""
    assert least_transfers(game, shapley(game)).tolist() == [0.0] * game.count


def test_the_least_transfers_by_hand() -> None:
    """At 4 + 16 + 28 b and c would gain 4 by leaving: a must bear 4 more, wherever they go."""
    more = least_transfers(by_hand(), np.array([4.0, 16, 28]))

    assert more[0] == pytest.approx(4)
    assert more[1:].sum() == pytest.approx(-4)
    assert (more[1:] <= 0).all()


TENTHS = st.lists(st.integers(0, 1000), min_size=2, max_size=5)


@given(tenths=TENTHS, scale=st.sampled_from([0.001, 0.1, 1e5]))
def test_a_core_that_only_rounding_closes_is_still_one(tenths: list[int], scale: float) -> None:
    """When nobody saves anything each bears its own cost: 0.1 + 0.2 > 0.3 is no reason to leave."""
    alone = np.array(tenths) * scale
    inside = [[i for i in range(len(alone)) if m >> i & 1] for m in range(2 ** len(alone))]
    # Added from the other end, so that the last digits differ.
    game = Game(tuple(NAMES[: len(alone)]), np.array([alone[i[::-1]].sum() for i in inside]))

    assert least_from_outside(game) == 0
    assert least_transfers(game, alone) == pytest.approx(np.zeros(len(alone)), abs=near(game))
    assert nucleolus(game) == pytest.approx(alone, abs=near(game))


@pytest.mark.parametrize("cost", [-7.0, 0.0, 1e9])
def test_one_by_itself_has_nobody_to_pay_and_nobody_to_leave(cost: float) -> None:
    """A game of one is no game, and no fault either."""
    game = Game(("a",), np.array([0.0, cost]))

    assert nucleolus(game).tolist() == [cost]
    assert least_from_outside(game) == 0
    assert least_transfers(game, game.alone).tolist() == [0]
