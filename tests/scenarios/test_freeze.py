"""A frozen area says what the plan says: sums, shares, jobs and years, to the krona."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from models.pack import Pack
from scenarios.freeze import CannotFreezeError, effects_in, freeze
from scenarios.frozen import Frozen
from scenarios.run import Outcome
from scenarios.scenario import read_text
from scenarios.sharing import BY_KEY, Key, activity_stake, share

AREA = "2"
TIME = "2026-11-22 10:00"
LIVELY = "04_kobyt_inriktning"


@pytest.fixture(scope="module")
def frozen(outcomes: Mapping[str, Outcome]) -> Frozen:
    """Plan and building merged by all five, shared by inhabitants."""
    return freeze(outcomes[LIVELY], AREA, Key(), BY_KEY, time=TIME)


def test_the_municipalities_add_up_to_what_the_plan_does_to_the_area(
    frozen: Frozen, outcomes: Mapping[str, Outcome]
):
    """Sharing moves money between them and neither makes nor loses any, ranges included."""
    area = next(row for row in outcomes[LIVELY].areas if row.area == AREA)

    assert sum(row.change.value for row in frozen.economy) == pytest.approx(area.annual.value)
    assert frozen.total.change.value == pytest.approx(area.annual.value)
    assert frozen.total.change.low == pytest.approx(area.annual.low)
    assert frozen.total.change.high == pytest.approx(area.annual.high)
    assert frozen.total.own.value == pytest.approx(area.cost_today)
    assert sum(row.transfer for row in frozen.economy) == pytest.approx(0, abs=1)


@pytest.mark.parametrize("key", [Key(), Key("equal"), Key("historic", 0.3)])
def test_each_pays_what_the_page_for_sharing_says(outcomes: Mapping[str, Outcome], key: Key):
    """The area is its activities added up, each shared as the page does it alone."""
    outcome = outcomes[LIVELY]
    frozen = freeze(outcome, AREA, key, BY_KEY, time=TIME)
    pays = dict.fromkeys((row.code for row in frozen.economy), 0.0)
    for e in effects_in(outcome, AREA):
        for row in share(activity_stake(outcome.question, e.choice), key, BY_KEY).rows:
            pays[row.code] += row.pays.value

    assert {row.code: row.pays.value for row in frozen.economy} == pytest.approx(pays)


def test_every_year_adds_up_to_the_plans_flow_in_that_year(
    frozen: Frozen, outcomes: Mapping[str, Outcome]
):
    """What the transition costs is in the years, and sharing does not move it between years."""
    flow = sum(e.flow.sum(axis=0) for e in effects_in(outcomes[LIVELY], AREA))

    for year, whole in zip(frozen.total.years, flow, strict=False):
        assert year.amount.value == pytest.approx(whole)
        each = [
            next(y.amount.value for y in row.years if y.year == year.year) for row in frozen.economy
        ]
        assert sum(each) == pytest.approx(whole)


def test_what_the_transition_costs_is_paid_by_the_key(frozen: Frozen):
    """The first year holds nothing but that, in the shares that the key gives."""
    shares = [row.one_off.value / frozen.total.one_off.value for row in frozen.economy]
    first = [
        row.years[0].amount.value / frozen.total.years[0].amount.value for row in frozen.economy
    ]

    assert first == pytest.approx(shares)


def test_those_outside_pay_as_today(outcomes: Mapping[str, Outcome]):
    """Whoever runs the area alone is touched neither by the key nor by the years."""
    frozen = freeze(outcomes["03_plan_bygg_tre"], AREA, Key(), BY_KEY, time=TIME)
    outside = [party.code for party in frozen.parties if not party.joins]

    assert outside
    for row in frozen.economy:
        if row.code in outside:
            assert row.change.value == pytest.approx(0)
            assert all(y.amount.value == pytest.approx(0) for y in row.years)


def test_jobs_are_those_the_plan_places(frozen: Frozen, outcomes: Mapping[str, Outcome]):
    """Workplaces by town add up to the area's posts today and afterwards."""
    mine = effects_in(outcomes[LIVELY], AREA)

    assert sum(t.before for t in frozen.towns) == pytest.approx(
        sum(float(e.town_before.sum()) for e in mine)
    )
    assert sum(t.after for t in frozen.towns) == pytest.approx(
        sum(float(e.town_after.sum()) for e in mine)
    )


def test_an_area_run_as_today_has_nothing_to_decide(outcomes: Mapping[str, Outcome]):
    """The message says which area and which scenario, and what to do."""
    with pytest.raises(CannotFreezeError, match=r"Plan och bygg.*Välj ett scenario"):
        freeze(outcomes["06_nulage"], AREA, Key(), BY_KEY, time=TIME)


def test_a_rule_without_an_answer_says_so(outcomes: Mapping[str, Outcome]):
    """There is no gain to share here, and the nucleolus does not make one up."""
    with pytest.raises(CannotFreezeError, match=r"ingen vinst att dela.*annan nyckel eller regel"):
        freeze(outcomes[LIVELY], AREA, Key(), "nucleolus", time=TIME)


def test_every_other_way_of_sharing_adds_up_too(frozen: Frozen):
    """What a council may propose instead moves the same whole."""
    answered = [row for row in frozen.other_keys if not row.why]

    assert len(answered) > 3
    for row in answered:
        assert sum(r.value for r in row.changes) == pytest.approx(frozen.total.change.value)


def test_the_origin_is_enough_to_put_the_question_again(frozen: Frozen, pack: Pack):
    """The scenario lies in the package as text and is the same one when it is read."""
    found = read_text(frozen.origin.toml.encode(), "paketet.toml", pack)

    assert replace(found, key=frozen.origin.scenario_key).fingerprint() == (
        frozen.origin.scenario_fingerprint
    )


def test_the_alternatives_add_up_and_every_amount_has_its_range(frozen: Frozen):
    """Cost types less revenues are the net cost, in every alternative."""
    lines = frozen.alternatives.lines
    for n in range(len(frozen.alternatives.headings)):
        by_kind = {
            kind: sum(line.values[n].value for line in lines if line.kind == kind)
            for kind in ("Kostnader", "Intäkter")
        }
        net = next(line.values[n] for line in lines if line.label == "Nettokostnad")
        assert by_kind["Kostnader"] - by_kind["Intäkter"] == pytest.approx(net.value)
    for line in lines:
        if line.unit == "tkr/år":
            assert all(v.low < v.high for v in line.values if v.value)
