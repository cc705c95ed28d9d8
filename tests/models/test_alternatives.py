"""The identities that every figure on screen stands on, for any numbers."""

import math
from dataclasses import replace
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.alternatives import (
    COOPERATION_STEPS,
    MERGED_STEPS,
    Reckoning,
    arrange,
    arrangements,
    chosen_level,
    contracted,
    cooperation,
    merged,
    own,
)
from models.case import Case
from models.entities import Alternative, LevelChoice, Placement
from models.parameters import Suppositions
from models.transition import transition
from tests.models.small import (
    ALL_WAYS,
    COSTS,
    MONEY,
    PATTERNS,
    VALUES,
    activity,
    cases,
    everything,
    never_falls,
    permuted,
    small_case,
    suppose,
    suppositions,
)

K1, K2, K5, K7, K8, K10, K14 = (
    COSTS.index(k) for k in ("K1", "K2", "K5", "K7", "K8", "K10", "K14")
)
LEVELS = st.sampled_from(list(LevelChoice))


def reckoned(
    case: Case, sup: Suppositions, level: LevelChoice = LevelChoice.OWN
) -> list[Reckoning]:
    """Return the three joint alternatives for every group, seat and pattern there is."""
    arr = everything(case)
    singles = arrangements(len(case.municipalities), [1], (Placement.LOCAL,))
    return [
        merged(case, sup, arr, level),
        cooperation(case, sup, arr),
        contracted(case, sup, singles),
    ]


@given(case=cases())
def test_own_is_the_base_to_the_krona(case: Case) -> None:
    """Alternative 1 is what a municipality knows of itself; one changed krona costs its trust."""
    result = own(case, everything(case))

    assert not result.cost_effect().any()
    assert not result.revenue.any()
    assert np.array_equal(result.fte[0, 0], case.fte)
    assert np.array_equal(result.manager_fte[0, 0], case.manager_fte)
    assert not result.moved_fte.any()


@given(case=cases())
def test_own_has_its_staff_in_its_own_town(case: Case) -> None:
    """The map must show today's workplaces, or every move looks like new jobs."""
    count = len(case.municipalities)
    result = own(case, arrangements(count, [1], (Placement.LOCAL,)))

    for v in range(count):
        expected = np.zeros((len(case.activities), count))
        expected[:, v] = case.fte[v] + case.manager_fte[v]
        assert result.town_fte[0, v] == pytest.approx(expected)


@given(case=cases(), changes=suppositions())
def test_merging_with_nobody_changes_nothing(case: Case, changes: dict[str, float]) -> None:
    """No free saving from a new label: one municipality alone in alternative 3 is alternative 1."""
    count = len(case.municipalities)
    alone = merged(case, suppose(case, **changes), arrangements(count, [1], PATTERNS))

    assert np.abs(alone.cost_effect()).max() == 0
    assert np.abs(alone.revenue).max() == 0
    assert np.array_equal(alone.fte, np.broadcast_to(case.fte, alone.fte.shape))
    assert np.array_equal(alone.manager_fte, np.broadcast_to(case.manager_fte, alone.fte.shape))
    assert not alone.moved_fte.any()
    for v in range(alone.arrangements.count):
        (m,), _, _ = alone.arrangements.describe(v)
        assert alone.town_fte[0, v, :, m] == pytest.approx(case.fte[m] + case.manager_fte[m])


@given(case=cases(), changes=suppositions())
def test_cooperation_without_extent_is_own(case: Case, changes: dict[str, float]) -> None:
    """Alternative 2 with nothing bought and nothing shared must not show a single changed krona."""
    result = cooperation(
        case, suppose(case, **(changes | {"samverkansgrad": 0.0})), everything(case)
    )

    assert np.abs(result.cost_effect()).max() == 0
    assert np.abs(result.revenue).max() == 0
    assert np.array_equal(result.fte, np.broadcast_to(case.fte, result.fte.shape))


@given(case=cases(), changes=suppositions(), level=LEVELS)
def test_the_steps_add_up_to_the_difference_without_rest(
    case: Case, changes: dict[str, float], level: LevelChoice
) -> None:
    """The bridge on screen is read bar by bar: nothing between own and merged may lack a name."""
    for result in reckoned(case, suppose(case, **changes), level):
        total = result.cost_effect()
        for bar in result.steps.values():
            total = total - bar
        assert np.abs(total).max() < 1e-6
        assert (
            np.abs(
                result.cost_effect()[
                    ~np.broadcast_to(
                        result.arrangements.members[None, :, :, None], result.fte.shape
                    )
                ]
            ).max(initial=0)
            == 0
        )


