"""What a plan says beyond its kronor: coordination, published experience, changed figures."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from models.decisions import Decisions
from models.entities import Alternative
from models.errors import NoPlanError
from models.pack import Pack
from scenarios.run import Outcome, run
from scenarios.scenario import Scenario
from tests.scenarios.editing import pack_in, set_cell, with_parameter

OWN = (Alternative.OWN,)


def keeping(pack: Pack, **others: tuple[Alternative, ...]) -> Scenario:
    """Return a scenario in which everything stays own but what is named, in any order."""
    how = {activity.key: OWN for activity in pack.activities if activity.optimised}
    decide = Decisions(how={**how, **others}, in_order=False)
    return Scenario("egen", "Egen", "Vad kostar det att låta bli?", decide=decide)


@pytest.fixture(scope="module")
def kept(pack: Pack) -> Outcome:
    """The plan in which nothing is done together."""
    return run(pack, keeping(pack))


def test_a_plan_without_change_costs_nothing_and_promises_nothing(kept: Outcome) -> None:
    """Own is the base, to the krona; a chance of saving without a change would be nonsense."""
    assert (kept.annual.value, kept.annual.low, kept.annual.high) == (0, 0, 0)
    assert kept.one_off.value == 0
    assert kept.chance is None
    assert all(row.chance is None for row in (*kept.areas, *kept.municipalities))
    assert all(row.before == pytest.approx(row.after) for row in kept.towns)


def test_coordination_is_paid_once_when_anything_is_joint(
    pack: Pack, outcomes: Mapping[str, Outcome]
) -> None:
    """K-35: the document's 500 000 kr of 2005, in the prices of 2022, once and not per activity."""
    index = {2005: 280.4, 2022: 371.91}
    expected = 500_000 * index[2022] / index[2005]
    assert pack.parameters["samordning_helheten"].stated_value == 500_000
    assert pack.parameters["samordning_helheten"].stated_price_year == 2005
    for key in ("02_sarbarhet", "03_plan_bygg_tre", "04_kobyt_inriktning"):
        outcome = outcomes[key]
        assert any(len(row.members) > 1 for row in outcome.choices)
        assert outcome.coordination.value == pytest.approx(expected, abs=1)
        parts = sum(row.change.value for row in outcome.choices)
        assert outcome.change.value - parts == pytest.approx(expected, abs=1)


def test_coordination_is_nothing_when_nothing_is_joint(pack: Pack, kept: Outcome) -> None:
    """A municipality that buys from a contractor has nobody to coordinate with."""
    assert kept.coordination.value == 0
    bought = run(pack, keeping(pack, lon=(Alternative.CONTRACTED,)))
    assert {row.alternative for row in bought.choices} == {Alternative.OWN, Alternative.CONTRACTED}
    assert bought.coordination.value == 0
    assert bought.annual.value != 0


def test_a_wider_range_for_coordination_widens_the_whole(pack: Pack) -> None:
    """The sum's range holds all that is unsure in its parts, the coordination too."""
    scenario = keeping(pack, lon=(Alternative.MERGED,))
    narrow = run(pack, scenario)
    wide = run(with_parameter(pack, "samordning_helheten", low=0.0, high=3e6), scenario)
    assert wide.annual.high - wide.annual.low > narrow.annual.high - narrow.annual.low + 1e6
    assert wide.coordination.low > 0  # the 5th percentile, as every other range
    assert wide.annual.value == pytest.approx(narrow.annual.value, abs=1)


def test_a_supposed_coordination_has_no_range(pack: Pack) -> None:
    """Who asks ”what if it costs the least” is answered for that alone."""
    scenario = replace(
        keeping(pack, lon=(Alternative.MERGED,)), suppose={"samordning_helheten": "low"}
    )
    wide = with_parameter(pack, "samordning_helheten", low=100_000.0, high=3e6)
    r = run(wide, scenario).coordination
    assert (r.value, r.low, r.high) == (100_000, 100_000, 100_000)


def test_an_effect_inside_published_experience_needs_no_warning(
    outcomes: Mapping[str, Outcome],
) -> None:
    """Most portfolios stay where research has found effects.

    All five in one organisation for everything is dearer than anything published on merging.
    """
    warned = {key: o.outside_published for key, o in outcomes.items() if o.outside_published}
    assert warned == {"09_en_kommun": "publicerat_sammanslagen"}


