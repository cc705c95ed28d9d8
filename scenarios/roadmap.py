"""The plan year by year: what starts when, what it costs until it pays, with its range."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from models.parameters import Floats
from models.policy import coordination_share
from models.transition import first_year_repaid
from scenarios.run import Outcome
from scenarios.setting import Range, with_range


@dataclass(frozen=True, slots=True)
class Year:
    """One calendar year: which activities go over, and net cost against today in SEK."""

    year: int
    starts: tuple[str, ...]
    flow: Range
    cumulative: Range
    by_municipality: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Roadmap:
    """Every year of the horizon. `payback` is the first year in which all is repaid for good.

    `unplaced` are activities that no start year suits within the decided pace.
    """

    years: tuple[Year, ...]
    present_value: Range
    payback: int | None
    unplaced: tuple[str, ...]


def roadmap(outcome: Outcome) -> Roadmap:
    """Return the plan year by year, each activity's flow shifted to its start year.

    The coordination of the whole is paid every year from the first start, shared by inhabitants.
    """
    case, plan = outcome.setting.case, outcome.plan
    draws = outcome.setting.draws
    horizon = round(float(outcome.setting.principal.of("horisont")[0]))
    flow = np.zeros((len(case.municipalities), horizon + 1))
    drawn = np.zeros((draws.draws, horizon + 1))
    for e in outcome.effects:
        late = plan.starts.get(e.choice.activity, 1) - 1
        flow += delayed(e.flow, late)
        drawn += delayed(e.flow_drawn.sum(axis=1), late)
    if plan.starts and any(choice.joint for choice in plan.choices):
        first = min(plan.starts.values()) - 1
        flow[:, first:] += outcome.coordination.value * coordination_share(case)[:, None]
        drawn[:, first:] += draws.of("samordning_helheten")[:, None]
    total, years = flow.sum(axis=0), outcome.question.decisions.first_year
    payback = float(first_year_repaid(total))
    changed = sorted({e.choice.activity for e in outcome.effects if e.choice.changed})
    return Roadmap(
        tuple(
            Year(
                years + k,
                tuple(case.activities[j].key for j in changed if plan.starts.get(j) == k + 1),
                with_range(float(total[k]), drawn[:, k]),
                with_range(float(total[: k + 1].sum()), drawn[:, : k + 1].sum(axis=1)),
                tuple(float(x) for x in flow[:, k]),
            )
            for k in range(horizon + 1)
        ),
        with_range(
            float(present_value(total, outcome.setting.principal.of("diskontering"))[0]),
            present_value(drawn, draws.of("diskontering")),
        ),
        None if not changed or np.isnan(payback) else years + int(payback),
        tuple(case.activities[j].key for j in changed if j not in plan.starts),
    )


def delayed(flow: Floats, years: int) -> Floats:
    """Return the flow (…, Y+1) begun some years later, within the same horizon."""
    if not years:
        return flow
    later = np.zeros_like(flow)
    later[..., years:] = flow[..., :-years]
    return later


def present_value(flow: Floats, rate: Floats) -> Floats:
    """Return Σ flow(y) / (1 + rate)^y of (D, Y+1) or (Y+1,) flows, (D,)."""
    years = np.arange(flow.shape[-1])
    value: Floats = (flow / (1 + rate[:, None]) ** years).sum(axis=-1)
    return value


def starting_in(roads: Roadmap) -> Sequence[tuple[int, tuple[str, ...]]]:
    """Return (year, activities) for the years in which something starts."""
    return [(year.year, year.starts) for year in roads.years if year.starts]
