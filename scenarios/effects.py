"""What each chosen way of running an activity does: in the principal run and in every draw."""

from dataclasses import dataclass

import numpy as np

from models.alternatives import arrange
from models.decisions import Choice
from models.entities import Alternative
from models.options import uncovered_days_by_member
from models.parameters import Floats
from models.transition import rent_left, transition
from scenarios.columns import reckon
from scenarios.setting import Setting


@dataclass(frozen=True, slots=True)
class Effect:
    """A choice's effects; the names with `drawn` have the draws D first.

    annual, change, one_off, days_before, days_after by municipality (M,): SEK/year, SEK and days;
    flow (M, Y+1) SEK by year from the project's first; moved, fte_before and fte_after FTE (M,);
    rent_left (M,) SEK/year for workplaces that have been left; fees (M,) SEK/year what fee payers
    pay more when it is fully in place; staff_before, staff_after,
    managers_before and managers_after in FTE by town (T,).
    """

    choice: Choice
    annual: Floats
    annual_drawn: Floats
    change: Floats
    change_drawn: Floats
    one_off: Floats
    one_off_drawn: Floats
    flow: Floats
    flow_drawn: Floats
    days_before: Floats
    days_after: Floats
    moved: Floats
    fte_before: Floats
    fte_after: Floats
    rent_left: Floats
    rent_left_drawn: Floats
    fees: Floats
    fees_drawn: Floats
    staff_before: Floats
    staff_after: Floats
    managers_before: Floats
    managers_after: Floats

    @property
    def town_before(self) -> Floats:
        """Return everybody's workplaces by town today, FTE (T,)."""
        return np.asarray(self.staff_before + self.managers_before)

    @property
    def town_after(self) -> Floats:
        """Return everybody's workplaces by town afterwards, FTE (T,)."""
        return np.asarray(self.staff_after + self.managers_after)


def effect_of(setting: Setting, choice: Choice) -> Effect:
    """Return what a choice does, straight from the base accounts."""
    j = choice.activity
    case = setting.case.pick([j])
    sup, draws = setting.principal.pick([j]), setting.draws.pick([j])
    arr = arrange(len(case.municipalities), [(choice.members, choice.seat, choice.pattern)])
    level = setting.scenario.decide.level
    one = reckon(case, sup, choice.alternative, arr, level)
    many = reckon(case, draws, choice.alternative, arr, level)
    own = reckon(case, sup, Alternative.OWN, arr, level)
    way, ways = transition(case, sup, one), transition(case, draws, many)
    fees = case.revenue_index("I1")
    return Effect(
        choice=choice,
        annual=way.annual[0, 0, :, 0],
        annual_drawn=ways.annual[:, 0, :, 0],
        change=one.net_effect()[0, 0, :, 0],
        change_drawn=many.net_effect()[:, 0, :, 0],
        one_off=way.one_off[0, 0, :, 0],
        one_off_drawn=ways.one_off[:, 0, :, 0],
        flow=way.flow[0, 0, :, 0],
        flow_drawn=ways.flow[:, 0, :, 0],
        days_before=uncovered_days_by_member(case, sup, own)[0, 0, :, 0],
        days_after=uncovered_days_by_member(case, sup, one)[0, 0, :, 0],
        moved=one.moved_fte[0, 0, :, 0],
        fte_before=own.fte[0, 0, :, 0],
        fte_after=one.fte[0, 0, :, 0],
        rent_left=rent_left(case, sup, one)[0, 0, :, 0],
        rent_left_drawn=rent_left(case, draws, many)[:, 0, :, 0],
        fees=one.revenue[0, 0, :, 0, fees],
        fees_drawn=many.revenue[:, 0, :, 0, fees],
        staff_before=own.town_staff[0, 0, 0],
        staff_after=one.town_staff[0, 0, 0],
        managers_before=own.town_managers[0, 0, 0],
        managers_after=one.town_managers[0, 0, 0],
    )
