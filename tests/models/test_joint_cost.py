"""Every krona of a joint cost is either kept at home or put in the pool, and fee payers' is not."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.case import Case
from models.decisions import Choice, Decisions
from models.entities import Alternative, Placement
from models.joint_cost import KEYS, JointCost, cost_key, joint_cost, key_shares
from models.options import enumerate_options
from models.parameters import Suppositions
from models.plan_check import recount
from models.sharing import CannotShareError
from tests.models.deciding import decisions
from tests.models.small import COSTS, NOT_JOINT, decided_cases, small_case, suppose, suppositions

OWN, COOPERATION, MERGED, CONTRACTED = Alternative
LOCAL = Placement.LOCAL
OERE = 0.01
ONE = np.ones(())


def every_cost(case: Case, sup: Suppositions) -> list[tuple[JointCost, float]]:
    """Return the cost and the yearly effect of every option."""
    options = enumerate_options(case, sup, Decisions())
    return [
        (
            joint_cost(case, options.choice(i), options.annual[i], ONE),
            float(options.annual[i].sum()),
        )
        for i in range(len(options))
    ]


def own_by_hand(case: Case, choice: Choice, m: int, only: set[str] | None = None) -> float:
    """Return what a member's councils pay today, one cost type at a time."""
    if m not in choice.members:
        return 0.0
    j = choice.activity
    return sum(
        float(case.cost[m, j, k]) * (1 - float(case.fee[j]))
        for k, item in enumerate(case.cost_types)
        if only is None or item.key in only
    )


@given(case=decided_cases(), changes=suppositions())
def test_own_and_effect_are_kept_and_pool(case: Case, changes: dict[str, float]) -> None:
    """To the krona: what is shared out is what the plan says it costs, no more and no less."""
    for cost, effect in every_cost(case, suppose(case, **changes)):
        own = [own_by_hand(case, cost.choice, m) for m in range(len(case.municipalities))]
        assert cost.own == pytest.approx(own, abs=OERE)
        paid = float(cost.kept.sum()) + float(cost.pool)
        assert paid == pytest.approx(sum(own) + effect, abs=OERE)


@given(case=decided_cases(), changes=suppositions())
def test_what_stays_at_home_depends_on_the_form(case: Case, changes: dict[str, float]) -> None:
    """Merged: grants and overheads stay. Cooperation: all but what is bought. Alone: everything."""
    bought = set(COSTS) - NOT_JOINT
    for cost, _ in every_cost(case, suppose(case, **changes)):
        choice = cost.choice
        for m in range(len(case.municipalities)):
            outside = own_by_hand(case, choice, m, NOT_JOINT)
            part = float(case.bought[choice.activity])
            kept = {
                MERGED: outside,
                COOPERATION: outside + (1 - part) * own_by_hand(case, choice, m, bought),
            }.get(choice.alternative)
            if kept is not None:
                assert cost.kept[m] == pytest.approx(kept, abs=OERE)
        if not choice.joint:
            assert cost.pool == 0


def test_a_merged_organisation_leaves_its_members_grants_and_overheads(
    case: Case, sup: Suppositions
) -> None:
    """On the shipped pack: K12 and K14, and nothing else, is each one's own also after merging."""
    left = [case.cost_index(key) for key in sorted(NOT_JOINT)]
    everybody = tuple(range(len(case.municipalities)))
    options = enumerate_options(case, sup, Decisions(), [everybody])
    seen = 0
    for i in np.flatnonzero(options.merged):
        choice = options.choice(int(i))
        cost = joint_cost(case, choice, options.annual[i], ONE)
        home = case.cost[:, choice.activity, left].sum(axis=1) * (1 - case.fee[choice.activity])
        assert cost.kept == pytest.approx(home, abs=OERE)
        seen += bool(home.any())
    assert seen


@given(case=decided_cases(), changes=suppositions(), fee=st.sampled_from([0.4, 1.0]))
def test_what_fee_payers_bear_is_left_out(
    case: Case, changes: dict[str, float], fee: float
) -> None:
    """It is not the councils' to share; and where fees bear everything there is nothing at all."""
    sup = suppose(case, **changes)
    taxed = every_cost(replace(case, fee=np.zeros_like(case.fee)), sup)
    some = every_cost(replace(case, fee=np.full_like(case.fee, fee)), sup)

    for (before, whole), (after, effect) in zip(taxed, some, strict=True):
        assert effect == pytest.approx((1 - fee) * whole, abs=OERE)
        assert after.own == pytest.approx((1 - fee) * before.own, abs=OERE)
        assert after.kept == pytest.approx((1 - fee) * before.kept, abs=OERE)
        assert after.pool == pytest.approx((1 - fee) * float(before.pool), abs=OERE)
        assert before.own.sum() > 0


