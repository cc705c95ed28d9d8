"""Where towns lie and how long it takes to travel between them."""

import math
from collections.abc import Mapping, Sequence

import numpy as np

from models.entities import Town
from models.parameters import Floats

EARTH_RADIUS_KM = 6371.0


def straight_km(a: Town, b: Town) -> float:
    """Return the great-circle distance in km (haversine)."""
    phi_a, phi_b = math.radians(a.lat), math.radians(b.lat)
    half_lat = (phi_b - phi_a) / 2
    half_lon = math.radians(b.lon - a.lon) / 2
    h = math.sin(half_lat) ** 2 + math.cos(phi_a) * math.cos(phi_b) * math.sin(half_lon) ** 2
    return 2 * EARTH_RADIUS_KM * math.asin(math.sqrt(h))


def distances(
    towns: Sequence[Town], travel: Mapping[tuple[str, str], tuple[float | None, float | None]]
) -> tuple[Floats, Floats, Floats]:
    """Return (straight km, known road km or NaN, known minutes or NaN), each of shape (T, T).

    A road distance or a time that somebody has entered holds in both directions.
    """
    n = len(towns)
    straight = np.zeros((n, n))
    road = np.full((n, n), np.nan)
    minutes = np.full((n, n), np.nan)
    for i, a in enumerate(towns):
        for j, b in enumerate(towns):
            straight[i, j] = straight_km(a, b)
            for way in ((b.key, a.key), (a.key, b.key)):
                km, time = travel.get(way, (None, None))
                road[i, j] = road[i, j] if km is None else km
                minutes[i, j] = minutes[i, j] if time is None else time
    return straight, road, minutes


def road_km(straight: Floats, known: Floats, detour: Floats) -> Floats:
    """Return road km: entered where known, else straight × detour factor; shapes are broadcast."""
    return np.where(np.isnan(known), straight * detour, known)


def travel_minutes(km: Floats, known: Floats, speed_kmh: Floats) -> Floats:
    """Return minutes one way: entered where known, else km / speed; shapes are broadcast."""
    return np.where(np.isnan(known), km / speed_kmh * 60, known)
