"""Every scenario we ship is a question that gets an answer."""

from collections.abc import Mapping

import pytest

from models.entities import Alternative
from models.pack import Pack
from models.plan import Proof
from scenarios.result import as_dict
from scenarios.run import Outcome, run
from scenarios.scenario import LIBRARY, Scenario

KEYS = sorted(path.stem for path in LIBRARY.glob("*.toml"))


def test_there_are_scenarios_to_choose_between() -> None:
    """A newcomer meets a choice of questions and not an empty list."""
    assert len(KEYS) >= 5


@pytest.mark.parametrize("key", KEYS)
def test_a_shipped_scenario_asks_a_question(key: str, shipped: Mapping[str, Scenario]) -> None:
    """A scenario without a question is a table nobody asked for."""
    scenario = shipped[key]
    assert scenario.question.endswith("?")
    assert scenario.title
    assert scenario.author
    assert scenario.written


def test_no_two_shipped_scenarios_ask_the_same(shipped: Mapping[str, Scenario]) -> None:
    """Two names for one question would make a meeting believe that two things agree."""
    assert len({scenario.fingerprint() for scenario in shipped.values()}) == len(shipped)
    assert len({scenario.title for scenario in shipped.values()}) == len(shipped)


@pytest.mark.parametrize("key", KEYS)
def test_a_shipped_scenario_gives_a_plan_that_holds(
    key: str, outcomes: Mapping[str, Outcome]
) -> None:
    """What is shown to a council has been proven best and reckoned again without the optimiser."""
    outcome = outcomes[key]
    assert outcome.faults == ()
    assert outcome.plan.proof is Proof.OPTIMAL
    assert outcome.plan.gap == 0


@pytest.mark.parametrize("key", KEYS)
def test_every_municipality_has_one_way_to_run_every_planned_activity(
    key: str, outcomes: Mapping[str, Outcome]
) -> None:
    """An activity left out of the plan would look like a saving."""
    outcome = outcomes[key]
    cells = [(row.activity, code) for row in outcome.choices for code in row.members]
    expected = {
        (a.key, m.code)
        for a in outcome.pack.activities
        if a.optimised
        for m in outcome.pack.municipalities
    }
    assert len(cells) == len(expected)
    assert set(cells) == expected


def test_what_a_scenario_decides_is_what_the_plan_does(outcomes: Mapping[str, Outcome]) -> None:
    """Plan, bygglov and GIS merged by at least three is a decision and not a suggestion."""
    outcome = outcomes["3_plan_bygg_tre"]
    rows = [row for row in outcome.choices if row.activity in {"plan", "bygglov", "gis_mbk"}]
    assert {row.activity for row in rows} == {"plan", "bygglov", "gis_mbk"}
    merged = [row for row in rows if row.alternative is Alternative.MERGED]
    assert {row.activity for row in merged} == {"plan", "bygglov", "gis_mbk"}
    assert all(len(row.members) >= 3 for row in merged)
    # Who stands outside runs it alone.
    assert all(row.alternative is Alternative.OWN for row in rows if row not in merged)


def test_the_same_question_twice_has_the_same_answer(
    pack: Pack, shipped: Mapping[str, Scenario], outcomes: Mapping[str, Outcome]
) -> None:
    """Five councils that put the same question on five days must decide on the same figures."""
    again = run(pack, shipped["2_sarbarhet"])
    assert as_dict(again) == as_dict(outcomes["2_sarbarhet"])


@pytest.mark.parametrize("key", KEYS)
def test_areas_and_municipalities_add_up_to_the_whole(
    key: str, outcomes: Mapping[str, Outcome]
) -> None:
    """A councillor adds the column: the parts and the coordination of the whole are the sum."""
    outcome = outcomes[key]
    whole = outcome.annual.value - outcome.coordination.value
    assert sum(row.annual.value for row in outcome.areas) == pytest.approx(whole, abs=1)
    assert sum(row.annual.value for row in outcome.choices) == pytest.approx(whole, abs=1)
    assert sum(row.annual.value for row in outcome.municipalities) == pytest.approx(whole, abs=1)
    for i, m in enumerate(outcome.municipalities):
        by_area = sum(row.annual_by_municipality[i].value for row in outcome.areas)
        assert by_area == pytest.approx(m.annual.value, abs=1)


@pytest.mark.parametrize("key", KEYS)
def test_nobody_disappears_between_the_towns(key: str, outcomes: Mapping[str, Outcome]) -> None:
    """FTE by town today are the accounts' own, managers included."""
    outcome = outcomes[key]
    case = outcome.setting.case
    planned = [j for j, activity in enumerate(case.activities) if activity.optimised]
    counted = (case.fte + case.manager_fte)[:, planned].sum()
    assert sum(row.before for row in outcome.towns) == pytest.approx(counted)


@pytest.mark.parametrize("key", KEYS)
def test_every_range_holds_its_own_value(key: str, outcomes: Mapping[str, Outcome]) -> None:
    """A value outside its own range would be laughed out of the room."""
    outcome = outcomes[key]
    ranges = [outcome.annual, outcome.change, outcome.one_off, outcome.coordination]
    ranges += [r for row in outcome.areas for r in (row.annual, *row.annual_by_municipality)]
    ranges += [
        r
        for row in outcome.choices
        for r in (row.annual, row.change, row.one_off, *row.by_municipality)
    ]
    ranges += [r for row in outcome.municipalities for r in (row.annual, row.change)]
    assert all(r.low <= r.value <= r.high for r in ranges)


def test_the_plan_with_fewer_wishes_is_never_dearer(outcomes: Mapping[str, Outcome]) -> None:
    """A scenario that only counts kronor finds the cheapest; one that decides more costs more."""
    cheapest = outcomes["1_lagsta_kostnad"].plan.objective
    assert outcomes["3_plan_bygg_tre"].plan.objective >= cheapest
    assert outcomes["4_kobyt_inriktning"].plan.objective >= cheapest


def test_the_cheapest_plan_never_costs_more_than_today(outcomes: Mapping[str, Outcome]) -> None:
    """Today is one of the plans to choose between, so the cheapest cannot be dearer."""
    assert outcomes["1_lagsta_kostnad"].annual.value <= 1


@pytest.mark.parametrize("key", KEYS)
def test_the_plan_has_minimised_what_is_shown(key: str, outcomes: Mapping[str, Outcome]) -> None:
    """The objective is the printed sum and the price of days without staff, nothing hidden."""
    outcome = outcomes[key]
    days = sum(option.uncovered_days for option in outcome.plan.options)
    priced = outcome.annual.value + outcome.scenario.decide.price_uncovered_day_sek * days
    assert outcome.plan.objective == pytest.approx(priced, abs=1)
