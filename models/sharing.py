"""How costs and gains are shared: one function per rule, all with the same signature.

Two questions, kept apart. The *cost key* says how a joint cost is paid: `in_proportion`,
`fixed_and_variable`, `full_cost_price`. The *sharing rule* says who shall have the gain: it takes
a `Basis` and returns what each bears of c(N), (n,) SEK/year. What is borne may hold more than
kronor: days without staff that have been given a price are borne where they occur.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from models.coalitions import EmptyError, nucleolus
from models.game import ROUNDING, Game, in_core, shapley, worse_off
from models.parameters import Floats


class CannotShareError(Exception):
    """The rule has no answer here; `why` is one of the reasons below."""

    def __init__(self, why: str) -> None:
        """Remember why."""
        super().__init__(why)
        self.why = why


NO_GAIN = "no gain"
NO_KEY = "no key"
NO_INHABITANTS = "no inhabitants"
NO_OWN_COST = "no own cost"


@dataclass(frozen=True, slots=True)
class Basis:
    """What a rule may stand on; a table of groups alone has only the game and the own costs.

    `by_key` is what each bears when the joint cost is paid by the key, adding up to c(N);
    `own_cost` what each pays today, SEK/year; `inhabitants` persons. All (n,).
    """

    game: Game
    own_cost: Floats | None = None
    by_key: Floats | None = None
    inhabitants: Floats | None = None


# ---- Cost keys: how a joint cost is paid ---------------------------------------------------------


def in_proportion(weights: Floats, total: float) -> Floats:
    """Return the total shared in proportion to weights that are not negative, (n,).

    Raises:
        CannotShareError: when no weight is positive, or one is negative or unknown (NaN).
    """
    # Put on a common scale first: the sum of very great or very small weights is then sound too.
    greatest = float(np.max(weights))
    if not greatest > 0 or not np.isfinite(greatest) or (weights < 0).any():
        raise CannotShareError(NO_KEY)
    scaled = weights / greatest
    return np.asarray(scaled / scaled.sum() * total)


def fixed_and_variable(weights: Floats, total: float, fixed: float) -> Floats:
    """Return a fixed share 0–1 of the total in equal parts and the rest in proportion, (n,)."""
    equally = np.full(len(weights), total / len(weights))
    return np.asarray(fixed * equally + (1 - fixed) * in_proportion(weights, total))


def full_cost_price(volumes: Floats, total: float) -> float:
    """Return the price per unit that covers the whole cost at these volumes, SEK.

    Raises:
        CannotShareError: when there is no volume, or one is unknown (NaN).
    """
    volume = float(volumes.sum())
    if not volume > 0:
        raise CannotShareError(NO_KEY)
    return total / volume


# ---- Sharing rules: who has the gain -------------------------------------------------------------


def by_key(basis: Basis) -> Floats:
    """Return what each bears by the key alone: the gain falls where it falls."""
    return _known(basis.by_key, NO_KEY)


def equal_percentage(basis: Basis) -> Floats:
    """Return c({i}) − gain · own_i / Σ own: everybody saves the same share of its own cost.

    Without own costs, those alone are taken, which must then be of one sign.
    """
    own = basis.game.alone if basis.own_cost is None else basis.own_cost
    if not ((own >= 0).all() or (own <= 0).all()) or not np.abs(own).sum() > 0:
        raise CannotShareError(NO_OWN_COST)
    return basis.game.alone - in_proportion(np.abs(own), basis.game.gain)


def equal_per_inhabitant(basis: Basis) -> Floats:
    """Return c({i}) − gain · inhabitants_i / Σ inhabitants."""
    inhabitants = _known(basis.inhabitants, NO_INHABITANTS)
    return basis.game.alone - in_proportion(inhabitants, basis.game.gain)


def equal_gain(basis: Basis) -> Floats:
    """Return c({i}) − gain / n: everybody saves the same amount."""
    return basis.game.alone - basis.game.gain / basis.game.count


def separable_costs_remaining_benefits(basis: Basis) -> Floats:
    """Return the cost each adds, and the rest in proportion to what each still gains.

    s_i = c(N) − c(N∖i)      b_i = max(c({i}) − s_i, 0)
    x_i = s_i + b_i / Σ b · (c(N) − Σ s)        equal parts where no b_i is positive

    Source: Young, Okada and Hashimoto, IIASA WP-79-77 (1979), the rule of water projects.
    """
    game = basis.game
    return remaining_benefits(game.alone, game.marginal, game.together)


def remaining_benefits(alone: Floats, marginal: Floats, together: float) -> Floats:
    """Return the same rule from c({i}), c(N) − c(N∖i), both (n,), and c(N).

    A benefit that is only rounding is none: it would else be given the whole of the rest.
    """
    rest = together - float(marginal.sum())
    greatest = max(float(np.abs(alone).max()), float(np.abs(marginal).max()), abs(together))
    benefits = alone - marginal
    benefits = np.where(benefits > ROUNDING * greatest, benefits, 0.0)
    if not benefits.max() > 0:
        benefits = np.ones_like(benefits)
    return marginal + in_proportion(benefits, rest)


def shapley_value(basis: Basis) -> Floats:
    """Return each one's mean addition over all orders of joining."""
    return shapley(basis.game)