@pytest.mark.parametrize("way", [MERGED, COOPERATION, OWN])
def test_draws_are_reckoned_as_one_by_one(way: Alternative) -> None:
    """The ranges come from the same formula as the figures in the middle."""
    case = small_case(count=3, fee=0.4)
    choice = Choice(0, (0,) if way is OWN else (0, 2), way, 0, LOCAL)
    rng = np.random.default_rng(7)
    member = np.isin(np.arange(3), choice.members)
    annual, base = rng.normal(0, 1e5, (5, 3)) * member, rng.uniform(0.7, 1.4, 5)
    many = joint_cost(case, choice, annual, base)

    assert (many.own.shape, many.kept.shape, many.pool.shape) == ((5, 3), (5, 3), (5,))
    for d in range(5):
        one = joint_cost(case, choice, annual[d], base[d])
        assert many.own[d] == pytest.approx(one.own)
        assert many.kept[d] == pytest.approx(one.kept)
        assert many.pool[d] == pytest.approx(one.pool)
    # The accounts are uncertain too: half as dear is half as dear at home.
    plain, dear = (joint_cost(case, choice, annual[0], np.array(x)) for x in (1.0, 1.5))
    assert dear.own == pytest.approx(1.5 * plain.own)
    assert dear.kept.sum() + dear.pool - annual[0].sum() == pytest.approx(
        1.5 * (plain.kept.sum() + plain.pool - annual[0].sum())
    )


# ---- Keys --------------------------------------------------------------------------------------


def test_a_key_shares_in_proportion_within_the_group() -> None:
    """By hand: 10 000 and 4 000 inhabitants, 300 and 100 errands, half of it in equal parts."""
    case = small_case(count=3, volume=np.array([[300.0], [0.0], [100.0]]))
    choice = Choice(0, (0, 2), MERGED, 0, LOCAL)
    by_hand = {
        "inhabitants": [10 / 14, 0, 4 / 14],
        "volume": [0.75, 0, 0.25],
        "historic": [0.5, 0, 0.5],
        "equal": [0.5, 0, 0.5],
    }
    assert [key.key for key in KEYS] == list(by_hand)
    for name, shares in by_hand.items():
        key = cost_key(name)
        assert key_shares(case, choice, key, 0.0) == pytest.approx(shares)
        assert key_shares(case, choice, key, 1.0) == pytest.approx([0.5, 0, 0.5])
        half = (np.array(shares) + np.array([0.5, 0, 0.5])) / 2
        assert key_shares(case, choice, key, 0.5) == pytest.approx(half)


def test_a_volume_that_nobody_knows_is_no_share_of_nothing() -> None:
    """An empty cell read as 0 would let the municipality without statistics pay nothing."""
    case = small_case(count=3, volume=np.array([[300.0], [0.0], [100.0]]))
    with pytest.raises(CannotShareError, match="no key"):
        key_shares(case, Choice(0, (0, 1), MERGED, 0, LOCAL), cost_key("volume"), 0.0)


def test_an_unknown_key_is_refused() -> None:
    """A misspelt key in a file is no key."""
    with pytest.raises(KeyError, match="folkmangd"):
        cost_key("folkmangd")


# ---- Days, moves and travel at the decided prices ------------------------------------------------


@given(case=decided_cases(), changes=suppositions(), data=st.data())
def test_cost_and_priced_burdens_are_the_whole_burden(
    case: Case, changes: dict[str, float], data: st.DataObject
) -> None:
    """What is shared in kronor and what is borne where it occurs: together what the plan weighs."""
    decided = data.draw(decisions(case))
    options = enumerate_options(case, suppose(case, **changes), decided)

    assert options.annual.sum(axis=1) + options.priced.sum(axis=1) == pytest.approx(options.burden)
    assert not options.priced[~options.members].any()


def test_without_prices_nothing_is_priced(case: Case, sup: Suppositions) -> None:
    """Nobody has decided what a day without staff is worth: then it is worth nothing in kronor."""
    options = enumerate_options(case, sup, Decisions())
    assert options.days.any()
    assert not options.priced.any()
    assert options.burden == pytest.approx(options.annual.sum(axis=1))


@pytest.mark.parametrize(
    "price", ["price_uncovered_day_sek", "price_moved_fte_sek", "price_travel_minute_sek"]
)
@given(case=decided_cases(3, 1), changes=suppositions())
def test_each_price_weighs_its_own_burden_where_it_occurs(
    price: str, case: Case, changes: dict[str, float]
) -> None:
    """One price at a time, beside a reckoning of each choice by itself."""
    sup = suppose(case, **changes)
    decided = Decisions(**{price: 1_000.0})  # type: ignore[arg-type]
    options = enumerate_options(case, sup, decided)
    for i in range(0, len(options), 5):
        choice = options.choice(i)
        counted = recount(case, sup, decided.level, choice)
        visited = case.activities[choice.activity].visited
        borne = {
            "price_uncovered_day_sek": counted.days,
            "price_moved_fte_sek": counted.moved,
            "price_travel_minute_sek": counted.longer * visited,
        }[price]
        assert options.priced[i].sum() == pytest.approx(1_000.0 * borne, abs=OERE)
