"""The plan is the best there is, proven, and the same every time the same question is asked."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations, permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.case import Case
from models.entities import Alternative, LevelChoice, Placement
from models.errors import NoPlanError
from models.parameters import Suppositions
from models.plan import (
    POLICY,
    Decisions,
    Option,
    Plan,
    Program,
    Proof,
    enough_partners,
    enumerate_options,
    in_the_way,
    solve,
)
from models.plan_check import faults_in
from tests.models.small import (
    ALL_WAYS,
    activity,
    cases,
    permuted,
    small_case,
    suppose,
    suppositions,
)

PACK = Decisions({}, {})
THREE = Decisions({}, {"plan": 3, "a0": 3, "a1": 3})


def answer(case: Case, sup: Suppositions, decisions: Decisions = PACK) -> Plan:
    """Return the solver's plan."""
    return solve(case, enumerate_options(case, sup, decisions), decisions)


def cheapest_of_all(case: Case, options: Sequence[Option], decisions: Decisions) -> float:
    """Return the least burden by trying every partition for every activity.

    Coordination is a fixed charge: either nothing at all is joint, or everything may be.
    """
    alone = [x for x in options if len(x.choice.members) == 1]
    return min(
        cheapest_of(case, alone, decisions),
        cheapest_of(case, options, decisions) + decisions.coordination_sek,
    )


def cheapest_of(case: Case, options: Sequence[Option], decisions: Decisions) -> float:
    """Return the least burden of the activities one by one, coordination apart."""

    def best(j: int, unserved: frozenset[int]) -> float:
        if not unserved:
            return 0.0
        first = min(unserved)
        return min(
            (
                x.burden + best(j, unserved - set(x.choice.members))
                for x in options
                if x.choice.activity == j
                and first in x.choice.members
                and unserved.issuperset(x.choice.members)
                and not too_few(j, x)
            ),
            default=float("inf"),
        )

    def too_few(j: int, x: Option) -> bool:
        a = case.activities[j]
        least = decisions.least_partners.get(a.key, a.least_partners)
        return x.choice.alternative is Alternative.MERGED and len(x.choice.members) < least

    everyone = frozenset(range(len(case.municipalities)))
    return sum(best(j, everyone) for j in range(len(case.activities)))


@settings(max_examples=30)
@given(
    case=cases(),
    changes=suppositions(),
    price=st.sampled_from([0.0, 2_000.0, 20_000.0]),
    level=st.sampled_from(list(LevelChoice)),
    coordination=st.sampled_from([0.0, 1_000.0, 500_000.0]),
)
def test_the_plan_costs_what_trying_everything_costs(
    case: Case, changes: dict[str, float], price: float, level: LevelChoice, coordination: float
) -> None:
    """A solver may be wrong in ways nobody sees; every partition of a small case cannot."""
    sup = suppose(case, **changes)
    decisions = Decisions({}, {}, level, price, coordination)
    options = enumerate_options(case, sup, decisions)

    plan = solve(case, options, decisions)
    # The program counts whole kronor, so that ties are ties: half a krona for each choice.
    slack = 0.5 * len(case.municipalities) * len(case.activities) + 1
    assert plan.objective == pytest.approx(cheapest_of_all(case, options, decisions), abs=slack)
    assert plan.proof is Proof.OPTIMAL
    assert plan.gap == 0
    assert faults_in(case, sup, decisions, plan) == ()


def test_nothing_is_done_together_when_the_coordination_costs_more_than_it_gives(
    case: Case, sup: Suppositions
) -> None:
    """K-35: the net saving is what is left after the coordination, so that is what is planned for.

    The real pack on its modes: a little cooperation pays, but not 663 000 kr a year of
    coordination.
    """
    free = answer(case, sup)
    dear = answer(case, sup, Decisions({}, {}, coordination_sek=10_000_000))

    assert any(x.choice.joint for x in free.options)
    assert not any(x.choice.joint for x in dear.options)


