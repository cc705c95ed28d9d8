"""The plan is the best there is, proven, and the same every time the same question is asked."""

import math
from collections.abc import Mapping
from dataclasses import replace
from itertools import combinations, permutations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from models.case import Case
from models.decisions import Choice, Decisions, WorseOff, contradictions
from models.entities import Alternative, LevelChoice, Placement
from models.errors import NoPlanError
from models.options import Options, enumerate_options
from models.parameters import Suppositions
from models.plan import (
    Plan,
    Proof,
    build,
    feasible,
    plan_of,
    planned_cost,
    pruned,
    solve,
    total_burden,
)
from models.plan_check import faults_in
from models.policy import enough_partners
from models.rulebook import active, allowed
from tests.models.deciding import by_trying_everything, decisions
from tests.models.small import (
    ALL_WAYS,
    MONEY,
    VALUES,
    activity,
    decided_cases,
    never_falls,
    permuted,
    small_case,
    suppose,
    suppositions,
)

PACK = Decisions()
OWN, COOPERATION, MERGED, CONTRACTED = Alternative


def answer(case: Case, sup: Suppositions, decided: Decisions = PACK) -> Plan:
    """Return the solver's plan."""
    return solve(enumerate_options(case, sup, decided), decided)


def least(case: Case, sup: Suppositions, decided: Decisions) -> float:
    """Return the least burden, infinite when no plan follows the decisions."""
    try:
        return answer(case, sup, decided).objective
    except NoPlanError:
        return math.inf


def slack(case: Case) -> float:
    """Return what two answers may differ by: half a krona for each choice, and one for ties."""
    return 0.5 * len(case.municipalities) * len(case.activities) + 1


# ---- Against trying everything -----------------------------------------------------------------


@settings(max_examples=30)
@given(size=st.sampled_from([(2, 2), (3, 1)]), data=st.data())
def test_the_plan_is_what_trying_everything_finds(
    size: tuple[int, int], data: st.DataObject
) -> None:
    """A solver may be wrong in ways nobody sees; every plan of a small case cannot."""
    agrees_with_trying_everything(*size, data)


@settings(max_examples=6)
@given(data=st.data())
def test_three_with_two_activities_too(data: st.DataObject) -> None:
    """Where groups and activities meet at once: fewer examples, for each has thousands of plans."""
    agrees_with_trying_everything(3, 2, data)


def agrees_with_trying_everything(most: int, activities: int, data: st.DataObject) -> None:
    """Hold the solver against brute force: is there a plan, what does it weigh, and is it right."""
    case = data.draw(decided_cases(most, activities))
    sup = suppose(case, **data.draw(suppositions()))
    decided = data.draw(decisions(case))
    assume(not contradictions(case, decided))
    options = enumerate_options(case, sup, decided)
    best = by_trying_everything(case, sup, decided)
    assert feasible(options, decided) is (best is not None)

    if best is None:
        with pytest.raises(NoPlanError, match="alla beslutade villkor"):
            solve(options, decided)
        return
    plan = solve(options, decided)
    assert plan.objective == pytest.approx(best[0], abs=slack(case))
    assert plan.proof is Proof.OPTIMAL
    assert plan.gap == 0
    assert faults_in(case, sup, decided, plan) == ()


# ---- Whatever the numbers are ------------------------------------------------------------------


@settings(max_examples=15)
@given(case=decided_cases(), changes=suppositions(), data=st.data())
def test_the_order_of_the_municipalities_does_not_matter_to_the_plan(
    case: Case, changes: dict[str, float], data: st.DataObject
) -> None:
    """Tranås does not get a better plan for standing last."""
    order = data.draw(st.sampled_from(list(permutations(range(len(case.municipalities))))))
    decided = replace(data.draw(decisions(case)), locked={})
    sup = suppose(case, **changes)

    assert least(permuted(case, order), sup, decided) == pytest.approx(
        least(case, sup, decided), abs=2 * slack(case)
    )


