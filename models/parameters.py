"""Parameters: numbers with range and source, and draws from their ranges."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.stats import qmc

from models.entities import Status

Floats: TypeAlias = NDArray[np.float64]

# The parameters that the reckoning reads by name, in every pack.
REQUIRED = (
    "arbetsdagar",
    "arbetstid",
    "diskontering",
    "ersattningsrekrytering",
    "franvaro",
    "gemensamma_moten",
    "horisont",
    "hybridandel",
    "hyresavtal_kvar",
    "infasning_ar_1",
    "infasning_ar_2",
    "infasning_ar_3",
    "kontrollspann",
    "loneharmonisering",
    "milkostnad",
    "minsta_ledning",
    "omstallning_golv",
    "omstallning_multipel",
    "omstallning_overdrag",
    "omvagsfaktor",
    "pensionsavgang",
    "personalomsattning",
    "po",
    "produktionsbortfall",
    "publicerat_sammanslagen",
    "publicerat_samverkan",
    "realisering_sammanslagen",
    "realisering_samverkan",
    "reshastighet",
    "resomfattning",
    "samordning_helheten",
    "samordning_sammanslagen",
    "samordning_samverkan",
    "samverkansgrad",
    "servicekostnad_niva",
    "undvikbar_andel",
)
# Draws reckoned at a time: what a step needs then stays in the processor's own memory.
BLOCK = 1024
# Those that something is divided by.
DIVISORS = frozenset({"arbetstid", "horisont", "kontrollspann", "reshastighet"})


@dataclass(frozen=True, slots=True)
class Parameter:
    """A supposition with its range, already in the price year of the pack.

    `stated_value` and `stated_price_year` are what the source says before the price index.
    """

    key: str
    label: str
    low: float
    value: float
    high: float
    unit: str
    status: Status
    source: str
    place: str
    note: str
    price_year: int | None
    stated_price_year: int | None
    stated_value: float


@dataclass(frozen=True, slots=True)
class Suppositions:
    """Values of every parameter: one principal run, or many draws.

    `common` holds arrays of shape (D,), the same for every activity;
    `elasticity` has shape (D, A), one draw per activity and never one per municipality;
    `base` has shape (D, A), the uncertainty of the estimated base accounts as a factor.
    """

    common: Mapping[str, Floats]
    elasticity: Floats
    base: Floats

    @property
    def draws(self) -> int:
        """Number of draws D."""
        return int(self.elasticity.shape[0])

    def of(self, key: str) -> Floats:
        """Return the draws of one parameter, shape (D,)."""
        return self.common[key]

    def pick(self, activities: Sequence[int]) -> "Suppositions":
        """Return the same draws for a subset of activities."""
        return Suppositions(
            self.common, self.elasticity[:, list(activities)], self.base[:, list(activities)]
        )


def principal(
    parameters: Mapping[str, Parameter],
    elasticities: Iterable[str],
    supposed: Mapping[str, float] | None = None,
) -> Suppositions:
    """Return the principal run: every parameter at its mode, unless `supposed` says otherwise."""
    values = {key: p.value for key, p in parameters.items()} | dict(supposed or {})
    chosen = list(elasticities)
    return Suppositions(
        common={key: np.array([value], dtype=np.float64) for key, value in values.items()},
        elasticity=np.array([[values[key] for key in chosen]], dtype=np.float64),
        base=np.ones((1, len(chosen)), dtype=np.float64),
    )


@dataclass(frozen=True, slots=True)
class Factor:
    """One thing that is drawn by itself: a parameter, an activity's elasticity, or its account.

    `parameter` is the parameter's key, empty for the account; `activity` is a position, None for
    what is the same for every activity. What has been supposed has no range.
    """

    parameter: str
    activity: int | None
    low: float
    mode: float
    high: float


def factors_of(
    parameters: Mapping[str, Parameter],
    elasticities: Iterable[str],
    base_range: tuple[Floats, Floats],
    supposed: Mapping[str, float] | None = None,
) -> tuple[Factor, ...]:
    """Return everything that is drawn, F factors in the order of their draws.

    The parameters by key, then one elasticity and one base account for each activity.
    `base_range` is (low, high) as factors of the base account, shape (A,).
    """
    fixed = dict(supposed or {})

    def factor(key: str, activity: int | None) -> Factor:
        if key in fixed:
            return Factor(key, activity, fixed[key], fixed[key], fixed[key])
        p = parameters[key]
        return Factor(key, activity, p.low, p.value, p.high)

    return (
        *(factor(key, None) for key in sorted(parameters)),
        *(factor(key, j) for j, key in enumerate(elasticities)),
        *(
            Factor("", j, float(low), 1.0, float(high))
            for j, (low, high) in enumerate(zip(*base_range, strict=True))
        ),
    )


def suppositions_of(factors: Sequence[Factor], values: Floats) -> Suppositions:
    """Return the suppositions with the factors at some values (D, F)."""
    values = np.asfortranarray(values)  # a factor's draws side by side in memory
    of_activity = [i for i, f in enumerate(factors) if f.activity is not None]
    half = len(of_activity) // 2
    common = {f.parameter: values[:, i] for i, f in enumerate(factors) if f.activity is None}
    elasticity, base = (
        np.asfortranarray(values[:, rows]) for rows in (of_activity[:half], of_activity[half:])
    )
    return Suppositions(common, elasticity, base)


def modes(factors: Sequence[Factor]) -> Floats:
    """Return every factor at its mode, (F,)."""
    return np.array([f.mode for f in factors])


def at_quantiles(factors: Sequence[Factor], u: Floats) -> Floats:
    """Return the factors' values at quantiles: triangular on (low, mode, high); both (D, F)."""
    low, mode, high = (
        np.array([getattr(f, name) for f in factors]) for name in ("low", "mode", "high")
    )
    return _triangular(u, low, mode, high)


def draw(factors: Sequence[Factor], seed: int, exponent: int = 9) -> Suppositions:
    """Return 2**exponent draws from a scrambled Sobol sequence with a stated seed.

    The same seed gives the same draws, and fewer are the first of more, so that alternatives and
    scenarios are compared on common random numbers.
    """
    sampler = qmc.Sobol(d=len(factors), scramble=True, rng=seed)
    return suppositions_of(factors, at_quantiles(factors, sampler.random_base2(exponent)))


def draws_in_blocks(
    factors: Sequence[Factor], seed: int, count: int, block: int = BLOCK
) -> Iterator[tuple[slice, Floats]]:
    """Yield the factors' values (D, F) some draws at a time, with where they lie among `count`.

    The same draws as `draw` gives, in memory that does not grow with how many they are. `block` is
    a power of two.
    """
    sampler = qmc.Sobol(d=len(factors), scramble=True, rng=seed)
    for start in range(0, count, block):
        size = min(block, count - start)
        yield slice(start, start + size), at_quantiles(factors, sampler.random(block)[:size])


def _triangular(u: Floats, low: Floats, mode: Floats, high: Floats) -> Floats:
    """Return the inverse of the triangular distribution at u (D, F); ends by factor (F,)."""
    width = high - low
    safe = np.where(width > 0, width, 1.0)
    left = low + np.sqrt(np.maximum(u * width * (mode - low), 0.0))
    right = high - np.sqrt(np.maximum((1 - u) * width * (high - mode), 0.0))
    drawn = np.where(u < (mode - low) / safe, left, right)
    return np.where(width > 0, drawn, mode)
