"""What decides: which assumptions move the result, where it turns, and what else tells apart."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from models.parameters import Floats, draws_in_blocks
from models.sensitivity import (
    Condition,
    Index,
    Response,
    break_even,
    discover,
    one_at_a_time,
    variance_indices,
)
from scenarios.candidates import Subject
from scenarios.setting import HIGH_PERCENT, LOW_PERCENT
from scenarios.uncertainty import Spread, spread_of

# The draws in which conditions are looked for: more would find the same ones.
SEARCHED = 1 << 12
# Assumptions shown by themselves among the variance indices; the others are one group.
SHOWN = 10
OTHERS = ""
# A swing below this is none, SEK/year.
NO_SWING = 0.5


@dataclass(frozen=True, slots=True)
class Assumption:
    """A factor in words: the parameter's key, empty for an account, and the activity's, if any."""

    factor: int
    parameter: str
    activity: str
    low: float
    mode: float
    high: float


@dataclass(frozen=True, slots=True)
class Swing:
    """What the yearly effect is with one assumption at each end and the others at mode, SEK/year.

    `turns` are the values at which the candidate stops or starts being the cheapest.
    """

    assumption: Assumption
    at_low: float
    at_high: float
    turns: tuple[float, ...]

    @property
    def width(self) -> float:
        """Return how far apart the ends are, SEK/year."""
        return abs(self.at_high - self.at_low)


@dataclass(frozen=True, slots=True)
class Bound:
    """A condition on an assumption in a rule."""

    assumption: Assumption
    above: bool
    limit: float


@dataclass(frozen=True, slots=True)
class Finding:
    """Under some bounds a saving comes in `share` of the draws, otherwise in `elsewhere`.

    `support` is how many of all draws meet the bounds; `coverage` how many of the savings, or of
    the losses where those are what the bounds gather, lie within them.
    """

    bounds: tuple[Bound, ...]
    support: float
    share: float
    elsewhere: float
    coverage: float


@dataclass(frozen=True, slots=True)
class Standing:
    """One candidate among the others: its spread, how often it is cheapest, and who it equals.

    `against_best` is the difference to the cheapest in the principal run, with percentiles of the
    paired difference; `equal` says that those hold 0 between them.
    """

    key: str
    spread: Spread
    cheapest: float
    against_best: Spread
    equal: bool


@dataclass(frozen=True, slots=True)
class Drivers:
    """What decides for one candidate, `chosen` by position; swings are the greatest first."""

    subject: Subject
    chosen: int
    at_mode: float
    swings: tuple[Swing, ...]
    findings: tuple[Finding, ...]
    standings: tuple[Standing, ...]

    @property
    def spread(self) -> Spread:
        """Return the chosen candidate's spread."""
        return self.standings[self.chosen].spread


def assumptions(subject: Subject) -> tuple[Assumption, ...]:
    """Return every factor in words, in the order of the factors."""
    setting = subject.setting
    return tuple(
        Assumption(
            i,
            f.parameter,
            "" if f.activity is None else setting.case.activities[f.activity].key,
            f.low,
            f.mode,
            f.high,
        )
        for i, f in enumerate(setting.factors)
    )


def drivers(subject: Subject, chosen: int) -> Drivers:
    """Return what decides for one candidate against the others."""
    factors, known = subject.setting.factors, assumptions(subject)
    ends = one_at_a_time(subject.in_pieces, factors)
    # What moves another candidate may turn which is the cheapest, though it moves not this one.
    moving = np.flatnonzero((np.abs(ends[..., 1] - ends[..., 0]) > NO_SWING).any(axis=0))
    turns = break_even(_margin(subject, chosen), factors, [int(i) for i in moving])
    swings = [
        Swing(known[i], float(low), float(high), turns.get(i, ()))
        for i, (low, high) in enumerate(ends[chosen])
        if abs(high - low) > NO_SWING
    ]
    swings.sort(key=lambda s: (-s.width, s.assumption.parameter, s.assumption.activity))
    annual = subject.drawn()
    matters = [s.assumption.factor for s in swings]
    return Drivers(
        subject,
        chosen,
        float(subject.at_mode()[chosen]),
        tuple(swings),
        _findings(subject, annual[chosen, :SEARCHED], matters, known),
        standings(subject, annual),
    )