@settings(max_examples=15)
@given(case=decided_cases(), changes=suppositions(), data=st.data())
def test_doubling_every_krona_doubles_the_plan(
    case: Case, changes: dict[str, float], data: st.DataObject
) -> None:
    """Nothing in the choice may depend on whether one counts in kronor or in 50-öre coins."""
    once = data.draw(decisions(case))
    ceiling = once.one_off_ceiling_sek
    twice = replace(
        once,
        price_uncovered_day_sek=2 * once.price_uncovered_day_sek,
        price_moved_fte_sek=2 * once.price_moved_fte_sek,
        price_travel_minute_sek=2 * once.price_travel_minute_sek,
        coordination_sek=2 * once.coordination_sek,
        one_off_ceiling_sek=None if ceiling is None else 2 * ceiling,
    )
    dearer = replace(case, cost=case.cost * 2, revenue=case.revenue * 2)
    raised = suppose(case, **(changes | {key: VALUES[key] * 2 for key in MONEY}))

    assert least(dearer, raised, twice) == pytest.approx(
        2 * least(case, suppose(case, **changes), once), abs=4 * slack(case)
    )


# From the softest to the hardest.
LADDERS: Mapping[str, tuple[object, ...]] = {
    "least_partners": ({"a0": 2}, {"a0": 3}),
    "least_team": (None, 0.0, 0.5, 2.0, 8.0),
    "competence_depth": (None, 0.0, 0.5, 2.0, 8.0),
    "largest_job_loss": (None, 8.0, 2.0, 0.5, 0.0),
    "longest_travel": (None, 60.0, 20.0, 5.0, 0.0),
    "one_off_ceiling_sek": (None, 1e7, 1e6, 1e5, 0.0),
    "starts_per_year": (None, 2, 1),
    "coordination_sek": (0.0, 10_000.0, 1e6),
    "price_uncovered_day_sek": (0.0, 1_000.0, 100_000.0),
    "price_moved_fte_sek": (0.0, 1_000.0, 100_000.0),
}


@pytest.mark.parametrize("field", LADDERS)
@settings(max_examples=6)
@given(data=st.data())
def test_a_harder_rule_never_makes_the_plan_cheaper(field: str, data: st.DataObject) -> None:
    """Fewer ways to choose between can only cost; otherwise the plan before was not the best."""
    case = data.draw(decided_cases())
    assume(field != "least_partners" or len(case.municipalities) == 3)
    sup = suppose(case, **data.draw(suppositions()))
    decided = data.draw(decisions(case))
    found = [least(case, sup, replace(decided, **{field: value})) for value in LADDERS[field]]

    assert never_falls(found, 2 * slack(case))


@settings(max_examples=15)
@given(case=decided_cases(), changes=suppositions(), data=st.data())
def test_leaving_out_what_is_needless_changes_no_optimum(
    case: Case, changes: dict[str, float], data: st.DataObject
) -> None:
    """Pruning is for speed alone: the same least burden, and no plan gained or lost."""
    decided = data.draw(decisions(case))
    assume(not contradictions(case, decided))
    options = enumerate_options(case, suppose(case, **changes), decided)
    rules = active(case, decided)
    open_to = allowed(options, decided, rules)

    def optimum(kept: Options) -> float:
        program = build(kept, decided, rules)
        program.minimise_burden()
        solved = program.solve(10.0)
        if solved is None:
            return math.inf
        return total_burden(kept, solved.chosen, decided)

    for seats in (False, True):
        kept = pruned(open_to, decided, rules, seats=seats)
        assert optimum(kept) == pytest.approx(optimum(open_to), abs=slack(case))