@pytest.mark.parametrize("pattern", PATTERNS)
@pytest.mark.parametrize("level", list(LevelChoice))
def test_merged_agrees_with_the_sum_done_by_hand(pattern: Placement, level: LevelChoice) -> None:
    """The whole of alternative 3 once more, in plain Python, one krona at a time.

    Three municipalities of 10 000, 5 000 and 4 000 inhabitants; 1 and 0 merge in town 0. Each line
    is docs/model.md in words: level (and the staff it takes), then scale on what is not managers,
    the staff rounded up to whole quarters, then managers, pay, premises, travel and the joint
    budget's coordination.
    """
    levels = np.array([[40.0], [70.0], [10.0]])
    case = small_case(
        count=3,
        level=levels,
        fte=np.array([[4.0], [2.0], [1.0]]),
        exposure=0.5,
        volume=np.array([[300.0], [100.0], [900.0]]),
    )
    sup = suppose(case, -0.2)
    v = VALUES
    chosen = {
        LevelChoice.OWN: None,
        LevelChoice.COMMON: (40 * 300 + 70 * 100) / 400,
        LevelChoice.LEAST: 40.0,
        LevelChoice.HIGHEST: 70.0,
    }[level]
    people, staff, managers = {0: 10_000, 1: 5_000}, {0: 4.0, 1: 2.0}, 0.25
    factor = {m: 0.5 * ((15_000 / people[m]) ** -0.2 - 1) for m in people}
    raised = {m: 0.0 if chosen is None else 0.5 * (chosen - levels[m, 0]) / 50 for m in people}
    after = {m: staff[m] * (1 + raised[m]) * (1 + 0.5 * factor[m]) for m in people}
    posts = math.ceil(sum(after.values()) / 0.25) * 0.25
    rounded_up = posts / sum(after.values())
    after = {m: fte * rounded_up for m, fte in after.items()}
    need = max(math.ceil(posts / 15 / 0.25) * 0.25, 0.5)
    result = merged(case, sup, arrange(3, [((0, 1), 0, pattern)]), level)

    for m in people:
        account = dict(zip(COSTS, case.cost[m, 0], strict=True))
        if chosen is not None:
            for key in account:
                if case.cost_types[COSTS.index(key)].level_dependent:
                    account[key] *= 1 + 0.5 * (chosen - levels[m, 0]) / 50
        pay = managers * v["lon_chef"] * 12
        leaders = {"K1": min(pay, account["K1"]), "K2": min(pay * 0.4, account["K2"])}
        for i, key in enumerate(COSTS):
            account[key] += (account[key] - leaders.get(key, 0)) * case.exposure[0, i] * factor[m]
        for key, of_managers in leaders.items():
            account[key] += (account[key] - of_managers) * (rounded_up - 1)
        change = (need * people[m] / 15_000 - managers) * v["lon_chef"] * 12
        account["K1"] += change
        account["K2"] += change * 0.4
        account["K1"] *= 1.01
        account["K2"] *= 1.01
        moved = (
            0.0 if m == 0 else {Placement.ONE_TOWN: 1.0, Placement.HYBRID: 0.5}.get(pattern, 0.0)
        )
        account["K7"] += 100_000 * moved * 0.5 * factor[m]
        journeys = 2 * after[m] * (moved * 20 * 1.0 + (1 - moved) * 20.0)
        km = 30.0 * 1.3 if m == 1 else 0.0
        hours = journeys * km / 60
        hourly = v["lon_utforare"] * 12 / 1600
        account["K1"] += hours * hourly
        account["K2"] += hours * hourly * 0.4
        account["K10"] += journeys * km * 3.0
        budget = sum(account[key] for key in COSTS if key not in {"K12", "K14"})
        account["K1"] += budget * 0.03 / 1.4
        account["K2"] += budget * 0.03 / 1.4 * 0.4

        assert result.cost_effect()[0, 0, m, 0] + case.cost[m, 0] == pytest.approx(
            np.array(list(account.values())), rel=1e-9
        )
        assert result.fte[0, 0, m, 0] == pytest.approx(after[m])
        if chosen is not None:
            assert result.steps["level"][0, 0, m, 0].any() == (chosen != levels[m, 0])
        assert result.moved_fte[0, 0, m, 0] == pytest.approx(after[m] * moved)
    assert not result.cost_effect()[0, 0, 2].any()


