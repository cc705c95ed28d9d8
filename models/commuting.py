"""What a moved workplace means to who works there: extra travel, and how many that leave for it."""

import numpy as np

from models.arrangements import Arrangements
from models.case import Case
from models.location import road_km, travel_minutes
from models.parameters import Floats, Suppositions


def minutes_between(case: Case, sup: Suppositions) -> Floats:
    """Return minutes one way between all towns, (D, T, T): entered, or reckoned from the map."""
    detour, speed = (sup.of(key)[:, None, None] for key in ("omvagsfaktor", "reshastighet"))
    return travel_minutes(road_km(case.straight_km, case.road_km, detour), case.minutes, speed)


def minutes_to_seat(case: Case, sup: Suppositions, arr: Arrangements) -> Floats:
    """Return minutes one way from each municipality's own seat to the office town, (D, V, M)."""
    return minutes_between(case, sup)[:, arr.seat, : len(case.municipalities)]


def share_leaving(case: Case, sup: Suppositions, minutes: Floats) -> Floats:
    """Return the share of those moved who leave within two years, by extra minutes one way.

    `minutes` (D, …) is the way between the old workplace and the new one: how far from them people
    live is not known, so that the way between the towns stands for the extra commute.
    """
    share = np.zeros_like(minutes)
    for band in case.commuting:
        draws = sup.of(band.parameter).reshape(-1, *(1,) * (minutes.ndim - 1))
        share = np.where(minutes >= band.minutes_from, draws, share)
    return share
