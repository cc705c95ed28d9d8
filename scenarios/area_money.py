"""What an area costs each municipality when its activities are shared by a key and a rule.

Activities are added up draw by draw, so that the municipalities add up to the area's effect in the
plan, year by year as well.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from models.decisions import Choice
from models.joint_cost import JointCost, joint_cost, key_shares
from models.parameters import Floats
from scenarios.effects import Effect
from scenarios.roadmap import delayed
from scenarios.run import Outcome
from scenarios.sharing import Key, Stake, activity_stake, paid

# A council's budget is for one year with two more as a plan; the transition takes longer.
YEARS_SHOWN = 6


@dataclass(frozen=True, slots=True)
class AreaMoney:
    """What the plan does in an area, with what the members of each joint choice have at stake."""

    outcome: Outcome
    effects: tuple[Effect, ...]
    stakes: Mapping[Choice, Stake]

    @classmethod
    def of(cls, outcome: Outcome, effects: Sequence[Effect]) -> "AreaMoney":
        """Return an area's money, from its effects in the plan."""
        stakes = {}
        for e in effects:
            if e.choice.joint:
                stakes[e.choice] = activity_stake(outcome.question, e.choice)
                stakes[e.choice].effects[e.choice] = e
        return cls(outcome, tuple(effects), stakes)

    def zeros(self) -> tuple[Floats, Floats]:
        """Return nothing by municipality, (M,) and (D, M)."""
        setting = self.outcome.setting
        count = len(setting.case.municipalities)
        return np.zeros(count), np.zeros((setting.draws.draws, count))


@dataclass(frozen=True, slots=True)
class Divided:
    """The area's money by municipality, SEK/year (M,), and with draws first (D, M)."""

    own: Floats
    own_drawn: Floats
    pays: Floats
    pays_drawn: Floats
    transfers: Floats
    gains: Floats
    gains_drawn: Floats

    @property
    def change(self) -> Floats:
        """Return what each pays more (+) or less (−) than today."""
        return self.pays - self.own

    @property
    def change_drawn(self) -> Floats:
        """Return the same in every draw."""
        return self.pays_drawn - self.own_drawn


def divided(money: AreaMoney, key: Key, rule: str) -> Divided:
    """Return what each pays and gains when all that is joint is shared by one key and one rule.

    Raises:
        CannotShareError: when the key or the rule has no answer for some activity.
    """
    own, own_drawn = money.zeros()
    pays, pays_drawn = money.zeros()
    gains, gains_drawn = money.zeros()
    transfers, _ = money.zeros()
    for e in money.effects:
        stake = money.stakes.get(e.choice)
        if stake is None:
            alone, alone_drawn = _alone(money.outcome, e)
            own += alone.own
            own_drawn += alone_drawn.own
            pays += alone.kept
            pays_drawn += alone_drawn.kept
            continue  # it gains nothing against being alone
        found, rows = paid(stake, key, rule), list(e.choice.members)
        own[rows] += found.own
        own_drawn[:, rows] += found.own_drawn
        pays[rows] += found.pays
        pays_drawn[:, rows] += found.pays_drawn
        transfers[rows] += found.transfers
        gains[rows] += found.gains
        gains_drawn[:, rows] += found.gains_drawn
    return Divided(own, own_drawn, pays, pays_drawn, transfers, gains, gains_drawn)


def _alone(outcome: Outcome, e: Effect) -> tuple[JointCost, JointCost]:
    """Return what one that runs it alone pays, in the principal run and in every draw."""
    setting = outcome.setting
    base = setting.draws.base[:, e.choice.activity]
    return (
        joint_cost(setting.case, e.choice, e.annual, np.ones(())),
        joint_cost(setting.case, e.choice, e.annual_drawn, base),
    )


def year_by_year(money: AreaMoney, key: Key, transfers: Floats) -> tuple[Floats, Floats]:
    """Return what each pays more than today year by year, SEK (M, Y) and (D, M, Y).

    Before an activity starts nothing is joint; in its first year, the project's, only what the
    transition costs is; then the account is. `transfers` (M,) come on top of the key when
    everything joint has begun; they add up to nothing.
    """
    starts_at = money.outcome.plan.starts
    years = range(min(YEARS_SHOWN, *(e.flow.shape[-1] for e in money.effects)))
    nothing, nothing_drawn = money.zeros()
    value = np.repeat(nothing[:, None], len(years), axis=1)
    drawn = np.repeat(nothing_drawn[..., None], len(years), axis=2)
    for e in money.effects:
        late = starts_at.get(e.choice.activity, 1) - 1
        flow, many = delayed(e.flow, late), delayed(e.flow_drawn, late)
        for y in years:
            one, all_draws = _of_year(money, e, key, flow[:, y], many[..., y], y - late)
            value[:, y] += one
            drawn[..., y] += all_draws
    begun = [starts_at.get(choice.activity, 1) for choice in money.stakes]
    if begun:
        value[:, max(begun) :] += transfers[:, None]
        drawn[..., max(begun) :] += transfers[:, None]
    return value, drawn


def _of_year(
    money: AreaMoney, e: Effect, key: Key, flow: Floats, drawn: Floats, since: int
) -> tuple[Floats, Floats]:
    """Return what each pays more than today in one year, (M,) and (D, M); `since` the start."""
    if e.choice not in money.stakes or since < 0:
        return flow, drawn
    case, draws = money.outcome.setting.case, money.outcome.setting.draws
    shares = key_shares(case, e.choice, key.weights, key.fixed)
    if since == 0:
        return flow.sum() * shares, drawn.sum(axis=-1)[:, None] * shares
    one = joint_cost(case, e.choice, flow, np.ones(()))
    many = joint_cost(case, e.choice, drawn, draws.base[:, e.choice.activity])
    return (
        one.kept - one.own + one.pool * shares,
        many.kept - many.own + many.pool[:, None] * shares,
    )


def one_offs(money: AreaMoney, key: Key) -> tuple[Floats, Floats]:
    """Return what each pays of the transition, SEK (M,) and (D, M): what is joint by the key."""
    value, drawn = money.zeros()
    for e in money.effects:
        if e.choice in money.stakes:
            case = money.outcome.setting.case
            shares = key_shares(case, e.choice, key.weights, key.fixed)
            value += e.one_off.sum() * shares
            drawn += e.one_off_drawn.sum(axis=1)[:, None] * shares
        else:
            value += e.one_off
            drawn += e.one_off_drawn
    return value, drawn
