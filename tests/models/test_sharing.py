"""Rules for sharing: every krona is shared, and what a rule promises it keeps."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from models.game import Game, in_core, shapley, sums, worse_off
from models.parameters import Floats
from models.sharing import (
    NO_GAIN,
    NO_INHABITANTS,
    NO_KEY,
    NO_OWN_COST,
    RULES,
    Basis,
    CannotShareError,
    equal_gain,
    equal_per_inhabitant,
    equal_percentage,
    fixed_and_variable,
    floor,
    full_cost_price,
    in_proportion,
    nucleolus_within_alone,
    phased_in,
    remaining_benefits,
    rule,
    separable_costs_remaining_benefits,
    shapley_value,
)
from models.sharing import by_key as by_the_key
from tests.models.test_game import (
    AMOUNT,
    BY_HAND,
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

KEYS = [found.key for found in RULES]
# What binary tolerances may add when shares are compared, as a share of the greatest cost.
SAME = 1e-7
TOTAL = st.one_of(st.integers(-1000, 1000).map(float), st.sampled_from([0.0, 1e9, -1e9]))
WEIGHTS = st.lists(st.floats(0, 1e9), min_size=1, max_size=6).filter(lambda w: max(w) > 0)


@st.composite
def bases(draw: st.DrawFn, *, worthwhile: bool = False) -> Basis:
    """A game with all that a rule may stand on; the key shares c(N) in any way."""
    game = draw(st.one_of(games(), concave_games()))
    n, size = game.count, float(np.abs(game.costs).max())
    if worthwhile:
        costs = game.costs.copy()
        costs[-1] = min(costs[-1], game.alone.sum())
        game = Game(game.players, costs)
    amounts = st.lists(st.integers(-1000, 1000), min_size=n, max_size=n)
    people = st.lists(st.integers(1, 50_000), min_size=n, max_size=n)
    own = st.lists(st.integers(1, 1000), min_size=n, max_size=n)
    away = np.array(draw(amounts)) * size / 1000
    return Basis(
        game,
        own_cost=np.array(draw(own)) * (size or 1.0) / 1000,
        by_key=game.together / n + away - away.mean(),
        inhabitants=np.array(draw(people), dtype=float),
    )


def same(game: Game) -> float:
    """Return what two ways of reckoning may differ by, SEK/year."""
    return SAME * float(np.abs(game.costs).max()) or 1e-300


def shared(key: str, basis: Basis) -> Floats | None:
    """Return the shares by a rule, or nothing where it has no answer."""
    try:
        return rule(key).share(basis)
    except CannotShareError:
        return None


# ---- Cost keys -----------------------------------------------------------------------------------


@given(weights=WEIGHTS, total=TOTAL)
def test_shares_in_proportion_add_up_and_are_in_proportion(
    weights: list[float], total: float
) -> None:
    """Nothing is lost and nothing is made up on the way; twice the weight is twice the share."""
    shares = in_proportion(np.array(weights), total)

    assert shares.sum() == pytest.approx(total, rel=1e-12)
    assert shares * max(weights) == pytest.approx(
        np.array(weights) * shares[int(np.argmax(weights))], abs=1e-9 * abs(total) * max(weights)
    )


@pytest.mark.parametrize("scale", [1e-320, 1e-200, 1e200, 4e307])
def test_the_unit_of_the_weights_moves_no_krona(scale: float) -> None:
    """Also where adding the weights would give infinity, or lose them."""
    weights = np.array([3.0, 1.0, 0.0, 4.0]) * scale

    assert in_proportion(weights, 16.0) == pytest.approx([6, 2, 0, 8], rel=1e-3)


@pytest.mark.parametrize(
    "weights", [[0.0, 0.0], [-1.0, -2.0], [1.0, -1.0], [3.0, -1.0], [1.0, np.nan], [1.0, np.inf]]
)
def test_without_a_weight_to_share_by_nothing_is_shared(weights: list[float]) -> None:
    """Never a silent half each, and never a member that is paid for its negative weight."""
    with pytest.raises(CannotShareError) as error:
        in_proportion(np.array(weights), 10.0)

    assert error.value.why == NO_KEY


@given(weights=WEIGHTS, total=TOTAL, fixed=st.floats(0, 1))
def test_a_fixed_share_lies_between_equal_parts_and_the_proportion(
    weights: list[float], total: float, fixed: float
) -> None:
    """At 0 the proportion, at 1 equal parts, in between on the straight line: adds up always."""
    w = np.array(weights)
    none, whole = fixed_and_variable(w, total, 0.0), fixed_and_variable(w, total, 1.0)
    shares = fixed_and_variable(w, total, fixed)

    assert none == pytest.approx(in_proportion(w, total))
    assert whole == pytest.approx(np.full(len(w), total / len(w)))
    line = none + fixed * (whole - none)
    assert shares == pytest.approx(line, abs=1e-12 * abs(total) or 1e-300)
    assert shares.sum() == pytest.approx(total)


@given(volumes=WEIGHTS, total=TOTAL)
def test_the_full_cost_price_pays_the_whole_cost(volumes: list[float], total: float) -> None:
    """Price times volume is the cost, whoever buys how much."""
    price = full_cost_price(np.array(volumes), total)

    assert (price * np.array(volumes)).sum() == pytest.approx(total)


@pytest.mark.parametrize("volumes", [[0.0, 0.0], [2.0, np.nan], [1.0, -1.0]])
def test_without_a_volume_there_is_no_price(volumes: list[float]) -> None:
    """Rather no price than an infinite one."""
    with pytest.raises(CannotShareError) as error:
        full_cost_price(np.array(volumes), 10.0)

    assert error.value.why == NO_KEY


# ---- What holds for every rule -------------------------------------------------------------------


@pytest.mark.parametrize("key", KEYS)
@given(basis=bases())
def test_every_rule_shares_the_joint_cost_and_nothing_else(key: str, basis: Basis) -> None:
    """A council that adds the column gets what the cooperation costs."""
    shares = shared(key, basis)
    game = basis.game

    if shares is None:
        assert key in {"nucleolus", "floor"}
        assert game.gain < 0
    else:
        assert shares.shape == (game.count,)
        assert shares.sum() == pytest.approx(game.together, abs=10 * near(game) + game.tolerance)


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("scale", [1e-6, 1e6])
@given(basis=bases())
def test_every_rule_gives_the_same_shares_in_kronor_and_in_millions(
    key: str, scale: float, basis: Basis
) -> None:
    """The unit of the table is a matter of taste."""
    assume(basis.own_cost is not None and basis.by_key is not None)
    moved = replace(
        basis,
        game=Game(basis.game.players, scale * basis.game.costs),
        own_cost=scale * basis.own_cost,
        by_key=scale * basis.by_key,
    )
    before, after = shared(key, basis), shared(key, moved)

    if before is None:
        assert after is None
    else:
        assert after == pytest.approx(scale * before, abs=same(moved.game))


@pytest.mark.parametrize("key", KEYS)
@given(basis=bases(), data=st.data())
def test_the_order_of_the_list_moves_no_krona_by_any_rule(
    key: str, basis: Basis, data: st.DataObject
) -> None:
    """Relabelling the municipalities changes nothing."""
    order = data.draw(orders(basis.game))
    moved = Basis(
        relabelled(basis.game, order),
        *(part[order] for part in (basis.own_cost, basis.by_key, basis.inhabitants)),
    )
    before, after = shared(key, basis), shared(key, moved)

    if before is None:
        assert after is None
    else:
        assert after == pytest.approx(before[order], abs=same(basis.game))


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("cost", [-7.0, 0.0, 1e9])
def test_one_by_itself_bears_its_own_cost_by_every_rule(key: str, cost: float) -> None:
    """There is nobody to share with."""
    game = Game(("a",), np.array([0.0, cost]))
    basis = Basis(game, np.array([5.0]), np.array([cost]), np.array([100.0]))

    assert rule(key).share(basis).tolist() == [cost]


@pytest.mark.parametrize(
    ("key", "shares"),
    [
        ("by_key", [16, 16, 16]),
        # Own costs 20 : 20 : 80 of 12.
        ("equal_percentage", [8, 18, 22]),
        # Inhabitants 3 : 2 : 1 of 12.
        ("equal_per_inhabitant", [4, 16, 28]),
        ("equal_gain", [6, 16, 26]),
        # They add 8 + 8 + 18 = 34; 14 left by 2 : 12 : 12.
        ("scrb", [8 + 14 / 13, 8 + 84 / 13, 18 + 84 / 13]),
        ("shapley", [56 / 6, 86 / 6, 146 / 6]),
        ("nucleolus", [9, 14.5, 24.5]),
        # By the key a loses 6, b gains 4 and c 14: they give up 6 of 18, a third.
        ("floor", [10, 20 - 4 * 2 / 3, 30 - 14 * 2 / 3]),
    ],
)
def test_every_rule_by_hand(key: str, shares: list[float]) -> None:
    """60 alone, 48 together, 12 to share: 10, 20 and 30 less what each saves."""
    basis = Basis(
        by_hand(),
        own_cost=np.array([20.0, 20, 80]),
        by_key=np.full(3, 16.0),
        inhabitants=np.array([3.0, 2, 1]),
    )

    assert rule(key).share(basis) == pytest.approx(shares)


def test_every_rule_has_a_key_of_its_own_and_an_unknown_key_is_no_rule() -> None:
    """Files name rules by key; a misspelt key is not taken for another rule."""
    assert len(set(KEYS)) == len(KEYS) == 8
    for found in RULES:
        assert rule(found.key) is found
    with pytest.raises(KeyError, match="shapely"):
        rule("shapely")


def test_what_a_rule_promises_can_fail_and_then_it_says_so() -> None:
    """By the key a bears 16 rather than 10; the nucleolus promises more: no group leaves either."""
    basis = Basis(by_hand(), by_key=np.full(3, 16.0))
    left_by_two = np.array([4.0, 16, 28])

    assert not rule("by_key").holds(basis, by_the_key(basis))
    assert rule("floor").holds(basis, floor(basis))
    for key in KEYS:
        assert rule(key).holds(basis, left_by_two) == (key != "nucleolus")
    assert rule("nucleolus").holds(basis, nucleolus_within_alone(basis))


@pytest.mark.parametrize(
    ("key", "why"),
    [("by_key", NO_KEY), ("floor", NO_KEY), ("equal_per_inhabitant", NO_INHABITANTS)],
)
def test_a_rule_says_what_it_lacks(key: str, why: str) -> None:
    """A table of groups alone has no key and no inhabitants: nothing is made up for them."""
    with pytest.raises(CannotShareError) as error:
        rule(key).share(Basis(by_hand()))

    assert error.value.why == why


@pytest.mark.parametrize("key", ["nucleolus", "floor"])
def test_a_rule_that_promises_nobody_loses_says_when_somebody_must(key: str) -> None:
    """61 together and 60 alone: there is no gain to share."""
    game = from_named(**BY_HAND | {"abc": 61})

    with pytest.raises(CannotShareError) as error:
        rule(key).share(Basis(game, by_key=np.array([10.0, 21, 30])))

    assert error.value.why == NO_GAIN


# ---- Equal savings -------------------------------------------------------------------------------


@given(basis=bases())
def test_equal_savings_are_equal_in_kronor_per_inhabitant_or_in_per_cent(basis: Basis) -> None:
    """Each rule by its own name; what one saves is c({i}) less what it bears."""
    assume(basis.own_cost is not None and basis.inhabitants is not None)
    game, near_enough = basis.game, same(basis.game)

    def savings(shares: Floats) -> Floats:
        return game.alone - shares

    equal = np.full(game.count, game.gain / game.count)
    per_head = basis.inhabitants * game.gain / basis.inhabitants.sum()
    per_cent = basis.own_cost * game.gain / basis.own_cost.sum()
    assert savings(equal_gain(basis)) == pytest.approx(equal, abs=near_enough)
    assert savings(equal_per_inhabitant(basis)) == pytest.approx(per_head, abs=near_enough)
    assert savings(equal_percentage(basis)) == pytest.approx(per_cent, abs=near_enough)


@pytest.mark.parametrize("sign", [1.0, -1.0])
def test_without_own_costs_the_percentage_is_of_what_each_bears_alone(sign: float) -> None:
    """12 of 60 is 20 % for everybody; a table of gains is raised by the same per cent."""
    game = by_hand()
    shares = equal_percentage(Basis(Game(game.players, sign * game.costs)))

    assert shares == pytest.approx(sign * 0.8 * game.alone)


@pytest.mark.parametrize("own", [[1.0, -1, 2], [0.0, 0, 0], [1.0, np.nan, 2]])
def test_there_is_no_equal_percentage_of_costs_and_revenues_together(own: list[float]) -> None:
    """Per cent of a cost and of a surplus at once is per cent of nothing in particular."""
    with pytest.raises(CannotShareError) as error:
        equal_percentage(Basis(by_hand(), own_cost=np.array(own)))

    assert error.value.why == NO_OWN_COST


# ---- Separable costs, remaining benefits ---------------------------------------------------------


@given(game=games(), scale=st.sampled_from([1e-6, 0.5, 1e6]), data=st.data())
def test_separable_costs_follow_the_unit_and_what_each_bears_whatever_happens(
    game: Game, scale: float, data: st.DataObject
) -> None:
    """Kronor or millions, with or without each one's own rent: the same sharing."""
    size = float(np.abs(game.costs).max()) / 1000
    rent = np.array(data.draw(st.lists(AMOUNT, min_size=game.count, max_size=game.count))) * size
    moved = Game(game.players, scale * (game.costs + sums(rent)))

    shares = scale * (separable_costs_remaining_benefits(Basis(game)) + rent)
    found = separable_costs_remaining_benefits(Basis(moved))
    assert found == pytest.approx(shares, abs=same(moved))


