"""What a plan answers beyond itself is true: why not, at what price, what else, what trades off."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from models.answers import (
    Blocked,
    frontier,
    in_the_way,
    largest_job_loss,
    least_limit,
    nearly_as_good,
    prices,
    uncovered_days,
)
from models.case import Case
from models.decisions import Choice, Decisions, WorseOff, contradictions
from models.entities import Alternative
from models.errors import NoPlanError, UndecidedError
from models.options import Options, enumerate_options
from models.parameters import Floats, Suppositions
from models.plan import Plan, feasible, solve
from models.plan_check import faults_in
from models.plan_check_rules import Recount
from models.policy import ALL_PATTERNS
from models.program import Program
from models.rulebook import Eased, Rule, active
from tests.models.deciding import by_trying_everything, decisions
from tests.models.small import activity, decided_cases, small_case, suppose, suppositions

OWN, COOPERATION, MERGED, CONTRACTED = Alternative
SIZES = st.sampled_from([(2, 2), (3, 1)])

# How each rule is taken away altogether; by activity for those that the pack itself has.
Off = Callable[[Case], dict[str, Any]]
OFF: Mapping[str, Off] = {
    "ways_as_decided": lambda _c: {"how": {}},
    "enough_partners": lambda c: {"least_partners": {a.key: 2 for a in c.activities}},
    "required_take_part": lambda _c: {"required": {}},
    "forbidden_stay_out": lambda _c: {"forbidden": {}, "outside": ()},
    "kept_apart": lambda _c: {"apart": ()},
    "placed_as_decided": lambda c: {"placement": {a.key: ALL_PATTERNS for a in c.activities}},
    "team_in_every_office": lambda _c: {"least_team": None},
    "competence_deep_enough": lambda _c: {"competence_depth": None},
    "within_reach": lambda _c: {"longest_travel": None},
    "nobody_loses_anywhere": lambda _c: {"worse_off": WorseOff.ANYWHERE},
    "lawful_form": lambda _c: {"legal_form": ""},
    "locked_stay": lambda _c: {"locked": {}},
    "no_town_loses_more": lambda _c: {"largest_job_loss": None},
    "office_in_town": lambda _c: {"office_in": ()},
    "merged_by_some": lambda _c: {"some_merge": ()},
    "within_one_off_ceiling": lambda _c: {"one_off_ceiling_sek": None},
    "nobody_loses_in_total": lambda _c: {"worse_off": WorseOff.ANYWHERE},
    "starts_within_pace": lambda _c: {"starts_per_year": None},
    "in_order": lambda _c: {"in_order": False},
    "reductions_by_departure": lambda _c: {"no_notice": False},
    "contracts_first_run_out": lambda _c: {"contracts_run_out": False},
    "start_as_decided": lambda _c: {"start": {}},
}


def question(data: st.DataObject) -> tuple[Case, Suppositions, Decisions, Options]:
    """Draw a small case, what is supposed and what is decided, free of contradictions."""
    case = data.draw(decided_cases(*data.draw(SIZES)))
    sup = suppose(case, **data.draw(suppositions()))
    decided = data.draw(decisions(case))
    assume(not contradictions(case, decided))
    return case, sup, decided, enumerate_options(case, sup, decided)


def only(case: Case, decided: Decisions, rules: list[Rule]) -> Decisions:
    """Return the decisions with every rule off but these."""
    kept = {rule.name for rule in rules}
    for name, off in OFF.items():
        if name not in kept:
            changes = off(case)
            # The two rules about who is worse off are one decision.
            if "worse_off" in changes and any("nobody_loses" in k for k in kept):
                continue
            decided = replace(decided, **changes)
    return decided


# ---- Why not ----------------------------------------------------------------------------------


@settings(max_examples=14)
@given(data=st.data())
def test_what_is_in_the_way_is_in_the_way_and_no_more(data: st.DataObject) -> None:
    """The decisions named go against each other, and without any one of them they do not."""
    case, sup, decided, options = question(data)
    assume(not feasible(options, decided))
    blocked = in_the_way(options, decided)
    rules = [r for r in active(case, decided) if r.stated(case, decided) in blocked.together]
    assert len(rules) == len(blocked.together) >= 1

    counted: dict[Choice, Recount] = {}
    assert by_trying_everything(case, sup, only(case, decided, rules), counted) is None
    for rule in rules:
        rest = only(case, decided, [r for r in rules if r is not rule])
        assert by_trying_everything(case, sup, rest, counted) is not None, rule.name


@settings(max_examples=14)
@given(data=st.data())
def test_what_is_said_to_open_a_plan_opens_one_and_nothing_less_does(data: st.DataObject) -> None:
    """A councillor who gives way on the named point must get a plan, and not give way too much."""
    case, sup, decided, options = question(data)
    assume(not feasible(options, decided))
    blocked = in_the_way(options, decided)
    rules = {rule.words: rule for rule in active(case, decided)}

    counted: dict[Choice, Recount] = {}
    for words, said in blocked.openings:
        eased, before = opening(options, decided, rules[words], said)
        assert by_trying_everything(case, sup, eased, counted) is not None, said
        for harder in before:
            assert by_trying_everything(case, sup, harder, counted) is None, said


def opening(
    options: Options, decided: Decisions, rule: Rule, said: str
) -> tuple[Decisions, list[Decisions]]:
    """Return the decisions that an opening means, and those that are a step less eased."""
    if rule.ceiling is not None:
        rules = active(options.case, decided)
        eased = least_limit(options, decided, rules, rule, rule.ceiling)
        assert eased.words == said
        limit = rule.ceiling.limit(eased.decisions)
        assert limit > rule.ceiling.limit(decided)
        # The second opinion lets a thousandth of a post pass, and a krona.
        below = limit - rule.ceiling.step - rule.ceiling.step / 100
        return eased.decisions, [rule.ceiling.at(decided, below).decisions] if below >= 0 else []
    for chain in rule.eased(options, decided):
        for i, rung in enumerate(chain):
            if rung.words == said:
                return rung.decisions, [chain[i - 1].decisions] if i else []
    raise AssertionError(said)


def test_the_least_ceiling_is_said_to_the_quarter_and_to_ten_thousand() -> None:
    """The limit is what is minimised: 3.0 posts is what it takes, and 2.75 opens nothing."""
    case = small_case(fte=3.0, manager_fte=0.25, other=5e5)
    sup = suppose(case, elasticity=-0.3)
    for changes in ({"largest_job_loss": 0.5}, {"one_off_ceiling_sek": 20_000.0}):
        how = {"it": (MERGED,)}
        decided = Decisions(how=how, placement={"it": (ALL_PATTERNS[0],)}, **changes)
        options = enumerate_options(case, sup, decided)
        blocked = in_the_way(options, decided)
        (rule,) = [r for r in active(case, decided) if r.ceiling is not None]
        assert rule.ceiling is not None
        least = rule.ceiling.coefs(options.keep(options.merged & (options.pattern == 0)))
        found = least_limit(options, decided, active(case, decided), rule, rule.ceiling)

        assert (rule.words, found.words) in blocked.openings
        limit = rule.ceiling.limit(found.decisions)
        assert limit == pytest.approx(
            np.ceil(least.max(axis=1).min() / rule.ceiling.step) * rule.ceiling.step
        )


def test_an_opening_that_does_not_open_is_not_named() -> None:
    """Where nothing may be merged nobody asks for three; once it may, three are still too many."""
    case = small_case(activities=(activity("plan", least_partners=3),))
    decided = Decisions(how={"plan": (OWN,)}, office_in=("ort0",))
    options = enumerate_options(case, suppose(case), decided)
    blocked = in_the_way(options, decided)

    assert blocked == Blocked(
        ("Plan drivs som egen", "Ort 0 har ett gemensamt kontor"),
        (("orter som ska ha ett gemensamt kontor", "Ort 0 behöver inget gemensamt kontor"),),
    )


def test_two_pairs_kept_apart_are_let_together_at_once_when_one_is_not_enough() -> None:
    """All three shall take part; 0 is kept from 1 and from 2, so no single pair is to blame."""
    case = small_case(count=3, activities=(activity("plan", least_partners=3),))
    decided = Decisions(
        how={"plan": (MERGED,)}, apart=(("0000", "0001"), ("0000", "0002"), ("0001", "0002"))
    )
    options = enumerate_options(case, suppose(case), decided)

    assert ("kommuner som inte ska vara i samma grupp", "alla kommuner får vara i samma grupp") in (
        in_the_way(options, decided).openings
    )


def test_the_next_value_that_lets_something_in_is_said_with_two_decimals() -> None:
    """38.996 minutes is let in by 39, not by 38.99: what is said is rounded to what works."""
    case = small_case(activities=(activity("bygglov", visited=True),), km_apart=29.997)
    decided = Decisions(how={"bygglov": (MERGED,)}, longest_travel=20.0)
    decided = replace(decided, placement={"bygglov": (ALL_PATTERNS[0],)})
    options = enumerate_options(case, suppose(case), decided)

    assert (
        "längsta resa till service",
        "högst 39 minuter till service som invånarna besöker",
    ) in in_the_way(options, decided).openings


# ---- At what price ----------------------------------------------------------------------------


@settings(max_examples=8)
@given(data=st.data())
def test_a_price_is_what_the_eased_plan_is_cheaper_by(data: st.DataObject) -> None:
    """The plan behind a price breaks the rule it is the price of, and no other."""
    case, sup, decided, options = question(data)
    assume(feasible(options, decided))
    plan = solve(options, decided)
    rules = {rule.words: rule for rule in active(case, decided)}

    for price in prices(options, decided, plan):
        assert price.sek > 0
        assert price.plan.objective == pytest.approx(plan.objective - price.sek, abs=0.01)
        assert faults_in(case, sup, decided, price.plan)
        free = replace(decided, **OFF[rules[price.rule].name](case))
        assert faults_in(case, sup, free, price.plan) == ()
        assert solve(options, free).objective <= price.plan.objective + 10


# Most decisions at random leave no plan with one start a year: many are put aside.
@settings(max_examples=8, suppress_health_check=[HealthCheck.filter_too_much])
@given(data=st.data())
def test_a_rule_without_a_price_does_not_bind_within_a_step(data: st.DataObject) -> None:
    """What is not listed gains nothing: the same question, one start more a year, costs as much."""
    _case, _sup, decided, options = question(data)
    decided = replace(decided, starts_per_year=1)
    assume(feasible(options, decided))
    plan = solve(options, decided)
    named = {price.rule for price in prices(options, decided, plan)}
    eased = solve(options, replace(decided, starts_per_year=2)).objective

    assert ("högsta antal starter om året" in named) is (plan.objective - eased > 1.0)


# ---- What else --------------------------------------------------------------------------------


@settings(max_examples=10)
@given(data=st.data(), share=st.sampled_from([0.0, 0.01, 0.2]))
def test_plans_nearly_as_good_keep_every_decision_and_differ(
    data: st.DataObject, share: float
) -> None:
    """Another plan on the table has to stand up to the same questions as the first."""
    case, sup, decided, options = question(data)
    assume(feasible(options, decided))
    best = solve(options, decided)
    slack = share * float(case.cost.sum())
    near_plans(case, sup, decided, list(nearly_as_good(options, decided, best, slack, 4)), best)
    for plan in nearly_as_good(options, decided, best, slack, 4):
        assert plan.objective <= best.objective + slack + 1


def near_plans(
    case: Case, sup: Suppositions, decided: Decisions, others: list[Plan], best: Plan
) -> None:
    """Hold that all plans are right and that no two are the same."""
    for plan in others:
        assert faults_in(case, sup, decided, plan) == ()
    assert len({plan.choices for plan in (best, *others)}) == len(others) + 1
    assert len(others) <= 4


def test_the_real_pack_has_other_plans_for_two_percent(case: Case, sup: Suppositions) -> None:
    """The councils asked what they could do instead: several plans, in other towns."""
    decided = Decisions(how={"plan": (MERGED,)}, price_uncovered_day_sek=1_000.0)
    options = enumerate_options(case, sup, decided)
    best = solve(options, decided)
    others = list(nearly_as_good(options, decided, best, 2_000_000.0, 3))

    near_plans(case, sup, decided, others, best)
    assert len(others) == 3
    assert all(plan.objective <= best.objective + 2_000_001 for plan in others)


# ---- What trades off --------------------------------------------------------------------------

# A point is proven to a thousand kronor, as it is printed.
PRINTED_SEK = 1_000.0
MEASURES: Mapping[str, tuple[Callable[[Options], Floats], float]] = {
    "jobs": (largest_job_loss, 0.25),
    "days": (uncovered_days, 1.0),
}


def measured(options: Options, coefs: Callable[[Options], Floats], plan: Plan) -> float:
    """Return the greatest sum of the measure over the plan's choices, at least 0."""
    rows = [options.find(choice) for choice in plan.choices]
    return max(0.0, float(coefs(options)[rows].sum(axis=0).max()))


