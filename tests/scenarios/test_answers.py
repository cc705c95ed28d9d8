"""What a plan answers beyond itself: who with whom, what else, and what a decision costs."""

from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise

import pytest

from models.entities import Alternative
from models.pack import Pack
from models.plan import planned_cost
from scenarios.answers import (
    GroupRow,
    against_job_loss,
    against_thin_cover,
    all_groups,
    alternatives_to,
    blocked,
    rule_prices,
)
from scenarios.effects import effect_of
from scenarios.run import Outcome, ask
from scenarios.scenario import Scenario

BUILDING = "03_plan_bygg_tre"


@pytest.fixture(scope="module")
def building(outcomes: Mapping[str, Outcome]) -> Outcome:
    """Plan och bygg merged by at least three, all else as today."""
    return outcomes[BUILDING]


@pytest.fixture(scope="module")
def groups(building: Outcome) -> tuple[GroupRow, ...]:
    """Every group for Plan."""
    return all_groups(building.question, "plan")


def test_every_group_is_shown_and_those_allowed_stand_first(groups: tuple[GroupRow, ...]) -> None:
    """S-08: of 26 groups of two or more among five, 16 have at least three."""
    assert len(groups) == len({row.members for row in groups}) == 26
    assert [row.open for row in groups] == [True] * 16 + [False] * 10
    assert all((len(row.members) >= 3) == row.open for row in groups)
    for part in (groups[:16], groups[16:]):
        values = [row.annual.value for row in part]
        assert values == sorted(values)


def test_who_is_left_out_has_no_effect(groups: tuple[GroupRow, ...], pack: Pack) -> None:
    """An empty cell, not a zero; the members' cells add up to the group."""
    for row in groups:
        inside = [m.code in row.members for m in pack.municipalities]
        assert [r is not None for r in row.by_municipality] == inside
        parts = sum(r.value for r in row.by_municipality if r is not None)
        assert parts == pytest.approx(row.annual.value, abs=1)
        assert row.annual.low <= row.annual.value <= row.annual.high
        assert 0 <= row.chance <= 1
        assert row.choice.alternative is Alternative.MERGED or not row.open
        assert len(row.choice.members) == len(row.members)


def test_the_group_of_the_plan_has_the_figures_of_the_plan(
    building: Outcome, groups: tuple[GroupRow, ...]
) -> None:
    """The row of the chosen group and the plan's own row are one reckoning."""
    (chosen,) = (r for r in building.choices if r.activity == "plan" and len(r.members) > 1)
    (row,) = (row for row in groups if row.members == chosen.members)
    assert row.open
    assert row.annual == chosen.annual
    assert row.chance == chosen.chance
    assert [r for r in row.by_municipality if r is not None] == list(chosen.by_municipality)


def test_a_plan_nearly_as_good_is_another_plan_within_the_slack(building: Outcome) -> None:
    """What is negotiated about: other offices, other winners, hardly dearer, all rules kept."""
    slack = 0.005 * planned_cost(building.setting.case)
    found = list(alternatives_to(building, 0.005, 2))
    assert len(found) == 2
    plans = [building, *found]
    assert len({plan.plan.choices for plan in plans}) == 3
    for other in found:
        dearer = other.plan.objective - building.plan.objective
        assert -1 <= dearer <= slack + 1
        assert other.annual.value - building.annual.value == pytest.approx(dearer, abs=1)
        assert other.faults == ()


def test_a_decision_costs_what_easing_it_saves(building: Outcome) -> None:
    """A binding decision never costs less than nothing; the coordination is in the figure."""
    rows = list(rule_prices(building))
    assert "beslutade driftformer" in [row.rule for row in rows]
    for row in rows:
        assert row.sek > 1
        # Nothing is priced in this scenario: what it is chosen by is the cost alone.
        assert row.annual.value == pytest.approx(row.sek, abs=1)
        assert row.annual.low <= row.annual.value <= row.annual.high


@pytest.mark.parametrize("of", [against_job_loss, against_thin_cover])
def test_less_of_one_costs_no_less_of_the_other(of: object, building: Outcome) -> None:
    """A frontier only goes one way, begins in the plan itself and every point is a plan."""
    assert callable(of)
    rows = list(of(building, 3))
    assert rows[0].burden == pytest.approx(building.plan.objective, abs=1_000)
    assert rows[0].annual.value == pytest.approx(rows[0].burden, abs=1)
    for one, other in pairwise(rows):
        assert other.measure < one.measure
        assert other.burden >= one.burden - 1_000


def test_the_job_loss_of_a_point_is_that_of_its_plan(building: Outcome) -> None:
    """The measure on the axis is recounted from the towns."""
    for row in against_job_loss(building, 2):
        effects = [effect_of(building.setting, choice) for choice in row.plan.choices]
        lost = sum(e.town_before - e.town_after for e in effects)
        assert max(0.0, float(lost.max())) == pytest.approx(row.measure, abs=0.01)


def test_decisions_that_leave_no_plan_are_named_with_what_opens_one(
    pack: Pack, shipped: Mapping[str, Scenario]
) -> None:
    """A ceiling of 10 000 kr for merging plan och bygg: which ceiling would be enough?"""
    asked = shipped[BUILDING]
    poor = replace(asked, decide=replace(asked.decide, one_off_ceiling_sek=10_000.0))
    found = blocked(ask(pack, poor))
    assert any("engångskostnad" in text.lower() for text in found.together)
    openings = dict(found.openings)
    (ceiling,) = (step for rule, step in openings.items() if "engångskostnad" in rule.lower())
    assert "mnkr" in ceiling
