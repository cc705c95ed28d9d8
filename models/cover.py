"""How thin a small team is: days nobody is present, with absence independent between people."""

import numpy as np

from models.parameters import Floats


def days_uncovered(fte: Floats, absence: Floats, workdays: Floats) -> Floats:
    """Return days a year with nobody present.

    workdays · absence^⌊n⌋ · (1 − (n − ⌊n⌋)·(1 − absence)): whole persons and one part-timer whose
    presence is the fraction of a full-timer's. Holidays coincide, so this is a lower bound.
    """
    whole = np.floor(fte)
    part = fte - whole
    days: Floats = workdays * absence**whole * (1 - part * (1 - absence))
    return days


def rests_on_one_person(fte: Floats) -> np.typing.NDArray[np.bool_]:
    """Say where less than two full-time persons share the work, so that one leaving breaks it."""
    return (fte > 0) & (fte < 2)
