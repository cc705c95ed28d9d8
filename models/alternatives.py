"""The alternatives: from base accounts to new accounts, one step at a time, every step kept.

Axes, always in this order: draw d, arrangement v, municipality m, activity a, cost type c.
An arrangement is a group with the town of its joint office and its placement pattern. Members outside
the group are untouched. All effects are SEK/year against today; what costs more is positive.
The formulas are written out in docs/model.md under the same names as the functions and steps here.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from models.case import Bools, Case
from models.entities import Alternative, LevelChoice, Placement
from models.location import road_km, travel_minutes
from models.parameters import Floats, Suppositions

# The order of the bridge from own to merged, from own to cooperation, and from own to contracted.
MERGED_STEPS = (
    "level",
    "scale",
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
LEADERSHIP_STEP_FTE = 0.25
CENTRE_LEVEL = 50.0


@dataclass(frozen=True, slots=True)
class Arrangements:
    """Groups with office town and pattern: members (V, M), seat (V,) as municipality index."""

    members: Bools
    seat: NDArray[np.intp]
    pattern: tuple[Placement, ...]

    @property
    def count(self) -> int:
        """Number of arrangements V."""
        return len(self.pattern)

    def describe(self, v: int) -> tuple[tuple[int, ...], int, Placement]:
        """Return (member indices, seat index, pattern) of one arrangement."""
        return (
            tuple(int(m) for m in np.flatnonzero(self.members[v])),
            int(self.seat[v]),
            self.pattern[v],
        )


@dataclass(frozen=True, slots=True)
class Reckoning:
    """What one alternative does to every account under every arrangement.

    `steps` maps a step's name to its effect on cost (D, V, M, A, C) in SEK/year;
    `revenue` is the effect on revenue (D, V, M, A, I);
    `fte` and `manager_fte` (D, V, M, A) are what works for the municipality afterwards;
    `town_fte` (D, V, A, T) is where all of them have their workplace, managers included;
    `moved_fte` (D, V, M, A) have their workplace moved to the office town.
    """

    alternative: Alternative
    arrangements: Arrangements
    steps: Mapping[str, Floats]
    revenue: Floats
    fte: Floats
    manager_fte: Floats
    town_fte: Floats
    moved_fte: Floats

    def cost_effect(self) -> Floats:
        """Return the whole effect on cost, (D, V, M, A, C)."""
        total: Floats = np.sum(np.stack(list(self.steps.values())), axis=0)
        return total

    def net_effect(self) -> Floats:
        """Return the effect on tax-funded net cost, (D, V, M, A)."""
        net: Floats = self.cost_effect().sum(axis=-1) - self.revenue.sum(axis=-1)
        return net


def arrangements(
    count: int,
    sizes: Iterable[int],
    patterns: Sequence[Placement],
    seats: Callable[[tuple[int, ...]], Iterable[int]] = lambda group: group,
) -> Arrangements:
    """Return every group of the given sizes with every seat and pattern, in a fixed order."""
    rows = [
        (group, seat, pattern)
        for size in sizes
        for group in combinations(range(count), size)
        for seat in seats(group)
        for pattern in patterns
    ]
    return arrange(count, rows)


def arrange(
    count: int, rows: Sequence[tuple[tuple[int, ...], int, Placement]]
) -> Arrangements:
    """Return arrangements from (members, seat, pattern) rows."""
    members = np.zeros((len(rows), count), dtype=bool)
    for v, (group, _, _) in enumerate(rows):
        members[v, list(group)] = True
    return Arrangements(
        members, np.array([seat for _, seat, _ in rows], dtype=np.intp), tuple(p for _, _, p in rows)
    )


def own(case: Case, arr: Arrangements, draws: int = 1) -> Reckoning:
    """Return today's accounts unchanged: alternative 1 is the base, to the krona."""
    shape = (draws, arr.count, *case.fte.shape)
    return Reckoning(
        Alternative.OWN,
        arr,
        {"own": np.zeros((*shape, len(case.cost_types)))},
        np.zeros((*shape, len(case.revenue_types))),
        np.broadcast_to(case.fte, shape).copy(),
        np.broadcast_to(case.manager_fte, shape).copy(),
        np.zeros((draws, arr.count, len(case.activities), len(case.seats))),
        np.zeros(shape),
    )


