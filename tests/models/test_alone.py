"""What a group would do without the others is the best it could do, and is never made up."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from models.alone import Alone, alone_in_activity, alone_in_plan, going_alone, open_alone
from models.case import Case
from models.decisions import Choice, Decisions, WorseOff, contradictions
from models.entities import Alternative, Placement
from models.errors import NoPlanError
from models.options import Options, enumerate_options
from models.parameters import Suppositions
from models.plan import solve
from models.plan_check import recount
from tests.models.deciding import burden, decisions, every_choice, follows
from tests.models.small import activity, decided_cases, small_case, suppose, suppositions

OWN, COOPERATION, MERGED, CONTRACTED = Alternative
LOCAL = Placement.LOCAL
OERE = 0.01
SECONDS = 20.0


def in_activity(
    options: Options, decided: Decisions, j: int, players: tuple[int, ...]
) -> list[Alone]:
    """Return what each group would do in one activity under some decisions."""
    return alone_in_activity(open_alone(options, decided), j, players)


def in_plan(options: Options, decided: Decisions) -> list[Alone]:
    """Return what each group would do in the whole plan, all of it proven."""
    found = list(alone_in_plan(options, decided, SECONDS))
    assert all(alone.proven for alone in found)
    return found


def group_of(mask: int, players: tuple[int, ...]) -> tuple[int, ...]:
    """Return the municipalities of a mask over the players."""
    return tuple(m for i, m in enumerate(players) if mask >> i & 1)


def slack(case: Case) -> float:
    """Return what two programs in whole kronor may differ by."""
    return 0.5 * len(case.municipalities) * len(case.activities) + 1


def paying(count: int = 3, names: tuple[str, ...] = ("it",)) -> tuple[Case, Suppositions]:
    """Return a case in which every pair saves by merging, and three save more than two."""
    case = small_case(
        count=count,
        activities=tuple(activity(key) for key in names),
        fte=6.0,
        other=1e6,
        km_apart=5.0,
    )
    easy = {"realisering_sammanslagen": 1.0, "omstallning_multipel": 0.1, "skalgrans": 1e6}
    return case, suppose(case, elasticity=-0.3, **easy)


def losing(count: int = 3) -> tuple[Case, Suppositions]:
    """Return a case in which merging saves nothing and must be coordinated."""
    case = small_case(count=count)
    return case, suppose(case, elasticity=0.0, realisering_samverkan=0.0)


# ---- Against trying everything -----------------------------------------------------------------


def set_partitions(group: tuple[int, ...]) -> Iterator[list[tuple[int, ...]]]:
    """Yield every way to split a group: the last joins each block in turn, or stands alone."""
    if not group:
        yield []
        return
    *rest, last = group
    for partition in set_partitions(tuple(rest)):
        yield [*partition, (last,)]
        for k, block in enumerate(partition):
            yield [*partition[:k], (*block, last), *partition[k + 1 :]]


def by_trying_everything(
    case: Case, sup: Suppositions, decided: Decisions, j: int
) -> dict[tuple[int, ...], float]:
    """Return the least burden of each block of municipalities that can run the activity so."""
    loosened = replace(decided, worse_off=WorseOff.ANYWHERE)
    least: dict[tuple[int, ...], float] = {}
    for choice in every_choice(case, decided.extra_towns, j):
        counted = recount(case, sup, decided.level, choice)
        if choice.alternative is OWN or follows(counted, case, sup, loosened):
            known = least.get(choice.members, np.inf)
            least[choice.members] = min(known, burden(case, decided, counted))
    return least


def agrees_with_every_partition(most: int, data: st.DataObject) -> None:
    """Hold the recursion over masks against every set partition of every group."""
    case = data.draw(decided_cases(most, 1))
    sup = suppose(case, **data.draw(suppositions()))
    decided = data.draw(decisions(case))
    least = by_trying_everything(case, sup, decided, 0)
    everybody = range(len(case.municipalities))
    players = tuple(
        sorted(data.draw(st.sets(st.sampled_from(everybody), min_size=len(everybody) - 1)))
    )
    found = in_activity(enumerate_options(case, sup, decided), decided, 0, players)

    assert [alone.mask for alone in found] == list(range(1, 1 << len(players)))
    for alone in found:
        group = group_of(alone.mask, players)
        best = min(
            sum(least[block] for block in partition)
            for partition in set_partitions(group)
            if all(block in least for block in partition)
        )
        assert alone.burden == pytest.approx(best, abs=OERE)
        assert sorted(m for choice in alone.choices for m in choice.members) == sorted(group)
        weighed = [
            burden(case, decided, recount(case, sup, decided.level, choice))
            for choice in alone.choices
        ]
        assert sum(weighed) == pytest.approx(alone.burden, abs=OERE)


@given(data=st.data())
def test_a_group_alone_does_the_best_of_every_partition(data: st.DataObject) -> None:
    """A threat to leave that is too weak or too strong would tilt every sharing after it."""
    agrees_with_every_partition(3, data)


@settings(max_examples=5)
@given(data=st.data())
def test_four_alone_do_the_best_of_every_partition_too(data: st.DataObject) -> None:
    """Two pairs are possible first among four."""
    agrees_with_every_partition(4, data)


# ---- One activity ------------------------------------------------------------------------------


@given(case=decided_cases(4, 1), changes=suppositions(), data=st.data())
def test_two_groups_together_never_bear_more_than_apart(
    case: Case, changes: dict[str, float], data: st.DataObject
) -> None:
    """Whoever stands together can still do as apart: cooperation is never forced upon anybody."""
    sup, decided = suppose(case, **changes), data.draw(decisions(case))
    players = tuple(range(len(case.municipalities)))
    found = in_activity(enumerate_options(case, sup, decided), decided, 0, players)
    cost = {alone.mask: alone.burden for alone in found}

    for one in cost:
        for other in cost:
            if not one & other:
                assert cost[one | other] <= cost[one] + cost[other] + OERE


@given(case=decided_cases(3, 1), changes=suppositions(), data=st.data())
def test_one_alone_takes_the_cheapest_of_its_own_ways(
    case: Case, changes: dict[str, float], data: st.DataObject
) -> None:
    """As today, or with a contractor where the councils let it; nobody else is asked."""
    sup = suppose(case, **changes)
    free = replace(data.draw(decisions(case)), how={}, legal_form="")
    players = tuple(range(len(case.municipalities)))
    found = in_activity(enumerate_options(case, sup, free), free, 0, players)

    for m in players:
        ways = [
            burden(case, free, recount(case, sup, free.level, Choice(0, (m,), way, m, LOCAL)))
            for way in (OWN, CONTRACTED)
        ]
        assert found[(1 << m) - 1].burden == pytest.approx(min(ways), abs=OERE)


@pytest.mark.parametrize(
    "decided",
    [
        Decisions(how={"it": (MERGED,)}),
        Decisions(how={"it": (COOPERATION, MERGED)}, required={"it": ("0000", "0001", "0002")}),
        Decisions(competence_depth=1e6),
    ],
    ids=["how", "how and who", "competence depth"],
)
def test_whoever_goes_alone_can_do_as_today(decided: Decisions) -> None:
    """A decision that forbids one's own organisation cannot close the door one leaves through."""
    case, sup = losing()
    options = enumerate_options(case, sup, decided)

    for alone in (*in_activity(options, decided, 0, (0, 1, 2)), *in_plan(options, decided)):
        assert {choice.alternative for choice in alone.choices} == {OWN}
        assert alone.burden == pytest.approx(0.0, abs=OERE)


