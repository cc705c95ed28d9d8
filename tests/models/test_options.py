"""Every arrangement the pack leaves open is an option once, and its columns say what it does."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.case import Case
from models.decisions import Choice, Decisions
from models.entities import Alternative, LevelChoice, Placement
from models.options import enumerate_options, first_year_without_notice
from models.parameters import Suppositions
from models.plan import solve
from models.plan_check import recount
from models.policy import (
    coordination_share,
    earliest_after_contracts,
    job_losses,
    placed_as_decided,
)
from tests.models.deciding import burden, decisions, every_choice
from tests.models.small import (
    ALL_WAYS,
    activity,
    decided_cases,
    small_case,
    suppose,
    suppositions,
    with_places,
)

OWN, COOPERATION, MERGED, CONTRACTED = Alternative
ONE_TOWN, LOCAL, HYBRID = Placement.ONE_TOWN, Placement.LOCAL, Placement.HYBRID


@settings(max_examples=12)
@given(case=decided_cases(), changes=suppositions(), data=st.data())
def test_every_choice_is_an_option_once_and_reckons_as_it_does_alone(
    case: Case, changes: dict[str, float], data: st.DataObject
) -> None:
    """Reckoning in blocks may not mix anybody's figures up with anybody else's."""
    sup, decided = suppose(case, **changes), data.draw(decisions(case))
    options = enumerate_options(case, sup, decided)
    found = [options.choice(i) for i in range(len(options))]
    every = [
        choice
        for j in range(len(case.activities))
        for choice in every_choice(case, decided.extra_towns, j)
    ]
    assert len(set(found)) == len(found)
    assert set(found) == set(every)

    for i in data.draw(st.lists(st.integers(0, len(options) - 1), min_size=1, max_size=8)):
        again = recount(case, sup, decided.level, found[i])
        assert options.find(found[i]) == i
        assert options.option(i).annual == pytest.approx(tuple(again.annual.values()))
        assert options.one_off[i] == pytest.approx(again.one_off)
        assert options.days[i] == pytest.approx(again.days)
        assert options.moved[i] == pytest.approx(again.moved)
        assert options.staffed[i] == pytest.approx(again.staffed)
        assert -options.jobs[i] == pytest.approx(list(again.lost.values()), abs=1e-9)
        assert options.longest[i] == pytest.approx(max(again.further.values(), default=0.0))
        assert options.smallest_team[i] == pytest.approx(
            min(again.offices.values(), default=np.inf)
        )
        share = case.competence[found[i].activity]
        depth = np.nan if np.isinf(again.cover) else again.cover * share
        assert options.depth[i] == pytest.approx(depth, nan_ok=True)
        assert options.burden[i] == pytest.approx(burden(case, decided, again), abs=0.01)


def test_a_case_with_blocks_reckons_as_one_without(
    case: Case, sup: Suppositions, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is reckoned at a time is a matter of memory and nothing else."""
    whole = enumerate_options(case, sup, Decisions())
    monkeypatch.setattr("models.options.BLOCK", 7)
    parts = enumerate_options(case, sup, Decisions())

    assert [whole.choice(i) for i in range(len(whole))] == [
        parts.choice(i) for i in range(len(parts))
    ]
    assert parts.burden == pytest.approx(whole.burden)
    assert parts.jobs == pytest.approx(whole.jobs)


def test_only_the_named_groups_are_tried(case: Case, sup: Suppositions) -> None:
    """A region of thirty has a thousand million groups; who asks says which are worth asking of."""
    groups = [(0, 1), (0, 1, 2, 3, 4)]
    options = enumerate_options(case, sup, Decisions(), groups)
    tried = {choice.members for i in range(len(options)) if (choice := options.choice(i)).joint}

    assert tried == set(groups)
    everything = enumerate_options(case, sup, Decisions())
    assert {c.members for i in range(len(everything)) if (c := everything.choice(i)).joint} == {
        group for size in range(2, 6) for group in combinations(range(5), size)
    }