def merged(
    case: Case,
    sup: Suppositions,
    arr: Arrangements,
    level: LevelChoice = LevelChoice.OWN,
) -> Reckoning:
    """Return alternative 3: one leadership and performing organisation for the group.

    scale: cost · exposure · ρ · [(N_eff(ΣN)/N_eff(N_m))^e − 1] on what is not managers' pay.
    leadership: Σ own managers → max(least, ⌈staff/span⌉ to ¼), shared by size.
    """
    g = _Ground(case, sup, arr)
    k1, k2, k7, k10 = (case.cost_index(key) for key in ("K1", "K2", "K7", "K10"))
    now = g.cost.copy()
    steps: dict[str, Floats] = {}

    def take(name: str, effect: Floats) -> None:
        steps[name] = effect
        now[...] += effect

    take("level", _level_effect(case, g, level))

    factor = g.scale_factor(sup.of("realisering_sammanslagen"))
    managers = g.manager_cost(now)
    take("scale", (now - managers) * case.exposure * factor[..., None])

    staff_factor = 1 + case.exposure[:, k1] * factor
    staff = case.fte * staff_factor * g.member
    need = _leadership_need(case, sup, staff.sum(axis=2))
    joint = arr.members.sum(axis=1) > 1
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
    return Reckoning(
        Alternative.MERGED,
        arr,
        steps,
        _fee_payers_share(case, steps),
        np.where(g.member, staff, case.fte),
        np.where(g.member, joint_managers, case.manager_fte),
        g.town_fte(staff, moved, joint_managers, managers_at_seat=True),
        moved,
    )


def cooperation(case: Case, sup: Suppositions, arr: Arrangements) -> Reckoning:
    """Return alternative 2: own leadership and staff, some services bought from the host.

    The buyer pays for the work bought at what it costs to do (K5), the host sells it (I5) and has that
    cost; the buyer's own cost falls by the avoidable part only. Purchases and sales cancel.
    """
    g = _Ground(case, sup, arr)
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
    budget = (exposed * case.joint).sum(axis=-1) * extent
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
        g.town_fte(fte * g.member, np.zeros_like(fte), managers_fte * g.member, False),
        np.zeros_like(fte),
    )


def contracted(case: Case, sup: Suppositions, arr: Arrangements) -> Reckoning:
    """Return alternative 4: a contractor does the work, the municipality keeps a buyer.

    Everything but K12 and K14 falls away; the price is volume × unit price + a fixed price (K4) and
    the buyer is paid as a manager. Where the pack has no contract the effect is 0.
    """
    g = _Ground(case, sup, arr)
    k4 = case.cost_index("K4")
    has = np.array([contract is not None for contract in case.contracts])
    kept = np.array([item.key in {"K12", "K14"} for item in case.cost_types])
    on = g.member & has
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
        g.town_fte(fte * g.member, np.zeros_like(retained), managers * g.member, False),
        np.zeros_like(retained),
    )