def test_steps_come_in_the_order_of_the_bridge() -> None:
    """The waterfall reads left to right: level is a decision and stands before scale, a gain."""
    case = small_case()
    sup = suppose(case)
    arr = everything(case)

    assert tuple(merged(case, sup, arr).steps) == MERGED_STEPS
    assert tuple(cooperation(case, sup, arr).steps) == COOPERATION_STEPS


@given(case=cases(), changes=suppositions())
def test_purchases_and_sales_cancel_over_the_group(case: Case, changes: dict[str, float]) -> None:
    """What one of the five pays another is no cost for the five: K5 and I5 must meet."""
    result = cooperation(case, suppose(case, **changes), everything(case))

    bought = result.cost_effect()[..., K5].sum(axis=2)
    sold = result.revenue[..., case.revenue_index("I5")].sum(axis=2)
    assert bought == pytest.approx(sold, rel=1e-9, abs=1e-6)


@given(case=cases(), changes=suppositions(), level=LEVELS, data=st.data())
def test_relabelling_municipalities_changes_nothing(
    case: Case, changes: dict[str, float], level: LevelChoice, data: st.DataObject
) -> None:
    """No municipality is favoured by where it stands in the alphabet."""
    count = len(case.municipalities)
    order = data.draw(st.sampled_from(list(permutations(range(count)))))
    place = {old: new for new, old in enumerate(order)}
    rows = [everything(case).describe(v) for v in range(everything(case).count)]
    renamed = arrange(
        count, [(tuple(sorted(place[m] for m in g)), place[s], p) for g, s, p in rows]
    )
    here, there = arrange(count, rows), permuted(case, order)
    sup = suppose(case, **changes)

    for run, args in ((merged, (level,)), (cooperation, ())):
        a = run(case, sup, here, *args).net_effect()  # type: ignore[operator]
        b = run(there, sup, renamed, *args).net_effect()  # type: ignore[operator]
        assert b == pytest.approx(a[:, :, list(order)], rel=1e-9, abs=1e-4)


@given(case=cases(), changes=suppositions(), level=LEVELS)
def test_doubling_every_krona_doubles_every_krona(
    case: Case, changes: dict[str, float], level: LevelChoice
) -> None:
    """Nothing in the reckoning may depend on whether one counts in kronor or in öre."""
    sup = suppose(case, **changes)
    twice = replace(case, cost=case.cost * 2, revenue=case.revenue * 2)
    dearer = suppose(case, **(changes | {key: VALUES[key] * 2 for key in MONEY}))

    for one, two in zip(reckoned(case, sup, level), reckoned(twice, dearer, level), strict=True):
        assert two.cost_effect() == pytest.approx(2 * one.cost_effect(), rel=1e-12, abs=1e-6)
        assert two.revenue == pytest.approx(2 * one.revenue, rel=1e-12, abs=1e-6)
        assert np.array_equal(two.fte, one.fte)


@given(case=cases(), changes=suppositions())
def test_without_elasticity_there_is_no_scale_step(case: Case, changes: dict[str, float]) -> None:
    """E = 0 means size does not matter; no realisation can make a gain out of that."""
    sup = suppose(case, **(changes | {"elasticity": 0.0}))

    assert not merged(case, sup, everything(case)).steps["scale"].any()
    together = cooperation(case, sup, everything(case)).steps
    assert not together["scale"].any()
    assert not together["shared_systems"].any()


@given(case=cases(), changes=suppositions())
def test_the_sign_of_the_elasticity_is_the_sign_of_the_scale_step(
    case: Case, changes: dict[str, float]
) -> None:
    """Negative e saves and positive e costs; a swapped sign would turn every advice around."""
    sup = suppose(case, **changes)
    scale = merged(case, sup, everything(case)).steps["scale"]

    assert (scale * changes["elasticity"] >= 0).all()


@given(case=cases(), changes=suppositions())
def test_own_levels_give_no_level_step(case: Case, changes: dict[str, float]) -> None:
    """A service decision that nobody has taken must not cost anything."""
    assert not merged(case, suppose(case, **changes), everything(case)).steps["level"].any()


