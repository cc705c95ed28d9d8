"""Ten thousand draws at once give, draw by draw, what the reckoning step by step gives."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.alternatives import Reckoning, arrange, contracted, cooperation, merged, own
from models.amounts import amounts
from models.case import Case
from models.decisions import Choice
from models.entities import Alternative, LevelChoice
from models.parameters import Suppositions
from models.timing import Timing
from models.transition import rent_left, transition
from tests.models.deciding import every_choice
from tests.models.small import VALUES, decided_cases, suppositions

DRAWS = 3


def some_draws(case: Case, changes: dict[str, float], seed: int) -> Suppositions:
    """Return a few draws in which everything differs."""
    rng = np.random.default_rng(seed)
    values = VALUES | changes
    spread = {key: value * rng.uniform(0.8, 1.2, DRAWS) for key, value in values.items()}
    spread["horisont"] = np.full(DRAWS, VALUES["horisont"])
    shape = (DRAWS, len(case.activities))
    return Suppositions(spread, rng.uniform(-0.3, 0.2, shape), rng.uniform(0.7, 1.4, shape))


def stepwise(case: Case, sup: Suppositions, choice: Choice, level: LevelChoice) -> Reckoning:
    """Return the choice reckoned step by step, with every cost type kept."""
    arr = arrange(len(case.municipalities), [(choice.members, choice.seat, choice.pattern)])
    ways = {
        Alternative.OWN: lambda: own(case, arr, sup.draws),
        Alternative.COOPERATION: lambda: cooperation(case, sup, arr),
        Alternative.MERGED: lambda: merged(case, sup, arr, level),
        Alternative.CONTRACTED: lambda: contracted(case, sup, arr),
    }
    return ways[choice.alternative]()


@settings(max_examples=25, deadline=None)
@given(
    case=decided_cases(),
    changes=suppositions(),
    level=st.sampled_from(list(LevelChoice)),
    seed=st.integers(0, 1000),
)
def test_every_choice_is_what_it_is_step_by_step(
    case: Case, changes: dict[str, float], level: LevelChoice, seed: int
) -> None:
    """Two ways of reckoning the same thing would be two truths on one screen."""
    rng = np.random.default_rng(seed)
    shape = (len(case.municipalities), len(case.activities), 11)
    case = replace(case, growth=rng.uniform(0.8, 1.2, shape))
    sup = some_draws(case, changes, seed)
    extra = tuple(t.key for t in case.towns[len(case.municipalities) :])
    choices = tuple(c for j in range(len(case.activities)) for c in every_choice(case, extra, j))
    found = amounts(case, sup, choices, level)
    timing = Timing.of(case, sup, found, choices)
    annual, one_off = timing.annual(found), timing.one_off(found)
    flow = timing.flow(found, np.eye(len(found.choice)))
    for i, choice in enumerate(choices):
        j = choice.activity
        many = stepwise(case, sup, choice, level)
        way = transition(case, sup, many)
        slots = np.flatnonzero(found.choice == i)
        assert tuple(found.member[slots]) == choice.members
        for z in slots:
            m = int(found.member[z])
            at = (slice(None), 0, m, j)
            near = {"rel": 1e-9, "abs": 1e-6}
            assert found.change[z] == pytest.approx(many.net_effect()[at], **near)
            assert annual[z] == pytest.approx(way.annual[at], **near)
            assert one_off[z] == pytest.approx(way.one_off[at], **near)
            assert flow[z] == pytest.approx(way.flow[at], **near)
            rent = rent_left(case, sup, many)[at] * (1 - case.fee[j])
            assert found.rent[z] == pytest.approx(rent, **near)