def nucleolus_within_alone(basis: Basis) -> Floats:
    """Return the nucleolus among the sharings in which nobody bears more than alone."""
    try:
        return nucleolus(basis.game)
    except EmptyError as error:
        raise CannotShareError(NO_GAIN) from error


def floor(basis: Basis) -> Floats:
    """Return what each bears by the key, with the least transfers that leave nobody worse off.

    Who would bear more than alone bears as much as alone; the others give up the same share of
    what they gain. No smaller sum of transfers will do: each loss must be made good.
    """
    bears, alone = _known(basis.by_key, NO_KEY), basis.game.alone
    gains = alone - bears
    if basis.game.gain < -basis.game.tolerance:
        raise CannotShareError(NO_GAIN)
    lost, won = float(np.maximum(-gains, 0.0).sum()), float(np.maximum(gains, 0.0).sum())
    if not lost > 0:
        return bears
    kept = max(0.0, 1 - lost / won) if won > 0 else 0.0
    return np.asarray(alone - np.maximum(gains, 0.0) * kept)


def phased_in(before: Floats, after: Floats, years: int) -> Floats:
    """Return the sharing year by year, (years + 1, n): evenly from the old to the new in full.

    Row 0 is the year before; with 0 years the new holds at once, in a single row.
    """
    step = np.linspace(0.0, 1.0, years + 1) if years else np.ones(1)
    return np.asarray(before + step[:, None] * (after - before))


# ---- What each rule promises, and whether it holds here ------------------------------------------


def nobody_worse_off(basis: Basis, shares: Floats) -> bool:
    """Nobody bears more than alone."""
    return not worse_off(basis.game, shares)


def no_group_leaves(basis: Basis, shares: Floats) -> bool:
    """No group of any size would bear less by itself."""
    return in_core(basis.game, shares)


@dataclass(frozen=True, slots=True)
class SharingRule:
    """A rule with its key in data and files, and whether what it promises holds in a case."""

    key: str
    share: Callable[[Basis], Floats]
    holds: Callable[[Basis, Floats], bool]


RULES: tuple[SharingRule, ...] = (
    SharingRule("by_key", by_key, nobody_worse_off),
    SharingRule("equal_percentage", equal_percentage, nobody_worse_off),
    SharingRule("equal_per_inhabitant", equal_per_inhabitant, nobody_worse_off),
    SharingRule("equal_gain", equal_gain, nobody_worse_off),
    SharingRule("scrb", separable_costs_remaining_benefits, nobody_worse_off),
    SharingRule("shapley", shapley_value, nobody_worse_off),
    SharingRule("nucleolus", nucleolus_within_alone, no_group_leaves),
    SharingRule("floor", floor, nobody_worse_off),
)


def rule(key: str) -> SharingRule:
    """Return a rule by its key.

    Raises:
        KeyError: when there is no such rule.
    """
    for found in RULES:
        if found.key == key:
            return found
    raise KeyError(key)


def _known(values: Floats | None, why: str) -> Floats:
    if values is None:
        raise CannotShareError(why)
    return values
