"""The plan that is never much worse: regret in the same draws, and the best plan of a draw."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.decisions import Choice, Decisions
from models.entities import Alternative, Placement
from models.options import enumerate_options
from models.pack import Pack
from models.parameters import draws_in_blocks, suppositions_of
from scenarios.candidates import Candidate, Subject
from scenarios.effects import effect_of
from scenarios.regret import (
    Named,
    Regret,
    Replanned,
    as_today,
    plans_found,
    regrets,
    regrets_of,
    replanned,
)
from scenarios.run import Outcome, run
from scenarios.scenario import Scenario
from scenarios.setting import positions
from scenarios.uncertainty import COORDINATION, DRAWS
from tests.scenarios.editing import with_parameter

OWN, MERGED = (Alternative.OWN,), (Alternative.MERGED,)
ROUNDED = 1e-6


@pytest.fixture(scope="module")
def outcome(outcomes: Mapping[str, Outcome]) -> Outcome:
    """”Sårbarheten räknas”: decided prices count beside the kronor."""
    return outcomes["02_sarbarhet"]


@pytest.fixture(scope="module")
def plans(outcomes: Mapping[str, Outcome], outcome: Outcome) -> tuple[Named, ...]:
    """The scenario's own plan, today, and the plans of two others."""
    return (
        Named("planen", outcome.plan.choices),
        as_today(outcome.setting, "som i dag"),
        Named("inriktningen", outcomes["04_kobyt_inriktning"].plan.choices),
        Named("plan och bygg", outcomes["03_plan_bygg_tre"].plan.choices),
    )


@pytest.fixture(scope="module")
def rows(outcome: Outcome, plans: tuple[Named, ...]) -> Mapping[str, Regret]:
    """Every plan's regret by name."""
    return {row.plan.name: row for row in regrets(outcome, plans)}


def costs(seed: int, plans: int) -> np.ndarray:
    """Return what some plans cost in some draws, SEK/year (K, D)."""
    return np.random.default_rng(seed).integers(-1000, 1000, (plans, 12)).astype(float)


def test_regret_is_what_the_cheapest_would_have_saved() -> None:
    """Three plans in two draws, in the head: 5 and 1 are the cheapest."""
    found = regrets_of(np.array([[5.0, 9.0], [8.0, 1.0], [5.0, 4.0]]))
    assert found.tolist() == [[0, 8], [3, 0], [0, 3]]


@given(seed=st.integers(0, 10_000), plans=st.integers(1, 5))
def test_nobody_regrets_the_best_and_nobody_regrets_less_than_nothing(
    seed: int, plans: int
) -> None:
    """In every draw some plan was right, and it has nothing to regret."""
    cost = costs(seed, plans)
    regret = regrets_of(cost)
    assert (regret >= 0).all()
    assert (regret.min(axis=0) == 0).all()
    here = np.arange(cost.shape[1])
    assert (regret[cost.argmin(axis=0), here] == 0).all()


@given(seed=st.integers(0, 10_000), plans=st.integers(1, 5))
def test_one_more_plan_never_lowers_a_regret(seed: int, plans: int) -> None:
    """A plan may not be made to look safer by showing what it is worse than."""
    cost = costs(seed, plans + 1)
    assert (regrets_of(cost)[:-1] >= regrets_of(cost[:-1])).all()


@given(seed=st.integers(0, 10_000), amount=st.integers(-500, 500))
def test_what_all_plans_pay_alike_is_nothing_to_regret(seed: int, amount: int) -> None:
    """A tax on everything changes no plan's place among the others."""
    cost = costs(seed, 3)
    assert (regrets_of(cost + amount) == regrets_of(cost)).all()


def test_a_plan_alone_has_nothing_to_regret(outcome: Outcome) -> None:
    """Without another plan there is nothing that would have been better."""
    (row,) = regrets(outcome, [Named("planen", outcome.plan.choices)])
    assert (row.mean, row.high, row.worst, row.best) == (0, 0, 0, 1)
    assert row.annual.value == pytest.approx(outcome.annual.value)


def test_the_same_choices_under_two_names_are_one_plan(
    outcome: Outcome, plans: tuple[Named, ...]
) -> None:
    """A plan shown twice would tie with itself, and somebody would ask which of them to take."""
    again = Named("samma igen", tuple(reversed(outcome.plan.choices)))
    found = [row.plan.name for row in regrets(outcome, [*plans[:2], again])]
    assert sorted(found) == ["planen = samma igen", "som i dag"]


