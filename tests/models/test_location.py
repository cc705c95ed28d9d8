"""Where the towns lie, checked against the distances anybody can look up."""

import numpy as np
import pytest

from models.entities import Town
from models.location import distances, road_km, straight_km, travel_minutes

# SCB, Tätorter 2020: midpoints of the seats (WGS84), and the straight-line distances between them
# in km (the project's table distances_seats.csv, reckoned on the ellipsoid, rounded to 0.1).
SEATS = {
    "Kisa": ("0513", 57.98565, 15.63167),
    "Ödeshög": ("0509", 58.23038, 14.65615),
    "Boxholm": ("0560", 58.19315, 15.04649),
    "Österbymo": ("0512", 57.82621, 15.2814),
    "Tranås": ("0687", 58.0313, 14.97827),
    "Vadstena": ("0584", 58.44607, 14.89432),
}
STRAIGHT_KM = {
    ("Kisa", "Ödeshög"): 63.6,
    ("Kisa", "Boxholm"): 41.5,
    ("Kisa", "Österbymo"): 27.3,
    ("Kisa", "Tranås"): 39.0,
    ("Kisa", "Vadstena"): 67.1,
    ("Ödeshög", "Boxholm"): 23.3,
    ("Ödeshög", "Österbymo"): 58.2,
    ("Ödeshög", "Tranås"): 29.2,
    ("Ödeshög", "Vadstena"): 27.8,
    ("Boxholm", "Österbymo"): 43.2,
    ("Boxholm", "Tranås"): 18.5,
    ("Boxholm", "Vadstena"): 29.5,
    ("Österbymo", "Tranås"): 29.1,
    ("Österbymo", "Vadstena"): 72.7,
    ("Tranås", "Vadstena"): 46.5,
}
TOWNS = tuple(Town(name, name, code, 1, lat, lon, True) for name, (code, lat, lon) in SEATS.items())
PLACE = {name: i for i, name in enumerate(SEATS)}


@pytest.mark.parametrize("pair", STRAIGHT_KM, ids="-".join)
def test_straight_distances_agree_with_the_published_ones(pair: tuple[str, str]) -> None:
    """All fifteen distances between six seats, to half a per cent.

    A sphere of 6 371 km is 0.2–0.4 % short of the ellipsoid here: at most 0.2 km.
    """
    a, b = (TOWNS[PLACE[name]] for name in pair)

    assert straight_km(a, b) == pytest.approx(STRAIGHT_KM[pair], rel=0.005)


def test_distances_are_the_same_in_both_directions() -> None:
    """It is as far from Kisa to Tranås as back, also when only one direction was entered."""
    known = {("Österbymo", "Kisa"): (35.0, None), ("Tranås", "Kisa"): (None, 48.0)}
    straight, road, minutes = distances(TOWNS, known)

    for matrix in (straight, road, minutes):
        assert np.array_equal(matrix, matrix.T, equal_nan=True)
    assert not np.diag(straight).any()
    assert road[PLACE["Kisa"], PLACE["Österbymo"]] == 35
    assert minutes[PLACE["Kisa"], PLACE["Tranås"]] == 48


def test_what_is_entered_in_each_direction_is_put_together() -> None:
    """The kilometres may stand on one row and the minutes on the row the other way."""
    known = {("Kisa", "Tranås"): (None, 48.0), ("Tranås", "Kisa"): (52.0, None)}
    _, road, minutes = distances(TOWNS, known)

    for a, b in (("Kisa", "Tranås"), ("Tranås", "Kisa")):
        assert (road[PLACE[a], PLACE[b]], minutes[PLACE[a], PLACE[b]]) == (52, 48)


def test_an_entered_road_distance_wins_over_the_estimate() -> None:
    """Lake Sommen lies in the way: 35 km by road, whatever 27.3 km times a factor says."""
    straight, road, minutes = distances(TOWNS, {("Kisa", "Österbymo"): (35.0, None)})
    km = road_km(straight, road, np.array([1.3, 1.5])[:, None, None])
    time = travel_minutes(km, minutes, np.array([60.0, 70.0])[:, None, None])
    here, there, far = PLACE["Kisa"], PLACE["Österbymo"], PLACE["Tranås"]

    assert km[:, here, there].tolist() == [35, 35]
    assert km[:, here, far] == pytest.approx([39.0 * 1.3, 39.0 * 1.5], rel=0.005)
    assert time[:, here, there].tolist() == [35, 30]


def test_an_entered_travel_time_wins_over_the_estimate() -> None:
    """The bus timetable is known better than distance divided by speed."""
    straight, road, minutes = distances(TOWNS, {("Kisa", "Tranås"): (None, 61.0)})
    km = road_km(straight, road, np.array([1.3])[:, None, None])

    assert (
        travel_minutes(km, minutes, np.array([60.0])[:, None, None])[
            0, PLACE["Tranås"], PLACE["Kisa"]
        ]
        == 61
    )