@given(game=games(least=2))
def test_twins_bear_the_same_by_separable_costs(game: Game) -> None:
    """Nobody pays for being listed first."""
    twins = with_twins(game)
    shares = separable_costs_remaining_benefits(Basis(twins))

    assert shares[0] == pytest.approx(shares[1], abs=same(twins))


@given(game=concave_games(), cost=AMOUNT)
def test_who_changes_nothing_for_the_others_bears_its_own_cost_by_separable_costs(
    game: Game, cost: int
) -> None:
    """It adds what it costs alone and has no benefit to share by, unless nobody has any."""
    own = cost / 1000 * float(np.abs(game.costs).max())
    larger = with_loner(game, own)
    shares = separable_costs_remaining_benefits(Basis(larger))

    assert shares[-1] == pytest.approx(own, abs=same(larger))


@given(game=st.one_of(games(), concave_games()))
def test_nobody_bears_more_than_alone_by_separable_costs_where_that_is_promised(game: Game) -> None:
    """No gain from joining is negative, and the parts they add leave something to share."""
    small = near(game)
    promised = (
        (game.marginal <= game.alone + small).all()
        and game.marginal.sum() <= game.together + small
        and game.gain >= -small
    )
    assume(promised)

    assert worse_off(game, separable_costs_remaining_benefits(Basis(game))) == ()


