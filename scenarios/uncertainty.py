"""How sure a plan is: what it costs and when it pays in ten thousand draws, for whom and where."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from models.amounts import amounts
from models.decisions import Choice
from models.parameters import Floats, Suppositions, draws_in_blocks, suppositions_of
from models.timing import Timing
from models.transition import first_year_repaid
from scenarios.roadmap import delayed
from scenarios.run import Outcome
from scenarios.setting import HIGH_PERCENT, LOW_PERCENT, Setting, chance_of_saving

# 2¹⁴, the least power of two above ten thousand: a Sobol sequence is even at powers of two only.
DRAWS = 1 << 14
COORDINATION = "samordning_helheten"


@dataclass(frozen=True, slots=True)
class Spread:
    """A yearly effect, SEK/year: the principal run, the percentiles, the chance of a saving.

    `chance` is None where nothing is run in another way than today.
    """

    value: float
    low: float
    middle: float
    high: float
    chance: float | None


@dataclass(frozen=True, slots=True)
class Payback:
    """In which year after the start everything is repaid for good, as shares of the draws.

    `years` holds (year, share) from the project's first year 0 on; `never` the share in which it
    is not within the horizon; `middle` the year by which half the draws are repaid, None if never.
    """

    years: tuple[tuple[int, float], ...]
    never: float
    middle: int | None


@dataclass(frozen=True, slots=True)
class Sureness:
    """A plan's effect in every draw. `drawn` (D,) is the whole, the coordination included.

    By activity in the order of the pack's planned activities, by municipality in the pack's order;
    `by_both` maps (activity, municipality). A municipality's part is without the coordination of
    the whole and before any sharing.
    """

    draws: int
    seed: int
    whole: Spread
    by_activity: tuple[tuple[str, Spread], ...]
    by_municipality: tuple[tuple[str, Spread], ...]
    by_both: dict[tuple[str, str], Spread]
    payback: Payback
    payback_by_activity: tuple[tuple[str, Payback], ...]
    payback_by_municipality: tuple[tuple[str, Payback], ...]
    drawn: Floats


def spread_of(value: float, drawn: Floats, changed: bool = True) -> Spread:
    """Return the spread of some draws (D,)."""
    low, middle, high = np.percentile(drawn, [LOW_PERCENT, 50, HIGH_PERCENT])
    chance = chance_of_saving(drawn) if changed else None
    return Spread(value, float(low), float(middle), float(high), chance)


def sureness(outcome: Outcome, draws: int = DRAWS) -> Sureness:
    """Return what a plan does in many draws."""
    for step in sureness_in_steps(outcome, draws):
        if isinstance(step, Sureness):
            return step
    raise ValueError(draws)


def sureness_in_steps(outcome: Outcome, draws: int) -> Iterator[float | Sureness]:
    """Yield the share of the draws that is done, again and again, and last what they came to.

    Memory does not grow with the draws but for one row for each activity and municipality.
    """
    setting, choices = outcome.setting, outcome.plan.choices
    case = setting.case
    planned = [j for j, activity in enumerate(case.activities) if activity.optimised]
    reckoner = _Reckoner(setting, choices, outcome.plan.starts)
    cells = np.empty((len(planned), len(case.municipalities), draws))
    coordination = np.empty(draws)
    repaid = np.empty((1 + len(planned) + len(case.municipalities), draws))
    for rows, values in draws_in_blocks(setting.factors, setting.scenario.seed, draws):
        sup = suppositions_of(setting.factors, values)
        cells[..., rows], coordination[rows], repaid[:, rows] = reckoner.of(sup, planned)
        yield rows.stop / draws
    at_mode, together, _ = (part[..., 0] for part in reckoner.of(setting.principal, planned))
    keys = [case.activities[j].key for j in planned]
    codes = [m.code for m in case.municipalities]
    changed = {(c.activity, m) for c in choices if c.changed for m in c.members}

    def spread(value: Floats, drawn: Floats, is_changed: bool) -> Spread:
        return spread_of(float(value.sum()), drawn.reshape(-1, draws).sum(axis=0), is_changed)

    whole = cells.sum(axis=(0, 1)) + coordination
    of_activity = [any((j, m) in changed for m in range(len(codes))) for j in planned]
    of_member = [any((j, m) in changed for j in planned) for m in range(len(codes))]
    yield Sureness(
        draws,
        setting.scenario.seed,
        spread_of(float(at_mode.sum() + together), whole, bool(changed)),
        tuple((key, spread(at_mode[i], cells[i], of_activity[i])) for i, key in enumerate(keys)),
        tuple(
            (code, spread(at_mode[:, m], cells[:, m], of_member[m])) for m, code in enumerate(codes)
        ),
        {
            (key, code): spread(at_mode[i, m], cells[i, m], (planned[i], m) in changed)
            for i, key in enumerate(keys)
            for m, code in enumerate(codes)
        },
        payback_of(repaid[0], reckoner.horizon),
        tuple((key, payback_of(repaid[1 + i], reckoner.horizon)) for i, key in enumerate(keys)),
        tuple(
            (code, payback_of(repaid[1 + len(keys) + m], reckoner.horizon))
            for m, code in enumerate(codes)
        ),
        whole,
    )


def payback_of(year: Floats, horizon: int) -> Payback:
    """Return the distribution of the years (D,) in which draws are repaid; NaN is never."""
    counts = np.array([float((year == y).mean()) for y in range(horizon + 1)])
    reached = np.flatnonzero(np.cumsum(counts) >= 0.5 - 1e-12)
    return Payback(
        tuple((y, float(share)) for y, share in enumerate(counts)),
        float(np.isnan(year).mean()),
        int(reached[0]) if len(reached) else None,
    )


class _Reckoner:
    """A plan's choices with what adds up to activities, municipalities and start years."""

    def __init__(
        self, setting: Setting, choices: tuple[Choice, ...], starts: dict[int, int]
    ) -> None:
        self.setting, self.choices, self.starts = setting, choices, starts
        self.horizon = round(float(setting.principal.of("horisont")[0]))
        self.joint = any(choice.joint for choice in choices)

    def of(self, sup: Suppositions, planned: Sequence[int]) -> tuple[Floats, Floats, Floats]:
        """Return effects (A, M, D), the coordination (D,), and the years repaid (1 + A + M, D)."""
        case = self.setting.case
        found = amounts(case, sup, self.choices, self.setting.scenario.decide.level)
        timing = Timing.of(case, sup, found, self.choices)
        annual = timing.annual(found)
        activity = np.array([c.activity for c in self.choices], dtype=np.intp)[found.choice]
        place = np.searchsorted(planned, activity)
        cells = np.zeros((len(planned), len(case.municipalities), sup.draws))
        np.add.at(cells, (place, found.member), annual)
        together = sup.of(COORDINATION) * self.joint

        # The flow of each activity and municipality, begun in the activity's start year.
        late = np.array([self.starts.get(int(j), 1) - 1 for j in activity])
        rows = np.zeros((len(planned) + len(case.municipalities), len(activity)))
        rows[place, np.arange(len(activity))] = 1
        rows[len(planned) + found.member, np.arange(len(activity))] = 1
        flow = np.zeros((len(rows), sup.draws, self.horizon + 1))
        for years in np.unique(late):
            flow += delayed(timing.flow(found, rows * (late == years)), int(years))
        whole = flow[: len(planned)].sum(axis=0)
        if self.joint and self.starts:
            whole[:, min(self.starts.values()) - 1 :] += together[:, None]
        return cells, together, first_year_repaid(np.concatenate([whole[None], flow]))
