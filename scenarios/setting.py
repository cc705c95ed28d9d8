"""What every question needs: the pack's numbers, the principal run and the draws."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from models.case import Case, build_case
from models.pack import Pack
from models.parameters import Factor, Floats, Suppositions, draw, factors_of, principal
from scenarios.scenario import Scenario

# 2⁹ = 512 draws hold the ends of the range within about a tenth of its width.
DRAW_EXPONENT = 9
LOW_PERCENT, HIGH_PERCENT = 5, 95


@dataclass(frozen=True, slots=True)
class Setting:
    """A pack and a scenario made ready for reckoning."""

    pack: Pack
    scenario: Scenario
    case: Case
    factors: tuple[Factor, ...]
    principal: Suppositions
    draws: Suppositions


@dataclass(frozen=True, slots=True)
class Range:
    """The principal run's value with the 5th and 95th percentile of the draws."""

    value: float
    low: float
    high: float


def prepare(pack: Pack, scenario: Scenario) -> Setting:
    """Return the setting in which every part of a question is answered."""
    elasticities = [activity.elasticity for activity in pack.activities]
    supposed = scenario.supposed(pack)
    one = principal(pack.parameters, elasticities, supposed)
    first, horizon = scenario.decide.first_year, round(float(one.of("horisont")[0]))
    case = build_case(pack, range(first, first + horizon + 1) if scenario.follows_trend else ())
    factors = factors_of(pack.parameters, elasticities, (case.base_low, case.base_high), supposed)
    draws = draw(factors, scenario.seed, DRAW_EXPONENT)
    return Setting(pack, scenario, case, factors, one, draws)


def with_range(value: float, drawn: Floats) -> Range:
    """Return the value with the ends of its range; `drawn` has shape (D,)."""
    low, high = np.percentile(drawn, [LOW_PERCENT, HIGH_PERCENT])
    return Range(value, float(min(low, value)), float(max(high, value)))


def chance_of_saving(drawn: Floats) -> float:
    """Return the share of the draws in which the cost falls."""
    return float((drawn < 0).mean())


def positions(case: Case, codes: Sequence[str]) -> tuple[int, ...]:
    """Return the positions of municipality codes, in the case's order.

    Raises:
        KeyError: when a code is not in the pack.
    """
    known = {m.code: i for i, m in enumerate(case.municipalities)}
    return tuple(sorted(known[code] for code in codes))
