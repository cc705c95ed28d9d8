"""What a way of running an activity costs each member: what stays with it and what is joint.

In a merged organisation everything in a joint budget is joint; grants and overheads (the cost
types that are not) stay at home. In cooperation each keeps its own organisation, and only the part
that is bought from each other is joint. Cost that fee payers bear is left out: it is not the
councils' to share.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from models.case import Case
from models.decisions import Choice
from models.entities import Alternative
from models.parameters import Floats
from models.sharing import fixed_and_variable


@dataclass(frozen=True, slots=True)
class JointCost:
    """One choice's cost, tax-funded and gross, SEK/year; draws may come first.

    own (…, M) what each member pays today, kept (…, M) what stays with it, pool (…,) what they have
    jointly; 0 outside the group.  Σ own + Σ effect = Σ kept + pool.
    """

    choice: Choice
    own: Floats
    kept: Floats
    pool: Floats


def joint_cost(case: Case, choice: Choice, annual: Floats, base: Floats) -> JointCost:
    """Return a choice's cost from its effect `annual` (…, M) and the base accounts' factor (…,)."""
    j = choice.activity
    member = np.zeros(len(case.municipalities))
    member[list(choice.members)] = 1.0
    taxed = base[..., None] * (1 - case.fee[j]) * member
    own = case.cost[:, j].sum(axis=-1) * taxed
    if not choice.joint:
        return JointCost(choice, own, own + annual, np.zeros(own.shape[:-1]))
    part = 1.0 if choice.alternative is Alternative.MERGED else float(case.bought[j])
    handed_over = part * (case.cost[:, j] * case.joint).sum(axis=-1) * taxed
    pool = handed_over.sum(axis=-1) + annual.sum(axis=-1)
    return JointCost(choice, own, own - handed_over, pool)


@dataclass(frozen=True, slots=True)
class CostKey:
    """How a joint cost is paid: its key in data and addresses, and the weights (M,) it uses.

    A weight that nobody knows is NaN.
    """

    key: str
    weights: Callable[[Case, int], Floats]


def _volume(case: Case, j: int) -> Floats:
    return np.where(case.volume[:, j] > 0, case.volume[:, j], np.nan)


KEYS: tuple[CostKey, ...] = (
    CostKey("inhabitants", lambda case, _j: case.inhabitants),
    CostKey("volume", _volume),
    CostKey("historic", lambda case, j: case.cost[:, j].sum(axis=-1)),
    CostKey("equal", lambda case, _j: np.ones(len(case.municipalities))),
)


def cost_key(key: str) -> CostKey:
    """Return a cost key by its key.

    Raises:
        KeyError: when there is no such key.
    """
    for found in KEYS:
        if found.key == key:
            return found
    raise KeyError(key)


def key_shares(case: Case, cost: Choice, key: CostKey, fixed: float) -> Floats:
    """Return each member's share (M,) of a choice's joint cost, 0 outside the group.

    `fixed` 0–1 is the part in equal shares, the rest is by the key.

    Raises:
        CannotShareError: when the key's weights are not known for every member.
    """
    members = list(cost.members)
    shares = np.zeros(len(case.municipalities))
    shares[members] = fixed_and_variable(key.weights(case, cost.activity)[members], 1.0, fixed)
    return shares