def test_an_effect_outside_published_experience_is_named(pack: Pack) -> None:
    """Too good, or too bad, to be true is said beside the figure and not in a footnote."""
    merged = keeping(pack, lon=(Alternative.MERGED,))
    cooperating = keeping(pack, lon=(Alternative.COOPERATION,))
    above, below = {"low": 0.8, "high": 0.9}, {"low": -0.9, "high": -0.8}
    of_merging, of_cooperating = "publicerat_sammanslagen", "publicerat_samverkan"
    for scenario, key, ends, expected in (
        (merged, of_merging, above, of_merging),
        (merged, of_cooperating, above, ""),
        (cooperating, of_cooperating, below, of_cooperating),
        (cooperating, of_merging, below, ""),
    ):
        assert run(with_parameter(pack, key, **ends), scenario).outside_published == expected


def test_a_plan_without_change_is_not_compared_with_research(pack: Pack) -> None:
    """No effect is no finding."""
    narrowed = with_parameter(pack, "publicerat_samverkan", low=0.8, high=0.9)
    assert run(narrowed, keeping(pack)).outside_published == ""


def test_the_relative_effect_is_measured_on_what_is_planned(
    outcomes: Mapping[str, Outcome],
) -> None:
    """Per cent of the whole municipality would make any effect look small."""
    outcome = outcomes["04_kobyt_inriktning"]
    case = outcome.setting.case
    planned = [j for j, activity in enumerate(case.activities) if activity.optimised]
    change = sum(row.change.value for row in outcome.choices)
    assert outcome.relative == pytest.approx(change / case.cost[:, planned].sum())


def test_impossible_decisions_are_explained_in_swedish(pack: Pack) -> None:
    """Who asks for six partners among five is told which decision that is, before any search."""
    asked = keeping(pack, lon=(Alternative.MERGED,))
    scenario = replace(asked, decide=replace(asked.decide, least_partners={"lon": 6}))
    with pytest.raises(NoPlanError, match=r"Lön: minst 6 kommuner .* bara 5 kommuner finns med"):
        run(pack, scenario)


def test_a_dearer_day_without_staff_leaves_fewer_of_them(outcomes: Mapping[str, Outcome]) -> None:
    """The price is there to buy cover, so paying more must not give less of it."""
    free, priced = outcomes["01_lagsta_kostnad"], outcomes["02_sarbarhet"]
    prices = [o.scenario.decide.price_uncovered_day_sek for o in (free, priced)]
    assert prices[0] < prices[1]

    def days(outcome: Outcome) -> float:
        return sum(option.uncovered_days for option in outcome.plan.options)

    assert days(priced) < days(free)
    assert priced.annual.value > free.annual.value


@pytest.mark.parametrize(
    ("file", "where", "column", "value"),
    [
        ("0513-kinda/key_figures.csv", {"key": "folkmangd", "year": "2022"}, "value", "12068"),
        ("0687-tranas/accounts.csv", {"line": "planering", "year": "2022"}, "value", "3000"),
        ("activities.csv", {"activity": "it_drift"}, "bought_share", "0.6"),
        ("price_index.csv", {"index": "lon", "year": "2022"}, "value", "106.5"),
    ],
)
def test_a_changed_figure_changes_the_outcome(
    file: str,
    where: dict[str, str],
    column: str,
    value: str,
    pack_copy: Path,
    outcomes: Mapping[str, Outcome],
) -> None:
    """A municipality that corrects its figure sees it in the plan and in the stamp."""
    set_cell(pack_copy / file, where, column, value)
    before = outcomes["04_kobyt_inriktning"]
    after = run(pack_in(pack_copy), before.scenario)
    assert after.change.value != pytest.approx(before.change.value, abs=1)
    assert after.stamp.pack != before.stamp.pack
    assert after.stamp.scenario == before.stamp.scenario
    assert after.faults == ()


def test_the_stamp_says_what_the_figures_stand_on(outcomes: Mapping[str, Outcome]) -> None:
    """The line at the foot of every paper, in Swedish, with both fingerprints."""
    outcome = outcomes["01_lagsta_kostnad"]
    text = str(outcome.stamp)
    assert outcome.pack.fingerprint in text
    assert outcome.scenario.fingerprint() in text
    assert "resultat jämförbara från och med" in text
