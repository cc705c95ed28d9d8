"""The project's own derived table of what merging the five saves at a given elasticity.

Source: the project's evidence (evidence.md section 1, ”Translation table”), derived there from the
formula (43 425 / inhabitants)^e − 1 with mean inhabitants 2018–2022. It is our own arithmetic, not
anybody's finding: it checks that the models do what the table's formula says.
"""

import numpy as np
import pytest

from models.alternatives import arrange, merged
from models.entities import Placement
from tests.models.small import COSTS, activity, small_case, suppose

INHABITANTS = {"Kinda": 9_992, "Ödeshög": 5_325, "Boxholm": 5_475, "Ydre": 3_719, "Tranås": 18_914}
SAVED_PER_CENT = {"Tranås": 8, "Kinda": 14, "Ödeshög": 19, "Boxholm": 19, "Ydre": 22}
POPULATION_WEIGHTED = {-0.02: 3, -0.05: 7, -0.10: 13, -0.15: 19, -0.20: 24}


def savings(elasticity: float, members: tuple[int, ...] = (0, 1, 2, 3, 4)) -> np.ndarray:
    """Return the scale step as a share of cost when all of the gain is reached, (M,)."""
    people = tuple(float(n) for n in INHABITANTS.values())
    case = small_case(
        count=5,
        activities=(activity("ekonomi", exposure={}),),
        inhabitants=people,
        fte=0.0,
        manager_fte=0.0,
        other=0.0,
    )
    # Cost per inhabitant alike, so that a sum over municipalities is weighted by inhabitants.
    case.cost[:, 0, COSTS.index("K6")] = np.array(people) * 100
    arr = arrange(5, [(members, members[-1], Placement.LOCAL)])
    scale = merged(case, suppose(case, elasticity, realisering_sammanslagen=1.0), arr).steps[
        "scale"
    ]
    return -scale[0, 0, :, 0].sum(axis=-1) / case.cost[:, 0].sum(axis=-1)


@pytest.mark.parametrize("name", SAVED_PER_CENT)
def test_each_municipality_saves_what_the_table_says(name: str) -> None:
    """At −0.10 Tranås saves 8 % and Ydre 22 %: the largest always gains least per krona."""
    place = list(INHABITANTS).index(name)

    assert savings(-0.10)[place] * 100 == pytest.approx(SAVED_PER_CENT[name], abs=0.5)


@pytest.mark.parametrize("elasticity", POPULATION_WEIGHTED)
def test_the_five_together_save_what_the_table_says(elasticity: float) -> None:
    """From 3 % at −0.02 to 24 % at −0.20, weighted by inhabitants."""
    people = np.array(list(INHABITANTS.values()))
    together = (savings(elasticity) * people).sum() / people.sum()

    assert together * 100 == pytest.approx(POPULATION_WEIGHTED[elasticity], abs=0.5)


def test_without_tranas_the_four_save_what_the_table_says() -> None:
    """24 511 inhabitants at −0.10: 12 %, and nothing for the one that stays outside."""
    people = np.array(list(INHABITANTS.values()))[:4]
    saved = savings(-0.10, (0, 1, 2, 3))

    assert (saved[:4] * people).sum() / people.sum() * 100 == pytest.approx(12, abs=0.5)
    assert saved[4] == 0