@pytest.mark.parametrize("measure", MEASURES)
@settings(max_examples=8)
@given(data=st.data())
def test_a_frontier_gets_dearer_as_its_measure_falls_and_no_point_is_beaten(
    measure: str, data: st.DataObject
) -> None:
    """Each point is a plan that keeps the decisions; none costs less with no more of the measure.

    For jobs every point is held against trying everything with that loss as the most.
    """
    case, sup, decided, options = question(data)
    assume(feasible(options, decided))
    coefs, step = MEASURES[measure]
    points = list(frontier(options, decided, coefs, 5, step))

    assert 1 <= len(points) <= 5
    assert points[0].plan.objective == pytest.approx(
        solve(options, decided).objective, abs=PRINTED_SEK + 10
    )
    for point in points:
        assert faults_in(case, sup, decided, point.plan) == ()
        assert point.measure == pytest.approx(measured(options, coefs, point.plan), abs=1e-6)
    for earlier, later in pairwise(points):
        assert later.measure < earlier.measure
        assert later.plan.objective >= earlier.plan.objective - PRINTED_SEK - 10
    if measure == "jobs":
        for point in points:
            best = by_trying_everything(case, sup, replace(decided, largest_job_loss=point.measure))
            assert best is not None
            assert point.plan.objective <= best[0] + PRINTED_SEK + 10