@given(
    alone=st.lists(st.integers(-1000, 1000), min_size=3, max_size=6),
    rest=st.integers(-1000, 1000),
    scale=st.sampled_from([0.1, 1.0, 1e5 / 3]),
)
def test_a_benefit_that_is_only_rounding_does_not_decide_who_bears_the_rest(
    alone: list[int], rest: int, scale: float
) -> None:
    """Nobody gains by joining last: the rest is shared in equal parts, not by the last digit."""
    cost = np.array(alone) * scale
    together = (sum(alone) + rest) * scale
    # As read from a table: what the others cost together, each a float of its own.
    others = np.array([(sum(alone) + rest - each) * scale for each in alone])
    shares = remaining_benefits(cost, together - others, together)

    assert shares == pytest.approx(cost + rest * scale / len(alone), abs=1e-9 * scale)


# ---- The nucleolus and the Shapley value as rules ------------------------------------------------


@given(basis=bases(worthwhile=True))
def test_the_rules_that_promise_nobody_loses_keep_it_whenever_there_is_a_gain(basis: Basis) -> None:
    """What is signed: nobody bears more than alone."""
    for key in ("nucleolus", "floor"):
        assert worse_off(basis.game, rule(key).share(basis)) == ()


@given(basis=bases())
def test_the_rule_and_the_value_are_the_same_numbers(basis: Basis) -> None:
    """The rule adds nothing to the value it is named after."""
    assert shapley_value(basis).tolist() == shapley(basis.game).tolist()


