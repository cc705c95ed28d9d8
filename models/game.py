"""Cooperation as a game: what every group would bear alone, and which group would rather leave.

A group is a bit mask over the players; `costs` holds c(S) for every mask, c(∅) = 0. A table of
gains v is the same game with c = −v, and is turned back in what is shown. For a sharing x

    excess(S) = Σ_{i ∈ S} x_i − c(S)        what S would gain by leaving, SEK/year

The core is the sharings of c(N) in which no group's excess is above 0. Source for the terms:
Gillies (1959); Shapley (1953); for costs Young, Okada and Hashimoto, IIASA WP-79-77 (1979).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import factorial

import numpy as np

from models.parameters import Floats

# Excesses closer to 0 than this share of the greatest stake are 0.
CLOSE = 1e-9
# What adding up may miss, as a share of the greatest number added.
ROUNDING = 64 * float(np.finfo(np.float64).eps)


@dataclass(frozen=True, slots=True)
class Game:
    """What every group would bear alone, (2**n,) by bit mask; player i is bit i.

    `least` is an amount in the game's own unit that is nothing however small the stake is.
    """

    players: tuple[str, ...]
    costs: Floats
    least: float = 0.0

    def __post_init__(self) -> None:
        """Check the shape.

        Raises:
            ValueError: when there is not one finite value for each group, and 0 for nobody.
        """
        if self.costs.shape != (1 << len(self.players),) or not np.isfinite(self.costs).all():
            raise ValueError("one finite value for each group")
        if self.costs[0] != 0:
            raise ValueError("nobody costs nothing")

    @property
    def count(self) -> int:
        """Return n."""
        return len(self.players)

    @property
    def everybody(self) -> int:
        """Return the mask of all players."""
        return (1 << self.count) - 1

    @property
    def alone(self) -> Floats:
        """Return c({i}), (n,)."""
        return np.asarray(self.costs[1 << np.arange(self.count)])

    @property
    def together(self) -> float:
        """Return c(N)."""
        return float(self.costs[-1])

    @property
    def marginal(self) -> Floats:
        """Return c(N) − c(N∖i), (n,): what each adds to the whole."""
        return np.asarray(self.together - self.costs[self.everybody - (1 << np.arange(self.count))])

    @property
    def gain(self) -> float:
        """Return Σ c({i}) − c(N): what everybody saves together; negative when it costs more."""
        return float(self.alone.sum()) - self.together

    @property
    def stake(self) -> float:
        """Return the greatest saving of a group, or loss of the whole: the scale of what is small.

        What a smaller group would lose is left out: a prohibitive cost must not hide the savings.
        """
        saved = sums(self.alone) - self.costs
        return float(max(saved.max(), -saved[-1]))

    @property
    def tolerance(self) -> float:
        """Return what counts as nothing; also what adding up as great numbers as these may miss."""
        small = CLOSE * self.stake + ROUNDING * float(np.abs(self.costs).max())
        return max(small, self.least)

    def names(self, mask: int) -> tuple[str, ...]:
        """Return the players of a group."""
        return tuple(p for i, p in enumerate(self.players) if mask >> i & 1)

    def only(self, mask: int) -> "Game":
        """Return the game among the players of a group."""
        kept = [i for i in range(self.count) if mask >> i & 1]
        bits = sums(np.array([1 << i for i in kept], dtype=np.float64)).astype(np.intp)
        return Game(self.names(mask), self.costs[bits], self.least)


@dataclass(frozen=True, slots=True)
class Leaving:
    """The group that would gain most by leaving and how much, SEK/year; 0 < `excess` to want to."""

    mask: int
    excess: float


def game_of(players: Sequence[str], values: Mapping[frozenset[str], float]) -> Game:
    """Return the game from a value for each group.

    Raises:
        KeyError: with the missing groups, smallest first.
    """
    groups = [
        frozenset(group)
        for size in range(1, len(players) + 1)
        for group in combinations(players, size)
    ]
    missing = [group for group in groups if group not in values]
    if missing:
        raise KeyError(*missing)
    bit = {player: 1 << i for i, player in enumerate(players)}
    costs = np.zeros(1 << len(players))
    for group in groups:
        costs[sum(bit[player] for player in group)] = values[group]
    return Game(tuple(players), costs)


def sums(per_player: Floats) -> Floats:
    """Return Σ_{i ∈ S} x_i for every group, (2**n,) or with draws first (…, 2**n)."""
    x = np.asarray(per_player, dtype=np.float64)
    out = np.zeros((*x.shape[:-1], 1))
    for i in range(x.shape[-1]):
        out = np.concatenate([out, out + x[..., i : i + 1]], axis=-1)
    return out


def sizes(count: int) -> Floats:
    """Return |S| for every group, (2**n,)."""
    return sums(np.ones(count))


def excesses(game: Game, shares: Floats) -> Floats:
    """Return what each group would gain by leaving, (2**n,); 0 for nobody and for everybody."""
    excess: Floats = sums(shares) - game.costs
    excess[0] = excess[-1] = 0.0
    return excess


def most_eager(game: Game, shares: Floats) -> Leaving:
    """Return the group that would gain most by leaving, the smallest of those that tie.

    A single player has nobody to leave and no group.
    """
    if game.count < 2:
        return Leaving(0, 0.0)
    excess = excesses(game, shares)[1:-1]
    greatest = float(excess.max())
    tied = 1 + np.flatnonzero(excess >= greatest - game.tolerance)
    mask = min((int(m) for m in tied), key=lambda m: (m.bit_count(), m))
    return Leaving(mask, greatest)


def in_core(game: Game, shares: Floats) -> bool:
    """Say whether no group would gain by leaving."""
    return most_eager(game, shares).excess <= game.tolerance


def worse_off(game: Game, shares: Floats) -> tuple[int, ...]:
    """Return the positions of those who bear more than alone."""
    over = shares - game.alone > game.tolerance
    return tuple(int(i) for i in np.flatnonzero(over))


def shapley(game: Game) -> Floats:
    """Return each player's mean addition over all orders of joining, (n,).

    φ_i = Σ_{S ∌ i} |S|!·(n−|S|−1)!/n! · (c(S ∪ i) − c(S))        Shapley (1953)
    """
    return shapley_of(game.costs)


def shapley_of(costs: Floats) -> Floats:
    """Return the same for many games at once, (…, n) of costs (…, 2**n)."""
    n = costs.shape[-1].bit_length() - 1
    weight = np.array([factorial(s) * factorial(n - s - 1) / factorial(n) for s in range(n)])
    by_size = weight[sizes(max(n - 1, 0)).astype(np.intp)]
    shares = np.empty((*costs.shape[:-1], n))
    for i in range(n):
        # Axes: the players after i, whether i is in, the players before i.
        cube = costs.reshape(*costs.shape[:-1], -1, 2, 1 << i)
        added = (cube[..., 1, :] - cube[..., 0, :]).reshape(*costs.shape[:-1], -1)
        shares[..., i] = (added * by_size).sum(axis=-1)
    return shares
