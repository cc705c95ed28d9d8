"""The plan year by year: what starts when, what it costs until then, and what waiting costs."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest

from models.decisions import Decisions
from models.entities import Alternative
from models.pack import Pack
from scenarios.decide import read_decisions
from scenarios.roadmap import Roadmap, delayed, present_value, roadmap, starting_in
from scenarios.run import Outcome, run
from scenarios.scenario import LIBRARY, Scenario
from scenarios.uncertainty import sureness

KEYS = sorted(path.stem for path in LIBRARY.glob("*.toml"))
BUILDING = ("plan", "bygglov", "gis_mbk")


@pytest.fixture(scope="module")
def roads(outcomes: Mapping[str, Outcome]) -> Mapping[str, Roadmap]:
    """The way there in every shipped scenario."""
    return {key: roadmap(outcome) for key, outcome in outcomes.items()}


def started_in(pack: Pack, scenario: Scenario, year: int) -> Roadmap:
    """Return the way there when plan och bygg starts in a given year, 1–5."""
    decide = replace(scenario.decide, start=dict.fromkeys(BUILDING, year))
    outcome = run(pack, replace(scenario, decide=decide))
    assert outcome.faults == ()
    assert set(outcome.plan.starts.values()) == {year}
    return roadmap(outcome)


def test_waiting_a_year_moves_everything_and_costs_what_the_formula_says(
    pack: Pack, shipped: Mapping[str, Scenario]
) -> None:
    """K-39: the flow is the same a year later, and its last year falls beyond the horizon.

    NPV(later) = (NPV − flow(Y) / (1 + r)^Y) / (1 + r)
    """
    scenario = shipped["03_plan_bygg_tre"]
    now, later = (started_in(pack, scenario, year) for year in (1, 2))
    rate = pack.parameters["diskontering"].value
    horizon = len(now.years) - 1
    flows = [year.flow.value for year in now.years]
    reckoned = sum(flow / (1 + rate) ** k for k, flow in enumerate(flows))
    assert now.present_value.value == pytest.approx(reckoned, abs=1)
    expected = (reckoned - flows[-1] / (1 + rate) ** horizon) / (1 + rate)
    assert later.present_value.value == pytest.approx(expected, abs=1)
    assert [y.flow.value for y in later.years] == pytest.approx([0.0, *flows[:-1]], abs=1)
    assert later.years[0].flow.low == later.years[0].flow.high == 0
    assert later.years[1].cumulative.value == pytest.approx(flows[0], abs=1)
    assert starting_in(now) == [(2027, BUILDING)]
    assert starting_in(later) == [(2028, BUILDING)]


def test_the_first_year_is_the_decided_one(pack: Pack, shipped: Mapping[str, Scenario]) -> None:
    """A plan that begins in 2030 is the same plan three years later."""
    scenario = shipped["03_plan_bygg_tre"]
    later = replace(scenario, decide=replace(scenario.decide, first_year=2030))
    roads = roadmap(run(pack, later))
    assert [year.year for year in roads.years] == list(range(2030, 2041))
    assert starting_in(roads) == [(2030, BUILDING)]


@pytest.mark.parametrize("key", KEYS)
def test_the_years_add_up(
    key: str, outcomes: Mapping[str, Outcome], roads: Mapping[str, Roadmap]
) -> None:
    """Summed is the years before it; the municipalities' years are the year."""
    outcome, years = outcomes[key], roads[key].years
    total = 0.0
    for year in years:
        total += year.flow.value
        assert year.cumulative.value == pytest.approx(total, abs=1)
        assert sum(year.by_municipality) == pytest.approx(year.flow.value, abs=1)
        assert len(year.by_municipality) == len(outcome.pack.municipalities)
        for r in (year.flow, year.cumulative):
            assert r.low <= r.value <= r.high
    assert roads[key].unplaced == ()
    assert years[0].year == outcome.scenario.decide.first_year