@given(game=concave_games())
def test_the_promise_of_the_nucleolus_holds_where_joint_things_are_shared(game: Game) -> None:
    """No group leaves."""
    basis = Basis(game)
    shares = nucleolus_within_alone(basis)

    assert rule("nucleolus").holds(basis, shares)
    assert in_core(game, shares)


# ---- The floor -----------------------------------------------------------------------------------


@given(basis=bases(worthwhile=True))
def test_the_floor_moves_what_makes_the_losses_good_and_no_more(basis: Basis) -> None:
    """Who gains pays, who loses is made whole, and as much is paid as was lost."""
    game, by_key = basis.game, basis.by_key
    assert by_key is not None
    small = same(game)
    moved = floor(basis) - by_key
    loses = by_key > game.alone

    assert moved.sum() == pytest.approx(0, abs=small)
    lost = np.maximum(by_key - game.alone, 0.0).sum()
    assert np.maximum(moved, 0.0).sum() == pytest.approx(lost, abs=small)
    assert (moved[~loses] >= -small).all()
    assert floor(basis)[loses] == pytest.approx(game.alone[loses], abs=small)


@given(basis=bases(worthwhile=True))
def test_those_who_gain_give_up_the_same_share_of_their_gain(basis: Basis) -> None:
    """Nobody that gains by the key pays for the floor with more than the others, in per cent."""
    game, by_key = basis.game, basis.by_key
    assert by_key is not None
    gains = game.alone - by_key
    wins = gains > 1e-3 * np.abs(game.costs).max()
    assume(wins.any())
    left = (game.alone - floor(basis))[wins] / gains[wins]

    assert left == pytest.approx(np.full(len(left), left[0]), abs=1e-6)
    assert left[0] <= 1 + 1e-6


