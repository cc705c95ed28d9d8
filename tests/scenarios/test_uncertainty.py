"""How sure a plan is: ten thousand draws say what the pages' five hundred say, only finer."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest

from models.decisions import Choice, Decisions
from models.entities import Alternative, LevelChoice, Placement
from models.every_draw import annual_by_choice
from models.pack import Pack
from models.transition import first_year_repaid
from scenarios.effects import effect_of
from scenarios.roadmap import delayed, roadmap
from scenarios.run import Outcome, run
from scenarios.scenario import TREND, Scenario
from scenarios.setting import Setting, prepare, with_range
from scenarios.uncertainty import (
    COORDINATION,
    Payback,
    Spread,
    Sureness,
    payback_of,
    spread_of,
    sureness,
    sureness_in_steps,
)

JOINT = ("02_sarbarhet", "03_plan_bygg_tre", "05_konsultlage")
OWN = (Alternative.OWN,)
# The same kronor added up in another order.
NEAR = {"rel": 1e-9, "abs": 0.01}


@pytest.fixture(scope="module")
def vulnerable(outcomes: Mapping[str, Outcome]) -> Outcome:
    """”Sårbarheten räknas”, in which much is run together."""
    outcome = outcomes["02_sarbarhet"]
    assert any(choice.joint for choice in outcome.plan.choices)
    return outcome


@pytest.fixture(scope="module")
def sure(vulnerable: Outcome) -> Sureness:
    """How sure it is in as many draws as the other pages use."""
    return sureness(vulnerable, draws=512)


@pytest.fixture(scope="module")
def tiny(pack: Pack) -> Outcome:
    """A plan in which only the payroll is run in another way than today."""
    how = {activity.key: OWN for activity in pack.activities if activity.optimised}
    decide = Decisions(how={**how, "lon": (Alternative.MERGED,)}, in_order=False)
    return run(pack, Scenario("lon", "Lön", "Vad ger en gemensam löneenhet?", decide=decide))


@pytest.fixture(scope="module")
def kept(pack: Pack) -> Outcome:
    """The plan in which nothing changes."""
    how = {activity.key: OWN for activity in pack.activities if activity.optimised}
    return run(pack, Scenario("egen", "Egen", "Inget?", decide=Decisions(how=how, in_order=False)))


def ends(spread: Spread) -> tuple[float, float, float]:
    """Return value, low and high as a range shows them: never without the value."""
    return spread.value, min(spread.low, spread.value), max(spread.high, spread.value)


@pytest.mark.parametrize("key", JOINT)
def test_the_first_draws_are_what_the_other_pages_show(
    key: str, outcomes: Mapping[str, Outcome], sure: Sureness
) -> None:
    """Two pages with two ranges for one plan, and nobody believes either."""
    outcome = outcomes[key]
    found = sure if key == "02_sarbarhet" else sureness(outcome, draws=512)
    shown = outcome.annual
    assert ends(found.whole) == pytest.approx((shown.value, shown.low, shown.high), **NEAR)
    assert found.whole.chance == outcome.chance
    assert [code for code, _ in found.by_municipality] == [r.code for r in outcome.municipalities]
    for (_, spread), row in zip(found.by_municipality, outcome.municipalities, strict=True):
        expected = (row.annual.value, row.annual.low, row.annual.high)
        assert ends(spread) == pytest.approx(expected, **NEAR)
        assert spread.chance == row.chance
    by_key = dict(found.by_activity)
    for j, spread in ((outcome.setting.case.index(a), s) for a, s in by_key.items()):
        mine = [e for e in outcome.effects if e.choice.activity == j]
        drawn = np.sum([e.annual_drawn.sum(axis=1) for e in mine], axis=0)
        again = with_range(sum(float(e.annual.sum()) for e in mine), drawn)
        assert ends(spread) == pytest.approx((again.value, again.low, again.high), **NEAR)


@pytest.mark.parametrize("key", JOINT)
def test_the_years_repaid_are_those_of_the_flows_step_by_step(
    key: str, outcomes: Mapping[str, Outcome], sure: Sureness
) -> None:
    """When it pays is what a council asks first; it must be the flow of the roadmap, draw by draw.

    Each activity's flow from its start year; the coordination every year from the first start.
    """
    outcome = outcomes[key]
    found = sure if key == "02_sarbarhet" else sureness(outcome, draws=512)
    setting, starts = outcome.setting, outcome.plan.starts
    horizon = len(roadmap(outcome).years) - 1
    flow = {
        id(e): delayed(e.flow_drawn, starts.get(e.choice.activity, 1) - 1) for e in outcome.effects
    }
    whole = np.sum([f.sum(axis=1) for f in flow.values()], axis=0)
    whole[:, min(starts.values()) - 1 :] += setting.draws.of(COORDINATION)[:, None]
    assert found.payback == payback_of(first_year_repaid(whole), horizon)
    for m, (_, payback) in enumerate(found.payback_by_municipality):
        own = np.sum([f[:, m] for f in flow.values()], axis=0)
        assert payback == payback_of(first_year_repaid(own), horizon)
    for key_of, payback in found.payback_by_activity:
        j = setting.case.index(key_of)
        mine = [flow[id(e)].sum(axis=1) for e in outcome.effects if e.choice.activity == j]
        assert payback == payback_of(first_year_repaid(np.sum(mine, axis=0)), horizon)


@pytest.mark.parametrize("key", [*JOINT, "04_kobyt_inriktning"])
def test_the_plan_is_repaid_in_the_roadmaps_year_when_nothing_is_unsure(
    key: str, outcomes: Mapping[str, Outcome]
) -> None:
    """With every assumption at its mode all draws are one, and it is repaid in the shown year."""
    outcome = outcomes[key]
    setting, repaid = outcome.setting, roadmap(outcome).payback
    fixed = tuple(replace(f, low=f.mode, high=f.mode) for f in setting.factors)
    question = replace(outcome.question, setting=replace(setting, factors=fixed))
    found = sureness(replace(outcome, question=question), draws=4)
    assert found.whole.low == found.whole.high == pytest.approx(found.whole.value)
    after = None if repaid is None else repaid - outcome.question.decisions.first_year
    assert found.payback.middle == after
    assert found.payback.never == (after is None)


def test_the_same_question_gets_the_same_answer_to_the_last_bit(
    vulnerable: Outcome, sure: Sureness
) -> None:
    """Five councils that ask on five days decide on one set of figures."""
    again = sureness(vulnerable, draws=512)
    assert (again.drawn == sure.drawn).all()
    for name in Sureness.__slots__:
        if name != "drawn":
            assert getattr(again, name) == getattr(sure, name)


def test_another_seed_gives_other_draws_of_the_same_plan(
    vulnerable: Outcome, sure: Sureness
) -> None:
    """A seed that is stated but not used would make the repeatability an accident."""
    setting = vulnerable.setting
    other = replace(setting, scenario=replace(setting.scenario, seed=setting.scenario.seed + 1))
    found = sureness(
        replace(vulnerable, question=replace(vulnerable.question, setting=other)), draws=512
    )
    assert found.whole.value == sure.whole.value
    assert not (found.drawn == sure.drawn).any()
    width = sure.whole.high - sure.whole.low
    assert found.whole.middle == pytest.approx(sure.whole.middle, abs=width / 10)


def test_the_parts_add_up_to_the_whole(vulnerable: Outcome, sure: Sureness) -> None:
    """A councillor adds the column: activities and coordination, or municipalities and the same."""
    coordination = vulnerable.coordination.value
    assert coordination > 0
    for parts in (sure.by_activity, sure.by_municipality):
        total = sum(spread.value for _, spread in parts) + coordination
        assert total == pytest.approx(sure.whole.value, abs=0.01)
    for key, spread in sure.by_activity:
        row = [sure.by_both[key, code].value for code, _ in sure.by_municipality]
        assert sum(row) == pytest.approx(spread.value, abs=0.01)
    for code, spread in sure.by_municipality:
        column = [sure.by_both[key, code].value for key, _ in sure.by_activity]
        assert sum(column) == pytest.approx(spread.value, abs=0.01)
    assert sure.whole.value == pytest.approx(vulnerable.annual.value, abs=0.01)


def test_only_what_changes_has_a_chance(vulnerable: Outcome, sure: Sureness) -> None:
    """Half a chance of saving on what nobody touches would be a promise made of noise."""
    case = vulnerable.setting.case
    changed = {
        (case.activities[c.activity].key, case.municipalities[m].code)
        for c in vulnerable.plan.choices
        if c.changed
        for m in c.members
    }
    assert 0 < len(changed) < len(sure.by_both)
    for cell, spread in sure.by_both.items():
        assert (spread.chance is None) == (cell not in changed)
        if cell not in changed:
            assert (spread.value, spread.low, spread.middle, spread.high) == (0, 0, 0, 0)


def test_percentiles_stand_in_order_and_the_whole_is_what_was_drawn(sure: Sureness) -> None:
    """A 5th percentile above the median would be laughed out of the room."""
    spreads = [sure.whole, *sure.by_both.values()]
    spreads += [spread for _, spread in (*sure.by_activity, *sure.by_municipality)]
    assert all(s.low <= s.middle <= s.high for s in spreads)
    assert spread_of(sure.whole.value, sure.drawn) == sure.whole
    assert sure.drawn.shape == (512,)


def test_fewer_draws_are_the_first_of_more_whatever_the_blocks(tiny: Outcome) -> None:
    """A page that first shows a few draws and then many may sharpen its answer, never change it."""
    many, some, odd = (sureness(tiny, draws=count).drawn for count in (2500, 512, 1100))
    # 2 500 are two whole blocks and a part of one, 1 100 one and a part.
    assert many[:512] == pytest.approx(some, rel=1e-12, abs=1e-6)
    assert many[:1100] == pytest.approx(odd, rel=1e-12, abs=1e-6)


def test_many_draws_are_told_of_as_they_are_done(tiny: Outcome) -> None:
    """A meeting that waits sees that something happens, to the end and never backwards."""
    *told, found = sureness_in_steps(tiny, draws=5000)
    assert isinstance(found, Sureness)
    assert found.draws == len(found.drawn) == 5000
    assert told == sorted(told)
    assert len(told) == 5
    assert told[-1] == 1.0
    few = sureness(tiny, draws=512)
    # More draws move the ends by sampling error only, a tenth of the range at the very most.
    width = found.whole.high - found.whole.low
    assert few.whole.low == pytest.approx(found.whole.low, abs=width / 10)
    assert few.whole.high == pytest.approx(found.whole.high, abs=width / 10)
    assert few.whole.value == found.whole.value


def test_everything_own_is_nothing_at_all_and_no_chance(kept: Outcome) -> None:
    """Today's way is the base, to the krona, in every draw."""
    found = sureness(kept, draws=64)
    nothing = Spread(0.0, 0.0, 0.0, 0.0, None)
    assert found.whole == nothing
    assert set(found.by_both.values()) == {nothing}
    assert {s for _, s in (*found.by_activity, *found.by_municipality)} == {nothing}
    assert not found.drawn.any()
    assert found.payback.never == 0
    assert found.payback.middle == 0