@given(case=cases(), changes=suppositions(), raised=st.integers(0, 2))
def test_raising_the_common_level_never_lowers_cost(
    case: Case, changes: dict[str, float], raised: int
) -> None:
    """K-10: more service can never be what makes a merger look cheap."""
    sup, arr = suppose(case, **changes), everything(case)
    totals = []
    for level in (LevelChoice.LEAST, LevelChoice.COMMON, LevelChoice.HIGHEST):
        totals.append(merged(case, sup, arr, level).cost_effect().sum(axis=(2, 4)))
    assert (totals[1] >= totals[0] - 1e-4).all()
    assert (totals[2] >= totals[1] - 1e-4).all()

    higher = case.level.copy()
    higher[raised % len(higher)] = 100.0
    assert (
        chosen_level(replace(case, level=higher), arr.members, LevelChoice.COMMON)
        >= chosen_level(case, arr.members, LevelChoice.COMMON) - 1e-9
    ).all()


@pytest.mark.parametrize("level", list(LevelChoice))
def test_a_lower_level_never_makes_a_cost_negative(level: LevelChoice) -> None:
    """From 100 to 0 at full cost share is −200 %: what is cut away is at most what is there."""
    case = small_case(level=np.array([[100.0], [0.0]]))
    result = merged(
        case,
        suppose(case, servicekostnad_niva=1.0),
        arrange(2, [((0, 1), 0, Placement.LOCAL)]),
        level,
    )

    assert (case.cost + result.steps["level"][0, 0] >= 0).all()


def test_inhabitants_weigh_the_common_level_when_a_volume_is_missing() -> None:
    """A municipality that has not counted its cases still has a say in the common level.

    (80 · 10 000 + 20 · 5 000) / 15 000 = 60; without its weight the level would be 80.
    """
    case = small_case(level=np.array([[80.0], [20.0]]), volume=np.array([[900.0], [0.0]]))

    both = np.array([[True, True]])
    assert chosen_level(case, both, LevelChoice.COMMON) == pytest.approx(np.array([[60.0]]))


@given(case=cases(), changes=suppositions(), level=LEVELS)
def test_a_fee_collective_leaves_the_tax_money_untouched(
    case: Case, changes: dict[str, float], level: LevelChoice
) -> None:
    """K-23: a saving in water and sewage belongs to the fee payers, not to the budget."""
    ringed = replace(case, fee=np.ones_like(case.fee))

    for result in reckoned(ringed, suppose(ringed, **changes), level):
        assert np.abs(result.net_effect()).max() == pytest.approx(0, abs=1e-4)


@given(case=cases(), changes=suppositions(), level=LEVELS)
def test_a_fee_collective_pays_for_its_own_transition(
    case: Case, changes: dict[str, float], level: LevelChoice
) -> None:
    """The project and the rent of water and sewage are not for the tax money to bear either."""
    ringed = replace(case, fee=np.ones_like(case.fee))
    sup = suppose(ringed, **changes)

    for result in reckoned(ringed, sup, level):
        assert np.abs(transition(ringed, sup, result).annual).max() == pytest.approx(0, abs=1e-4)


@given(case=cases(), changes=suppositions(), level=LEVELS)
def test_allocated_overheads_stay_at_home(
    case: Case, changes: dict[str, float], level: LevelChoice
) -> None:
    """K14 is nobody's to save until somebody enters a reduction with a reason."""
    for result in reckoned(case, suppose(case, **changes), level):
        assert not result.cost_effect()[..., K14].any()


@given(case=cases(), changes=suppositions())
def test_cooperation_keeps_every_manager(case: Case, changes: dict[str, float]) -> None:
    """K-09: alternative 2 is within today's organisation; own leadership is its definition."""
    result = cooperation(case, suppose(case, **changes), everything(case))

    assert np.array_equal(
        result.manager_fte, np.broadcast_to(case.manager_fte, result.manager_fte.shape)
    )


@given(case=cases(), changes=suppositions(), level=LEVELS)
def test_the_towns_hold_everyone_who_works_for_the_group(
    case: Case, changes: dict[str, float], level: LevelChoice
) -> None:
    """Jobs do not vanish between the account and the map."""
    for result in reckoned(case, suppose(case, **changes), level):
        member = result.arrangements.members[None, :, :, None]
        working = ((result.fte + result.manager_fte) * member).sum(axis=2)
        assert result.town_fte.sum(axis=3) == pytest.approx(working, rel=1e-9, abs=1e-9)


@given(case=cases(), changes=suppositions())
def test_decentralised_placement_leaves_the_staff_in_every_member_town(
    case: Case, changes: dict[str, float]
) -> None:
    """K-22 and K-41: with a decentralised placement no town loses its inspectors.

    Each has those that it needs, to the nearest quarter of a post below or above.
    """
    count = len(case.municipalities)
    arr = arrangements(count, range(2, count + 1), (Placement.LOCAL,))
    result = merged(case, suppose(case, **changes), arr)

    for v in range(arr.count):
        for m in arr.describe(v)[0]:
            assert (result.town_staff[0, v, :, m] > result.fte[0, v, m] - 0.25 - 1e-6).all()
            assert (result.town_staff[0, v, :, m] < result.fte[0, v, m] + 0.25 + 1e-6).all()