def test_a_frontier_without_a_plan_has_no_points() -> None:
    """What is infeasible trades nothing off."""
    case = small_case(activities=(activity("plan", least_partners=3),))
    decided = Decisions(how={"plan": (MERGED,)})
    options = enumerate_options(case, suppose(case), decided)

    with pytest.raises(NoPlanError):
        solve(options, decided)
    assert list(frontier(options, decided, uncovered_days, 5, 1.0)) == []


def test_every_easing_of_every_rule_allows_all_that_the_one_before_it_does() -> None:
    """The least easing that opens a plan is found by halving, which stands or falls with this.

    The last easing of all takes the rule away.
    """
    case = small_case(count=3, activities=(activity("a0", visited=True), activity("a1")))
    decided = Decisions(
        how={"a0": (MERGED,), "a1": (OWN, MERGED)},
        least_partners={"a0": 3, "a1": 3},
        required={"a0": ("0000",), "a1": ("0001",)},
        forbidden={"a1": ("0002",)},
        outside=("0001", "0002"),
        apart=(("0000", "0001"), ("0001", "0002")),
        placement={"a0": (ALL_PATTERNS[0],), "a1": (ALL_PATTERNS[1],)},
        least_team=3.0,
        competence_depth=2.0,
        longest_travel=10.0,
        worse_off=WorseOff.IN_ANY_ACTIVITY,
        legal_form="bolag",
    )
    options = enumerate_options(case, suppose(case), decided)

    def forbidden(rules: tuple[Rule, ...], d: Decisions) -> np.typing.NDArray[np.bool_]:
        out = np.zeros(len(options), dtype=bool)
        for rule in rules:
            if rule.forbids is not None:
                out |= rule.forbids(options, d)
        return out

    eased_rules = 0
    for rule in active(case, decided):
        chains = rule.eased(options, decided)
        if rule.forbids is not None:
            assert not rule.forbids(options, chains[-1][-1].decisions).any(), rule.name
        for chain in chains:
            steps = [Eased(decided, ""), *chain]
            for harder, softer in pairwise(steps):
                before = forbidden(active(case, harder.decisions), harder.decisions)
                after = forbidden(active(case, softer.decisions), softer.decisions)
                assert not (after & ~before).any(), (rule.name, softer.words)
            assert len({rung.words for rung in chain}) == len(chain)
            eased_rules += 1
    assert eased_rules > 15


