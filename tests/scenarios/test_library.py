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
    assert len(KEYS) == 14


@pytest.mark.parametrize("key", KEYS)
def test_a_shipped_scenario_asks_a_question(key: str, shipped: Mapping[str, Scenario]) -> None:
    """A scenario without a question is a table nobody asked for."""
    scenario = shipped[key]
    assert scenario.question.endswith("?")
    assert scenario.title
    assert scenario.author
    assert scenario.written


def test_they_stand_in_the_order_of_their_numbers() -> None:
    """The first is what a newcomer meets; number ten does not come before number two."""
    assert [key[:3] for key in KEYS] == [f"{n:02}_" for n in range(1, 15)]
    assert KEYS[:2] == ["01_lagsta_kostnad", "02_sarbarhet"]


def test_what_promises_most_has_the_research_that_says_otherwise(
    pack: Pack, shipped: Mapping[str, Scenario]
) -> None:
    """The consultant's best case is never shown without what has come of such."""
    found = shipped["05_konsultlage"]
    assert "Statskontoret" in found.critique
    assert found.sources
    assert all(key in pack.sources for scenario in shipped.values() for key in scenario.sources)


def test_who_stands_outside_is_in_nothing_joint(outcomes: Mapping[str, Outcome]) -> None:
    """Without Tranås, and without Ydre: the others are bound as the direction of 2005 says."""
    for key, code in (("10_utan_tranas", "0687"), ("11_utan_ydre", "0512")):
        joint = [row for row in outcomes[key].choices if len(row.members) > 1]
        assert joint
        assert all(code not in row.members for row in joint)
        own = {row.activity for row in outcomes[key].choices if row.members == (code,)}
        assert {"plan", "bygglov", "gis_mbk", "it_drift"} <= own


def test_the_environment_committee_is_led_from_mjolby(outcomes: Mapping[str, Outcome]) -> None:
    """At least Boxholm and Ödeshög are in it, and its office lies outside the five."""
    (row,) = [r for r in outcomes["14_miljonamnd_mjolby"].choices if len(r.members) > 1]
    assert (row.activity, row.seat) == ("miljo_halsoskydd", "mjolby")
    assert {"0560", "0509"} <= set(row.members)


def test_today_changes_nothing_and_one_municipality_merges_all_it_may(
    outcomes: Mapping[str, Outcome],
) -> None:
    """The two ends between which every other scenario lies."""
    assert all(row.alternative is Alternative.OWN for row in outcomes["06_nulage"].choices)
    assert outcomes["06_nulage"].annual.value == 0
    for row in outcomes["09_en_kommun"].choices:
        activity = next(
            a for a in outcomes["09_en_kommun"].pack.activities if a.key == row.activity
        )
        if Alternative.MERGED in activity.alternatives:
            assert (row.alternative, len(row.members)) == (Alternative.MERGED, 5)


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
    outcome = outcomes["03_plan_bygg_tre"]
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
    again = run(pack, shipped["02_sarbarhet"])
    assert as_dict(again) == as_dict(outcomes["02_sarbarhet"])


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
    cheapest = outcomes["01_lagsta_kostnad"].plan.objective
    assert outcomes["03_plan_bygg_tre"].plan.objective >= cheapest
    assert outcomes["04_kobyt_inriktning"].plan.objective >= cheapest


def test_the_cheapest_plan_never_costs_more_than_today(outcomes: Mapping[str, Outcome]) -> None:
    """Today is one of the plans to choose between, so the cheapest cannot be dearer."""
    assert outcomes["01_lagsta_kostnad"].annual.value <= 1


@pytest.mark.parametrize("key", KEYS)
def test_the_plan_has_minimised_what_is_shown(key: str, outcomes: Mapping[str, Outcome]) -> None:
    """The objective is the printed sum and the price of days without staff, nothing hidden."""
    outcome = outcomes[key]
    days = sum(option.uncovered_days for option in outcome.plan.options)
    priced = outcome.annual.value + outcome.scenario.decide.price_uncovered_day_sek * days
    assert outcome.plan.objective == pytest.approx(priced, abs=1)