def test_a_contract_without_partners_pays_no_coordination(pack: Pack, kept: Outcome) -> None:
    """Who buys from a contractor has nobody to coordinate with, in any draw."""
    how = {**kept.scenario.decide.how, "lon": (Alternative.CONTRACTED,)}
    bought = run(pack, replace(kept.scenario, decide=replace(kept.scenario.decide, how=how)))
    found = sureness(bought, draws=64)
    assert found.whole.value == pytest.approx(dict(found.by_activity)["lon"].value)
    assert found.whole.middle == pytest.approx(dict(found.by_activity)["lon"].middle)
    assert found.whole.value == pytest.approx(bought.annual.value)


@pytest.mark.parametrize("key", JOINT)
def test_every_draw_is_repaid_some_year_or_never(
    key: str, outcomes: Mapping[str, Outcome], sure: Sureness
) -> None:
    """Shares that miss a draw would hide exactly the one that somebody asks about."""
    found = sure if key == "02_sarbarhet" else sureness(outcomes[key], draws=64)
    paybacks = [found.payback]
    paybacks += [p for _, p in (*found.payback_by_activity, *found.payback_by_municipality)]
    for payback in paybacks:
        assert [year for year, _ in payback.years] == list(range(11))
        total = sum(share for _, share in payback.years) + payback.never
        assert total == pytest.approx(1)


