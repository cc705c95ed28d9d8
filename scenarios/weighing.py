"""The alternatives of one activity weighed by criteria: points, scores, places and flips."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from models.case import Bools
from models.entities import Alternative
from models.parameters import Floats
from models.rounding import round_to_total
from models.weighing import (
    SUM_SLACK,
    WHOLE,
    Flip,
    alike,
    checked,
    deciding,
    flip,
    points,
    ranks,
    rescaled,
    scores,
    scores_by_municipality,
    shares_first,
)
from scenarios.criteria import COST, CRITERIA, Criterion, Grounds, Standing
from scenarios.setting import HIGH_PERCENT, LOW_PERCENT, Range

# Weights are handled in tenths: what a person types and reads.
WEIGHT_UNIT = 0.1


@dataclass(frozen=True, slots=True)
class CriterionRow:
    """One criterion as it was weighed; points 0–100 and values by alternative.

    `measured` are None where a figure is missing, and `points` where the criterion is left out;
    `ranges` are their ranges, SEK/year, where the draws move them.
    `weight` is the mean of the weights given and `used` what it came to when what is left out had
    handed its weight on, in proportion; both in per cent.
    """

    criterion: Criterion
    standing: Standing
    measured: tuple[float, ...] | None
    ranges: tuple[Range, ...] | None
    points: tuple[float, ...] | None
    weight: float
    used: float
    flip: Flip | None

    @property
    def left_out(self) -> bool:
        """Say whether the criterion is not weighed."""
        return self.points is None


@dataclass(frozen=True, slots=True)
class AlternativeRow:
    """How one alternative came out: score 0–100, place, and how sure that is.

    `first` is the share of the draws in which it ranks first; `level` whether its difference to the
    first-ranked is within the uncertainty, true for the first-ranked too.
    """

    alternative: Alternative
    score: float
    rank: int
    first: float
    level: bool


@dataclass(frozen=True, slots=True)
class MunicipalityRow:
    """Scores and places by alternative with one municipality's own weights."""

    code: str
    scores: tuple[float, ...]
    ranks: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Decider:
    """What decides: the criterion whose smallest change of weight changes the top, and to whom."""

    criterion: Criterion
    now: float
    at: float
    by: tuple[Alternative, ...]


def beyond(now: float, at: float) -> float:
    """Return a flip's weight in whole tenths, past the point at which others draw level.

    With the weight that is printed they do lead, and have not only drawn level.
    """
    tenths = at / WEIGHT_UNIT
    step = math.floor(tenths - SUM_SLACK) if at < now else math.ceil(tenths + SUM_SLACK)
    return min(WHOLE, max(0.0, round(step * WEIGHT_UNIT, 1)))


@dataclass(frozen=True, slots=True)
class Weighing:
    """Everything a weighing says. `varies` is false when no figure weighed has draws."""

    grounds: Grounds
    criteria: tuple[CriterionRow, ...]
    alternatives: tuple[AlternativeRow, ...]
    municipalities: tuple[MunicipalityRow, ...]
    same_weights: bool
    varies: bool
    decider: Decider | None

    @property
    def first(self) -> tuple[AlternativeRow, ...]:
        """Return who ranks first: more than one when the place is shared."""
        return tuple(row for row in self.alternatives if row.rank == 1)

    @property
    def level_with_first(self) -> tuple[AlternativeRow, ...]:
        """Return those that do not rank first but cannot be told from who does."""
        return tuple(row for row in self.alternatives if row.level and row.rank > 1)


# ---- Weights ------------------------------------------------------------------------------------


def equal_weights() -> dict[str, float]:
    """Return the same weight for every criterion, in whole per cent that add up to 100."""
    parts = round_to_total([WHOLE / len(CRITERIA)] * len(CRITERIA), 1.0)
    return dict(zip((c.key for c in CRITERIA), parts, strict=True))


def missing(weights: Mapping[str, float]) -> float:
    """Return what is missing to 100, below 0 when there is too much; 0 when the sum holds."""
    left = WHOLE - sum(weights.values())
    return 0.0 if abs(left) <= SUM_SLACK else left


def to_hundred(weights: Mapping[str, float]) -> dict[str, float]:
    """Return the weights in their proportions, in tenths of a per cent that add up to 100.

    Raises:
        WeightsError: when there is nothing to scale.
    """
    scaled = round_to_total(rescaled(list(weights.values())).tolist(), WEIGHT_UNIT)
    return {key: round(part, 1) for key, part in zip(weights, scaled, strict=True)}


# ---- Weighing -----------------------------------------------------------------------------------


