"""The second opinion finds what is wrong in a plan, and nothing where nothing is wrong."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from models.case import Case
from models.entities import Alternative, Placement
from models.parameters import Suppositions
from models.plan import Decisions, Option, Plan, enumerate_options, solve
from models.plan_check import faults_in

PACK = Decisions({}, {})


@pytest.fixture(scope="module")
def plan(case: Case, sup: Suppositions) -> Plan:
    """A real plan in which plan and building is merged by all five."""
    decisions = Decisions({"plan": (Alternative.MERGED,)}, {})
    return solve(case, enumerate_options(case, sup, decisions), decisions)


def with_first_changed(
    plan: Plan, keep: Callable[[Option], bool], change: Callable[[Option], Option]
) -> Plan:
    """Return the plan with the first option that fits changed, its sum brought into line."""
    at = next(i for i, x in enumerate(plan.options) if keep(x))
    options = (*plan.options[:at], change(plan.options[at]), *plan.options[at + 1 :])
    total = sum(x.burden for x in options)
    return replace(plan, options=options, objective=total, bound=total)


def moved(x: Option, **changes: object) -> Option:
    """Return the option with its choice changed and its figures kept."""
    return replace(x, choice=replace(x.choice, **changes))  # type: ignore[arg-type]


def is_merged(x: Option) -> bool:
    """Say whether the option is a merged organisation."""
    return x.choice.alternative is Alternative.MERGED


CORRUPTIONS: dict[str, tuple[Callable[[Plan], Plan], str]] = {
    "an option left out": (
        lambda p: replace(
            p,
            options=p.options[1:],
            objective=p.objective - p.options[0].burden,
            bound=p.objective - p.options[0].burden,
        ),
        "har 0 driftformer",
    ),
    "an option twice": (
        lambda p: replace(
            p,
            options=(*p.options, p.options[0]),
            objective=p.objective + p.options[0].burden,
        ),
        "har 2 driftformer",
    ),
    "a context row planned": (
        lambda p: replace(
            p,
            options=(
                *p.options,
                *(moved(x, activity=18) for x in p.options[:5] if len(x.choice.members) == 1),
            ),
        ),
        "ingår inte i planen",
    ),
    "two municipalities where three are required": (
        lambda p: with_first_changed(p, is_merged, lambda x: moved(x, members=(0, 1))),
        "färre än 3 kommuner",
    ),
    "an office outside the group": (
        lambda p: with_first_changed(
            p,
            lambda x: x.choice.alternative is Alternative.OWN,
            lambda x: moved(x, seat=(x.choice.seat + 1) % 5),
        ),
        "kontor utanför gruppen",
    ),
    "an office in another member's town": (
        lambda p: with_first_changed(
            p, is_merged, lambda x: moved(x, seat=(x.choice.seat + 1) % 5)
        ),
        "omräknat",
    ),
    "a placement the activity may not have": (
        lambda p: with_first_changed(p, is_merged, lambda x: moved(x, pattern=Placement.ONE_TOWN)),
        "får inte placeras",
    ),
    "an alternative the pack does not allow": (
        lambda p: with_first_changed(
            p,
            lambda x: x.choice.alternative is Alternative.OWN,
            lambda x: moved(x, alternative=Alternative.CONTRACTED),
        ),
        "får inte drivas som entreprenad",
    ),
    "one municipality in a joint alternative": (
        lambda p: with_first_changed(
            p,
            lambda x: x.choice.alternative is Alternative.OWN,
            lambda x: moved(x, alternative=Alternative.COOPERATION),
        ),
        "samverkan med 1 kommuner",
    ),
    "a municipality's cost made smaller": (
        lambda p: with_first_changed(
            p,
            is_merged,
            lambda x: replace(x, annual=(x.annual[0] - 1_000, *x.annual[1:])),
        ),
        "omräknat",
    ),
    "a municipality's cost left out": (
        lambda p: with_first_changed(p, is_merged, lambda x: replace(x, annual=x.annual[1:])),
        "kommuner men",
    ),
    "a burden made smaller": (
        lambda p: with_first_changed(p, is_merged, lambda x: replace(x, burden=x.burden - 1_000)),
        "stämmer inte",
    ),
    "better cover than there is": (
        lambda p: with_first_changed(
            p,
            lambda x: x.uncovered_days > 1,
            lambda x: replace(x, uncovered_days=x.uncovered_days - 1),
        ),
        "dagar utan personal",
    ),
    "a sum that does not add up": (
        lambda p: replace(p, objective=p.objective + 1_000),
        "delarna blir",
    ),
    "a bound above the plan": (
        lambda p: replace(p, bound=p.objective + 1_000),
        "undre gräns",
    ),
}


def test_an_untouched_plan_has_no_faults(case: Case, sup: Suppositions, plan: Plan) -> None:
    """A check that cries wolf is switched off within a week."""
    assert faults_in(case, sup, PACK, plan) == ()


@pytest.mark.parametrize("name", CORRUPTIONS)
def test_a_corrupted_plan_is_found_out(
    name: str, case: Case, sup: Suppositions, plan: Plan
) -> None:
    """Solvers have been wrong before (solver.md): each kind of wrong has its own sentence."""
    corrupt, words = CORRUPTIONS[name]

    assert words in " ".join(faults_in(case, sup, PACK, corrupt(plan)))