def test_the_payback_of_some_years_by_hand() -> None:
    """Of five draws one is repaid in year 2, two in year 4 and two never: half by year 4."""
    nan = float("nan")
    found = payback_of(np.array([4.0, nan, 2.0, 4.0, nan]), 5)
    assert found.years == ((0, 0.0), (1, 0.0), (2, 0.2), (3, 0.0), (4, 0.4), (5, 0.0))
    assert found.never == pytest.approx(0.4)
    assert found.middle == 4


@pytest.mark.parametrize(
    ("years", "middle"),
    [
        ((3.0, 3.0, np.nan, np.nan), 3),
        ((3.0, np.nan, np.nan), None),
        ((np.nan,), None),
        ((0.0,), 0),
    ],
)
def test_the_middle_is_the_year_by_which_half_are_repaid(
    years: tuple[float, ...], middle: int | None
) -> None:
    """Exactly half is half; less than half has no year, and no year is made up for it."""
    assert payback_of(np.array(years), 3).middle == middle


def test_a_flow_made_by_hand_is_repaid_for_good() -> None:
    """Cost 100, then 60 a year back: repaid in year 2. One that relapses is repaid when it ends so.

    100 − 120 + 50 − 40 … : below nothing in year 1, a cost again in year 2, repaid in year 3.
    """
    flows = np.array(
        [[100.0, -60, -60, 0], [100.0, -120, 50, -40], [100.0, -10, -10, -10], [0.0, 0, 0, 0]]
    )
    found = payback_of(first_year_repaid(flows), 3)
    assert found == Payback(((0, 0.25), (1, 0.0), (2, 0.25), (3, 0.25)), 0.25, 2)


