"""Weighing of criteria: values made points 0–100, points weighed together, and what would flip it.

Axes, always in this order: draw d, criterion k, alternative h. Weights are per cent and sum to 100
for everyone who weighs; nothing here makes them do so unasked. The formulas are written out in
docs/model.md under the same names.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from models.case import Bools
from models.parameters import Floats

WHOLE = 100.0
# What binary rounding may add to a sum of weights; 99,9 is not 100.
SUM_SLACK = 1e-6
# Values closer than this, of the greatest of them, are the same; scores likewise, of 100.
SAME = 1e-9


class WeightsError(ValueError):
    """Weights that cannot be used: below 0, or not adding up to 100. `total` is their sum."""

    def __init__(self, total: float) -> None:
        super().__init__(f"weights add up to {total}")
        self.total = total


@dataclass(frozen=True, slots=True)
class FlipAt:
    """The weight, 0–100, at which others draw level with the top and beyond which they lead.

    `by` are the positions of the alternatives that do.
    """

    weight: float
    by: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Flip:
    """What changes of one criterion's weight change the top; None where no weight 0–100 does."""

    now: float
    down: FlipAt | None
    up: FlipAt | None

    @property
    def nearest(self) -> FlipAt | None:
        """Return the smaller change of the two; the lower weight when they are as far away."""
        found = [at for at in (self.down, self.up) if at is not None]
        return min(found, key=lambda at: abs(at.weight - self.now), default=None)

    @property
    def change(self) -> float | None:
        """Return how far the weight is from the nearest flip, in weight points; None for never."""
        return None if self.nearest is None else abs(self.nearest.weight - self.now)


def checked(weights: ArrayLike) -> Floats:
    """Return the weights (…, K) as they are.

    Raises:
        WeightsError: when one is below 0 or a row does not add up to 100.
    """
    found = np.asarray(weights, dtype=np.float64)
    for row in found.reshape(-1, found.shape[-1]):
        total = float(row.sum())
        if not (np.isfinite(total) and abs(total - WHOLE) <= SUM_SLACK and (row >= 0).all()):
            raise WeightsError(total)
    return found


def rescaled(weights: ArrayLike) -> Floats:
    """Return the weights (K,) in their proportions, adding up to 100.

    Raises:
        WeightsError: when there is nothing to scale, or a weight is below 0.
    """
    found = np.asarray(weights, dtype=np.float64)
    total = float(found.sum())
    if not np.isfinite(total) or total <= 0 or (found < 0).any():
        raise WeightsError(total)
    scaled: Floats = found * (WHOLE / total)
    return scaled


def points(values: Floats, higher_is_better: Bools, ends: Floats | None = None) -> Floats:
    """Return values (…, K, H) as points: 0 for the worst, 100 for the best, linear between them.

    Where all are equal all get 100: the criterion decides nothing. `ends` (K, H) are the values
    whose worst and best set the scale, the values themselves when None; other values on that scale
    may lie outside 0–100.
    """
    scale = values if ends is None else ends
    low, high = scale.min(axis=-1, keepdims=True), scale.max(axis=-1, keepdims=True)
    better = higher_is_better[:, None]
    worst, best = np.where(better, low, high), np.where(better, high, low)
    width = best - worst
    same = np.abs(width) <= SAME * np.maximum(np.abs(low), np.abs(high))
    found: Floats = np.where(same, WHOLE, WHOLE * (values - worst) / np.where(same, 1.0, width))
    return found


def scores(found: Floats, weights: ArrayLike) -> Floats:
    """Return weighted points, (…, H): Σ_k weight_k · points_kh / 100.

    Raises:
        WeightsError: when the weights (K,) do not add up to 100.
    """
    weighed: Floats = np.einsum("k,...kh->...h", checked(weights), found) / WHOLE
    return weighed


def scores_by_municipality(found: Floats, weights: ArrayLike) -> tuple[Floats, Floats]:
    """Return each municipality's scores (M, H) with its own weights (M, K), and their mean (H,).

    Every municipality counts the same in the mean.

    Raises:
        WeightsError: when any municipality's weights do not add up to 100.
    """
    each: Floats = checked(weights) @ found / WHOLE
    return each, np.asarray(each.mean(axis=0))


def ranks(found: Floats) -> NDArray[np.intp]:
    """Return places 1, 2 … (…, H) by score (…, H), the highest first; equal scores share one."""
    ahead = found[..., None, :] > found[..., :, None] + SAME * WHOLE
    return np.asarray(1 + ahead.sum(axis=-1), dtype=np.intp)


