"""Posts: staff in quarters of a full-timer, and who moves, stays or leaves when offices change."""

from dataclasses import dataclass

import numpy as np

from models.parameters import Floats

STEP_FTE = 0.25
# What is left of a quarter after adding floats is no need of one.
NOISE = 1e-9


def up_to_quarters(fte: Floats) -> Floats:
    """Return the least number of quarter posts that is enough, in FTE."""
    quarters: Floats = np.ceil(fte / STEP_FTE - NOISE) * STEP_FTE
    return quarters


def in_quarters(fte: Floats) -> Floats:
    """Return FTE over towns (…, T) in quarters, with the sum rounded up.

    By largest remainder, towns that would get nothing at all first.
    """
    steps = fte / STEP_FTE
    whole = np.floor(steps + NOISE)
    left = np.maximum(steps - whole, 0.0)
    lacking = np.ceil(left.sum(axis=-1, keepdims=True) - 1e-6)
    # Nobody's place is rounded away while another has a quarter to spare.
    first = left + (whole < 1) * (left > NOISE)
    rank = np.argsort(np.argsort(-first, axis=-1, kind="stable"), axis=-1, kind="stable")
    quarters: Floats = (whole + (rank < lacking)) * STEP_FTE
    return quarters


@dataclass(frozen=True, slots=True)
class Moves:
    """What happens to the workplaces of one role, FTE: before = stay + move + leave by town.

    `stay`, `leave` and `recruit` (T,); `move` (T, T) from a town to another.
    """

    stay: Floats
    move: Floats
    leave: Floats
    recruit: Floats


def movements(before: Floats, after: Floats) -> Moves:
    """Return the moves that turn FTE by town `before` (T,) into `after` (T,).

    As many as possible move rather than leave: surplus workplaces are moved to the towns that need
    them, in proportion; what nobody needs leaves, what nobody has is recruited.
    """
    stay = np.minimum(before, after)
    surplus, lack = before - stay, after - stay
    moved = min(float(surplus.sum()), float(lack.sum()))
    move = np.zeros((len(before), len(after)))
    if moved > 0:
        move = np.outer(surplus, lack) * moved / (surplus.sum() * lack.sum())
    return Moves(stay, move, surplus - move.sum(axis=1), lack - move.sum(axis=0))