@settings(max_examples=15)
@given(case=cases(), changes=suppositions())
def test_a_harder_rule_never_makes_the_plan_cheaper(case: Case, changes: dict[str, float]) -> None:
    """Fewer ways to choose between can only cost; otherwise the plan before was not the best."""
    sup = suppose(case, **changes)
    free = answer(case, sup, Decisions({}, {"a0": 2, "a1": 2})).objective
    own_or_merged = {a.key: (Alternative.OWN, Alternative.MERGED) for a in case.activities}

    assert answer(case, sup, THREE).objective >= free - 10
    assert answer(case, sup, Decisions(own_or_merged, {"a0": 2, "a1": 2})).objective >= free - 10


@settings(max_examples=10)
@given(case=cases(), changes=suppositions(), data=st.data())
def test_the_order_of_the_municipalities_does_not_matter_to_the_plan(
    case: Case, changes: dict[str, float], data: st.DataObject
) -> None:
    """Tranås does not get a better plan for standing last."""
    order = data.draw(st.sampled_from(list(permutations(range(len(case.municipalities))))))
    sup = suppose(case, **changes)

    assert answer(permuted(case, order), sup).objective == pytest.approx(
        answer(case, sup).objective, abs=10
    )


def test_the_same_question_gives_the_same_plan(case: Case, sup: Suppositions) -> None:
    """Five councils decide on the same paper; it must not differ from one print to the next."""
    first, second = (answer(case, sup) for _ in range(2))

    assert first.options == second.options
    assert first.objective == second.objective


def test_the_real_plan_is_proven_and_stands_up_to_the_second_opinion(
    case: Case, sup: Suppositions
) -> None:
    """Every option reckoned anew and alone gives the krona that the plan says."""
    for decisions in (PACK, Decisions({}, {}, LevelChoice.COMMON, 1_000.0)):
        plan = answer(case, sup, decisions)
        assert plan.proof is Proof.OPTIMAL
        assert faults_in(case, sup, decisions, plan) == ()


def test_plan_is_never_merged_by_two_when_at_least_three_is_decided(
    case: Case, sup: Suppositions
) -> None:
    """K-18: ”minst tre av kommunerna deltager”, also when two would be by far the cheapest.

    The cost of every pair is set to a gain of a thousand million, and still no pair is chosen.
    """
    j = case.index("plan")
    tempting = tuple(
        replace(x, burden=-1e9)
        if x.choice.activity == j
        and x.choice.alternative is Alternative.MERGED
        and len(x.choice.members) == 2
        else x
        for x in enumerate_options(case, sup, PACK)
    )
    chosen = solve(case, tempting, PACK).options

    assert not any(x.burden == -1e9 for x in chosen)
    two = replace(PACK, least_partners={"plan": 2})
    assert any(x.burden == -1e9 for x in solve(case, tempting, two).options)


def test_sixteen_merged_groups_remain_for_plan(case: Case, sup: Suppositions) -> None:
    """K-18: C(5,3) + C(5,4) + C(5,5) = 10 + 5 + 1 = 16 groups to compare, and no more."""
    j = case.index("plan")
    merged = [
        x
        for x in enumerate_options(case, sup, PACK)
        if x.choice.activity == j and x.choice.alternative is Alternative.MERGED
    ]
    program = Program(case, merged, PACK)
    enough_partners(program)
    rule = program.problem.get_constraint_by_name("enough_partners(plan)")
    names = {variable.name for variable in rule}
    barred = {
        x.choice.members
        for variable, x in zip(program.choose, program.options, strict=True)
        if variable.name in names
    }

    assert barred == set(combinations(range(5), 2))
    assert len({x.choice.members for x in merged} - barred) == 16