def test_every_rule_says_its_value_in_the_screens_words() -> None:
    """What stands in ”i vägen” is what was decided, in words that a councillor has seen."""
    case = small_case(activities=(activity("personal"), activity("lon", after="personal")))
    decided = Decisions(
        largest_job_loss=2.5,
        office_in=("ort0", "ort1"),
        one_off_ceiling_sek=450_000.0,
        worse_off=WorseOff.IN_TOTAL,
        starts_per_year=2,
        no_notice=True,
        contracts_run_out=True,
        start={"lon": 3},
    )

    assert {rule.name: rule.stated(case, decided) for rule in active(case, decided)} == {
        "no_town_loses_more": "ingen ort förlorar mer än 2,5 årsarbetare",
        "office_in_town": "Ort 0 och Ort 1 har ett gemensamt kontor",
        "within_one_off_ceiling": "högst 0,45\u00a0mnkr i engångskostnad",
        "nobody_loses_in_total": (
            "ingen kommun får högre kostnad i helheten, med sin andel av samordningen"
        ),
        "starts_within_pace": "högst 2 verksamheter startar om året",
        "in_order": "Lon först efter Personal",
        "reductions_by_departure": "tjänster dras in först när någon slutar självmant",
        "contracts_first_run_out": "inget startar före kända avtals slut",
        "start_as_decided": "Lon startar år 3",
    }