@pytest.mark.parametrize("key", KEYS)
def test_everything_that_changes_starts_once_and_in_order(
    key: str, outcomes: Mapping[str, Outcome], roads: Mapping[str, Roadmap]
) -> None:
    """Payroll first after personnel, as the document of 2005 says; nothing is forgotten."""
    started = {a: year.year for year in roads[key].years for a in year.starts}
    assert sum(len(year.starts) for year in roads[key].years) == len(started)
    changed = {r.activity for r in outcomes[key].choices if r.alternative is not Alternative.OWN}
    assert set(started) == changed
    for activity in outcomes[key].pack.activities:
        if activity.after and activity.key in started:
            assert started[activity.key] > started[activity.after]
    for row in outcomes[key].choices:
        if row.start is not None:
            assert started[row.activity] == roads[key].years[0].year + row.start - 1


def test_coordination_is_paid_from_the_first_start(
    pack: Pack, shipped: Mapping[str, Scenario]
) -> None:
    """K-35: whoever begins in year three pays for no coordinator in year one."""
    scenario = shipped["03_plan_bygg_tre"]
    decide = replace(scenario.decide, start={"plan": 3, "bygglov": 4, "gis_mbk": 5})
    outcome = run(pack, replace(scenario, decide=decide))
    roads = roadmap(outcome)
    assert [year.flow.value for year in roads.years[:2]] == [0, 0]
    assert outcome.coordination.value > 0
    parts = np.zeros(len(roads.years))
    for effect in outcome.effects:
        parts += delayed(effect.flow, outcome.plan.starts.get(effect.choice.activity, 1) - 1).sum(0)
    paid = [year.flow.value - part for year, part in zip(roads.years, parts, strict=True)]
    expected = [0.0, 0.0] + [outcome.coordination.value] * (len(paid) - 2)
    assert paid == pytest.approx(expected, abs=1)


def test_a_plan_without_change_has_an_empty_way(pack: Pack) -> None:
    """Nothing starts, nothing costs, nothing is said to be repaid."""
    own = {a.key: (Alternative.OWN,) for a in pack.activities if a.optimised}
    roads = roadmap(run(pack, Scenario("egen", "Egen", "?", decide=Decisions(how=own))))
    assert starting_in(roads) == []
    assert {year.flow.value for year in roads.years} == {0}
    assert roads.payback is None
    assert (roads.present_value.value, roads.present_value.low) == (0, 0)


def test_a_gain_is_repaid_the_year_its_sum_turns_for_good(outcomes: Mapping[str, Outcome]) -> None:
    """The hopeful scenario pays back, and the printed year is the one in the table."""
    roads = roadmap(outcomes["05_konsultlage"])
    assert roads.payback is not None
    for year in roads.years:
        repaid = year.cumulative.value <= 1e-6
        assert repaid == (year.year >= roads.payback)


def test_a_delay_keeps_the_horizon() -> None:
    """What falls beyond the last year is not counted."""
    flow = np.array([[3.0, -1.0, -1.0]])
    assert delayed(flow, 0) is flow
    assert delayed(flow, 1).tolist() == [[0, 3, -1]]
    assert delayed(flow, 2).tolist() == [[0, 0, 3]]
    assert present_value(np.array([1.0, 1.1]), np.array([0.1])) == pytest.approx([2.0])


def test_a_plan_with_nothing_joint_pays_no_coordination_in_any_draw(pack: Pack) -> None:
    """A contractor hired by one municipality coordinates nothing with anybody."""
    buyer = pack.municipalities[-1].code
    alone = {m.code: m.seat for m in pack.municipalities}
    table: dict[str, object] = {
        f"{a.key}.how": ["egen"] for a in pack.activities if a.optimised and a.key != "lon"
    }
    table["lon.locked"] = [
        f"{code} {'entreprenad' if code == buyer else 'egen'} {seat} decentraliserad"
        for code, seat in alone.items()
    ]
    table["in_order"] = False
    decide, faults = read_decisions(table, pack)
    assert faults == ()
    outcome = run(pack, Scenario("ett", "Ett", "Ett?", decide=decide))
    assert [c.alternative for c in outcome.plan.choices if c.changed] == [Alternative.CONTRACTED]
    roads, drawn = roadmap(outcome), sum(e.flow_drawn.sum(axis=1) for e in outcome.effects)
    assert roads.years[-1].flow.high == pytest.approx(np.percentile(drawn[:, -1], 95), abs=1)
    sure = sureness(outcome, 512)
    low, high = np.percentile(sum(e.annual_drawn.sum(axis=1) for e in outcome.effects), [5, 95])
    assert (sure.whole.low, sure.whole.high) == pytest.approx((low, high), abs=1)
