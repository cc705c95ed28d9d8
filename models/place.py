"""Where inhabitants go: travel from localities to the nearest office, and rent that is locked."""

import numpy as np

from models.arrangements import Arrangements
from models.case import Bools, Case
from models.entities import Alternative, Placement
from models.parameters import Floats


def open_offices(case: Case, arr: Arrangements, alternative: Alternative) -> Bools:
    """Return in which towns somebody is present, (V, T).

    A merged organisation in one town is present there alone; with work left in every municipality,
    and in every other alternative, each member's own seat is open.
    """
    is_open = np.zeros((arr.count, len(case.towns)), dtype=bool)
    is_open[:, : len(case.municipalities)] = arr.members
    if alternative is Alternative.MERGED:
        alone = np.array([pattern is Placement.ONE_TOWN for pattern in arr.pattern])
        is_open[alone] = False
        is_open[np.arange(arr.count), arr.seat] = True
    return is_open


def minutes_to_nearest(case: Case, minutes: Floats, is_open: Bools) -> Floats:
    """Return minutes one way from every town to the nearest open office of the row, (V, T).

    `minutes` (T, T), `is_open` (V, T); infinite where no office is open.
    """
    found = np.full(is_open.shape, np.inf)
    for t in range(is_open.shape[1]):
        rows = is_open[:, t]
        found[rows] = np.minimum(found[rows], minutes[:, t])
    return found


def travel_by_member(case: Case, arr: Arrangements, nearest: Floats) -> Floats:
    """Return minutes by member, the mean over its inhabitants, (V, M); 0 outside the group.

    Only inhabitants of localities are counted: where the others live is not in the pack.
    """
    owner = case.town_owner
    lives = (owner[None, :] == np.arange(len(case.municipalities))[:, None]) * case.town_people
    people = np.maximum(lives.sum(axis=1), 1.0)
    mean: Floats = (nearest @ lives.T) / people * arr.members
    return mean


def longest_way(case: Case, arr: Arrangements, nearest: Floats, today: Floats) -> Floats:
    """Return minutes from the members' furthest locality that gets a longer way than today, (V,).

    0 where none does. `nearest` and `today` (V, T) are minutes to the nearest office.
    """
    owner = case.town_owner
    inside = (owner >= 0)[None, :] & arr.members[:, np.maximum(owner, 0)] & (case.town_people > 0)
    longest: Floats = np.where(inside & (nearest > today), nearest, 0.0).max(axis=1)
    return longest


def locked_rent(rent: float, years_left: float) -> float:
    """Return the rent that must be paid whatever is decided, SEK: rent a year × years left."""
    return rent * years_left
