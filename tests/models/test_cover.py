"""Days without anybody, by a formula one can check in one's head."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.alternatives import arrange, cooperation, merged, own
from models.cover import days_uncovered, rests_on_one_person
from models.entities import Placement
from models.options import uncovered_days
from tests.models.small import activity, small_case, suppose

ABSENCE, WORKDAYS = np.array(0.224), np.array(250.0)


@pytest.mark.parametrize(("people", "days"), [(1, 56.0), (2, 12.5), (3, 2.8), (4, 0.6)])
def test_whole_persons_give_the_published_days(people: int, days: float) -> None:
    """Evidence 5: 250 · 0.224^n, with 20 % absence and 3 % vacancy; a team of 3 is hardly empty."""
    assert days_uncovered(np.array(float(people)), ABSENCE, WORKDAYS) == pytest.approx(
        days, abs=0.05
    )


def test_nobody_employed_is_every_day_uncovered() -> None:
    """250 · 0.224^0 = 250: the formula starts where it should."""
    assert days_uncovered(np.array(0.0), ABSENCE, WORKDAYS) == 250


@given(
    fte=st.lists(st.floats(0, 12), min_size=2, max_size=20),
    absence=st.floats(0.01, 0.99),
)
def test_more_staff_never_leaves_more_days_without_anybody(
    fte: list[float], absence: float
) -> None:
    """Half a post more may not look like a risk, also when it makes a whole person."""
    days = days_uncovered(np.sort(np.array(fte)), np.array(absence), WORKDAYS)

    assert (np.diff(days) <= 1e-9).all()
    assert (days >= 0).all()
    assert (days <= 250).all()


@pytest.mark.parametrize(("fte", "thin"), [(0.0, False), (0.5, True), (1.9, True), (2.0, False)])
def test_less_than_two_people_is_one_person_to_lose(fte: float, thin: bool) -> None:
    """Person dependence is what the small five worry about most (K-22)."""
    assert bool(rests_on_one_person(np.array(fte))) is thin


def test_pooling_covers_more_days_the_closer_the_staff_work() -> None:
    """Alone 56 days each; with 0.3 of the other's time 42.98; as one team of two 12.5 each.

    1.3 persons: 250 · 0.224 · (1 − 0.3 · 0.776) = 42.98.
    """
    case = small_case(activities=(activity("miljo", bought_share=0.3),), fte=1.0)
    sup = suppose(case, elasticity=0.0)
    both = arrange(2, [((0, 1), 0, Placement.LOCAL)])
    alone = arrange(2, [((0,), 0, Placement.LOCAL), ((1,), 1, Placement.LOCAL)])

    def days(result: object) -> float:
        return float(uncovered_days(case, sup, result).sum())  # type: ignore[arg-type]

    assert days(own(case, alone)) == pytest.approx(2 * 56)
    lent = uncovered_days(
        case, sup, cooperation(case, suppose(case, 0.0, samverkansgrad=0.0), both)
    )
    assert float(lent.sum()) == pytest.approx(2 * 42.963, abs=0.01)
    assert days(merged(case, sup, both)) == pytest.approx(2 * 12.544)
