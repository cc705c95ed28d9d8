"""The way there: one-off cost, ramp, cash flow, present value and payback."""

from dataclasses import dataclass

import numpy as np

from models.alternatives import RAMPED_STEPS, Reckoning
from models.case import Case
from models.commuting import minutes_to_seat, share_leaving
from models.entities import Alternative
from models.parameters import Floats, Suppositions

PROJECT_YEARS = 3  # years 0–2
LEAST_RATE = 1e-9  # below this interest is none


@dataclass(frozen=True, slots=True)
class Transition:
    """Effect on net cost by year 0…Y and what it adds up to; money in SEK, cost positive.

    `one_off` (D, V, M, A) undiscounted; `flow` (D, V, M, A, Y+1), year 0 being the project's first.
    """

    one_off: Floats
    flow: Floats
    present_value: Floats
    annual: Floats

    def payback_year(self) -> Floats:
        """Return the first year in which the summed flow is repaid, (D, V); NaN if never."""
        return first_year_repaid(self.flow.sum(axis=(2, 3)))


def transition(case: Case, sup: Suppositions, reckoning: Reckoning) -> Transition:
    """Return the transition of an alternative.

    one-off = max(multiple · yearly gain, floor · joint budget + moving) · (1 + overrun) + rent
    until leases run out, where moving = lost productivity of those who move + replacing those who
    leave.
    The published multiple already covers moving, hence the greater of the two and not their sum.
    A fee collective bears its share of the transition as it keeps its share of the gain.
    The yearly effect is the one at today's volume times the volume's growth; what the project
    costs and the rent are as today.
    """
    taxed = 1 - case.fee
    whole_gain = _gain(reckoning)
    gain = whole_gain * taxed
    project = _project(case, sup, reckoning, whole_gain) * taxed
    rent = rent_left(case, sup, reckoning) * taxed
    lease = _per_draw(sup, "hyresavtal_kvar")
    horizon = round(float(sup.of("horisont")[0]))
    years = np.arange(horizon + 1)
    ramp = _ramp(sup, horizon)[:, None, None, None, :]
    steady = reckoning.net_effect()
    flow = np.zeros((*steady.shape, horizon + 1))
    # Past the last year known the volume stays as it then was.
    growth = case.growth[..., np.minimum(years[1:], case.growth.shape[-1] - 1)]
    flow[..., 1:] = ((steady + gain)[..., None] - gain[..., None] * ramp) * growth
    flow[..., :PROJECT_YEARS] += (project / PROJECT_YEARS)[..., None]
    still_leased = np.clip(lease[..., None] - (years[1:] - 1), 0, 1)
    flow[..., 1:] += rent[..., None] * still_leased
    rate = sup.of("diskontering")
    discount = (1 + rate[:, None, None, None, None]) ** -years
    present: Floats = (flow * discount).sum(axis=-1)
    return Transition(
        one_off=project + rent * np.minimum(lease, horizon),
        flow=flow,
        present_value=present,
        annual=present * _annuity(rate, horizon)[:, None, None, None],
    )


def _gain(reckoning: Reckoning) -> Floats:
    """Return the yearly gain that a project has to earn, fees included, (D, V, M, A)."""
    gain: Floats = -sum(
        (effect.sum(axis=-1) for name, effect in reckoning.steps.items() if name in RAMPED_STEPS),
        start=np.zeros(reckoning.fte.shape),
    )
    return gain


def _project(case: Case, sup: Suppositions, reckoning: Reckoning, gain: Floats) -> Floats:
    """Return what the project costs, (D, V, M, A); staying as today needs none."""
    d = _per_draw
    members = reckoning.arrangements.members
    budget = (case.cost * case.joint).sum(axis=-1) * sup.base[:, None, None, :]
    budget = budget * members[None, :, :, None]
    needed = (members.sum(axis=1) > 1)[None, :, None, None]
    if reckoning.alternative is Alternative.CONTRACTED:
        needed = np.ones_like(needed)
    if reckoning.alternative is Alternative.OWN:
        needed = np.zeros_like(needed)
    pay = np.stack([sup.of(key) for key in case.pay], axis=1)[:, None, None, :]
    year_of_work = pay * 12 * (1 + d(sup, "po"))
    leaving = share_leaving(case, sup, minutes_to_seat(case, sup, reckoning.arrangements))
    moving = (reckoning.moved_fte * year_of_work) * (
        d(sup, "produktionsbortfall") + leaving[..., None] * d(sup, "ersattningsrekrytering")
    )
    project: Floats = np.maximum(
        np.maximum(gain, 0) * d(sup, "omstallning_multipel"),
        budget * d(sup, "omstallning_golv") + moving,
    )
    project = project * (1 + d(sup, "omstallning_overdrag")) * needed
    return project


def rent_left(case: Case, sup: Suppositions, reckoning: Reckoning) -> Floats:
    """Return SEK/year for the workplaces that have been left, until their leases run out."""
    share = np.divide(
        reckoning.moved_fte,
        reckoning.fte,
        out=np.zeros_like(reckoning.fte),
        where=reckoning.fte > 0,
    )
    rent: Floats = case.cost[..., case.cost_index("K7")] * sup.base[:, None, None, :] * share
    return rent


def _annuity(rate: Floats, years: int) -> Floats:
    """Return the yearly payment for one krona over the years, (D,); without interest 1/years."""
    interest = np.abs(rate) > LEAST_RATE
    safe = np.where(interest, rate, 1.0)
    return np.where(interest, safe / -np.expm1(-years * np.log1p(safe)), 1 / years)


def first_year_repaid(flow: Floats) -> Floats:
    """Return the first year whose cumulative flow is at most 0 after having cost, NaN if never.

    `flow` (…, Y+1) with cost positive. What never costs anything is repaid in year 0.
    """
    total = np.cumsum(flow, axis=-1)
    # Repaid for good: from that year on the sum never turns to a cost again.
    worst_ahead = np.flip(np.maximum.accumulate(np.flip(total, axis=-1), axis=-1), axis=-1)
    repaid = worst_ahead <= 1e-6
    year = np.argmax(repaid, axis=-1).astype(np.float64)
    return np.where(repaid.any(axis=-1), year, np.nan)


def _ramp(sup: Suppositions, horizon: int) -> Floats:
    """Return the share of the gain reached in years 1…Y, (D, Y)."""
    ramp = np.ones((sup.draws, horizon))
    for y, key in enumerate(("infasning_ar_1", "infasning_ar_2", "infasning_ar_3")):
        if y < horizon:
            ramp[:, y] = sup.of(key)
    return ramp


def _per_draw(sup: Suppositions, key: str) -> Floats:
    return sup.of(key)[:, None, None, None]