@pytest.mark.parametrize(
    "demand",
    [
        Decisions(some_merge=("it",)),
        Decisions(office_in=("ort0",)),
        Decisions(required={"it": ("0000", "0001", "0002")}),
        Decisions(locked={"it": (Choice(0, (0, 1, 2), MERGED, 1, LOCAL),)}),
    ],
    ids=["some merge", "office in", "required", "locked"],
)
def test_what_is_demanded_of_the_whole_falls_away(demand: Decisions) -> None:
    """The demand costs the plan something; a group that leaves is not bound by it."""
    case, sup = losing()
    options = enumerate_options(case, sup, demand)
    demanded, free = solve(options, demand), solve(options, Decisions())

    assert demanded.objective > free.objective + slack(case)
    for found, without in (
        (
            in_activity(options, demand, 0, (0, 1, 2)),
            in_activity(options, Decisions(), 0, (0, 1, 2)),
        ),
        (in_plan(options, demand), in_plan(options, Decisions())),
    ):
        assert found == without


def test_nobody_worse_off_falls_away() -> None:
    """A group shares its gain as it likes, so that one of it pays more stops nothing."""
    case, sup = paying()
    free = Decisions(how={"it": (OWN, MERGED)})
    for kind in (WorseOff.IN_TOTAL, WorseOff.IN_ANY_ACTIVITY):
        assert going_alone(replace(free, worse_off=kind)) == going_alone(free)
    # One member pays so much more that the rule would stop every group.
    options = enumerate_options(case, sup, free)
    dear = options.annual.copy()
    dear[options.joint, 0] = 5e5
    strict = replace(free, worse_off=WorseOff.IN_ANY_ACTIVITY)
    skewed = replace(options, annual=dear)
    assert in_activity(skewed, strict, 0, (0, 1, 2)) == in_activity(options, free, 0, (0, 1, 2))
    assert in_activity(options, free, 0, (0, 1, 2))[0b011 - 1].choices[0].joint


def merged_groups(found: list[Alone]) -> set[tuple[int, ...]]:
    """Return every group that merges in anybody's alternative."""
    return {c.members for alone in found for c in alone.choices if c.alternative is MERGED}


def test_a_least_number_of_partners_binds_a_smaller_group_too() -> None:
    """Two cannot threaten to merge by themselves where the councils want at least three."""
    case, sup = paying()
    free = Decisions(how={"it": (OWN, MERGED)})
    three = replace(free, least_partners={"it": 3})
    options = enumerate_options(case, sup, three)

    for each in (in_plan, lambda o, d: in_activity(o, d, 0, (0, 1, 2))):
        assert {len(group) for group in merged_groups(each(options, free))} == {2, 3}
        assert merged_groups(each(options, three)) == {(0, 1, 2)}


