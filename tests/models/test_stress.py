"""New keys, exits, late joiners and overruns: money changes hands, and none appears on the way."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.game import Game, shapley, sums
from models.parameters import Floats
from models.sharing import CannotShareError, in_proportion
from models.stress import (
    Exit,
    PaidBy,
    Step,
    chain_of_exits,
    change_of_key,
    late_joiner,
    leave,
    overrun,
)
from tests.models.test_game import AMOUNT, by_hand, concave_games, from_named, games, near

PAID = st.lists(st.integers(0, 1000), min_size=2, max_size=6).filter(
    lambda p: sum(map(bool, p)) > 1
)
YEARS = st.integers(0, 8)
SCALE = st.sampled_from([1e-6, 1.0, 1e6])


@st.composite
def exits(draw: st.DrawFn) -> tuple[Game, Floats, Floats, Exit]:
    """A game, what each bears, what each pays of the joint cost, and an exit."""
    game = draw(st.one_of(games(2, 5), concave_games(2, 5)))
    n, size = game.count, float(np.abs(game.costs).max()) or 1.0
    # The last two always pay something, so that there is always somebody left to pay.
    paid = draw(st.lists(st.integers(0, 1000), min_size=n - 2, max_size=n - 2))
    paid += draw(st.lists(st.integers(1, 1000), min_size=2, max_size=2))
    plan = Exit(
        leaver=draw(st.integers(0, n - 1)),
        notice_years=draw(st.integers(0, 4)),
        fixed=draw(st.floats(0, 1)),
        adjusted_after=draw(st.integers(0, 4)),
        paid_by=draw(st.sampled_from(PaidBy)),
    )
    return game, shapley(game), np.array(paid) * size / 1000, plan


class Equally:
    """Equal parts of the best that a group can do; remembers which groups were asked about."""

    def __init__(self, game: Game) -> None:
        self.game = game
        self.asked: list[int] = []

    def __call__(self, mask: int) -> Floats:
        """Return what each member bears."""
        self.asked.append(mask)
        count = mask.bit_count()
        return np.full(count, self.game.costs[mask] / count)


# ---- A new key -----------------------------------------------------------------------------------


@given(before=PAID, years=YEARS, scale=SCALE, data=st.data())
def test_a_new_key_moves_money_between_municipalities_and_no_other_money(
    before: list[int], years: int, scale: float, data: st.DataObject
) -> None:
    """Every year adds up to nothing; the first year nothing, the last the whole change."""
    n = len(before)
    old = np.array(before) * scale
    weights = np.array(data.draw(st.lists(st.integers(1, 9), min_size=n, max_size=n)), dtype=float)
    new = in_proportion(weights, old.sum())
    rows = change_of_key(old, new, years)
    small = 1e-10 * old.sum()

    assert rows.shape == (years + 1, n)
    assert rows.sum(axis=1) == pytest.approx(np.zeros(years + 1), abs=small)
    assert rows[-1] == pytest.approx(new - old, abs=small)
    if years:
        assert not rows[0].any()
        assert rows[1] == pytest.approx((new - old) / years, abs=small)


@pytest.mark.parametrize("size", [1e-6, 1.0, 1e9])
def test_a_new_key_for_another_cost_is_refused(size: float) -> None:
    """Else a rise in cost would be read as an effect of the key."""
    before = size * np.array([60.0, 40])

    with pytest.raises(ValueError, match="the same cost"):
        change_of_key(before, size * np.array([50.0, 50.001]), 3)
    assert change_of_key(before, size * np.array([50.0, 50.0]), 1)[1] == pytest.approx(
        size * np.array([-10.0, 10])
    )


# ---- An overrun ----------------------------------------------------------------------------------


@given(paid=PAID, share=st.floats(-0.5, 2), scale=SCALE)
def test_an_overrun_is_paid_in_full_by_the_key_that_shares_the_cost(
    paid: list[int], share: float, scale: float
) -> None:
    """Ten per cent dearer is ten per cent dearer for everybody."""
    cost = np.array(paid) * scale
    extra = overrun(cost, share)

    assert extra.sum() == pytest.approx(share * cost.sum())
    assert extra * cost.sum() == pytest.approx(cost * extra.sum())


# ---- A late joiner -------------------------------------------------------------------------------


@given(common=PAID, premium=st.floats(0, 1), years=st.integers(1, 8), scale=SCALE, data=st.data())
def test_a_late_joiner_pays_a_premium_that_the_others_have_and_that_ends(
    common: list[int], premium: float, years: int, scale: float, data: st.DataObject
) -> None:
    """Every year adds up to the joint cost; in the end all pay by the common key."""
    paid = np.array(common) * scale
    joiner = data.draw(st.integers(0, len(common) - 1))
    rows = late_joiner(paid, joiner, premium, years)
    small = 1e-12 * paid.sum()
    others = np.arange(len(common)) != joiner

    assert rows.shape == (years + 1, len(common))
    assert rows.sum(axis=1) == pytest.approx(np.full(years + 1, paid.sum()), abs=small)
    assert rows[-1] == pytest.approx(paid, abs=small)
    assert rows[0, joiner] == pytest.approx(paid[joiner] * (1 + premium), abs=small)
    falls = np.full(years, -paid[joiner] * premium / years)
    assert np.diff(rows[:, joiner]) == pytest.approx(falls, abs=small)
    # In proportion to what they pay.
    assert rows[:, others] * paid[others].sum() == pytest.approx(
        rows[:, others].sum(axis=1, keepdims=True) * paid[others], abs=small * paid.sum()
    )


def test_a_late_joiner_without_years_pays_the_premium_never() -> None:
    """Nothing to phase out: a single year by the common key."""
    assert late_joiner(np.array([5.0, 3, 2]), 0, 0.5, 0).tolist() == [[5, 3, 2]]


def test_a_late_joiners_premium_goes_to_those_who_pay() -> None:
    """One has a surplus of 1: the premium of 10 % of 5 goes to the two others, 3 : 1."""
    rows = late_joiner(np.array([5.0, 3, 1, -1]), 0, 0.1, 2)

    assert rows == pytest.approx(
        np.array([[5.5, 2.625, 0.875, -1], [5.25, 2.8125, 0.9375, -1], [5, 3, 1, -1]])
    )


def test_a_late_joiner_whom_nobody_waited_for_pays_no_premium_to_nobody() -> None:
    """Where nobody else pays there is nobody to have the premium, and that is said."""
    with pytest.raises(CannotShareError):
        late_joiner(np.array([5.0, 0, 0]), 0, 0.1, 2)


# ---- An exit -------------------------------------------------------------------------------------


@given(case=exits())
def test_what_an_exit_leaves_behind_is_borne_by_somebody_in_every_year(
    case: tuple[Game, Floats, Floats, Exit],
) -> None:
    """As now, then the exit with what it strands, then without; each year has its own total."""
    game, bears, paid, plan = case
    found = leave(game, bears, paid, Equally(game), plan)
    one = plan.leaver
    others = np.arange(game.count) != one
    stranded = plan.fixed * paid[one]
    small = 10 * near(game) + 1e-12 * paid.sum()
    now, then = plan.notice_years + 1, plan.notice_years + 1 + plan.adjusted_after

    assert found.stranded == pytest.approx(stranded)
    assert found.alone.tolist() == game.alone.tolist()
    assert found.yearly.shape == (then + 1, game.count)
    assert (found.yearly[:now] == bears).all()

    meanwhile = found.yearly[now:then]
    total = bears[others].sum() + game.alone[one] + stranded
    assert meanwhile.sum(axis=1) == pytest.approx(np.full(len(meanwhile), total), abs=small)
    pays = stranded if plan.paid_by is PaidBy.LEAVER else 0.0
    assert meanwhile[:, one] == pytest.approx(
        np.full(len(meanwhile), game.alone[one] + pays), abs=small
    )
    more = meanwhile[:, others] - bears[others]
    assert more * paid[others].sum() == pytest.approx(
        np.tile((stranded - pays) * paid[others], (len(meanwhile), 1)), abs=small * paid.sum()
    )

    remaining = game.everybody - (1 << one)
    end = game.costs[remaining] + game.alone[one]
    assert found.yearly[-1].sum() == pytest.approx(end, abs=small)
    assert found.yearly[-1].tolist() == found.bears.tolist()
    assert found.bears[one] == game.alone[one]
    assert found.bears[others] == pytest.approx(Equally(game)(remaining), abs=small)


@pytest.mark.parametrize(
    ("paid_by", "meanwhile"),
    [(PaidBy.LEAVER, [9, 15, 36]), (PaidBy.REMAINING, [9 + 2, 15 + 4, 30])],
)
def test_an_exit_by_hand(paid_by: PaidBy, meanwhile: list[float]) -> None:
    """Half of the 12 that c pays stays behind for two years: 6, borne by c or by a and b, 4 : 8.

    Alone c bears 30; a and b go on at 30 together, in equal parts.
    """
    game = by_hand()
    bears, paid = np.array([9.0, 15, 24]), np.array([4.0, 8, 12])
    found = leave(game, bears, paid, Equally(game), Exit(2, 1, 0.5, 2, paid_by))

    assert found.stranded == 6
    assert found.yearly == pytest.approx(
        np.array([bears, bears, meanwhile, meanwhile, [15, 15, 30]])
    )


def test_what_an_exit_strands_is_borne_by_those_who_pay() -> None:
    """One has a surplus of 1 in the joint organisation: the other bears all of the 6."""
    plan = Exit(2, 0, 0.5, 1, PaidBy.REMAINING)
    game = by_hand()
    found = leave(game, np.array([9.0, 15, 24]), np.array([4.0, -1, 12]), Equally(game), plan)

    assert found.yearly[1].tolist() == [9 + 6, 15, 30]


def test_a_member_asks_only_about_those_that_are_left() -> None:
    """The key is asked for the group without the leaver, in the order of the list."""
    game = by_hand()
    key = Equally(game)
    plan = Exit(1, 0, 0.0, 0, PaidBy.LEAVER)
    found = leave(game, np.array([9.0, 15, 24]), np.ones(3), lambda m: key(m) * [0.5, 1.5], plan)

    assert key.asked == [0b101]
    assert found.bears.tolist() == [10, 20, 30]


def test_an_exit_that_strands_nothing_needs_nobody_to_pay_it() -> None:
    """Where the others pay nothing today there is no key between them, and none is needed."""
    game = by_hand()
    bears, paid = np.array([9.0, 15, 24]), np.array([0.0, 0, 12])

    found = leave(game, bears, paid, Equally(game), Exit(2, 0, 0.0, 1, PaidBy.REMAINING))
    assert found.yearly[1].tolist() == [9, 15, 30]
    with pytest.raises(CannotShareError):
        leave(game, bears, paid, Equally(game), Exit(2, 0, 0.5, 1, PaidBy.REMAINING))


def test_an_exit_writes_in_nobody_elses_numbers() -> None:
    """What each bears now is shown beside what it would bear; it must still be what it was."""
    game = by_hand()
    bears, paid = np.array([9.0, 15, 24]), np.array([4.0, 8, 12])
    for part in (game.costs, bears, paid):
        part.setflags(write=False)

    leave(game, bears, paid, Equally(game), Exit(2, 1, 0.5, 2, PaidBy.REMAINING))
    late_joiner(bears, 1, 0.1, 3)
    change_of_key(bears, bears[::-1], 3)
    assert bears.tolist() == [9, 15, 24]


# ---- A chain of exits ----------------------------------------------------------------------------


def test_one_exit_can_bring_down_the_rest() -> None:
    """All pay a third. Without a, who is cheap, b and c bear 26 each: c leaves, and b is alone."""
    game = from_named(a=12, b=30, c=25, ab=40, ac=36, bc=52, abc=60)

    assert chain_of_exits(game, Equally(game), 0) == (Step(0, 0b110), Step(2, 0b010))


def test_one_exit_can_leave_the_rest_content() -> None:
    """Without c, who is dear, a and b bear 8 each rather than 10 and 20."""
    game = from_named(a=10, b=20, c=30, ab=16, ac=40, bc=45, abc=48)

    assert chain_of_exits(game, Equally(game), 2) == (Step(2, 0b011),)


def test_the_one_that_loses_most_goes_first_and_that_can_be_enough() -> None:
    """Without d three bear 10: a loses 5, b 4, c nothing. Without a the two bear 6 and b stays."""
    costs = sums(np.array([5.0, 6, 10, 40]))
    costs[0b0111] = 30
    costs[0b0110] = 12
    game = Game(("a", "b", "c", "d"), costs)

    assert chain_of_exits(game, Equally(game), 3) == (Step(3, 0b0111), Step(0, 0b0110))


@given(game=games(1, 5), data=st.data())
def test_a_chain_of_exits_ends_with_those_who_bear_no_more_than_alone(
    game: Game, data: st.DataObject
) -> None:
    """One leaves at a time, none twice, none that did not lose, and not before all are content."""
    first = data.draw(st.integers(0, game.count - 1))
    key = Equally(game)
    steps = chain_of_exits(game, key, first)
    left = [step.left for step in steps]
    remaining = game.everybody

    assert left[0] == first
    assert len(set(left)) == len(left) <= max(game.count - 1, 1)
    for step in steps:
        if step is not steps[0]:
            losses = {
                i: key(remaining)[0] - game.alone[i]
                for i in range(game.count)
                if remaining >> i & 1
            }
            assert losses[step.left] == max(losses.values())
            assert losses[step.left] > 0
        remaining -= 1 << step.left
        assert step.remaining == remaining
    for i in range(game.count):
        if remaining >> i & 1 and remaining.bit_count() > 1:
            assert key(remaining)[0] <= game.alone[i] + game.tolerance


@given(game=concave_games(2, 5), first=AMOUNT)
def test_nobody_follows_where_every_group_shares_by_the_shapley_value(
    game: Game, first: int
) -> None:
    """Joint things, each paid by those that need it: none of those left bears more than alone."""
    one = first % game.count

    steps = chain_of_exits(game, lambda mask: shapley(game.only(mask)), one)
    assert steps == (Step(one, game.everybody - (1 << one)),)