def test_regret_is_reckoned_on_kronor_and_decided_prices(
    outcome: Outcome, plans: tuple[Named, ...], rows: Mapping[str, Regret]
) -> None:
    """What the plan was chosen for is what it is regretted for, draw by draw, reckoned again."""
    setting = outcome.setting
    seed = setting.scenario.seed
    blocks = [values for _, values in draws_in_blocks(setting.factors, seed, DRAWS)]
    subject = Subject(setting, tuple(Candidate(p.name, p.choices) for p in plans), whole=True)
    priced = np.array([[rows[plan.name].priced] for plan in plans])
    cost = np.concatenate([subject.annual(v) for v in blocks], axis=1) + priced
    regret = cost - cost.min(axis=0)
    for k, plan in enumerate(plans):
        row = rows[plan.name]
        assert row.mean == pytest.approx(regret[k].mean())
        assert row.worst == pytest.approx(regret[k].max())
        assert row.high == pytest.approx(np.percentile(regret[k], 95))
        assert row.best == (regret[k] == 0).mean()
    assert sum(row.best for row in rows.values()) == pytest.approx(1)


def test_the_priced_days_are_those_of_the_plan(
    outcome: Outcome, rows: Mapping[str, Regret]
) -> None:
    """5 000 kr a day, and only days: the plan's days a year and today's."""
    assert outcome.scenario.decide.price_uncovered_day_sek == 5000
    days = sum(row.days_after * len(row.members) for row in outcome.choices)
    assert rows["planen"].priced == pytest.approx(5000 * days)
    days = sum(row.days_before * len(row.members) for row in outcome.choices)
    assert rows["som i dag"].priced == pytest.approx(5000 * days)
    # At mode the plan is the best there is, prices included.
    total = {name: row.annual.value + row.priced for name, row in rows.items()}
    assert min(total, key=lambda name: total[name]) == "planen"
    assert total["planen"] == pytest.approx(outcome.plan.objective, abs=1)


def test_the_least_worst_stands_first(
    outcome: Outcome, plans: tuple[Named, ...], rows: Mapping[str, Regret]
) -> None:
    """Who looks for the plan that is never much worse finds it at the top."""
    worst = [row.worst for row in rows.values()]
    assert worst == sorted(worst)
    fewer = {row.plan.name: row for row in regrets(outcome, plans[:2])}
    for name, row in fewer.items():
        assert row.worst <= rows[name].worst + ROUNDED
        assert row.mean <= rows[name].mean + ROUNDED
        assert row.best >= rows[name].best


def test_today_costs_nothing_in_any_draw(rows: Mapping[str, Regret]) -> None:
    """Today's way is the base also here, and has no chance of a saving."""
    spread = rows["som i dag"].annual
    assert (spread.value, spread.low, spread.high, spread.chance) == (0, 0, 0, None)


def test_a_plan_with_an_office_that_is_not_open_here_pays_for_its_days_too(
    outcomes: Mapping[str, Outcome], outcome: Outcome
) -> None:
    """A plan brought in from another scenario may not be spared the prices that the others pay."""
    brought = outcomes["12_itsam_chock"]
    seats = {choice.seat for choice in brought.plan.choices}
    assert any(seat >= len(outcome.pack.municipalities) for seat in seats)
    days = sum(
        effect_of(outcome.setting, choice).days_after.sum() for choice in brought.plan.choices
    )
    (row,) = regrets(outcome, [Named("chocken", brought.plan.choices)])
    assert row.priced == pytest.approx(5000 * days)


def payroll(pack: Pack, **decided: object) -> Scenario:
    """Return a scenario in which only the payroll may be run in another way than today."""
    how = {activity.key: OWN for activity in pack.activities if activity.optimised}
    how["lon"] = (Alternative.OWN, Alternative.COOPERATION, Alternative.MERGED)
    decide = Decisions(how=how, in_order=False, **decided)  # type: ignore[arg-type]
    return Scenario("lon", "Lön", "När ska lönen vara gemensam?", decide=decide)