def weigh(
    on: Grounds,
    weights: Mapping[str, Mapping[str, float]],
    judged: Mapping[str, Sequence[float]] | None = None,
) -> Weighing:
    """Return the alternatives weighed by criteria.

    `weights` by municipality code and criterion key, per cent that add up to 100 in each
    municipality; all the same for common weights. `judged` by criterion key: points 0–100 that the
    room has given each alternative, instead of what is reckoned. A criterion with neither is left
    out and its weight goes to the others in proportion.

    Raises:
        WeightsError: when somebody's weights do not add up to 100, or all lie on what is left out.
        ValueError: when a judgement does not have one number 0–100 for each alternative.
    """
    judged = dict(judged or {})
    _check_judged(on, judged)
    given = checked([[weights[code][c.key] for c in CRITERIA] for code in on.municipalities])
    values = dict(zip((c.key for c in CRITERIA), on.measured, strict=True))
    kept = [k for k, c in enumerate(CRITERIA) if c.key in judged or values[c.key] is not None]
    used = given[:, kept]
    if len(kept) < len(CRITERIA):
        used = np.stack([rescaled(row) for row in used])
    found = _points(on, kept, judged)
    each, mean = scores_by_municipality(found, used)
    weight = used.mean(axis=0)
    drawn = scores(_drawn_points(on, kept, judged, found), weight)
    flips = [flip(found, weight, k) for k in range(len(kept))]
    at = {k: i for i, k in enumerate(kept)}
    return Weighing(
        on,
        tuple(
            CriterionRow(
                criterion,
                Standing.JUDGED if criterion.key in judged else criterion.standing,
                on.measured[k],
                on.cost if criterion.key == COST and on.measured[k] is not None else None,
                tuple(found[at[k]].tolist()) if k in at else None,
                float(given[:, k].mean()),
                float(weight[at[k]]) if k in at else 0.0,
                flips[at[k]] if k in at else None,
            )
            for k, criterion in enumerate(CRITERIA)
        ),
        _alternatives(on, mean, drawn),
        tuple(
            MunicipalityRow(code, tuple(row.tolist()), tuple(ranks(row).tolist()))
            for code, row in zip(on.municipalities, each, strict=True)
        ),
        bool(np.allclose(given, given[0])),
        bool((drawn != drawn[0]).any()),
        _decider(on, [CRITERIA[k] for k in kept], flips),
    )


def _check_judged(on: Grounds, judged: Mapping[str, Sequence[float]]) -> None:
    for key, given in judged.items():
        if len(given) != len(on.alternatives) or not all(0 <= x <= WHOLE for x in given):
            raise ValueError(key)


def _points(on: Grounds, kept: Sequence[int], judged: Mapping[str, Sequence[float]]) -> Floats:
    """Return points (K, H) for the criteria that are weighed; judged ones as the room gave them."""
    rows = []
    for k in kept:
        criterion = CRITERIA[k]
        if criterion.key in judged:
            rows.append(np.asarray(judged[criterion.key], dtype=np.float64))
        else:
            values = np.asarray(on.measured[k], dtype=np.float64)
            rows.append(points(values[None], np.array([criterion.higher_is_better]))[0])
    return np.stack(rows)


def _drawn_points(
    on: Grounds, kept: Sequence[int], judged: Mapping[str, Sequence[float]], found: Floats
) -> Floats:
    """Return points in every draw, (D, K, H): the cost varies, on the scale of its mean values.

    The scale is not set anew in each draw: a krona is worth as many points in all of them, so that
    the mean of the scores is the score shown.
    """
    drawn = np.repeat(found[None], len(on.cost_drawn), axis=0)
    for i, k in enumerate(kept):
        criterion = CRITERIA[k]
        if criterion.key == COST and COST not in judged:
            ends = np.asarray(on.measured[k], dtype=np.float64)[None]
            better = np.array([criterion.higher_is_better])
            drawn[:, i] = points(on.cost_drawn[:, None], better, ends)[:, 0]
    return drawn


def _alternatives(on: Grounds, mean: Floats, drawn: Floats) -> tuple[AlternativeRow, ...]:
    places, first = ranks(mean), shares_first(drawn)
    top = np.flatnonzero(places == 1)
    level: Bools = np.asarray(alike(drawn, LOW_PERCENT, HIGH_PERCENT)[top].any(axis=0))
    return tuple(
        AlternativeRow(alternative, float(mean[h]), int(places[h]), float(first[h]), bool(level[h]))
        for h, alternative in enumerate(on.alternatives)
    )


def _decider(on: Grounds, criteria: Sequence[Criterion], flips: Sequence[Flip]) -> Decider | None:
    k = deciding(flips)
    if k is None:
        return None
    at = flips[k].nearest
    if at is None:
        return None
    by = tuple(on.alternatives[h] for h in at.by)
    return Decider(criteria[k], flips[k].now, at.weight, by)