def test_what_is_not_offered_is_not_found() -> None:
    """The seat of somebody outside, a context row, and a contractor the pack does not have."""
    case = small_case(count=3, activities=(activity("a0"), activity("a1", optimised=False)))
    options = enumerate_options(case, suppose(case), Decisions())
    there = Choice(0, (0, 1), MERGED, 0, LOCAL)

    assert options.find(there) is not None
    assert options.find(replace(there, seat=2)) is None
    assert options.find(replace(there, activity=1)) is None
    assert options.find(Choice(0, (0,), CONTRACTED, 0, LOCAL)) is None


def test_context_rows_are_compared_and_never_planned(case: Case, sup: Suppositions) -> None:
    """Schools and elderly care are beside the nine areas: the plan has no say over them."""
    options = enumerate_options(case, sup, Decisions())

    assert all(case.activities[j].optimised for j in options.activity)


def test_contracting_out_is_offered_for_pay_alone(case: Case, sup: Suppositions) -> None:
    """K-42: ”bli föremål för entreprenad” is said of pay and of nothing else."""
    options = enumerate_options(case, sup, Decisions())
    contracted = options.keep(options.way == ALL_WAYS.index(CONTRACTED))

    assert {case.activities[j].key for j in contracted.activity} == {"lon"}


def test_decentralised_activities_are_only_planned_decentralised(
    case: Case, sup: Suppositions
) -> None:
    """K-22 and K-41: the pack's placement holds in every plan until the councils decide another."""
    how = {"bygglov": (MERGED,)}
    free = {"bygglov": (ONE_TOWN, LOCAL, HYBRID)}
    j = case.index("bygglov")
    for decided, barred in (
        (Decisions(how=how), {ONE_TOWN, HYBRID}),
        (Decisions(how=how, placement=free), set()),
    ):
        options = enumerate_options(case, sup, decided)
        merged = options.keep(options.of_activity(j) & options.merged)
        out = merged.keep(placed_as_decided(merged, decided))
        assert {out.choice(i).pattern for i in range(len(out))} == barred
    for x in solve(enumerate_options(case, sup, Decisions(how=how)), Decisions(how=how)).options:
        assert x.choice.activity != j or x.choice.pattern is LOCAL


# ---- The columns by hand -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reduction", "year"),
    [
        # 10 % of 20 leave a year: 2, 4, 6 … since the decision. Gone by the end of the first,
        # second, third and fourth year from the start: 0, 1/4, 1/2 and all of it.
        (0.0, 1),
        (-3.0, 1),
        (8.0, 1),
        (8.1, 2),
        (10.0, 2),
        (12.0, 3),
        (14.0, 4),
        (16.0, 5),
        (16.1, np.inf),
    ],
)
def test_the_first_year_without_notice(reduction: float, year: float) -> None:
    """All are gone in the fourth year from the start: 2 · (year + 3) have left by then."""
    case = small_case()
    ramp = {"infasning_ar_1": 0.0, "infasning_ar_2": 0.25, "infasning_ar_3": 0.5}
    sup = suppose(case, personalomsattning=0.07, pensionsavgang=0.03, **ramp)

    assert first_year_without_notice(sup, np.array([reduction]), np.array([20.0])) == [year]


def test_a_quick_start_is_bound_by_its_own_years() -> None:
    """All gone in the first year: 2 have left by then, and 2 more for each year one waits."""
    case = small_case()
    at_once = {f"infasning_ar_{k}": 1.0 for k in (1, 2, 3)}
    sup = suppose(case, personalomsattning=0.1, pensionsavgang=0.0, **at_once)
    found = first_year_without_notice(sup, np.array([2.0, 2.1, 9.9, 10.1]), np.full(4, 20.0))

    assert found.tolist() == [1, 2, 5, np.inf]


