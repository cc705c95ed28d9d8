"""The alternatives: from base accounts to new accounts, one step at a time, every step kept.

Axes, always in this order: draw d, arrangement v, municipality m, activity a, cost type c.
An arrangement is a group with the town of its joint office and its placement pattern. Members
outside the group are untouched. All effects are SEK/year against today; what costs more is
positive. The formulas are written out in docs/model.md under the same names as here.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from models.arrangements import Arrangements, arrange, arrangements
from models.case import Bools, Case
from models.entities import Alternative, LevelChoice
from models.ground import Ground
from models.parameters import Floats, Suppositions
from models.posts import in_quarters, up_to_quarters

__all__ = [
    "CONTRACTED_STEPS",
    "COOPERATION_STEPS",
    "MERGED_STEPS",
    "RAMPED_STEPS",
    "Arrangements",
    "Reckoning",
    "arrange",
    "arrangements",
    "chosen_level",
    "contracted",
    "cooperation",
    "merged",
    "own",
]

# The order of the bridge from own to merged, from own to cooperation, and from own to contracted.
MERGED_STEPS = (
    "level",
    "scale",
    "whole_posts",
    "leadership",
    "pay_harmonisation",
    "premises",
    "travel",
    "coordination",
)
COOPERATION_STEPS = ("bought_services", "shared_systems", "scale", "coordination")
CONTRACTED_STEPS = ("avoided_cost", "retained_buyer", "contract")
# Steps that are gains a project has to earn; they come by and by, the others from the first year.
RAMPED_STEPS = ("scale", "leadership", "premises", "shared_systems")
CENTRE_LEVEL = 50.0


@dataclass(frozen=True, slots=True)
class Reckoning:
    """What one alternative does to every account under every arrangement.

    `steps` maps a step's name to its effect on cost (D, V, M, A, C) in SEK/year;
    `revenue` is the effect on revenue (D, V, M, A, I);
    `fte` and `manager_fte` (D, V, M, A) are what works for the municipality afterwards;
    `town_staff` and `town_managers` (D, V, A, T) is where they have their workplace;
    `moved_fte` (D, V, M, A) have their workplace moved to the office town.
    """

    alternative: Alternative
    arrangements: Arrangements
    steps: Mapping[str, Floats]
    revenue: Floats
    fte: Floats
    manager_fte: Floats
    town_staff: Floats
    town_managers: Floats
    moved_fte: Floats

    @property
    def town_fte(self) -> Floats:
        """Return everybody by the town of the workplace, (D, V, A, T)."""
        total: Floats = self.town_staff + self.town_managers
        return total

    def cost_effect(self) -> Floats:
        """Return the whole effect on cost, (D, V, M, A, C)."""
        total: Floats = np.sum(np.stack(list(self.steps.values())), axis=0)
        return total

    def net_effect(self) -> Floats:
        """Return the effect on tax-funded net cost, (D, V, M, A)."""
        net: Floats = self.cost_effect().sum(axis=-1) - self.revenue.sum(axis=-1)
        return net


def own(case: Case, arr: Arrangements, draws: int = 1) -> Reckoning:
    """Return today's accounts unchanged: alternative 1 is the base, to the krona."""
    shape = (draws, arr.count, *case.fte.shape)
    towns = (draws, arr.count, len(case.activities), len(case.towns))

    def at_home(fte: Floats) -> Floats:
        placed = np.zeros(towns)
        placed[..., : len(fte)] = np.swapaxes(fte * arr.members[:, :, None], 1, 2)
        return placed

    return Reckoning(
        Alternative.OWN,
        arr,
        {"own": np.zeros((*shape, len(case.cost_types)))},
        np.zeros((*shape, len(case.revenue_types))),
        np.broadcast_to(case.fte, shape).copy(),
        np.broadcast_to(case.manager_fte, shape).copy(),
        at_home(case.fte),
        at_home(case.manager_fte),
        np.zeros(shape),
    )