@pytest.mark.parametrize(
    ("decided", "columns"),
    [
        (
            Decisions(largest_job_loss=1.0),
            {"jobs": np.array([[-3.0, 1.0], [-1.0, -1.0]])},
        ),
        (Decisions(office_in=("ort1",)), {}),
        (Decisions(one_off_ceiling_sek=1.0), {"one_off": np.array([9.0, 5.0])}),
        (Decisions(worse_off=WorseOff.IN_TOTAL), {"annual": np.array([[-9.0, 2.0], [-1.0, -1.0]])}),
        (Decisions(no_notice=True), {"no_notice_year": np.array([np.inf, 4.0])}),
    ],
    ids=("jobs", "office", "one-off", "worse off", "no notice"),
)
def test_a_dearer_arrangement_is_kept_where_it_is_better_in_what_a_rule_measures(
    decided: Decisions, columns: dict[str, np.typing.NDArray[np.float64]]
) -> None:
    """The first costs least. The second is needed only when the rule it is better under is on."""
    case = small_case()
    options = enumerate_options(case, suppose(case), PACK)
    rows = [options.find(Choice(0, (0, 1), MERGED, seat, Placement.ONE_TOWN)) for seat in (0, 1)]
    pair = replace(options.keep(np.array(rows)), burden=np.array([0.0, 10.0]), **columns)

    assert len(pruned(pair, PACK, active(case, PACK))) == 1
    assert len(pruned(pair, decided, active(case, decided))) == 2


def test_three_nearly_equal_arrangements_do_not_push_each_other_out() -> None:
    """A tolerance is not transitive: each of the three made the next needless, and all went."""
    case = small_case()
    options = enumerate_options(case, suppose(case), PACK)
    merged = options.keep(np.flatnonzero(options.merged)[:3])
    close = replace(merged, burden=np.array([1.8e-6, 0.9e-6, 0.0]))

    assert len(pruned(close, PACK, ())) >= 1


def test_the_same_question_gives_the_same_plan(case: Case, sup: Suppositions) -> None:
    """Five councils decide on the same paper; it must not differ from one print to the next."""
    first, second = (answer(case, sup) for _ in range(2))

    assert first.options == second.options
    assert first.starts == second.starts
    assert first.objective == second.objective


# ---- The shipped pack --------------------------------------------------------------------------


def test_nothing_is_done_together_when_the_coordination_costs_more_than_it_gives(
    case: Case, sup: Suppositions
) -> None:
    """K-35: the net saving is what is left after the coordination, so that is what is planned for.

    The real pack on its modes: a little cooperation pays, but not 663 000 kr a year of
    coordination.
    """
    free = answer(case, sup)
    dear = answer(case, sup, Decisions(coordination_sek=10_000_000))

    assert any(x.choice.joint for x in free.options)
    assert not any(x.choice.joint for x in dear.options)


REAL_QUESTIONS = (
    PACK,
    Decisions(level=LevelChoice.COMMON, price_uncovered_day_sek=1_000.0),
    Decisions(
        how={"plan": (MERGED,)},
        price_moved_fte_sek=5_000.0,
        price_travel_minute_sek=1_000.0,
        coordination_sek=600_000.0,
        least_team=0.25,
        competence_depth=0.25,
        largest_job_loss=6.0,
        extra_towns=("linkoping",),
        longest_travel=60.0,
        worse_off=WorseOff.ANYWHERE,
        starts_per_year=2,
        no_notice=True,
        contracts_run_out=True,
    ),
)


def test_the_real_plan_is_proven_and_stands_up_to_the_second_opinion(
    case: Case, sup: Suppositions
) -> None:
    """Every option reckoned anew and alone gives the krona that the plan says."""
    for decided in REAL_QUESTIONS:
        plan = answer(case, sup, decided)
        assert plan.proof is Proof.OPTIMAL
        assert faults_in(case, sup, decided, plan) == ()


def test_plan_is_never_merged_by_two_when_at_least_three_is_decided(
    case: Case, sup: Suppositions
) -> None:
    """K-18: ”minst tre av kommunerna deltager”, also when two would be by far the cheapest.

    The cost of every pair is set to a gain of a thousand million, and still no pair is chosen.
    """
    options = enumerate_options(case, sup, PACK)
    pair = options.of_activity(case.index("plan")) & options.merged
    pair &= options.members.sum(axis=1) == 2
    tempting = replace(options, burden=np.where(pair, -1e9, options.burden))

    assert not any(x.burden == -1e9 for x in solve(tempting, PACK).options)
    two = Decisions(least_partners={"plan": 2})
    assert any(x.burden == -1e9 for x in solve(tempting, two).options)


