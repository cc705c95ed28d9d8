"""Where inhabitants and those who work have to go, by hand: minutes, nearest office, who leaves."""

from dataclasses import replace

import numpy as np
import pytest

from models.alternatives import arrange
from models.case import Case
from models.commuting import minutes_between, minutes_to_seat, share_leaving
from models.decisions import Decisions
from models.entities import Alternative, CommutingBand, Placement
from models.options import Options, enumerate_options
from models.place import (
    locked_rent,
    longest_way,
    minutes_to_nearest,
    open_offices,
    travel_by_member,
)
from tests.models.small import activity, small_case, suppose, with_places

ONE_TOWN, LOCAL, HYBRID = Placement.ONE_TOWN, Placement.LOCAL, Placement.HYBRID
# Minutes between Ort 0, Ort 1, By (in 0) and Stad (outside); 1000 live in the first two, 700 in By.
MINUTES = np.array(
    [
        [0.0, 30.0, 20.0, 12.0],
        [30.0, 0.0, 25.0, 40.0],
        [20.0, 25.0, 0.0, 18.0],
        [12.0, 40.0, 18.0, 0.0],
    ]
)


@pytest.fixture(scope="module")
def towns() -> Case:
    """Two municipalities whose ways are entered in minutes; bygglov is visited."""
    case = with_places(small_case(activities=(activity("bygglov", visited=True), activity("lon"))))
    case.minutes[...] = MINUTES
    return case


BOTH_WAYS = [((0, 1), 0, ONE_TOWN), ((0, 1), 3, ONE_TOWN), ((0, 1), 3, LOCAL), ((1,), 1, LOCAL)]


def test_an_entered_time_holds_and_the_rest_is_reckoned_from_the_map() -> None:
    """30 km as the crow flies is 39 km of road, which is 39 minutes at 60 km/h."""
    case = small_case(count=3, km_apart=30.0)
    minutes = minutes_between(case, suppose(case))

    assert minutes[0] == pytest.approx(np.array([[0, 39, 78], [39, 0, 39], [78, 39, 0]]))
    case.minutes[0, 2] = 50.0
    case.road_km[0, 1] = 60.0
    assert minutes_between(case, suppose(case))[0, 0] == pytest.approx([0, 60, 50])


def test_the_way_to_the_seat_is_from_each_municipalitys_own_seat(towns: Case) -> None:
    """To Stad it is 12 minutes from Ort 0 and 40 from Ort 1."""
    arr = arrange(2, [((0, 1), 3, ONE_TOWN), ((0, 1), 1, ONE_TOWN)])

    assert minutes_to_seat(towns, suppose(towns), arr)[0] == pytest.approx(
        np.array([[12.0, 40.0], [30.0, 0.0]])
    )


def test_offices_are_where_somebody_is_present(towns: Case) -> None:
    """In one town: there alone. With work left at home, and in every other way: at the seats."""
    arr = arrange(2, BOTH_WAYS)

    assert open_offices(towns, arr, Alternative.MERGED).tolist() == [
        [True, False, False, False],
        [False, False, False, True],
        [True, True, False, True],
        [False, True, False, False],
    ]
    for way in (Alternative.OWN, Alternative.COOPERATION, Alternative.CONTRACTED):
        assert open_offices(towns, arr, way).tolist() == [
            [True, True, False, False],
            [True, True, False, False],
            [True, True, False, False],
            [False, True, False, False],
        ]


def test_the_nearest_open_office_counts(towns: Case) -> None:
    """By has 18 minutes to Stad and 20 to its own seat; with no office open it is endlessly far."""
    is_open = np.array([[True, True, False, False], [True, True, False, True], [False] * 4])
    nearest = minutes_to_nearest(towns, MINUTES, is_open)

    assert nearest[0] == pytest.approx([0, 0, 20, 12])
    assert nearest[1] == pytest.approx([0, 0, 18, 0])
    assert np.isinf(nearest[2]).all()