def merged(
    case: Case,
    sup: Suppositions,
    arr: Arrangements,
    level: LevelChoice = LevelChoice.OWN,
) -> Reckoning:
    """Return alternative 3: one leadership and performing organisation for the group.

    level: cost and staff · max(λ · (L − q)/50, −1) on level-dependent cost types.
    scale: cost · exposure · ρ · [(N_eff(ΣN)/N_eff(N_m))^e − 1] on what is not managers' pay.
    whole_posts: the joint staff rounded up to quarters of a post, at the performers' cost.
    leadership: Σ own managers → max(least, ⌈staff/span⌉ to ¼), shared by size.
    """
    g = Ground(case, sup, arr)
    k1, k2, k7, k10 = (case.cost_index(key) for key in ("K1", "K2", "K7", "K10"))
    now = g.cost.copy()
    steps: dict[str, Floats] = {}

    def take(name: str, effect: Floats) -> None:
        steps[name] = effect
        now[...] += effect

    raised = _level_share(case, g, level)
    take("level", g.cost * raised[..., None] * case.level_dependent)

    factor = g.scale_factor(sup.of("realisering_sammanslagen"))
    managers = g.manager_cost(now)
    take("scale", (now - managers) * case.exposure * factor[..., None])

    staff_factor = 1 + case.exposure[:, k1] * factor
    staff = case.fte * (1 + raised * case.level_dependent[k1]) * staff_factor * g.member
    joint = arr.members.sum(axis=1) > 1
    surplus = _to_whole_posts(staff.sum(axis=2, keepdims=True)) * joint[None, :, None, None]
    posts = np.zeros_like(now)
    for c in (k1, k2):
        posts[..., c] = (now - managers)[..., c] * surplus
    take("whole_posts", posts)
    staff = staff * (1 + surplus)

    need = _leadership_need(case, sup, staff.sum(axis=2))
    joint_managers = np.where(
        joint[None, :, None, None], g.weight * need[:, :, None, :], case.manager_fte * g.member
    )
    change = (joint_managers - case.manager_fte * g.member) * g.manager_pay[:, None, None, None]
    take("leadership", g.paid(change))

    pay = np.zeros_like(now)
    for c in (k1, k2):
        pay[..., c] = now[..., c] * g.d(sup.of("loneharmonisering")) * joint[None, :, None, None]
    take("pay_harmonisation", pay * g.member[..., None])

    freed = g.moved_share(sup)
    premises = np.zeros_like(now)
    premises[..., k7] = g.cost[..., k7] * freed * (staff_factor - 1)
    take("premises", premises * g.member[..., None])

    hours, km = g.travel(staff, freed)
    travel = g.paid(hours * g.hourly_pay[:, None, None, :])
    travel[..., k10] += km * g.d(sup.of("milkostnad"))
    take("travel", travel)

    budget = (now * case.joint).sum(axis=-1) * joint[None, :, None, None] * g.member
    take("coordination", g.paid_gross(budget * g.d(sup.of("samordning_sammanslagen"))))

    moved = staff * freed
    placed, led = g.town_fte(staff, moved, joint_managers, managers_at_seat=True)
    return Reckoning(
        Alternative.MERGED,
        arr,
        steps,
        _fee_payers_share(case, steps),
        np.where(g.member, staff, case.fte),
        np.where(g.member, joint_managers, case.manager_fte),
        np.where(joint[None, :, None, None], in_quarters(placed), placed),
        led,
        moved,
    )


def cooperation(case: Case, sup: Suppositions, arr: Arrangements) -> Reckoning:
    """Return alternative 2: own leadership and staff, some services bought from the host.

    The buyer pays for the work bought at what it costs to do (K5), the host sells it (I5) and has
    that cost; the buyer's own cost falls by the avoidable part only. Purchases and sales cancel.
    """
    g = Ground(case, sup, arr)
    k1, k5 = case.cost_index("K1"), case.cost_index("K5")
    joint = (arr.members.sum(axis=1) > 1)[None, :, None, None]
    extent = g.d(sup.of("samverkansgrad")) * joint * g.member
    host = np.zeros(arr.members.shape, dtype=bool)
    host[np.arange(arr.count), arr.seat] = True
    buyer = g.member & ~host[None, :, :, None]
    managers = g.manager_cost(g.cost)
    exposed = (g.cost - managers) * case.exposure

    bought = exposed * (case.bought * extent * buyer)[..., None]
    effect = -bought * g.d(sup.of("undvikbar_andel"))[..., None]
    effect[..., k5] += bought.sum(axis=-1)
    sold = bought.sum(axis=2, keepdims=True) * host[None, :, :, None, None]
    effect = effect + sold

    factor = g.scale_factor(sup.of("realisering_samverkan")) * extent
    gain = exposed * factor[..., None]
    # What is worked jointly: the services bought and the systems shared, borne by size.
    jointly = bought.sum(axis=-1) + (exposed * case.system).sum(axis=-1) * extent
    budget = jointly.sum(axis=2, keepdims=True) * g.weight * g.member
    steps = {
        "bought_services": effect,
        "shared_systems": gain * case.system,
        "scale": gain * ~case.system,
        "coordination": g.paid_gross(budget * g.d(sup.of("samordning_samverkan"))),
    }
    sales = sold.sum(axis=-1)
    revenue = _fee_payers_share(case, steps, sales)
    revenue[..., case.revenue_index("I5")] += sales

    bought_fte = case.fte * case.exposure[:, k1] * case.bought * extent * buyer
    fte = (
        case.fte * (1 + case.exposure[:, k1] * factor)
        - bought_fte * g.d(sup.of("undvikbar_andel"))
        + bought_fte.sum(axis=2, keepdims=True) * host[None, :, :, None]
    )
    managers_fte = np.broadcast_to(case.manager_fte, fte.shape)
    return Reckoning(
        Alternative.COOPERATION,
        arr,
        steps,
        revenue,
        fte,
        managers_fte.copy(),
        *g.town_fte(fte * g.member, np.zeros_like(fte), managers_fte * g.member, False),
        np.zeros_like(fte),
    )


