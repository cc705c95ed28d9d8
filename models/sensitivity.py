"""What drives a result: one assumption at a time, variance indices, break-even, and discovery.

A response is any function of the factors' values (D, F) that gives one number a draw (D,); nothing
here knows what it stands for.

Sources: Saltelli et al., Global Sensitivity Analysis (2008), for the indices; Bryant and Lempert,
Thinking inside the box (2010), for scenario discovery with coverage and density.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from models.case import Bools
from models.parameters import Factor, Floats, at_quantiles, modes

Response: TypeAlias = Callable[[Floats], Floats]

# Points tried between the ends of a range, and how many times a change of sign is closed in on.
GRID, ROUNDS = 33, 4
# A rule in words holds for at least this share of the draws, and asks for at most two things.
LEAST_SHARE, MOST_CONDITIONS = 0.05, 2


def varied(factors: Sequence[Factor]) -> tuple[int, ...]:
    """Return the positions of the factors that have a range."""
    return tuple(i for i, f in enumerate(factors) if f.high > f.low)


def one_at_a_time(response: Response, factors: Sequence[Factor]) -> Floats:
    """Return the response with each factor at its low and high end, the others at mode, (F, 2).

    A response that gives several numbers a draw, (…, D), gives (…, F, 2).
    """
    count = len(factors)
    values = np.tile(modes(factors), (2 * count, 1))
    values[np.arange(count), np.arange(count)] = [f.low for f in factors]
    values[count + np.arange(count), np.arange(count)] = [f.high for f in factors]
    ends = response(values)
    return np.moveaxis(ends.reshape(*ends.shape[:-1], 2, count), -2, -1)


@dataclass(frozen=True, slots=True)
class Index:
    """How much of the variance a group of factors stands for, with 95 % confidence half-widths.

    `first` alone; `total` with everything it does together with others.
    """

    group: str
    first: float
    first_error: float
    total: float
    total_error: float


def variance_indices(
    response: Response,
    factors: Sequence[Factor],
    groups: dict[int, str],
    exponent: int = 10,
    seed: int = 0,
) -> tuple[Index, ...]:
    """Return the Sobol indices of groups of factors; `groups` names each varied factor's group.

    2**exponent · (groups + 2) evaluations. Factors without a group stay at their mode.
    """
    # Asked for here: the package takes a second to read in and is seldom needed.
    from SALib.analyze import sobol as analysis
    from SALib.sample import sobol as sampling

    chosen = list(groups)
    problem = {
        "num_vars": len(chosen),
        "names": [str(i) for i in chosen],
        "bounds": [[0.0, 1.0]] * len(chosen),
        "groups": [groups[i] for i in chosen],
    }
    u = sampling.sample(problem, 1 << exponent, calc_second_order=False, seed=seed)
    values = np.tile(modes(factors), (len(u), 1))
    values[:, chosen] = at_quantiles([factors[i] for i in chosen], u)
    outcome = response(values)
    names = list(dict.fromkeys(groups[i] for i in chosen))
    if np.ptp(outcome) == 0:
        return tuple(Index(name, 0.0, 0.0, 0.0, 0.0) for name in names)
    # Centred and scaled: the estimator loses digits when the mean is far from 0.
    scaled = (outcome - outcome.mean()) / outcome.std()
    found = analysis.analyze(problem, scaled, calc_second_order=False, seed=seed)
    return tuple(
        Index(name, *(float(found[part][i]) for part in ("S1", "S1_conf", "ST", "ST_conf")))
        for i, name in enumerate(names)
    )


def break_even(
    response: Response, factors: Sequence[Factor], among: Sequence[int] | None = None
) -> dict[int, tuple[float, ...]]:
    """Return where the response changes sign within each factor's range, the others at mode.

    `among` are the factors to try, all that have a range when None. A factor that never changes
    the sign is left out. Found on a grid and closed in on, so that two
    changes closer than a thirty-second of the range may be missed, and a jump is found as well.
    """
    tried = varied(factors) if among is None else among
    brackets = [(i, factors[i].low, factors[i].high) for i in tried]
    for _ in range(ROUNDS):
        if not brackets:
            break
        points = np.linspace(
            [low for _, low, _ in brackets], [high for _, _, high in brackets], GRID, axis=1
        )
        values = np.tile(modes(factors), (points.size, 1))
        values[np.arange(points.size), np.repeat([i for i, _, _ in brackets], GRID)] = (
            points.ravel()
        )
        positive = (response(values) > 0).reshape(points.shape)
        row, at = np.nonzero(positive[:, 1:] != positive[:, :-1])
        brackets = [
            (brackets[r][0], float(points[r, k]), float(points[r, k + 1]))
            for r, k in zip(row, at, strict=True)
        ]
    found: dict[int, tuple[float, ...]] = {}
    for i, low, high in brackets:
        found[i] = (*found.get(i, ()), (low + high) / 2)
    return found


@dataclass(frozen=True, slots=True)
class Condition:
    """One bound: the factor's value is above, or at most, the limit."""

    factor: int
    above: bool
    limit: float


@dataclass(frozen=True, slots=True)
class Rule:
    """Conditions under which something holds more, or less, often than otherwise.

    `support` is the share of all draws that meet the conditions; `share` how many of those it holds
    for, `elsewhere` of the others; `coverage` the share it finds of all the draws it is about.
    """

    conditions: tuple[Condition, ...]
    support: float
    share: float
    elsewhere: float
    coverage: float


def discover(values: Floats, holds: Bools) -> tuple[Rule, ...]:
    """Return where in the draws (D, F) something holds least and most often, in few conditions.

    The two are the leaves of a classification tree with the lowest and the highest share. Nothing
    when it holds in nearly all draws or nearly none, or no condition tells them apart.
    """
    from sklearn.tree import DecisionTreeClassifier

    if not LEAST_SHARE <= holds.mean() <= 1 - LEAST_SHARE:
        return ()
    tree = DecisionTreeClassifier(
        max_depth=MOST_CONDITIONS, min_samples_leaf=LEAST_SHARE, random_state=0
    ).fit(values, holds)
    leaves = _leaves(tree.tree_, 0, ())
    if len(leaves) < 2:
        return ()
    rules = [_rule(conditions, values, holds) for conditions in leaves]
    least, most = min(rules, key=lambda r: r.share), max(rules, key=lambda r: r.share)
    return least, most


def _leaves(tree: object, node: int, path: tuple[Condition, ...]) -> list[tuple[Condition, ...]]:
    """Return the conditions that lead to each leaf, the last on a factor replacing the first."""
    left, right = (int(getattr(tree, side)[node]) for side in ("children_left", "children_right"))
    if left < 0:
        return [path]
    factor, limit = int(tree.feature[node]), float(tree.threshold[node])  # type: ignore[attr-defined]
    found = []
    for child, above in ((left, False), (right, True)):
        # Two bounds on the same side of one factor are the tighter of them.
        kept = tuple(c for c in path if (c.factor, c.above) != (factor, above))
        found += _leaves(tree, child, (*kept, Condition(factor, above, limit)))
    return found


def _rule(conditions: tuple[Condition, ...], values: Floats, holds: Bools) -> Rule:
    inside = np.ones(len(values), dtype=bool)
    for c in conditions:
        inside &= (values[:, c.factor] > c.limit) == c.above
    share, elsewhere = float(holds[inside].mean()), float(holds[~inside].mean())
    about = holds if share >= elsewhere else ~holds
    return Rule(
        conditions,
        float(inside.mean()),
        share,
        elsewhere,
        float((about & inside).sum() / about.sum()),
    )