def standings(subject: Subject, annual: Floats) -> tuple[Standing, ...]:
    """Return where each candidate stands in the draws (K, D)."""
    at_mode = subject.at_mode()
    best = int(np.argmin(at_mode))
    cheapest = annual.argmin(axis=0)
    found = []
    for k, candidate in enumerate(subject.candidates):
        apart = annual[k] - annual[best]
        low, high = np.percentile(apart, [LOW_PERCENT, HIGH_PERCENT])
        found.append(
            Standing(
                candidate.key,
                spread_of(float(at_mode[k]), annual[k], candidate.changed),
                float((cheapest == k).mean()),
                spread_of(float(at_mode[k] - at_mode[best]), apart, k != best),
                bool(low <= 0 <= high),
            )
        )
    return tuple(found)


def indices(found: Drivers, exponent: int = 10) -> tuple[tuple[Index, Assumption | None], ...]:
    """Return the Sobol indices of the assumptions that swing most, the others as one group."""
    shown = {s.assumption.factor: s.assumption for s in found.swings[:SHOWN]}
    groups = {
        s.assumption.factor: str(s.assumption.factor) if s.assumption.factor in shown else OTHERS
        for s in found.swings
    }
    if not groups:
        return ()
    setting = found.subject.setting
    reckoned = variance_indices(
        _effect(found.subject, found.chosen),
        setting.factors,
        groups,
        exponent,
        setting.scenario.seed,
    )
    by_group = {str(i): assumption for i, assumption in shown.items()}
    return tuple(
        sorted(
            ((index, by_group.get(index.group)) for index in reckoned),
            key=lambda row: (row[1] is None, -row[0].total),
        )
    )


def at_values(subject: Subject, chosen: int, held: Mapping[int, float]) -> Spread:
    """Return a candidate's spread with some factors held at a value, the others drawn as before."""
    factors = tuple(
        replace(f, low=held[i], mode=held[i], high=held[i]) if i in held else f
        for i, f in enumerate(subject.setting.factors)
    )
    moved = replace(subject, setting=replace(subject.setting, factors=factors))
    value = float(moved.at_mode()[chosen])
    return spread_of(value, moved.drawn()[chosen], subject.candidates[chosen].changed)


def _effect(subject: Subject, chosen: int) -> Response:
    return lambda values: subject.in_pieces(values)[chosen]


def _margin(subject: Subject, chosen: int) -> Response:
    """Return how much dearer the chosen candidate is than the cheapest of the others."""

    def margin(values: Floats) -> Floats:
        annual = subject.in_pieces(values)
        others = np.delete(annual, chosen, axis=0).min(axis=0)
        return np.asarray(annual[chosen] - others)

    return margin


def _findings(
    subject: Subject, annual: Floats, matters: Sequence[int], known: Sequence[Assumption]
) -> tuple[Finding, ...]:
    """Return when a candidate pays, from its yearly effect in the first draws (D,)."""
    if not matters:
        return ()
    setting = subject.setting
    blocks = draws_in_blocks(setting.factors, setting.scenario.seed, len(annual))
    values = np.concatenate([part for _, part in blocks])
    rules = discover(values[:, list(matters)], np.asarray(annual < 0))

    def bound(condition: Condition) -> Bound:
        return Bound(known[matters[condition.factor]], condition.above, condition.limit)

    return tuple(
        Finding(
            tuple(bound(c) for c in rule.conditions),
            rule.support,
            rule.share,
            rule.elsewhere,
            rule.coverage,
        )
        for rule in rules
    )