def contracted(case: Case, sup: Suppositions, arr: Arrangements) -> Reckoning:
    """Return alternative 4: a contractor does the work, the municipality keeps a buyer.

    What lies in a joint budget falls away, the rest (K12, K14) stays; the price is volume × unit
    price + a fixed price (K4) and the buyer is paid as a manager. Where the pack has no contract,
    or the volume to be paid for is missing, the effect is 0.
    """
    g = Ground(case, sup, arr)
    k4 = case.cost_index("K4")
    has = np.array([contract is not None for contract in case.contracts])
    kept = ~case.joint
    on = g.member & has & (case.volume > 0)
    avoided = np.where(kept, 0.0, -g.cost) * on[..., None]
    zero = np.zeros(sup.draws)

    def of(name: str) -> Floats:
        return np.stack(
            [
                zero if contract is None else sup.of(getattr(contract, name))
                for contract in case.contracts
            ],
            axis=1,
        )[:, None, None, :]

    price = np.zeros_like(avoided)
    price[..., k4] = (case.volume * of("unit_price") + of("fixed_price")) * on
    retained = of("retained_fte") * on
    steps = {
        "avoided_cost": avoided,
        "retained_buyer": g.paid(retained * g.manager_pay[:, None, None, None]),
        "contract": price,
    }
    fte = np.where(on, 0.0, case.fte)
    managers = np.where(on, retained, case.manager_fte)
    return Reckoning(
        Alternative.CONTRACTED,
        arr,
        steps,
        _fee_payers_share(case, steps),
        np.broadcast_to(fte, retained.shape).copy(),
        managers,
        *g.town_fte(fte * g.member, np.zeros_like(retained), managers * g.member, False),
        np.zeros_like(retained),
    )


def chosen_level(case: Case, members: Bools, level: LevelChoice) -> Floats:
    """Return the joint service level (V, A) that the group has chosen."""
    inside = members[:, :, None]
    levels = case.level[None]
    if level is LevelChoice.LEAST:
        least: Floats = np.where(inside, levels, np.inf).min(axis=1)
        return least
    if level is LevelChoice.HIGHEST:
        highest: Floats = np.where(inside, levels, -np.inf).max(axis=1)
        return highest
    # Where any member's volume is missing the inhabitants weigh instead.
    counted = np.all((case.volume[None] > 0) | ~inside, axis=1, keepdims=True)
    weight = np.where(counted, case.volume[None], case.size[None]) * inside
    mean: Floats = (levels * weight).sum(axis=1) / weight.sum(axis=1)
    return mean


def _level_share(case: Case, g: Ground, level: LevelChoice) -> Floats:
    """max(λ · (L − q)/50, −1), (D, V, M, A): what level-dependent cost and staff change by."""
    if level is LevelChoice.OWN:
        return np.zeros(g.member.shape)
    chosen = chosen_level(case, g.arr.members, level)[:, None, :]
    change = (chosen - case.level[None]) / CENTRE_LEVEL
    share: Floats = np.maximum(g.d(g.sup.of("servicekostnad_niva")) * change[None], -1.0)
    return share


def _leadership_need(case: Case, sup: Suppositions, staff: Floats) -> Floats:
    """Return managers the joint organisation needs, (D, V, A), in quarters of a full-timer."""
    span = sup.of("kontrollspann")[:, None, None]
    least = sup.of("minsta_ledning")[:, None, None]
    return np.where(staff > 0, np.maximum(up_to_quarters(staff / span), least), 0.0)


def _to_whole_posts(need: Floats) -> Floats:
    """Return what is added, as a share of the need, when it is staffed in quarters of a post."""
    safe = np.where(need > 0, need, 1.0)
    added: Floats = np.where(need > 0, up_to_quarters(need) / safe - 1, 0.0)
    return added


def _fee_payers_share(
    case: Case, steps: Mapping[str, Floats], sales: Floats | None = None
) -> Floats:
    """Return the revenue effect that leaves fee-funded savings with the fee payers (I1).

    I1 = τ · (Δcost − sales to other municipalities), so that τ = 1 moves tax-funded net cost by 0.
    """
    total = np.sum([effect.sum(axis=-1) for effect in steps.values()], axis=0)
    revenue = np.zeros((*total.shape, len(case.revenue_types)))
    revenue[..., case.revenue_index("I1")] = (total - (0 if sales is None else sales)) * case.fee
    return revenue