def test_sixteen_merged_groups_remain_for_plan(case: Case, sup: Suppositions) -> None:
    """K-18: C(5,3) + C(5,4) + C(5,5) = 10 + 5 + 1 = 16 groups to compare, and no more."""
    options = enumerate_options(case, sup, PACK)
    merged = options.keep(options.of_activity(case.index("plan")) & options.merged)
    barred = enough_partners(merged, PACK)

    def groups(rows: Options) -> set[tuple[int, ...]]:
        return {rows.choice(i).members for i in range(len(rows))}

    assert groups(merged.keep(barred)) == set(combinations(range(5), 2))
    assert len(groups(merged.keep(~barred))) == 16


def test_every_municipality_has_one_way_for_every_activity(case: Case, sup: Suppositions) -> None:
    """A plan that forgets somebody, or counts somebody twice, is no plan."""
    plan = answer(case, sup)
    served = [(m, x.choice.activity) for x in plan.options for m in x.choice.members]

    optimised = [j for j, a in enumerate(case.activities) if a.optimised]
    assert sorted(served) == [(m, j) for m in range(5) for j in optimised]


def test_two_decisions_together_leave_only_what_both_allow(case: Case, sup: Suppositions) -> None:
    """Merged only and at least three of five: three and two is barred, so all five it is."""
    decided = Decisions(how={"plan": (MERGED,)}, least_partners={"plan": 3})
    chosen = [
        x for x in answer(case, sup, decided).options if x.choice.activity == case.index("plan")
    ]

    assert [x.choice.members for x in chosen] == [(0, 1, 2, 3, 4)]


def test_a_price_on_thin_cover_never_leaves_more_days_without_staff(
    case: Case, sup: Suppositions
) -> None:
    """Paying for robustness may not buy less of it."""
    days = []
    for price in (0.0, 1_000.0, 10_000.0, 100_000.0):
        plan = answer(case, sup, Decisions(price_uncovered_day_sek=price))
        days.append(sum(x.uncovered_days for x in plan.options))

    assert days == sorted(days, reverse=True)


def test_an_impossible_question_has_no_plan(case: Case, sup: Suppositions) -> None:
    """Plan may only be contracted out, which the pack offers nobody."""
    decided = Decisions(how={"plan": (CONTRACTED,)})

    with pytest.raises(NoPlanError, match="Ingen plan uppfyller"):
        answer(case, sup, decided)


def test_decisions_that_contradict_each_other_are_told_and_not_reckoned(
    case: Case, sup: Suppositions
) -> None:
    """Six of five is no question for a solver."""
    decided = Decisions(least_partners={"plan": 6})
    options = enumerate_options(case, sup, decided)

    with pytest.raises(NoPlanError, match="Plan: minst 6 kommuner"):
        solve(options, decided)
    assert not feasible(options, decided)


def test_one_municipality_alone_gets_its_own_ways() -> None:
    """A pack where four of five folders are at fault still gives a plan for the fifth."""
    case = small_case(count=1, activities=(activity("lon", alternatives=ALL_WAYS),))

    assert len(answer(case, suppose(case)).options) == 1


@pytest.mark.parametrize("decided", [PACK, Decisions(starts_per_year=1, largest_job_loss=0.0)])
def test_a_case_with_nothing_to_plan_gives_an_empty_plan(decided: Decisions) -> None:
    """A pack may hold context rows only; that is no error, whatever has been decided."""
    case = small_case(activities=(activity("skola", optimised=False),))

    assert answer(case, suppose(case), decided).options == ()


# ---- Proof and start years ---------------------------------------------------------------------


def test_a_proof_that_stopped_within_the_gap_says_how_far_it_came(
    case: Case, sup: Suppositions
) -> None:
    """”Bevisat bäst” may not be said of a plan that is only known to be within half the cost."""
    options = enumerate_options(case, sup, REAL_QUESTIONS[1])
    best = solve(options, REAL_QUESTIONS[1])
    rough = solve(options, REAL_QUESTIONS[1], gap=0.5 * planned_cost(case))

    assert rough.bound <= best.objective + 1
    assert rough.objective >= best.objective - 1
    assert rough.proof is (Proof.OPTIMAL if rough.gap == 0 else Proof.STOPPED)


