"""Games of cost and gain that others have solved, and our shares beside theirs.

Sources:
    tva: the Tennessee Valley Authority's dams, 1938, thousand USD. Straffin and Heaney, Game theory
        and the Tennessee Valley Authority, International Journal of Game Theory 10 (1981).
    lemaire: an insurance pool of three. Lemaire, Cooperative game theory and its insurance
        applications, ASTIN Bulletin 21 (1991); the values as in the R package GameTheory.
    coopgame_49_1, coopgame_67_1: tests of the nucleolus in the R package CoopGame.
    Skåne: water supply, million SEK. Young, Okada and Hashimoto, IIASA WP-79-77 (1979), Table 7.
    Talmud: Ketubot 93a. Aumann and Maschler, Game theoretic analysis of a bankruptcy problem from
        the Talmud, Journal of Economic Theory 36 (1985): each ruling is a nucleolus.
    Airport: Littlechild and Owen, A simple expression for the Shapley value in a special case,
        Management Science 20 (1973).
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.coalitions import nucleolus
from models.game import Game, game_of, shapley, sums, worse_off
from models.parameters import Floats
from models.sharing import remaining_benefits

GROUPS = ("1", "2", "3", "12", "13", "23", "123")


@dataclass(frozen=True)
class Reference:
    """Values in the order of GROUPS, and the published shares of the game."""

    gain: bool
    values: tuple[float, ...]
    shapley: tuple[float, ...] | None = None
    nucleolus: tuple[float, ...] | None = None
    separable: tuple[float, ...] | None = None

    @property
    def sign(self) -> float:
        """Return −1 for gains: a gain is a cost that is less than nothing."""
        return -1.0 if self.gain else 1.0

    @property
    def game(self) -> Game:
        """Return the game."""
        named = zip(GROUPS, self.values, strict=True)
        return game_of("123", {frozenset(group): self.sign * value for group, value in named})


REFERENCES = {
    "tva": Reference(
        gain=False,
        values=(163_520, 140_826, 250_096, 301_607, 378_821, 367_370, 412_584),
        shapley=(117_829, 100_756.5, 193_998.5),
        nucleolus=(116_234, 93_540, 202_810),
        separable=(45_214, 33_763, 110_977),
    ),
    "lemaire": Reference(
        gain=True,
        values=(46_125, 17_437.5, 5_812.5, 69_187.5, 53_812.5, 30_750, 90_000),
        shapley=(51_750, 25_875, 12_375),
        nucleolus=(52_687.5, 24_468.75, 12_843.75),
    ),
    "coopgame_49_1": Reference(
        gain=True, values=(-1, 0, 1, 3, 4, 2, 5), nucleolus=(8 / 3, 2 / 3, 5 / 3)
    ),
    # Right only when nobody gets less than alone: without that it is the prenucleolus.
    "coopgame_67_1": Reference(gain=True, values=(2, 6, 5, 15, 1, 18, 14), nucleolus=(2, 7, 5)),
}

SKANE = ("A", "H", "K", "L", "M", "T")
ALONE = np.array([21.95, 17.08, 10.91, 15.88, 20.81, 21.98])
MARGINAL = np.array([17.36, 9.85, 0.82, 6.40, 12.90, 14.06])
TOGETHER = 83.82
BY_SCRB = (19.54, 13.28, 5.62, 10.90, 16.66, 17.82)
BY_POPULATION = np.array([10.13, 21.00, 3.19, 8.22, 34.22, 7.07])

CLAIMS = np.array([100.0, 200.0, 300.0])
RULINGS = {100: (100 / 3, 100 / 3, 100 / 3), 200: (50, 75, 75), 300: (50, 100, 150)}

RUNWAYS = st.lists(st.floats(0, 1e9).map(lambda cost: round(cost, 2)), min_size=1, max_size=7)


def known(kind: str) -> list[str]:
    """Return the games for which these shares are published."""
    return [name for name, reference in REFERENCES.items() if getattr(reference, kind)]


@pytest.mark.parametrize("name", known("shapley"))
def test_the_shapley_value_agrees_with_the_published(name: str) -> None:
    """Printed to half a unit, and exact in these numbers."""
    reference = REFERENCES[name]

    assert reference.sign * shapley(reference.game) == pytest.approx(reference.shapley, abs=1e-6)


@pytest.mark.parametrize("name", known("nucleolus"))
def test_the_nucleolus_agrees_with_the_published(name: str) -> None:
    """Another program, in another language, found the same sharing."""
    reference = REFERENCES[name]
    shares = reference.sign * nucleolus(reference.game)

    assert shares == pytest.approx(reference.nucleolus, rel=1e-9)


@pytest.mark.parametrize("name", known("separable"))
def test_the_separable_costs_agree_with_the_published(name: str) -> None:
    """Navigation adds 412 584 − 367 370 = 45 214 to the two other purposes of the dams."""
    assert REFERENCES[name].game.marginal == pytest.approx(REFERENCES[name].separable, abs=1e-6)


def test_separable_costs_remaining_benefits_agree_with_the_published_skane_case() -> None:
    """The SCRB row of Table 7, to its printed two decimals (one unit in the last place)."""
    assert remaining_benefits(ALONE, MARGINAL, TOGETHER) == pytest.approx(BY_SCRB, abs=0.01)


def test_sharing_by_population_makes_two_skane_groups_pay_more_than_alone() -> None:
    """The figures' lesson, kept: by population, H and M would have been better off outside."""
    costs = sums(ALONE)
    costs[-1] = TOGETHER
    game = Game(SKANE, costs)

    assert BY_POPULATION.sum() == pytest.approx(TOGETHER, abs=0.015)
    assert [SKANE[i] for i in worse_off(game, BY_POPULATION)] == ["H", "M"]


@pytest.mark.parametrize("estate", RULINGS)
def test_the_nucleolus_divides_an_estate_as_the_talmud(estate: int) -> None:
    """Creditors can count on what is left when all others have been paid: v(S) = max(0, E − …)."""
    others = CLAIMS.sum() - sums(CLAIMS)
    worth = np.maximum(estate - others, 0.0)

    assert -nucleolus(Game(("100", "200", "300"), -worth)) == pytest.approx(RULINGS[estate])


def by_length(runways: Floats) -> Floats:
    """Return Littlechild and Owen's charges: each stretch shared by those that need it."""
    order = np.argsort(runways, kind="stable")
    lengths = [0.0, *runways[order]]
    stretches = [long - short for short, long in pairwise(lengths)]
    users = np.arange(len(runways), 0, -1)
    charges = np.empty(len(runways))
    charges[order] = np.cumsum(np.array(stretches) / users)
    return charges


@given(runways=RUNWAYS)
def test_the_shapley_value_of_a_runway_is_the_landing_charges(runways: list[float]) -> None:
    """A group needs the runway of its largest aircraft: a closed form with other arithmetic."""
    n = len(runways)
    costs = np.zeros(2**n)
    for mask in range(1, 2**n):
        costs[mask] = max(runways[i] for i in range(n) if mask >> i & 1)
    game = Game(tuple("abcdefg"[:n]), costs)

    assert shapley(game) == pytest.approx(by_length(np.array(runways)), abs=1e-9 * max(runways))