def test_every_municipality_has_one_way_for_every_activity(case: Case, sup: Suppositions) -> None:
    """A plan that forgets somebody, or counts somebody twice, is no plan."""
    plan = answer(case, sup)
    served = [(m, x.choice.activity) for x in plan.options for m in x.choice.members]

    optimised = [j for j, a in enumerate(case.activities) if a.optimised]
    assert sorted(served) == [(m, j) for m in range(5) for j in optimised]


def test_context_rows_are_compared_and_never_planned(case: Case, sup: Suppositions) -> None:
    """Schools and elderly care are beside the nine areas: the plan has no say over them."""
    options = enumerate_options(case, sup, PACK)

    assert all(case.activities[x.choice.activity].optimised for x in options)


def test_decentralised_activities_are_only_offered_decentralised(
    case: Case, sup: Suppositions
) -> None:
    """K-22 and K-41: the floor holds in every solution because nothing else is offered."""
    for x in enumerate_options(case, sup, PACK):
        placement = case.activities[x.choice.activity].placement
        if x.choice.alternative is Alternative.MERGED and placement is not Placement.FREE:
            assert x.choice.pattern is placement


def test_contracting_out_is_offered_for_pay_alone(case: Case, sup: Suppositions) -> None:
    """K-42: ”bli föremål för entreprenad” is said of pay and of nothing else."""
    contracted = {
        case.activities[x.choice.activity].key
        for x in enumerate_options(case, sup, PACK)
        if x.choice.alternative is Alternative.CONTRACTED
    }

    assert contracted == {"lon"}


def test_an_impossible_question_names_the_decision_in_the_way(
    case: Case, sup: Suppositions
) -> None:
    """”Varför går det inte?” is what the steering group asks next."""
    decisions = Decisions({"plan": (Alternative.MERGED,)}, {"plan": 6})
    options = enumerate_options(case, sup, decisions)

    assert in_the_way(case, options, decisions) == (POLICY[enough_partners],)
    with pytest.raises(NoPlanError, match="Det räcker att ändra på ett av dem: minsta antal"):
        solve(case, options, decisions)


def test_an_activity_nobody_may_run_is_named(case: Case, sup: Suppositions) -> None:
    """When no single decision is to blame, the answer still says which activity is left out."""
    decisions = Decisions({"plan": (Alternative.CONTRACTED,)}, {})

    with pytest.raises(NoPlanError, match=r"räcker inte till alla kommuner för Plan\."):
        answer(case, sup, decisions)


def test_two_decisions_together_leave_only_what_both_allow(case: Case, sup: Suppositions) -> None:
    """Merged only and at least three of five: three and two is barred, so all five it is."""
    decisions = Decisions({"plan": (Alternative.MERGED,)}, {"plan": 3})
    chosen = [
        x for x in answer(case, sup, decisions).options if x.choice.activity == case.index("plan")
    ]

    assert [x.choice.members for x in chosen] == [(0, 1, 2, 3, 4)]


def test_a_price_on_thin_cover_never_leaves_more_days_without_staff(
    case: Case, sup: Suppositions
) -> None:
    """Paying for robustness may not buy less of it."""
    days = []
    for price in (0.0, 1_000.0, 10_000.0, 100_000.0):
        plan = answer(case, sup, Decisions({}, {}, price_uncovered_day_sek=price))
        days.append(sum(x.uncovered_days for x in plan.options))

    assert days == sorted(days, reverse=True)


def test_one_municipality_alone_gets_its_own_ways() -> None:
    """A pack where four of five folders are at fault still gives a plan for the fifth."""
    case = small_case(count=1, activities=(activity("lon", alternatives=ALL_WAYS),))

    plan = answer(case, suppose(case))
    assert len(plan.options) == 1


def test_a_case_with_nothing_to_plan_gives_an_empty_plan() -> None:
    """A pack may hold context rows only; that is no error."""
    case = small_case(activities=(activity("skola", optimised=False),))

    assert answer(case, suppose(case)).options == ()