def both_merged(gains: tuple[float, float]) -> tuple[Options, tuple[Choice, ...]]:
    """Return options for two activities, and both merged by both with these yearly burdens."""
    case = small_case(activities=(activity("a0"), activity("a1")))
    options = enumerate_options(case, suppose(case), PACK)
    chosen = tuple(Choice(j, (0, 1), MERGED, 0, Placement.LOCAL) for j in (0, 1))
    burden = options.burden.copy()
    for choice, gain in zip(chosen, gains, strict=True):
        at = options.find(choice)
        assert at is not None
        burden[at] = gain
    return replace(options, burden=burden), chosen


@pytest.mark.parametrize(
    ("gains", "starts"),
    [((-50_000.0, -90_000.0), {0: 2, 1: 1}), ((-90_000.0, -50_000.0), {0: 1, 1: 2})],
)
def test_the_greatest_gain_starts_first(gains: tuple[float, float], starts: dict[int, int]) -> None:
    """One start a year: what gives most is not left to wait."""
    options, chosen = both_merged(gains)

    assert plan_of(options, Decisions(starts_per_year=1), chosen).starts == starts
    assert plan_of(options, PACK, chosen).starts == {0: 1, 1: 1}


def test_a_plan_by_hand_that_cannot_keep_the_pace_has_no_start_years() -> None:
    """It is shown with its faults rather than refused."""
    options, chosen = both_merged((-1.0, -1.0))
    plan = plan_of(options, Decisions(start={"a0": 2, "a1": 2}, starts_per_year=1), chosen)

    assert plan.starts == {}
    assert plan.proof is Proof.STOPPED


def test_a_choice_that_is_not_offered_cannot_be_put_in_a_plan() -> None:
    """An office outside the group that nobody has opened."""
    options, (first, second) = both_merged((-1.0, -1.0))

    with pytest.raises(KeyError):
        plan_of(options, PACK, (replace(first, seat=5), second))


def test_progress_is_told_as_better_plans_are_found(case: Case, sup: Suppositions) -> None:
    """Who waits sees something happen: each told objective is at least the plan's own."""
    told: list[float] = []
    options = enumerate_options(case, sup, REAL_QUESTIONS[1])
    plan = solve(options, REAL_QUESTIONS[1], progress=told.append)

    assert told
    assert min(told) >= plan.objective - slack(case)


def test_a_limit_of_nothing_is_a_limit() -> None:
    """0 jobs and 0 kronor are decisions; only None takes the rule away."""
    case = small_case(fte=4.0, other=1e6, km_apart=5.0)
    sup = suppose(case, elasticity=-0.5)
    free = answer(case, sup, Decisions(how={"it": (MERGED, OWN)}))
    assert free.options[0].choice.joint

    for limit in ("largest_job_loss", "one_off_ceiling_sek"):
        strict = Decisions(how={"it": (MERGED, OWN)}, **{limit: 0.0})
        assert not any(x.choice.joint for x in answer(case, sup, strict).options)


def test_who_stands_outside_runs_it_alone_whatever_the_others_are_bound_to() -> None:
    """”Without Tranås” is one line: what the others have decided is left as it stands."""
    case = small_case(count=3, activities=(activity("plan"), activity("lon")))
    decided = Decisions(how={"plan": (MERGED,), "lon": (COOPERATION,)}, outside=("0002",))
    found = answer(case, suppose(case), decided)
    assert {(c.activity, c.members, c.alternative) for c in found.choices} == {
        (0, (0, 1), MERGED),
        (0, (2,), OWN),
        (1, (0, 1), COOPERATION),
        (1, (2,), OWN),
    }
    assert faults_in(case, suppose(case), decided, found) == ()


def test_the_councils_may_turn_the_order_round() -> None:
    """Pay before personnel is a decision like any other, and the start years follow it."""
    case = small_case(activities=(activity("personal"), activity("lon", after="personal")))
    how = {"personal": (MERGED,), "lon": (MERGED,)}
    turned = Decisions(how=how, after={"personal": "lon", "lon": ""}, starts_per_year=1)
    starts = answer(case, suppose(case), turned).starts
    assert starts[1] < starts[0]
