"""What decides: every assumption moved alone, where it turns, and which alternative wins why."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import SimpleNamespace
from typing import cast

import numpy as np
import pytest

from models.amounts import amounts
from models.case import Case
from models.decisions import Decisions
from models.entities import Alternative, Placement
from models.options import enumerate_options
from models.pack import Pack
from models.parameters import BLOCK, Factor, at_quantiles, draws_in_blocks, modes, suppositions_of
from scenarios.candidates import (
    COORDINATION,
    PLAN,
    Candidate,
    Subject,
    of_activity,
    of_plan,
    planned_first,
)
from scenarios.drivers import (
    SEARCHED,
    Drivers,
    Finding,
    at_values,
    drivers,
    indices,
    standings,
)
from scenarios.effects import effect_of
from scenarios.published import PUBLISHED
from scenarios.run import Outcome, Question
from scenarios.scenario import LIBRARY, Scenario
from scenarios.setting import Setting, positions, prepare
from scenarios.uncertainty import DRAWS
from tests.models.small import VALUES, activity, small_case

OWN, COOPERATION, MERGED = Alternative.OWN, Alternative.COOPERATION, Alternative.MERGED
ENDS = ("low", "high")
KEYS = sorted(path.stem for path in LIBRARY.glob("*.toml"))
NEAR = {"rel": 1e-9, "abs": 0.01}


@pytest.fixture(scope="module")
def outcome(outcomes: Mapping[str, Outcome]) -> Outcome:
    """”Sårbarheten räknas”, in which much is run together."""
    return outcomes["02_sarbarhet"]


@pytest.fixture(scope="module")
def plan(outcome: Outcome) -> Drivers:
    """What decides for the whole plan."""
    return drivers(of_plan(outcome), 1)


@pytest.fixture(scope="module")
def payroll(outcome: Outcome) -> Drivers:
    """What decides for the payroll, the way of the plan."""
    subject = of_activity(outcome, "lon")
    return drivers(subject, planned_first(subject, outcome))


def supposed(outcome: Outcome, key: str, end: str) -> Setting:
    """Return the setting of the same scenario with one assumption at an end."""
    scenario = outcome.scenario
    changed = replace(scenario, suppose={**scenario.suppose, key: end})
    setting = prepare(outcome.pack, changed)
    return replace(setting, draws=setting.principal)  # the principal run is all that is asked for


def annual_in(setting: Setting, outcome: Outcome, only: int | None = None) -> float:
    """Return the plan's yearly effect in a setting, step by step, SEK/year."""
    found = [effect_of(setting, choice).annual for choice in outcome.plan.choices]
    if only is not None:
        return float(sum(annual[only] for annual in found))
    coordination = float(setting.principal.of(COORDINATION)[0])
    return float(sum(annual.sum() for annual in found)) + coordination


def swings_of(found: Drivers) -> dict[tuple[str, str], tuple[float, float]]:
    """Return the ends of each swing by parameter and activity."""
    return {
        (s.assumption.parameter, s.assumption.activity): (s.at_low, s.at_high) for s in found.swings
    }


@pytest.mark.parametrize(
    "key",
    ["undvikbar_andel", "realisering_samverkan", COORDINATION, "diskontering", "loneharmonisering"],
)
def test_a_bar_is_the_scenario_run_again_with_the_assumption_at_its_ends(
    key: str, outcome: Outcome, plan: Drivers
) -> None:
    """S-21: what the tornado says is what somebody gets who changes [suppose] and asks again."""
    shown = swings_of(plan)[key, ""]
    again = [annual_in(supposed(outcome, key, end), outcome) for end in ENDS]
    assert shown == pytest.approx(again, **NEAR)
    assert again[0] != again[1]
    assert plan.at_mode == pytest.approx(outcome.annual.value, **NEAR)


