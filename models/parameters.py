"""Parameters: numbers with range and source, and draws from their ranges."""

from collections.abc import Iterable, Mapping, Sequence
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


def draw(
    parameters: Mapping[str, Parameter],
    elasticities: Iterable[str],
    base_range: tuple[Floats, Floats],
    seed: int,
    exponent: int = 9,
    supposed: Mapping[str, float] | None = None,
) -> Suppositions:
    """Return 2**exponent draws from a scrambled Sobol sequence with a stated seed.

    Each parameter is triangular on (low, value, high); the same seed gives the same draws, so that
    alternatives are compared on common random numbers. `base_range` is (low, high) as factors of
    the base account, shape (A,). A supposed parameter has no range: somebody has decided to look
    at it.
    """
    chosen = list(elasticities)
    fixed = dict(supposed or {})
    keys = sorted(parameters)
    sampler = qmc.Sobol(d=len(keys) + 2 * len(chosen), scramble=True, rng=seed)
    u = sampler.random_base2(exponent)
    common = {
        key: (
            np.full(len(u), fixed[key])
            if key in fixed
            else _triangular(
                u[:, i], parameters[key].low, parameters[key].value, parameters[key].high
            )
        )
        for i, key in enumerate(keys)
    }
    a = len(chosen)
    start = len(keys)
    elasticity = np.empty((len(u), a))
    for j, key in enumerate(chosen):
        p = parameters[key]
        elasticity[:, j] = (
            fixed[key] if key in fixed else _triangular(u[:, start + j], p.low, p.value, p.high)
        )
    base = np.empty((len(u), a))
    for j in range(a):
        base[:, j] = _triangular(u[:, start + a + j], base_range[0][j], 1.0, base_range[1][j])
    return Suppositions(common, elasticity, base)


def _triangular(u: Floats, low: float, mode: float, high: float) -> Floats:
    """Return the inverse of the triangular distribution at u."""
    width = high - low
    if width <= 0:
        return np.full(u.shape, mode)
    knee = (mode - low) / width
    left = low + np.sqrt(np.maximum(u * width * (mode - low), 0.0))
    right = high - np.sqrt(np.maximum((1 - u) * width * (high - mode), 0.0))
    return np.where(u < knee, left, right)