def drawn_cost(outcome: Outcome, draw: int, choices: tuple[Choice, ...]) -> float:
    """Return what choices cost in one of the draws, coordination and decided prices, SEK/year."""
    setting = outcome.setting
    _, values = next(draws_in_blocks(setting.factors, setting.scenario.seed, draw + 1))
    sup = suppositions_of(setting.factors, values[draw : draw + 1])
    options = enumerate_options(setting.case, sup, outcome.question.decisions)
    together = float(sup.of(COORDINATION)[0]) * any(choice.joint for choice in choices)
    rows = [options.find(choice) for choice in choices]
    assert None not in rows
    return float(options.burden[rows].sum()) + together


@pytest.fixture(scope="module")
def cheap_to_share(pack: Pack) -> Outcome:
    """Only the payroll, where what the coordination of the whole costs is what decides."""
    unsure = with_parameter(pack, COORDINATION, low=0.0, value=400_000.0, high=3e6)
    return run(unsure, payroll(unsure, price_uncovered_day_sek=20_000.0))


def test_a_draws_plan_is_never_dearer_in_it_than_the_scenarios_own(
    cheap_to_share: Outcome,
) -> None:
    """Who had known the future would not have chosen worse, all that is then paid for counted."""
    own = cheap_to_share.plan.choices
    found = list(replanned(cheap_to_share, 6))
    assert [one.draw for one in found] == list(range(6))
    gains = []
    for one in found:
        assert one.plan is not None
        here = drawn_cost(cheap_to_share, one.draw, own)
        gains.append(here - drawn_cost(cheap_to_share, one.draw, one.plan.choices))
    assert min(gains) >= -1  # the program counts whole kronor
    assert max(gains) > 1  # and in some draw it would have been another plan


def test_the_coordination_is_that_of_the_draw_and_not_of_the_mode(pack: Pack) -> None:
    """In a future in which coordination is dear fewer draws are run together, and all know it."""
    cheap, dear = (
        run(
            with_parameter(pack, COORDINATION, low=low, value=400_000.0, high=high),
            payroll(pack, price_uncovered_day_sek=20_000.0),
        )
        for low, high in ((0.0, 400_000.0), (400_000.0, 50e6))
    )
    joint = [
        sum(
            any(choice.joint for choice in one.plan.choices)
            for one in replanned(outcome, 4)
            if one.plan is not None
        )
        for outcome in (cheap, dear)
    ]
    assert joint[0] > joint[1]


def test_a_draws_plan_is_the_same_every_time(cheap_to_share: Outcome) -> None:
    """”Omplanerad” may not be another plan when somebody presses the button again."""
    once, again = ([one.plan for one in replanned(cheap_to_share, 3)] for _ in range(2))
    for first, second in zip(once, again, strict=True):
        assert first is not None
        assert second is not None
        assert first.choices == second.choices


def test_decisions_bind_in_every_draw(pack: Pack) -> None:
    """Knowing the future does not free anybody from what has been decided."""
    outcome = run(pack, payroll(pack, required={"lon": ("0560",)}))
    j = outcome.setting.case.index("lon")
    (boxholm,) = positions(outcome.setting.case, ["0560"])
    for one in replanned(outcome, 2):
        assert one.plan is not None
        (mine,) = (c for c in one.plan.choices if c.activity == j and boxholm in c.members)
        assert mine.joint


def test_the_plans_found_are_counted_by_what_they_choose(cheap_to_share: Outcome) -> None:
    """The commonest stands first, and a draw without a plan is no plan."""
    plan = cheap_to_share.plan
    j = cheap_to_share.setting.case.index("lon")
    moved = tuple(
        replace(o, choice=Choice(j, o.choice.members, Alternative.MERGED, 0, Placement.HYBRID))
        if o.choice.activity == j
        else o
        for o in plan.options
    )
    other = replace(plan, options=moved)
    turned = replace(plan, options=tuple(reversed(plan.options)))
    found = [
        Replanned(0, other),
        Replanned(1, plan),
        Replanned(2, None),
        Replanned(3, turned),
    ]
    (first, often), (second, seldom) = plans_found(found)
    assert (set(first.choices), often) == (set(plan.choices), 2)
    assert (second.choices, seldom) == (other.choices, 1)
    assert plans_found([Replanned(0, None)]) == ()
