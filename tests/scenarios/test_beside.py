"""Scenarios side by side: what a difference comes from, and that no difference is none."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest

from models.decisions import Decisions
from models.entities import Alternative, LevelChoice
from models.pack import Pack
from models.parameters import Floats, draws_in_blocks, suppositions_of
from scenarios.beside import (
    Apart,
    apart,
    changed_choices,
    side,
)
from scenarios.candidates import PLAN, Candidate, Subject
from scenarios.effects import effect_of
from scenarios.run import Outcome, run
from scenarios.scenario import TREND, Scenario
from scenarios.setting import Range, Setting, prepare
from scenarios.uncertainty import COORDINATION, DRAWS
from tests.scenarios.editing import with_parameter

NOTHING = Range(0.0, 0.0, 0.0)
OWN = (Alternative.OWN,)
NEAR = {"rel": 1e-9, "abs": 0.01}
# Library scenarios with as many assumptions of their own: none, none, and many.
FIRST, SECOND, HOPEFUL = "02_sarbarhet", "03_plan_bygg_tre", "05_konsultlage"


def drawn_of(setting: Setting, outcome: Outcome, draws: int = DRAWS) -> Floats:
    """Return a plan's yearly effect in the draws of a setting, SEK/year (D,)."""
    return Subject(setting, (Candidate(PLAN, outcome.plan.choices),), whole=True).drawn(draws)[0]


@pytest.fixture(scope="module")
def first(outcomes: Mapping[str, Outcome]) -> Outcome:
    """”Sårbarheten räknas”."""
    return outcomes[FIRST]


@pytest.fixture(scope="module")
def second(outcomes: Mapping[str, Outcome]) -> Outcome:
    """”Plan och bygg i en gemensam organisation”."""
    return outcomes[SECOND]


@pytest.fixture(scope="module")
def hopeful(outcomes: Mapping[str, Outcome]) -> Outcome:
    """Every assumption at the end that speaks for doing things together."""
    assert outcomes[HOPEFUL].scenario.suppose
    return outcomes[HOPEFUL]


def merged_payroll(pack: Pack, level: LevelChoice = LevelChoice.OWN) -> Scenario:
    """Return a scenario in which only the payroll is merged, at some level."""
    how = {activity.key: OWN for activity in pack.activities if activity.optimised}
    decide = Decisions(how={**how, "lon": (Alternative.MERGED,)}, in_order=False, level=level)
    return Scenario("lon", "Lön", "Vad ger en gemensam löneenhet?", decide=decide)


@pytest.fixture(scope="module")
def payroll(pack: Pack) -> Outcome:
    """The merged payroll run once."""
    return run(pack, merged_payroll(pack))


@pytest.mark.parametrize("key", [FIRST, HOPEFUL, "06_nulage"])
def test_a_scenario_apart_from_itself_is_exactly_nothing(
    key: str, outcomes: Mapping[str, Outcome]
) -> None:
    """A single krona between a plan and itself, and nobody trusts the other differences."""
    found = apart(outcomes[key], outcomes[key])
    assert found == Apart(NOTHING, NOTHING, NOTHING)
    assert changed_choices(outcomes[key], outcomes[key]) == ()


@pytest.mark.parametrize(("one", "other"), [(FIRST, HOPEFUL), (HOPEFUL, SECOND)])
def test_what_is_decided_and_what_is_supposed_add_up(
    one: str, other: str, outcomes: Mapping[str, Outcome]
) -> None:
    """A councillor adds the two: they are the difference between the two printed figures."""
    here, there = outcomes[one], outcomes[other]
    found = apart(here, there)
    assert found.decided.value + found.supposed.value == pytest.approx(found.whole.value, **NEAR)
    difference = there.annual.value - here.annual.value
    assert found.whole.value == pytest.approx(difference, **NEAR)
    for part in (found.whole, found.decided, found.supposed):
        assert part.low <= part.value <= part.high


def test_without_other_assumptions_everything_is_decided_and_the_sign_turns(
    first: Outcome, second: Outcome
) -> None:
    """A is as much dearer than B as B is cheaper than A, in every draw."""
    assert first.scenario.suppose == second.scenario.suppose == {}
    assert first.scenario.seed == second.scenario.seed
    there, back = apart(first, second), apart(second, first)
    assert there.supposed == back.supposed == NOTHING
    assert there.decided == there.whole
    turned = (-back.whole.value, -back.whole.high, -back.whole.low)
    assert (there.whole.value, there.whole.low, there.whole.high) == pytest.approx(turned, **NEAR)
    assert there.whole.value != 0


def test_the_same_plan_under_other_assumptions_is_only_supposed(
    pack: Pack, payroll: Outcome
) -> None:
    """Nobody has decided anything, so no part of the difference may be called a decision."""
    dear = run(pack, replace(payroll.scenario, suppose={COORDINATION: "high"}))
    assert changed_choices(payroll, dear) == ()
    found = apart(payroll, dear)
    p = pack.parameters[COORDINATION]
    assert found.decided == NOTHING
    # The coordination is paid every year: its difference is the end less what was drawn.
    assert found.supposed.value == pytest.approx(p.high - p.value)
    assert 0 < found.supposed.low < found.supposed.value < found.supposed.high < p.high - p.low
    assert found.whole == found.supposed


def test_another_seed_is_no_difference(pack: Pack, payroll: Outcome) -> None:
    """Common random numbers: what is drawn by chance may not look like a consequence."""
    other = run(pack, replace(payroll.scenario, seed=payroll.scenario.seed + 1))
    assert payroll.annual.low != other.annual.low
    assert apart(payroll, other) == Apart(NOTHING, NOTHING, NOTHING)