@given(case=cases(), changes=suppositions(), level=LEVELS)
def test_members_together_make_the_groups_effect(
    case: Case, changes: dict[str, float], level: LevelChoice
) -> None:
    """The group's account is its members' accounts added up; outsiders are not touched."""
    for result in reckoned(case, suppose(case, **changes), level):
        net = result.net_effect()
        inside = np.where(result.arrangements.members[None, :, :, None], net, 0.0)
        by_type = result.cost_effect().sum(axis=(2, 4)) - result.revenue.sum(axis=(2, 4))
        assert inside.sum(axis=2) == pytest.approx(by_type, rel=1e-9, abs=1e-4)


@given(case=cases(), changes=suppositions())
def test_every_activity_is_reckoned_by_itself(case: Case, changes: dict[str, float]) -> None:
    """One activity picked out gives the figures it gives among the others."""
    sup, arr = suppose(case, **changes), everything(case)
    last = len(case.activities) - 1

    together = merged(case, sup, arr).cost_effect()[:, :, :, [last]]
    alone = merged(case.pick([last]), sup.pick([last]), arr).cost_effect()
    assert alone == pytest.approx(together)


def test_no_more_scale_is_gained_beyond_the_size_where_it_ends() -> None:
    """Evidence 0.5: administration has nothing more to gain beyond about 60 000 inhabitants."""
    case = small_case(inhabitants=(60_000.0, 70_000.0))
    result = merged(case, suppose(case), arrange(2, [((0, 1), 0, Placement.LOCAL)]))

    assert not result.steps["scale"].any()


def test_a_larger_span_of_control_never_needs_more_managers() -> None:
    """The leadership step follows what the councils believe about span, in the right direction."""
    case = small_case(fte=20.0, manager_fte=2.0)
    arr = arrange(2, [((0, 1), 0, Placement.LOCAL)])
    managers = [
        float(merged(case, suppose(case, kontrollspann=span), arr).manager_fte.sum())
        for span in (25.0, 15.0, 10.0, 5.0)
    ]

    assert never_falls(managers)
    assert managers[0] == pytest.approx(
        math.ceil(40 * (1 + merged(case, suppose(case), arr).fte.sum() / 40 - 1) / 25 / 0.25) * 0.25
    )


def test_a_contract_replaces_everything_but_grants_and_overheads() -> None:
    """K-42: what remains is the price, a buyer and the overheads that no contractor takes over.

    Price 1 000 · 50 + 100 000 = 150 000; buyer 0.5 · 50 000 · 12 = 300 000 and on-costs 40 %.
    """
    case = small_case(activities=(activity("lon", alternatives=ALL_WAYS),))
    result = contracted(case, suppose(case), arrangements(2, [1], (Placement.LOCAL,)))

    after = case.cost[0, 0] + result.cost_effect()[0, 0, 0, 0]
    expected = dict.fromkeys(COSTS, 0.0) | {
        "K1": 300_000.0,
        "K2": 120_000.0,
        "K4": 150_000.0,
        "K12": 100_000.0,
        "K14": 100_000.0,
    }
    assert after == pytest.approx(np.array(list(expected.values())))
    assert result.fte[0, 0, 0, 0] == 0
    assert result.manager_fte[0, 0, 0, 0] == 0.5


def test_a_contract_without_a_known_volume_is_no_bargain() -> None:
    """A missing volume is not a volume of 0: the contractor would not work for the fixed price."""
    case = small_case(activities=(activity("lon", alternatives=ALL_WAYS),), volume=0.0)
    result = contracted(case, suppose(case), arrangements(2, [1], (Placement.LOCAL,)))

    assert not result.cost_effect().any()
    assert np.array_equal(result.fte[0, 0], case.fte)


def test_no_activity_is_contracted_out_where_the_pack_has_no_contract() -> None:
    """K-42: the fourth alternative exists only where enabled."""
    case = small_case()
    result = contracted(case, suppose(case), arrangements(2, [1], (Placement.LOCAL,)))

    assert result.alternative is Alternative.CONTRACTED
    assert not result.cost_effect().any()
    assert np.array_equal(result.manager_fte[0, 0], case.manager_fte)