def test_an_elasticity_of_one_activity_is_moved_for_that_one(
    outcome: Outcome, plan: Drivers
) -> None:
    """An assumption about one activity stands by itself, and is about no other."""
    used = [a.elasticity for a in outcome.pack.activities]
    alone = {a.elasticity: a.key for a in outcome.pack.activities if used.count(a.elasticity) == 1}
    shown = {key: ends for key, ends in swings_of(plan).items() if key[0] in alone}
    assert shown
    assert all(about == alone[key] for key, about in shown)
    for (key, _), ends in list(shown.items())[::3]:
        again = [annual_in(supposed(outcome, key, end), outcome) for end in ENDS]
        assert ends == pytest.approx(again, **NEAR)


def test_what_has_no_bar_moves_nothing(outcome: Outcome, plan: Drivers) -> None:
    """S-21: every assumption that affects the result is shown, so the others do not."""
    shown = {key for key, _ in swings_of(plan)}
    elasticities = {a.elasticity for a in outcome.pack.activities}
    silent = sorted(
        key
        for key, p in outcome.pack.parameters.items()
        if p.high > p.low and key not in shown | elasticities
    )
    assert silent
    for key in silent[:: max(1, len(silent) // 4)]:
        for end in ENDS:
            again = annual_in(supposed(outcome, key, end), outcome)
            assert again == pytest.approx(plan.at_mode, abs=1)


def test_the_widest_bar_stands_first_wherever_its_row_stood(outcome: Outcome) -> None:
    """S-21: sorted by influence, never by the order of a file."""
    subject = of_activity(outcome, "ekonomi")
    found = drivers(subject, planned_first(subject, outcome))
    widths = [swing.width for swing in found.swings]
    assert widths == sorted(widths, reverse=True)
    assert widths[0] > widths[-1] > 0
    factors = subject.setting.factors
    # The common ones backwards; what belongs to an activity has its place by position.
    common = [f for f in factors if f.activity is None]
    turned = (*reversed(common), *factors[len(common) :])
    other = replace(subject, setting=replace(subject.setting, factors=turned))
    again = drivers(other, found.chosen)
    assert [
        (s.assumption.parameter, s.assumption.activity, s.at_low, s.at_high) for s in again.swings
    ] == [
        (s.assumption.parameter, s.assumption.activity, s.at_low, s.at_high) for s in found.swings
    ]
    assert [s.turns for s in again.swings] == [s.turns for s in found.swings]


def test_a_municipality_sees_what_moves_its_own_effect(outcome: Outcome) -> None:
    """S-21 is a municipality's question: its own account, without the coordination of the whole."""
    code = "0560"
    (at,) = positions(outcome.setting.case, [code])
    subject = of_plan(outcome, only=code)
    mode = modes(subject.setting.factors)[None]
    row = next(row for row in outcome.municipalities if row.code == code)
    assert subject.annual(mode)[1, 0] == pytest.approx(row.annual.value, **NEAR)
    index = next(
        i for i, f in enumerate(subject.setting.factors) if f.parameter == "undvikbar_andel"
    )
    for end in ENDS:
        values = mode.copy()
        values[0, index] = getattr(subject.setting.factors[index], end)
        again = annual_in(supposed(outcome, "undvikbar_andel", end), outcome, only=at)
        assert subject.annual(values)[1, 0] == pytest.approx(again, **NEAR)
        assert again != row.annual.value
    everybody = [
        of_plan(outcome, only=m.code).annual(mode)[1, 0] for m in outcome.pack.municipalities
    ]
    whole = of_plan(outcome).annual(mode)[1, 0]
    assert sum(everybody) + outcome.coordination.value == pytest.approx(whole, **NEAR)


def margins(found: Drivers, moved: Sequence[tuple[int, float]]) -> np.ndarray:
    """Return how much dearer the candidate is than the best other, one assumption at a value."""
    values = np.tile(modes(found.subject.setting.factors), (len(moved), 1))
    for row, (factor, value) in enumerate(moved):
        values[row, factor] = value
    annual = found.subject.annual(values)
    return np.asarray(annual[found.chosen] - np.delete(annual, found.chosen, axis=0).min(axis=0))


@pytest.mark.parametrize("which", ["plan", "payroll"])
def test_where_it_turns_the_candidate_and_the_best_other_change_places(
    which: str, request: pytest.FixtureRequest
) -> None:
    """K-11: ”lönar sig om … är minst …” must be true on both sides of the figure."""
    found: Drivers = request.getfixturevalue(which)
    turning = [(swing.assumption, turn) for swing in found.swings for turn in swing.turns]
    assert turning
    assert all(a.low <= turn <= a.high for a, turn in turning)
    before, at, after = (
        margins(found, [(a.factor, turn + side * 1e-6 * (a.high - a.low)) for a, turn in turning])
        for side in (-1, 0, 1)
    )
    assert ((before > 0) != (after > 0)).all()
    # Either the two are as good as equal there, or a step in the cost makes them jump.
    assert ((np.abs(at) < 100) | (np.abs(after - before) > 100)).all()


@pytest.mark.parametrize("which", ["plan", "payroll"])
def test_a_bar_whose_ends_disagree_turns_somewhere(
    which: str, request: pytest.FixtureRequest
) -> None:
    """An assumption that decides the matter may not be missing among those that turn it."""
    found: Drivers = request.getfixturevalue(which)
    moved = [swing.assumption for swing in found.swings]
    low, high = (margins(found, [(a.factor, getattr(a, end)) for a in moved]) for end in ENDS)
    turns = [len(swing.turns) % 2 == 1 for swing in found.swings]
    assert turns == ((low > 0) != (high > 0)).tolist()


def test_a_candidate_against_itself_is_exactly_nothing(outcome: Outcome) -> None:
    """Common draws: the same thing twice differs in no draw, whatever is unsure about it."""
    subject = of_plan(outcome)
    twice = replace(
        subject, candidates=(*subject.candidates, replace(subject.candidates[1], key="igen"))
    )
    annual = twice.annual(_values(subject.setting, 256))
    assert (annual[1] == annual[2]).all()
    rows = standings(replace(twice, candidates=twice.candidates[1:]), annual[1:])
    for row in rows:
        apart = row.against_best
        assert (apart.value, apart.low, apart.middle, apart.high) == (0, 0, 0, 0)
        assert row.equal
    assert rows[0].spread == rows[1].spread


def _values(setting: Setting, count: int) -> np.ndarray:
    """Return the factors' values in the first draws, (D, F)."""
    blocks = draws_in_blocks(setting.factors, setting.scenario.seed, count)
    return np.concatenate([values for _, values in blocks])


def _annual(subject: Subject, values: np.ndarray) -> np.ndarray:
    """Return each candidate's yearly effect, (K, D), some draws at a time."""
    parts = np.split(values, len(values) // BLOCK)
    return np.concatenate([subject.annual(part) for part in parts], axis=1)


def test_the_standings_are_what_the_draws_say(payroll: Drivers) -> None:
    """How often an alternative is cheapest, and whether the difference is more than uncertainty."""
    subject = payroll.subject
    annual = _annual(subject, _values(subject.setting, DRAWS))
    at_mode = subject.annual(modes(subject.setting.factors)[None])[:, 0]
    best = int(at_mode.argmin())
    assert payroll.standings[best].against_best.value == 0
    assert sum(row.cheapest for row in payroll.standings) == pytest.approx(1)
    for k, row in enumerate(payroll.standings):
        others = np.delete(annual, k, axis=0).min(axis=0)
        assert row.cheapest == pytest.approx((annual[k] < others).mean(), abs=1e-9)
        low, high = np.percentile(annual[k] - annual[best], [5, 95])
        assert (row.against_best.low, row.against_best.high) == pytest.approx((low, high), **NEAR)
        assert row.equal == (low <= 0 <= high)
        assert row.against_best.value == pytest.approx(at_mode[k] - at_mode[best], **NEAR)
        assert row.spread.chance == (None if k == 0 else (annual[k] < 0).mean())
    assert payroll.spread == payroll.standings[payroll.chosen].spread


def inside(finding: Finding, values: np.ndarray) -> np.ndarray:
    """Return which draws meet a finding's bounds, looked up by name."""
    met = np.ones(len(values), dtype=bool)
    for bound in finding.bounds:
        column = values[:, bound.assumption.factor]
        met &= (column > bound.limit) if bound.above else (column <= bound.limit)
    return met


def test_a_finding_in_words_holds_in_the_draws_it_speaks_of(plan: Drivers) -> None:
    """”Lönar sig inte när …” said of the wrong assumption would be believed all the same."""
    subject = plan.subject
    values = _values(subject.setting, SEARCHED)
    saves = _annual(subject, values)[plan.chosen] < 0
    assert plan.findings
    for finding in plan.findings:
        met = inside(finding, values)
        assert finding.support == pytest.approx(met.mean())
        assert finding.share == pytest.approx(saves[met].mean())
        assert finding.elsewhere == pytest.approx(saves[~met].mean())
        for bound in finding.bounds:
            factor = subject.setting.factors[bound.assumption.factor]
            assert factor.low < bound.limit < factor.high
            assert factor.parameter == bound.assumption.parameter


def test_the_first_order_indices_share_one_variance(payroll: Drivers) -> None:
    """Parts of one whole: alone they explain at most all of it, and never more than together."""
    found = indices(payroll, exponent=9)
    assert found
    first = sum(index.first for index, _ in found)
    error = sum(index.first_error for index, _ in found)
    assert first <= 1 + error
    assert first > 0.5  # mostly sums of separate effects
    for index, _ in found:
        assert index.total >= index.first - index.first_error - index.total_error
    # The greatest swing is also a great part of the variance.
    assert found[0][1] in [swing.assumption for swing in payroll.swings[:3]]


def test_an_assumption_held_is_the_spread_without_it(outcome: Outcome, payroll: Drivers) -> None:
    """A slider set to a value is that value in every draw, and the others are drawn as before."""
    swing = payroll.swings[0]
    subject, chosen, factor = payroll.subject, payroll.chosen, swing.assumption.factor
    assert at_values(subject, chosen, {}) == payroll.spread
    held = at_values(subject, chosen, {factor: swing.assumption.high})
    assert held.value == pytest.approx(swing.at_high, **NEAR)
    assert held.high - held.low < payroll.spread.high - payroll.spread.low
    values = _values(subject.setting, DRAWS)
    values[:, factor] = swing.assumption.high
    drawn = _annual(subject, values)[chosen]
    assert (held.low, held.high) == pytest.approx(tuple(np.percentile(drawn, [5, 95])), **NEAR)


@pytest.mark.parametrize("key", KEYS)
def test_a_joint_plans_effect_lies_where_research_has_been_or_is_flagged(
    key: str, outcomes: Mapping[str, Outcome]
) -> None:
    """At mode, fully in place, as a share of what is planned: inside the band or said to be out."""
    outcome = outcomes[key]
    case, choices = outcome.setting.case, outcome.plan.choices
    if not any(choice.joint for choice in choices):
        assert outcome.outside_published == ""
        return
    level = outcome.scenario.decide.level
    change = amounts(case, outcome.setting.principal, choices, level).change.sum()
    planned = [j for j, a in enumerate(case.activities) if a.optimised]
    relative = change / case.cost[:, planned].sum()
    assert outcome.relative == pytest.approx(relative, abs=1e-9)
    merges = any(choice.alternative is MERGED for choice in choices)
    band = outcome.pack.parameters[PUBLISHED[MERGED if merges else COOPERATION]]
    within = band.low <= relative <= band.high
    assert (outcome.outside_published == "") == within


# The three fixtures of K-11. Every assumption is unsure by a fifth of itself, elasticities by half.
RANGED = (
    "gemensamma_moten",
    "milkostnad",
    "omstallning_multipel",
    "realisering_sammanslagen",
    "realisering_samverkan",
    "resomfattning",
    "samordning_sammanslagen",
    "samordning_samverkan",
    "undvikbar_andel",
)


def question(case: Case, elasticity: float) -> Question:
    """Return a small case made ready, with nothing decided."""
    common = tuple(
        Factor(key, None, value * 0.8, value, value * 1.2)
        if key in RANGED
        else Factor(key, None, value, value, value)
        for key, value in sorted(VALUES.items())
    )
    count = len(case.activities)
    own = tuple(
        Factor("skalelasticitet", j, 1.5 * elasticity, elasticity, 0.5 * elasticity)
        for j in range(count)
    )
    factors = (*common, *own, *(Factor("", j, 1.0, 1.0, 1.0) for j in range(count)))
    one = suppositions_of(factors, modes(factors)[None])
    some = suppositions_of(factors, at_quantiles(factors, np.full((4, len(factors)), 0.5)))
    scenario = Scenario("k11", "K-11", "Vilken driftform är billigast?")
    # No pack: nothing here asks for what is outside the case.
    setting = Setting(cast(Pack, None), scenario, case, factors, one, some)
    decisions = Decisions()
    return Question(setting, decisions, enumerate_options(case, one, decisions))


def alternatives(case: Case, elasticity: float) -> Subject:
    """Return the alternatives of the case's only activity, with today's way as the plan."""
    asked = question(case, elasticity)
    count = len(case.municipalities)
    found = tuple(
        asked.options.choice(i)
        for i in range(count)  # the first options are everybody's own
    )
    assert {choice.alternative for choice in found} == {OWN}
    outcome = SimpleNamespace(
        setting=asked.setting, question=asked, plan=SimpleNamespace(choices=found)
    )
    return of_activity(cast(Outcome, outcome), case.activities[0].key)


HIGH_FIXED_COST = small_case(
    count=3,
    activities=(activity("it", trips_per_fte=2.0),),
    fte=1.0,
    other=1_000_000.0,
    km_apart=5.0,
)
MUCH_TRAVEL = small_case(
    count=3,
    activities=(activity("tillsyn", trips_per_fte=150.0, placement=Placement.LOCAL),),
    fte=4.0,
    other=10_000.0,
    km_apart=80.0,
)
ONE_SPECIALIST = small_case(
    count=3,
    activities=(activity("miljo", trips_per_fte=150.0, bought_share=0.05),),
    fte=6.0,
    other=100_000.0,
    km_apart=80.0,
)


@pytest.mark.parametrize(
    ("case", "elasticity", "winner"),
    [
        pytest.param(HIGH_FIXED_COST, -0.25, MERGED, id="high fixed cost, low travel"),
        pytest.param(MUCH_TRAVEL, -0.02, OWN, id="low fixed cost, much travel"),
        pytest.param(ONE_SPECIALIST, -0.2, COOPERATION, id="one rare specialist, the rest local"),
    ],
)
def test_each_alternative_wins_where_it_should_without_anybody_deciding_it(
    case: Case, elasticity: float, winner: Alternative
) -> None:
    """K-11: large-scale, small-scale and cooperative advantages come out of the figures alone."""
    subject = alternatives(case, elasticity)
    keys = [candidate.key for candidate in subject.candidates]
    assert keys == [OWN, COOPERATION, MERGED]
    assert keys[int(subject.at_mode().argmin())] == winner
    found = drivers(subject, int(subject.at_mode().argmin()))
    won = found.standings[found.chosen]
    assert won.cheapest > 0.9
    others = [row for row in found.standings if row.key != winner]
    # Worse by more than the uncertainty, not by a krona.
    assert all(row.against_best.low > 0 and not row.equal for row in others)


@pytest.mark.parametrize(
    ("apart", "equal"), [((5.0, 9.0), False), ((-9.0, -5.0), False), ((-1.0, 1.0), True)]
)
def test_equal_is_what_the_draws_put_on_both_sides(apart: tuple[float, float], equal: bool) -> None:
    """Surely dearer is not equal, and nor is what is surely cheaper but for the principal run."""
    subject = alternatives(HIGH_FIXED_COST, -0.25)
    best = int(subject.at_mode().argmin())
    annual = np.tile(np.linspace(*apart, 101), (3, 1))
    annual[best] = 0.0
    rows = standings(subject, annual)
    assert rows[best].equal
    assert [row.equal for k, row in enumerate(rows) if k != best] == [equal] * 2


def test_what_would_turn_the_matter_is_found_for_the_specialist() -> None:
    """K-11: the runner-up, and the assumption that would make it the winner.

    The scale advantage moved to nothing leaves cooperation with its costs only.
    """
    case = ONE_SPECIALIST
    subject = alternatives(case, -0.2)
    factors = tuple(
        replace(f, high=0.0) if f.parameter == "skalelasticitet" else f
        for f in subject.setting.factors
    )
    found = drivers(replace(subject, setting=replace(subject.setting, factors=factors)), 1)
    (swing,) = (s for s in found.swings if s.assumption.parameter == "skalelasticitet")
    (turn,) = swing.turns
    assert -0.2 < turn < 0
    assert margins(found, [(swing.assumption.factor, turn)]) == pytest.approx([0], abs=10)
    runner_up = sorted(found.standings, key=lambda row: row.spread.value)[1]
    assert runner_up.key == OWN


def test_the_plan_is_one_more_candidate_only_where_it_is_another(outcome: Outcome) -> None:
    """What the plan does with an activity is always among what it is held against."""
    planned = {c.activity: [] for c in outcome.plan.choices}
    for choice in outcome.plan.choices:
        planned[choice.activity].append(choice)
    for j, choices in planned.items():
        subject = of_activity(outcome, outcome.setting.case.activities[j].key)
        sets = [set(candidate.choices) for candidate in subject.candidates]
        assert sets.count(set(choices)) == 1
        assert subject.candidates[0].key == OWN
        assert len({candidate.key for candidate in subject.candidates}) == len(sets)
        first = subject.candidates[planned_first(subject, outcome)]
        if any(choice.changed for choice in choices):
            assert set(first.choices) == set(choices)
        elif len(sets) > 1:
            assert first.changed


def test_a_candidate_is_the_sum_of_its_choices(outcome: Outcome) -> None:
    """Candidates that share a choice pay for it each, and the whole pays coordination once."""
    plan = of_plan(outcome)
    assert [c.key for c in plan.candidates] == [OWN, PLAN]
    part = Candidate("del", outcome.plan.choices[:3])
    rest = Candidate("rest", outcome.plan.choices[3:])
    subject = Subject(plan.setting, (*plan.candidates, part, rest), whole=False)
    values = _values(plan.setting, 8)
    own, whole, one, other = subject.annual(values)
    assert not own.any()
    assert one + other == pytest.approx(whole)
    sup = suppositions_of(plan.setting.factors, values)
    together = replace(subject, whole=True).annual(values)
    assert together[1] - whole == pytest.approx(sup.of(COORDINATION))
    assert not together[0].any()


def test_who_stands_outside_is_not_in_the_groups_that_are_compared(
    outcomes: Mapping[str, Outcome],
) -> None:
    """”Utan Tranås” is not answered with what Tranås would bring."""
    outcome = outcomes["10_utan_tranas"]
    case = outcome.setting.case
    outside = {i for i, m in enumerate(case.municipalities) if m.code in {"0687"}}
    subject = of_activity(outcome, "ekonomi")
    assert len(subject.candidates) > 1
    for candidate in subject.candidates:
        served = sorted(m for choice in candidate.choices for m in choice.members)
        assert served == list(range(len(case.municipalities)))
        for choice in candidate.choices:
            if outside & set(choice.members):
                assert choice.alternative is OWN