def some_choices(setting: Setting) -> tuple[Choice, ...]:
    """Return one of each way and placement, of activities with and without fees."""
    case = setting.case
    merged, cooperation = Alternative.MERGED, Alternative.COOPERATION
    everybody = tuple(range(len(case.municipalities)))
    return (
        Choice(case.index("bygglov"), everybody, merged, 1, Placement.HYBRID),
        Choice(case.index("ekonomi"), everybody[1:4], cooperation, 2, Placement.LOCAL),
        Choice(case.index("lon"), (2,), Alternative.CONTRACTED, 2, Placement.LOCAL),
        Choice(case.index("lon"), everybody[:2], merged, 0, Placement.ONE_TOWN),
        Choice(case.index("plan"), (0,), Alternative.OWN, 0, Placement.LOCAL),
        Choice(case.index("miljo_halsoskydd"), everybody[2:], merged, 3, Placement.LOCAL),
    )


@pytest.mark.parametrize("level", list(LevelChoice))
@pytest.mark.parametrize("volumes", ["today", TREND])
def test_a_choices_average_in_every_draw_is_the_slow_reckonings(
    pack: Pack, shipped: Mapping[str, Scenario], level: LevelChoice, volumes: str
) -> None:
    """What is best in each draw may not be found on other kronor than those that are shown."""
    scenario = shipped["01_lagsta_kostnad"]
    decide = replace(scenario.decide, level=level)
    setting = prepare(pack, replace(scenario, decide=decide, volumes=volumes))
    assert (setting.case.growth == 1).all() == (volumes != TREND)
    choices = some_choices(setting)
    found = annual_by_choice(setting.case, setting.draws, choices, level)
    slow = np.array([effect_of(setting, c).annual_drawn.sum(axis=1) for c in choices])
    assert found == pytest.approx(slow, **NEAR)
    assert np.abs(found).max(axis=1)[[0, 1, 2, 3, 5]].min() > 1
    assert not found[4].any()