def test_the_year_after_the_last_known_contract() -> None:
    """Year 1 is 2027. One ends 2028 and one 2026; who is as today waits for nothing."""
    case = small_case(count=3)
    case = replace(case, contract_end=np.array([[2028.0], [2026.0], [np.nan]]))
    options = enumerate_options(case, suppose(case), Decisions())

    def earliest(members: tuple[int, ...], first_year: int = 2027) -> float:
        way = COOPERATION if len(members) > 1 else OWN
        row = options.find(Choice(0, members, way, members[0], LOCAL))
        assert row is not None
        return float(earliest_after_contracts(options, first_year)[row])

    assert earliest((0, 1)) == 3
    assert earliest((0, 1), 2022) == np.inf
    assert earliest((0, 1), 2029) == 1
    assert earliest((1, 2)) == 1
    assert earliest((0,)) == 1


def test_the_columns_of_one_town_and_of_hybrid_by_hand() -> None:
    """4 and 2 posts and half a manager; nothing to gain by scale; the office is in town 0.

    One town: 2 move, 6 at the one office. Hybrid: 1 moves, 5 at the office and 1 left.
    Managers 0.5 in all, from the seat, where there were 0.25 in each. A fifth have the competence.
    """
    case = with_places(small_case(fte=np.array([[4.0], [2.0]])))
    options = enumerate_options(case, suppose(case, elasticity=0.0), Decisions())

    def row(pattern: Placement, way: Alternative = MERGED) -> int:
        found = options.find(Choice(0, (0, 1), way, 0, pattern))
        assert found is not None
        return found

    one, hybrid, helping = row(ONE_TOWN), row(HYBRID), row(LOCAL, COOPERATION)
    assert options.moved[[one, hybrid, helping]] == pytest.approx([2.0, 1.0, 0.0])
    assert options.smallest_team[[one, hybrid]] == pytest.approx([6.0, 1.0])
    assert np.isinf(options.smallest_team[helping])
    assert options.jobs[one] == pytest.approx([2.25, -2.25, 0, 0])
    assert options.jobs[hybrid] == pytest.approx([1.25, -1.25, 0, 0])
    assert options.staffed[one] == pytest.approx(6.5)
    assert options.depth[[one, hybrid]] == pytest.approx([1.2, 1.2])
    assert options.no_notice_year[one] == 1
    assert job_losses(options).shape == (len(options), 3)


def test_in_cooperation_the_others_are_as_many_as_they_lend() -> None:
    """Each has 2 and is lent 0.3 of the other's 2; a fifth of 2.6 have the rarest competence."""
    case = small_case(exposure=0.0)
    options = enumerate_options(case, suppose(case), Decisions())
    alone, together = (
        options.find(choice)
        for choice in (Choice(0, (0,), OWN, 0, LOCAL), Choice(0, (0, 1), COOPERATION, 0, LOCAL))
    )

    assert options.depth[alone] == pytest.approx(0.4)
    assert options.depth[together] == pytest.approx(0.2 * 2.6)


def test_prices_weigh_in_the_burden_and_nowhere_else() -> None:
    """A price changes what is chosen, never what anything costs."""
    case = with_places(small_case(activities=(activity("a0", visited=True),)))
    sup = suppose(case)
    free = enumerate_options(case, sup, Decisions())
    priced = enumerate_options(
        case,
        sup,
        Decisions(
            level=LevelChoice.OWN, price_uncovered_day_sek=1_000.0, price_moved_fte_sek=50_000.0
        ),
    )

    assert (priced.annual == free.annual).all()
    assert priced.burden - free.burden == pytest.approx(1_000 * free.days + 50_000 * free.moved)


def test_the_coordination_is_shared_by_inhabitants() -> None:
    """10 000 and 5 000 inhabitants: two thirds and one third."""
    assert coordination_share(small_case()) == pytest.approx([2 / 3, 1 / 3])