def test_those_who_are_kept_apart_are_so_in_a_smaller_group_too() -> None:
    """A limit on who may meet is no demand: it holds for whoever leaves."""
    case, sup = paying()
    free = Decisions(how={"it": (OWN, MERGED)})
    apart = replace(free, apart=(("0000", "0002"),))
    options = enumerate_options(case, sup, apart)

    for each in (in_plan, lambda o, d: in_activity(o, d, 0, (0, 1, 2))):
        assert (0, 2) in merged_groups(each(options, free))
        meetings = merged_groups(each(options, apart))
        assert meetings
        assert not any({0, 2} <= set(group) for group in meetings)


# ---- The whole plan ----------------------------------------------------------------------------


@settings(max_examples=12)
@given(case=decided_cases(3, 2), changes=suppositions(), data=st.data())
def test_without_rules_for_the_whole_the_plan_is_its_activities_and_one_coordination(
    case: Case, changes: dict[str, float], data: st.DataObject
) -> None:
    """The coordination is paid once, by any group that does something jointly and by no other."""
    sup = suppose(case, **changes)
    decided = replace(
        data.draw(decisions(case)),
        coordination_sek=data.draw(st.sampled_from([0.0, 1_000.0, 100_000.0, 1e7])),
        largest_job_loss=None,
        one_off_ceiling_sek=None,
        starts_per_year=None,
        in_order=False,
        no_notice=False,
        contracts_run_out=False,
        start={},
    )
    options = enumerate_options(case, sup, decided)
    players = tuple(range(len(case.municipalities)))
    each = [in_activity(options, decided, j, players) for j in range(len(case.activities))]

    for alone in in_plan(options, decided):
        apart = sum(
            one[(1 << i) - 1].burden for one in each for i in players if alone.mask >> i & 1
        )
        jointly = decided.coordination_sek + sum(one[alone.mask - 1].burden for one in each)
        assert alone.burden == pytest.approx(min(apart, jointly), abs=slack(case))


@settings(max_examples=15)
@given(case=decided_cases(3, 2), changes=suppositions(), data=st.data())
def test_no_group_bears_more_than_today_and_everybody_no_more_than_the_plan(
    case: Case, changes: dict[str, float], data: st.DataObject
) -> None:
    """Whatever is decided, alone is a way out; and freed from demands everybody does no worse."""
    sup, decided = suppose(case, **changes), data.draw(decisions(case))
    assume(not contradictions(case, decided))
    options = enumerate_options(case, sup, decided)
    found = in_plan(options, decided)

    for alone in found:
        group = group_of(alone.mask, tuple(range(len(case.municipalities))))
        today = sum(
            burden(case, decided, recount(case, sup, decided.level, Choice(j, (m,), OWN, m, LOCAL)))
            for j in range(len(case.activities))
            for m in group
        )
        assert alone.burden <= today + slack(case)
        served = sorted((c.activity, m) for c in alone.choices for m in c.members)
        assert served == [(j, m) for j in range(len(case.activities)) for m in group]
    try:
        plan = solve(options, decided)
    except NoPlanError:
        return
    assert found[-1].burden <= plan.objective + slack(case)


def test_no_group_spends_more_at_once_than_the_ceiling() -> None:
    """The ceiling is as high for a group as for the whole, and bites where it would spend more."""
    case, sup = paying(names=("it", "lon"))
    free = Decisions(how=dict.fromkeys(("it", "lon"), (OWN, MERGED)))
    options = enumerate_options(case, sup, free)

    def spent(alone: Alone) -> float:
        rows = [options.find(choice) for choice in alone.choices]
        return sum(float(options.one_off[row]) for row in rows if row is not None)

    before = in_plan(options, free)
    ceiling = 0.6 * max(spent(alone) for alone in before)
    after = in_plan(options, replace(free, one_off_ceiling_sek=ceiling))

    assert max(spent(alone) for alone in before) > ceiling
    for one, other in zip(before, after, strict=True):
        assert spent(other) <= ceiling + 1
        assert one.burden - 1 <= other.burden <= slack(case)
        # Who never reached it is not touched by it.
        if spent(one) < ceiling - 1:
            assert other.burden == pytest.approx(one.burden, abs=slack(case))
    assert any(spent(alone) > 0 for alone in after)
    assert after[-1].burden > before[-1].burden + 1


def test_every_group_is_there_once_with_everybody_last() -> None:
    """Thirty-one rows for five, in the order that a table of groups is filled."""
    case, sup = paying(4)
    options = enumerate_options(case, sup, Decisions())

    assert [alone.mask for alone in in_plan(options, Decisions())] == list(range(1, 16))
    pairs = list(combinations(range(4), 2))
    for pair in pairs:
        found = in_activity(options, Decisions(), 0, pair)
        assert [group_of(alone.mask, pair) for alone in found] == [pair[:1], pair[1:], pair]
        assert {m for alone in found for c in alone.choices for m in c.members} == set(pair)