def with_level(pack: Pack, code: str, activity: str, value: float) -> Pack:
    """Return the pack with another service level in one municipality's activity."""
    account = pack.accounts[code, activity]
    figures = {**account.figures, "niva": replace(account.figures["niva"], value=value)}
    changed = replace(account, figures=figures)
    return replace(pack, accounts={**pack.accounts, (code, activity): changed})


def test_another_level_is_decided_and_not_supposed(pack: Pack) -> None:
    """The joint service level is something that councils choose, also when the plan is the same."""
    uneven = with_level(pack, "0687", "lon", 70.0)
    own, joint = (
        run(uneven, merged_payroll(uneven, level))
        for level in (LevelChoice.OWN, LevelChoice.HIGHEST)
    )
    found = apart(own, replace(joint, plan=own.plan))
    assert found.supposed == NOTHING
    (choice,) = (c for c in own.plan.choices if c.changed)
    here, there = (effect_of(o.setting, choice).annual.sum() for o in (own, joint))
    assert there > here  # the others are raised to the highest
    assert found.decided.value == pytest.approx(there - here, **NEAR)


def test_a_later_first_year_is_decided_and_not_supposed(pack: Pack) -> None:
    """With volumes that follow the trend, when to begin moves kronor; it is still a decision."""
    scenario = replace(merged_payroll(pack), volumes=TREND)
    later = replace(scenario, decide=replace(scenario.decide, first_year=2030))
    one, other = run(pack, scenario), run(pack, later)
    found = apart(one, replace(other, plan=one.plan))
    assert found.supposed == NOTHING
    (choice,) = (c for c in one.plan.choices if c.changed)
    here, there = (effect_of(o.setting, choice).annual.sum() for o in (one, other))
    assert there != here
    assert found.decided == found.whole
    assert found.decided.value == pytest.approx(there - here, **NEAR)


def test_the_draws_of_a_scenario_are_its_own_and_those_of_the_other_pages(first: Outcome) -> None:
    """The first 512 are what the plan's own page shows; more of them only sharpen it."""
    drawn = drawn_of(first.setting, first, 512)
    slow = np.sum([e.annual_drawn.sum(axis=1) for e in first.effects], axis=0)
    assert drawn == pytest.approx(slow + first.setting.draws.of(COORDINATION), **NEAR)
    assert drawn_of(first.setting, first)[:512] == pytest.approx(drawn, **NEAR)


def test_the_range_of_a_difference_is_drawn_in_pairs(first: Outcome, hopeful: Outcome) -> None:
    """The ends are of the difference in each draw, not differences between two scenarios' ends.

    Under the first one's seed, in the second one's own assumptions.
    """
    supposed = prepare(first.pack, replace(hopeful.scenario, seed=first.scenario.seed))
    difference = drawn_of(supposed, hopeful) - drawn_of(first.setting, first)
    found = apart(first, hopeful).whole
    low, high = np.percentile(difference, [5, 95])
    assert (found.low, found.high) == pytest.approx(
        (min(low, found.value), max(high, found.value)), **NEAR
    )
    # What is supposed is held in every draw.
    _, values = next(draws_in_blocks(supposed.factors, first.scenario.seed, 8))
    sup = suppositions_of(supposed.factors, values)
    for key, value in hopeful.scenario.supposed(first.pack).items():
        assert (sup.of(key) == value).all()


def test_only_activities_run_differently_are_named(first: Outcome, second: Outcome) -> None:
    """A list of differences that names what is alike sends a meeting on a search for nothing."""
    found = changed_choices(first, second)
    assert found
    assert found == tuple(changed_choices(second, first))
    order = [a.key for a in first.pack.activities]
    assert [order.index(key) for key in found] == sorted(order.index(key) for key in found)
    for key in order:
        j = order.index(key)
        ones, others = (
            {c for c in outcome.plan.choices if c.activity == j} for outcome in (first, second)
        )
        assert (key in found) == (ones != others)


def test_a_side_says_what_the_scenarios_own_page_says(first: Outcome) -> None:
    """The same days, posts and towns, in the same words as where they come from."""
    found = side(first)
    assert found.annual.value == first.annual.value
    assert found.days_before - found.days_after == pytest.approx(first.days_avoided)
    assert found.moved == pytest.approx(sum(row.moved_fte for row in first.choices))
    assert found.lost == max(town.before - town.after for town in first.towns)
    joint = {row.activity for row in first.choices if len(row.members) > 1}
    assert set(found.joint) == joint
    assert len(found.joint) == len(joint)
    drawn = drawn_of(first.setting, first)
    assert found.annual.chance == (drawn < 0).mean()
    assert (found.annual.low, found.annual.high) == tuple(np.percentile(drawn, [5, 95]))


def test_today_beside_others_is_nothing_and_promises_nothing(
    outcomes: Mapping[str, Outcome],
) -> None:
    """The column that everything is held against is noughts, and not a coin that is tossed."""
    found = side(outcomes["06_nulage"])
    assert (found.annual.value, found.annual.low, found.annual.high) == (0, 0, 0)
    assert found.annual.chance is None
    assert (found.moved, found.joint) == (0, ())
    assert found.lost == pytest.approx(0)
    assert found.days_before == pytest.approx(found.days_after)


def test_only_what_falls_outside_published_experience_is_named(pack: Pack, first: Outcome) -> None:
    """Too good to be true is said of the scenario it is said about, by its title."""
    narrow = with_parameter(pack, "publicerat_sammanslagen", low=0.8, high=0.9)
    outside = run(narrow, merged_payroll(narrow))
    sides = [side(first), side(outside)]
    named = [s.outcome.scenario.title for s in sides if s.outcome.outside_published]
    assert named == ["Lön"]