class _Ground:
    """What every alternative stands on: base cost per draw, membership, weights, prices, distances."""

    def __init__(self, case: Case, sup: Suppositions, arr: Arrangements) -> None:
        self.case, self.sup, self.arr = case, sup, arr
        member = arr.members[None, :, :, None]
        self.member: Bools = np.broadcast_to(member, (sup.draws, arr.count, *case.fte.shape))
        base = case.cost[None, None] * sup.base[:, None, None, :, None]
        self.cost: Floats = base * member[..., None]
        self.po = sup.of("po")
        self.manager_pay: Floats = sup.of(case.manager_pay) * 12
        pay = np.stack([sup.of(key) for key in case.pay], axis=1) * 12
        self.hourly_pay: Floats = pay / sup.of("arbetstid")[:, None]
        size = case.size[None] * arr.members[:, :, None]
        total = size.sum(axis=1, keepdims=True)
        self.weight: Floats = (size / np.where(total > 0, total, 1.0))[None]
        self.group_size: Floats = total[None]

    @staticmethod
    def d(values: Floats) -> Floats:
        """Return a per-draw value ready to multiply (D, V, M, A)."""
        return values[:, None, None, None]

    def scale_factor(self, realised: Floats) -> Floats:
        """Return ρ·[(N_eff(ΣN)/N_eff(N_m))^e − 1], (D, V, M, A); 0 outside the group."""
        limit = np.stack([self.sup.of(a.exhaustion) for a in self.case.activities], axis=1)
        limit = limit[:, None, None, :]
        ratio = np.minimum(self.group_size, limit) / np.minimum(self.case.size[None, None], limit)
        elasticity = self.sup.elasticity[:, None, None, :]
        factor: Floats = self.d(realised) * (ratio**elasticity - 1) * self.member
        return factor

    def manager_cost(self, cost: Floats) -> Floats:
        """Return the managers' part of K1 and K2; never more than what is there."""
        wanted = self.paid(
            np.broadcast_to(self.case.manager_fte, self.member.shape)
            * self.manager_pay[:, None, None, None]
            * self.member
        )
        return np.minimum(wanted, cost)

    def paid(self, pay: Floats) -> Floats:
        """Return pay in SEK/year spread on K1 and, with on-costs, K2; (D, V, M, A, C)."""
        out = np.zeros((*np.broadcast_shapes(pay.shape, self.member.shape), len(self.case.cost_types)))
        out[..., self.case.cost_index("K1")] = pay
        out[..., self.case.cost_index("K2")] = pay * self.d(self.po)
        return out

    def paid_gross(self, cost: Floats) -> Floats:
        """Return a personnel cost including on-costs, spread on K1 and K2."""
        return self.paid(cost / (1 + self.d(self.po)))

    def moved_share(self, sup: Suppositions) -> Floats:
        """Return the share of each member's workplaces that moves to the office town."""
        at_seat = np.array(
            [
                {Placement.ONE_TOWN: 1.0, Placement.HYBRID: np.nan}.get(pattern, 0.0)
                for pattern in self.arr.pattern
            ]
        )
        share = np.where(np.isnan(at_seat), sup.of("hybridandel")[:, None], at_seat)
        away = np.arange(len(self.case.seats))[None, :] != self.arr.seat[:, None]
        return (share[:, :, None] * away)[..., None] * self.member

    def travel(self, staff: Floats, moved: Floats) -> tuple[Floats, Floats]:
        """Return (hours, km) a year between the office town and the member's own seat.

        What has moved travels back to serve; what stayed travels to joint meetings.
        """
        sup = self.sup
        km = road_km(self.case.straight_km, self.case.road_km, sup.of("omvagsfaktor"))
        minutes = travel_minutes(km, self.case.minutes, sup.of("reshastighet"))
        km_to, minutes_to = (x[:, self.arr.seat, :][..., None] for x in (km, minutes))
        joint = (self.arr.members.sum(axis=1) > 1)[None, :, None, None]
        service = staff * moved * self.case.trips * self.d(sup.of("resomfattning"))
        meetings = staff * (1 - moved) * self.d(sup.of("gemensamma_moten"))
        journeys = 2 * (service + meetings) * joint
        return journeys * minutes_to / 60, journeys * km_to

    def town_fte(
        self, staff: Floats, moved: Floats, managers: Floats, managers_at_seat: bool
    ) -> Floats:
        """Return FTE by town of the workplace, (D, V, A, T), for the members of the group."""
        home = np.swapaxes(staff - moved, 2, 3).copy()
        at_seat = moved.sum(axis=2)
        if managers_at_seat:
            at_seat = at_seat + managers.sum(axis=2)
        else:
            home += np.swapaxes(np.broadcast_to(managers, staff.shape), 2, 3)
        seat = np.zeros((self.arr.count, len(self.case.seats)))
        seat[np.arange(self.arr.count), self.arr.seat] = 1.0
        total: Floats = home + at_seat[..., None] * seat[None, :, None, :]
        return total


def chosen_level(case: Case, members: Bools, level: LevelChoice) -> Floats:
    """Return the joint service level (V, A) that the group has chosen."""
    inside = members[:, :, None]
    levels = case.level[None]
    if level is LevelChoice.LEAST:
        return np.where(inside, levels, np.inf).min(axis=1)
    if level is LevelChoice.HIGHEST:
        return np.where(inside, levels, -np.inf).max(axis=1)
    weight = case.volume[None] * inside
    # Where a volume is missing the inhabitants weigh instead.
    weight = np.where(weight.sum(axis=1, keepdims=True) > 0, weight, case.size[None] * inside)
    mean: Floats = (levels * weight).sum(axis=1) / weight.sum(axis=1)
    return mean


def _level_effect(case: Case, g: _Ground, level: LevelChoice) -> Floats:
    """cost · λ · (L − q)/50 on level-dependent cost types; 0 at the own levels."""
    if level is LevelChoice.OWN:
        return np.zeros_like(g.cost)
    change = (chosen_level(case, g.arr.members, level)[:, None, :] - case.level[None]) / CENTRE_LEVEL
    share = g.d(g.sup.of("servicekostnad_niva")) * change[None]
    effect: Floats = g.cost * share[..., None] * case.level_dependent
    return effect


def _leadership_need(case: Case, sup: Suppositions, staff: Floats) -> Floats:
    """Return managers the joint organisation needs, (D, V, A), in quarters of a full-timer."""
    span = sup.of("kontrollspann")[:, None, None]
    least = sup.of("minsta_ledning")[:, None, None]
    quarters = np.ceil(staff / span / LEADERSHIP_STEP_FTE - 1e-9) * LEADERSHIP_STEP_FTE
    return np.where(staff > 0, np.maximum(quarters, least), 0.0)


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