def test_where_nobody_loses_the_floor_is_the_key() -> None:
    """Nothing is moved that need not be."""
    by_key = np.array([9.0, 13, 26])

    assert floor(Basis(by_hand(), by_key=by_key)).tolist() == by_key.tolist()


def test_a_loss_that_is_only_rounding_is_made_good_without_anybody_to_pay() -> None:
    """0.1 + 0.2 > 0.3: b loses less than can be paid, and nobody gains."""
    game = Game(("a", "b"), np.array([0.0, 0.1, 0.2, 0.3]))
    by_key = np.array([0.1, np.nextafter(0.2, 1.0)])

    assert floor(Basis(game, by_key=by_key)).tolist() == [0.1, 0.2]


def test_without_a_gain_the_floor_is_what_each_bears_alone() -> None:
    """60 together and 60 alone: every transfer is undone and nobody has anything."""
    game = from_named(**BY_HAND | {"abc": 60})

    assert floor(Basis(game, by_key=np.full(3, 20.0))) == pytest.approx([10, 20, 30])


# ---- Year by year --------------------------------------------------------------------------------


@given(
    pair=st.integers(1, 5).flatmap(
        lambda n: st.tuples(*(st.lists(AMOUNT, min_size=n, max_size=n) for _ in range(2)))
    ),
    years=st.integers(1, 10),
)
def test_a_phased_in_sharing_begins_with_the_old_and_ends_with_the_new(
    pair: tuple[list[int], list[int]], years: int
) -> None:
    """Each year the same step; where both share the same cost every year does."""
    before, after = (np.array(part, dtype=float) for part in pair)
    after = after + (before.sum() - after.sum()) / len(after)
    yearly = phased_in(before, after, years)

    assert yearly.shape == (years + 1, len(before))
    assert yearly[0].tolist() == before.tolist()
    assert yearly[-1] == pytest.approx(after, abs=1e-9)
    assert yearly.sum(axis=1) == pytest.approx(np.full(years + 1, before.sum()), abs=1e-9)
    steps = np.diff(yearly, axis=0)
    assert steps == pytest.approx(np.tile((after - before) / years, (years, 1)), abs=1e-9)


def test_with_no_years_to_phase_in_the_new_sharing_holds_at_once() -> None:
    """One row, the new."""
    assert phased_in(np.array([1.0, 3]), np.array([2.0, 2]), 0).tolist() == [[2, 2]]