def test_the_mean_way_is_weighted_by_those_who_live_there(towns: Case) -> None:
    """1 000 at the seat and 700 in By, 20 minutes away: 20 · 700/1 700."""
    arr = arrange(2, [((0, 1), 0, ONE_TOWN), ((1,), 1, LOCAL)])
    nearest = np.array([[0.0, 30.0, 20.0, 12.0], [30.0, 0.0, 25.0, 40.0]])

    assert travel_by_member(towns, arr, nearest) == pytest.approx(
        np.array([[20 * 700 / 1_700, 30.0], [0.0, 0.0]])
    )


def test_only_localities_that_get_further_away_count_as_far(towns: Case) -> None:
    """By has 20 minutes today. Ort 1 gets 30 where the office is in Ort 0; in Stad it gets 40."""
    arr = arrange(2, BOTH_WAYS)
    today = minutes_to_nearest(towns, MINUTES, open_offices(towns, arr, Alternative.OWN))
    after = minutes_to_nearest(towns, MINUTES, open_offices(towns, arr, Alternative.MERGED))

    assert longest_way(towns, arr, after, today) == pytest.approx([30.0, 40.0, 0.0, 0.0])


def test_one_that_is_far_today_is_no_leave_to_send_another_as_far(towns: Case) -> None:
    """By 45 minutes from everything does not make 30 minutes fine for Ort 1 when 25 is the most."""
    far = MINUTES.copy()
    far[2, :2] = far[:2, 2] = 45.0
    arr = arrange(2, [((0, 1), 0, ONE_TOWN)])
    today = minutes_to_nearest(towns, far, open_offices(towns, arr, Alternative.OWN))
    after = minutes_to_nearest(towns, far, open_offices(towns, arr, Alternative.MERGED))

    assert longest_way(towns, arr, after, today) == pytest.approx([30.0])


def test_a_longer_way_weighs_at_its_price_where_somebody_visits(towns: Case) -> None:
    """Merged in Ort 0: 30 minutes longer in 1, at 1 000 kr a minute; lön nobody visits."""
    sup = suppose(towns)

    def burden(decided: Decisions) -> dict[int, float]:
        options = enumerate_options(towns, sup, decided)
        rows = options.merged & (options.seat == 0) & (options.pattern == 0)
        return {int(options.activity[i]): float(options.burden[i]) for i in np.flatnonzero(rows)}

    free, priced = burden(Decisions()), burden(Decisions(price_travel_minute_sek=1_000.0))
    assert priced[0] - free[0] == pytest.approx(30_000)
    assert priced[1] == free[1]


@pytest.mark.parametrize(
    ("minutes", "share"),
    [(0.0, 0.2), (14.9, 0.2), (15.0, 0.3), (44.9, 0.3), (45.0, 0.5), (300.0, 0.5)],
)
def test_more_leave_the_further_they_have_to_go(minutes: float, share: float) -> None:
    """Each band begins at its minutes and lasts until the next."""
    bands = (
        CommutingBand(0.0, "nara"),
        CommutingBand(15.0, "mellan"),
        CommutingBand(45.0, "langt"),
    )
    case = replace(small_case(), commuting=bands)
    sup = suppose(case, nara=0.2, mellan=0.3, langt=0.5)

    assert share_leaving(case, sup, np.array([[[minutes, minutes]]])) == pytest.approx(share)


def test_below_the_first_band_nobody_leaves() -> None:
    """A pack whose first band begins at 10 minutes says nothing of shorter ways."""
    case = replace(small_case(), commuting=(CommutingBand(10.0, "slutar"),))

    assert share_leaving(case, suppose(case), np.array([[9.9, 10.0]])).tolist() == [[0.0, 0.2]]


def test_rent_is_locked_for_the_years_that_are_left() -> None:
    """1.6 mnkr a year for two and a half years."""
    assert locked_rent(1_600_000.0, 2.5) == 4_000_000.0


def options_of(case: Case, decided: Decisions) -> Options:
    """Return the options of a case with one draw."""
    return enumerate_options(case, suppose(case), decided)


def test_an_opened_town_may_lead_a_merged_organisation_and_nothing_else(towns: Case) -> None:
    """Stad is offered to every group of two, in every placement, and named twice it is one."""
    closed = options_of(towns, Decisions())
    opened = options_of(towns, Decisions(extra_towns=("stad", "stad")))
    new = opened.keep(opened.seat == 3)

    assert len(opened) == len(closed) + len(new)
    assert len(new) == 2 * 3
    assert new.merged.all()