def shares_first(drawn: Floats) -> Floats:
    """Return the share of the draws in which each ranks first, (H,), from scores (D, H).

    A first place that is shared counts in parts, so that the shares add up to 1.
    """
    first = ranks(drawn) == 1
    shares: Floats = (first / first.sum(axis=1, keepdims=True)).mean(axis=0)
    return shares


def alike(drawn: Floats, low_percent: float, high_percent: float) -> Bools:
    """Say which pairs cannot be told apart, (H, H): the range of their difference contains 0.

    The differences are taken draw by draw, so that what is common to both cancels.
    """
    apart = drawn[:, :, None] - drawn[:, None, :]
    low, high = np.percentile(apart, [low_percent, high_percent], axis=0)
    slack = SAME * WHOLE
    return np.asarray((low <= slack) & (high >= -slack))


def flip(found: Floats, weights: ArrayLike, k: int) -> Flip:
    """Return the smallest changes of weight k, down and up, at which the top-ranked changes.

    The other weights keep their proportions to each other and the sum stays 100; where weight k is
    the whole they are put back in equal parts. With weight t on k the score is
    t/100 · points_k + (100 − t)/100 · rest, so that the lead of l over h is linear in t:
    t·a + (100 − t)·b with a = points_kl − points_kh and b = rest_l − rest_h, which is 0 at
    t = 100·b/(b − a). The top has changed when somebody leads over all that are first now.

    Raises:
        WeightsError: when the weights (K,) do not add up to 100.
    """
    given = checked(weights)
    now = float(given[k])
    at_end, at_zero = found[k], _rest(found, given, k)
    top = np.flatnonzero(ranks(scores(found, given)) == 1)
    chasing = [h for h in range(found.shape[1]) if h not in top]
    down = _overtaken(at_end, at_zero, top, chasing, to_zero=True)
    up = _overtaken(at_end, at_zero, top, chasing, to_zero=False)
    return Flip(now, down, up)


def with_weight(weights: ArrayLike, k: int, weight: float) -> Floats:
    """Return the weights (K,) with weight k changed and the others in their proportions."""
    given = checked(weights)
    changed = _others(given, k) * (WHOLE - weight) / WHOLE
    changed[k] = weight
    return changed


def _others(given: Floats, k: int) -> Floats:
    """Return the weights of all but k as they would be without it, (K,), adding up to 100."""
    others = given.copy()
    others[k] = 0.0
    if others.sum() <= SUM_SLACK:
        others = np.ones_like(given)
        others[k] = 0.0
    if len(others) > 1:
        others *= WHOLE / others.sum()
    return others


def _rest(found: Floats, given: Floats, k: int) -> Floats:
    """Return the scores (H,) with no weight on k; with nothing else to weigh all are alike."""
    rest: Floats = _others(given, k) @ found / WHOLE
    return rest


def _overtaken(
    at_end: Floats,
    at_zero: Floats,
    top: NDArray[np.intp],
    chasing: list[int],
    *,
    to_zero: bool,
) -> FlipAt | None:
    """Return where somebody first leads over the whole top on the way to weight 0, or to 100.

    `at_end` and `at_zero` are the scores (H,) with all the weight on the criterion and with none.
    """
    reached = []
    for h in chasing:
        a, b = at_end[top] - at_end[h], at_zero[top] - at_zero[h]
        # Every lead is above 0 now and linear: it is lost on the way when it is below 0 there.
        if ((b if to_zero else a) < -SAME * WHOLE).all():
            at = WHOLE * b / (b - a)
            reached.append((float(at.min() if to_zero else at.max()), h))
    if not reached:
        return None
    weights = [at for at, _ in reached]
    nearest = max(weights) if to_zero else min(weights)
    level = [h for at, h in reached if abs(at - nearest) <= SUM_SLACK]
    # Of those that draw level together, whoever is best a little further on leads.
    end = at_zero if to_zero else at_end
    best = max(end[h] for h in level)
    return FlipAt(nearest, tuple(h for h in level if end[h] >= best - SAME * WHOLE))


def deciding(flips: Sequence[Flip]) -> int | None:
    """Return the position of the criterion whose smallest change flips the top; None for none."""
    changes = [(found.change, k) for k, found in enumerate(flips) if found.change is not None]
    return min(changes)[1] if changes else None
