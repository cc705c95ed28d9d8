"""When amounts fall due: one-offs, ramp, rent and growth over the horizon, in every draw."""

from dataclasses import dataclass

import numpy as np

from models.amounts import Amounts
from models.case import Case
from models.decisions import Choice
from models.parameters import Floats, Suppositions
from models.transition import PROJECT_YEARS, annuity, reached


@dataclass(frozen=True, slots=True)
class Timing:
    """What each amount counts for, by slot (Z or 1) and draw D.

    `growth` (Z, Y) are years 1…Y of the volume by slot; `reached` (D, Y) the share of a gain that
    is there; `leased` (D, Y) the share of a year's rent that is left to pay; `discount` (D, Y+1);
    `yearly` (D,) the annuity of one krona.
    """

    growth: Floats
    reached: Floats
    leased: Floats
    discount: Floats
    yearly: Floats

    @classmethod
    def of(
        cls, case: Case, sup: Suppositions, found: Amounts, choices: tuple[Choice, ...]
    ) -> "Timing":
        """Return the timing of some amounts."""
        horizon = round(float(sup.of("horisont")[0]))
        years = np.arange(horizon + 1)
        activity = np.array([c.activity for c in choices], dtype=np.intp)[found.choice]
        known = case.growth[found.member, activity]
        if (known == 1).all():
            known = known[:1]  # the same for everybody
        rate = sup.of("diskontering")
        return cls(
            known[:, np.minimum(years[1:], known.shape[1] - 1)],
            reached(sup, horizon),
            np.clip(sup.of("hyresavtal_kvar")[:, None] - (years[1:] - 1), 0, 1),
            (1 + rate[:, None]) ** -years,
            annuity(rate, horizon),
        )

    def annual(self, found: Amounts) -> Floats:
        """Return the yearly average over the horizon with the transition in it, SEK/year (Z, D)."""
        ahead = self.discount[:, 1:]
        whole = self.growth @ ahead.T
        not_yet = self.growth @ (ahead * (1 - self.reached)).T
        project = self.discount[:, :PROJECT_YEARS].mean(axis=1)
        rent = (ahead * self.leased).sum(axis=1)
        annual: Floats = found.change * (whole * self.yearly)
        annual += found.gain * (not_yet * self.yearly)
        annual += found.project * (project * self.yearly)
        annual += found.rent * (rent * self.yearly)
        return annual

    def one_off(self, found: Amounts) -> Floats:
        """Return what the transition costs in all, undiscounted, SEK (Z, D)."""
        cost: Floats = found.project + found.rent * self.leased.sum(axis=1)
        return cost

    def flow(self, found: Amounts, rows: Floats) -> Floats:
        """Return the slots' flow added up by year 0…Y, SEK (R, D, Y+1), as rows (R, Z) say."""
        count = self.reached.shape[1]
        flow = np.zeros((len(rows), found.change.shape[1], count + 1))
        change, gain, rent = rows @ found.change, rows @ found.gain, rows @ found.rent
        grows = bool((self.growth != 1).any())
        for y in range(count):
            if grows:
                of_year = rows * self.growth[:, y]
                change, gain = of_year @ found.change, of_year @ found.gain
            flow[:, :, y + 1] = change + gain * (1 - self.reached[:, y]) + rent * self.leased[:, y]
        flow[:, :, :PROJECT_YEARS] += (rows @ found.project / PROJECT_YEARS)[:, :, None]
        return flow