def test_who_stands_outside_is_said_and_may_be_let_in_one_at_a_time() -> None:
    """The same rule keeps somebody out of an activity and out of everything, and says both."""
    case = small_case(count=3, activities=(activity("plan"),))
    decided = Decisions(forbidden={"plan": ("0000",)}, outside=("0001", "0002"))
    (rule,) = [r for r in active(case, decided) if r.name == "forbidden_stay_out"]
    assert rule.stated(case, decided) == (
        "Plan: Kommun 0 får inte delta; Kommun 1 och Kommun 2 står utanför allt gemensamt"
    )
    eased = rule.eased(enumerate_options(case, suppose(case), decided), decided)
    assert [chain[0].words for chain in eased] == [
        "Plan: alla kommuner får delta",
        "Kommun 1 får delta",
        "Kommun 2 får delta",
        "ingen kommun måste stå utanför",
        "alla kommuner får delta i allt",
    ]
    assert eased[1][0].decisions.outside == ("0002",)
    assert eased[-1][0].decisions == Decisions()


def test_a_pack_alone_switches_on_what_the_pack_asks_for(case: Case) -> None:
    """Three for plan and building, decentralised where it says so, and pay after personnel."""
    assert {rule.name for rule in active(case, Decisions())} == {
        "enough_partners",
        "placed_as_decided",
        "in_order",
    }


def test_what_the_time_does_not_suffice_to_show_is_not_claimed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A page that asks why must get an answer: no opening rests on a question left undecided."""
    case = small_case(activities=(activity("it", alternatives=(Alternative.MERGED,)),))
    decided = Decisions(one_off_ceiling_sek=0.0)
    options = enumerate_options(case, suppose(case), decided)
    assert in_the_way(options, decided).openings

    def no_time(*_: object, **__: object) -> None:
        raise UndecidedError("Tiden tog slut.")

    # A solver that runs out of time cannot be had otherwise: small cases are solved in no time.
    monkeypatch.setattr(Program, "solve", no_time)
    found = in_the_way(options, decided)
    assert found.openings == ()
    assert len(found.together) == len(active(case, decided))
    assert not found.sure
