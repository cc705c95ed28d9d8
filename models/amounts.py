"""Many draws at once: what each chosen way of running an activity does, in four amounts a member.

The same reckoning as in `models.alternatives` and `models.transition`, summed over cost types
before it is drawn: what a cost type is only matters where a step picks it out (pay K1, on-costs K2,
premises K7, travel K10, joint budget, level-dependent, system). That is what lets ten thousand
draws of every group and alternative be reckoned while a meeting waits. The two are held against
each other, draw by draw and for every whole arrangement, in tests/models/test_amounts.py.

Axes: a slot z is one member of one choice; draws d come last, so that a step runs along memory.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.alternatives import CENTRE_LEVEL, chosen_level
from models.case import Bools, Case
from models.commuting import share_leaving
from models.decisions import Choice
from models.entities import Alternative, LevelChoice, Placement
from models.location import road_km, travel_minutes
from models.parameters import Floats, Suppositions
from models.posts import up_to_quarters

# Draws reckoned at a time: what a step needs then stays in the processor's own memory.
BLOCK = 1024


@dataclass(frozen=True, slots=True)
class Amounts:
    """SEK/year against today by slot and draw (Z, D), project in SEK; what costs is positive.

    `choice` (Z,) is the position among the choices and `member` (Z,) the municipality's; `change`
    is the effect on tax-funded net cost fully in place, `gain` the part of it that comes by and by
    (positive when it saves), `project` what the transition costs, `rent` a year's rent for
    workplaces that have been left.
    """

    choice: NDArray[np.intp]
    member: NDArray[np.intp]
    change: Floats
    gain: Floats
    project: Floats
    rent: Floats


def in_blocks(sup: Suppositions, size: int = BLOCK) -> Iterator[tuple[slice, Suppositions]]:
    """Return the draws some at a time, with where they lie."""
    for start in range(0, sup.draws, size):
        rows = slice(start, min(start + size, sup.draws))
        yield rows, sup.rows(rows)


def amounts(
    case: Case, sup: Suppositions, choices: Sequence[Choice], level: LevelChoice
) -> Amounts:
    """Return what the choices do to each of their members in every draw."""
    parts = []
    by_kind: dict[tuple[int, Alternative], list[int]] = {}
    for i, choice in enumerate(choices):
        by_kind.setdefault((choice.activity, choice.alternative), []).append(i)
    for (j, way), positions in by_kind.items():
        slots = _Slots.of(positions, [choices[i] for i in positions])
        if way is Alternative.MERGED:
            found = _merged(_Account(case, sup, j, slots, level))
        elif way is Alternative.COOPERATION:
            found = _cooperation(_Account(case, sup, j, slots))
        elif way is Alternative.CONTRACTED:
            found = _contracted(_Account(case, sup, j, slots))
        else:
            found = (np.zeros((len(slots.member), sup.draws)),) * 4
        parts.append((slots.choice, slots.member, *found))
    return Amounts(*(np.concatenate(part) for part in zip(*parts, strict=True)))


# change, gain, project and rent, tax-funded, by slot and draw (Z, D)
Found = tuple[Floats, Floats, Floats, Floats]


@dataclass(frozen=True, slots=True)
class _Slots:
    """The members of some choices of one activity: which choice, who, and how they are placed.

    choice, member, group (Z,), the last being the choice's place among these; seat (G,);
    home (Z,) where the office lies at the member's own seat; one_town, hybrid (Z,).
    """

    choice: NDArray[np.intp]
    member: NDArray[np.intp]
    group: NDArray[np.intp]
    seat: NDArray[np.intp]
    home: Bools
    one_town: Bools
    hybrid: Bools

    @classmethod
    def of(cls, positions: Sequence[int], choices: Sequence[Choice]) -> "_Slots":
        rows = [(i, g, m) for g, i in enumerate(positions) for m in choices[g].members]
        choice, group, member = np.array(rows, dtype=np.intp).T
        seat = np.array([c.seat for c in choices], dtype=np.intp)
        home = member == seat[group]
        pattern = np.array([list(Placement).index(c.pattern) for c in choices])[group]
        one_town, hybrid = (
            ~home & (pattern == list(Placement).index(p))
            for p in (Placement.ONE_TOWN, Placement.HYBRID)
        )
        return cls(choice, member, group, seat, home, one_town, hybrid)

    def together(self, by_slot: Floats) -> Floats:
        """Return the sum over each choice's members, (G, …) of (Z, …)."""
        total: Floats = np.add.reduceat(
            by_slot, np.flatnonzero(np.diff(self.group, prepend=-1)), axis=0
        )
        return total


class _Account:
    """One activity's account by slot and draw, with the managers' part of pay taken out.

    `level` other than OWN raises what depends on it, as in `alternatives.merged`.
    """

    def __init__(
        self,
        case: Case,
        sup: Suppositions,
        j: int,
        slots: _Slots,
        level: LevelChoice = LevelChoice.OWN,
    ) -> None:
        self.case, self.sup, self.j, self.slots = case, sup, j, slots
        self.exposure = case.exposure[j]
        self.base = sup.base[:, j]
        self.own = case.cost[slots.member, j]
        self.raised = _raised(case, sup, j, slots, level)
        self.fte = case.fte[slots.member, j, None]
        self.manager_fte = case.manager_fte[slots.member, j, None]
        self.year_of_leading = sup.of(case.manager_pay) * 12
        self.po = sup.of("po")
        wanted = self.manager_fte * self.year_of_leading
        self.pay, self.on_costs = (self.now(self.only(key)) for key in ("K1", "K2"))
        self.led_pay = np.minimum(wanted, self.pay)
        self.led_on_costs = np.minimum(wanted * self.po, self.on_costs)

    def only(self, key: str) -> Floats:
        """Return a weight of one on one cost type, (C,)."""
        chosen = np.zeros(len(self.case.cost_types))
        chosen[self.case.cost_index(key)] = 1.0
        return chosen

    def today(self, weights: Floats | Bools) -> Floats:
        """Return Σ_c weights[c] · cost today, (Z, D)."""
        cost: Floats = (self.own @ weights)[:, None] * self.base
        return cost

    def now(self, weights: Floats) -> Floats:
        """Return the same at the chosen service level."""
        cost = self.today(weights)
        if self.raised is not None:
            cost += self.today(weights * self.case.level_dependent) * self.raised
        return cost

    def exposed(self, weights: Floats | Bools) -> Floats:
        """Return what scale works on: exposed cost without the managers' part, (Z, D)."""
        exposed = self.exposure * weights
        k1, k2 = (exposed[self.case.cost_index(key)] for key in ("K1", "K2"))
        return self.now(exposed) - (self.led_pay * k1 + self.led_on_costs * k2)

    def scale_factor(self, realised: Floats) -> Floats:
        """Return ρ·[(N_eff(ΣN)/N_eff(N_m))^e − 1], (Z, D)."""
        size = self.case.size[:, self.j]
        limit = np.log(self.sup.of(self.case.activities[self.j].exhaustion))
        elasticity = self.sup.elasticity[:, self.j]
        own = np.log(np.where(size > 0, size, 1.0))[:, None]
        whole = np.log(self.slots.together(size[self.slots.member]))[:, None]
        of_group = np.exp(elasticity * np.minimum(whole, limit)) * realised
        of_member = np.exp(-elasticity * np.minimum(own, limit))
        factor: Floats = of_group[self.slots.group] * of_member[self.slots.member]
        factor -= realised
        return factor

    def weight(self) -> Floats:
        """Return each member's share of its group by size, (Z, 1)."""
        size = self.case.size[self.slots.member, self.j]
        whole = self.slots.together(size)[self.slots.group]
        share: Floats = size / np.where(whole > 0, whole, 1.0)
        return share[:, None]

    def journey(self) -> tuple[Floats, Floats]:
        """Return km and minutes one way between the member's seat and the office, (Z, D)."""
        case, sup, slots = self.case, self.sup, self.slots
        straight, known, minutes = (
            known_of[slots.seat[slots.group], slots.member][:, None]
            for known_of in (case.straight_km, case.road_km, case.minutes)
        )
        km = road_km(straight, known, sup.of("omvagsfaktor"))
        return km, travel_minutes(km, minutes, sup.of("reshastighet"))

    def freed(self) -> Floats | None:
        """Return the share of the workplaces that moves to the office, (Z, D); None for nobody."""
        slots = self.slots
        if not (slots.one_town | slots.hybrid).any():
            return None
        share: Floats = slots.one_town[:, None] + slots.hybrid[:, None] * self.sup.of("hybridandel")
        return share

    def project(self, gain: Floats, moving: Floats | float = 0.0) -> Floats:
        """Return what the transition costs, (Z, D); see `transition.transition`."""
        floor = self.today(self.case.joint) * self.sup.of("omstallning_golv") + moving
        cost = np.maximum(np.maximum(gain, 0) * self.sup.of("omstallning_multipel"), floor)
        return np.asarray(cost * (1 + self.sup.of("omstallning_overdrag")))

    def tax_funded(
        self, change: Floats, gain: Floats, project: Floats, rent: Floats | None = None
    ) -> Found:
        """Return the part that is not the fee payers'."""
        taxed = 1 - self.case.fee[self.j]
        left = np.zeros_like(change) if rent is None else rent * taxed
        return change * taxed, gain * taxed, project * taxed, left


def _raised(
    case: Case, sup: Suppositions, j: int, slots: _Slots, level: LevelChoice
) -> Floats | None:
    """Return max(λ·(L − q)/50, −1) by slot, (Z, D); None where every level stays."""
    if level is LevelChoice.OWN:
        return None
    inside = np.zeros((len(slots.seat), len(case.municipalities)), dtype=bool)
    inside[slots.group, slots.member] = True
    chosen = chosen_level(case, inside, level)[slots.group, j]
    change = (chosen - case.level[slots.member, j]) / CENTRE_LEVEL
    return np.maximum(change[:, None] * sup.of("servicekostnad_niva"), -1.0)


def _merged(a: _Account) -> Found:
    """Alternative 3: the steps of `alternatives.merged` in their order, and the transition."""
    case, sup, j, slots = a.case, a.sup, a.j, a.slots
    k1, k2, k7, k10 = (case.cost_index(key) for key in ("K1", "K2", "K7", "K10"))
    everything, joint = np.ones(len(case.cost_types)), case.joint.astype(np.float64)
    factor = a.scale_factor(sup.of("realisering_sammanslagen"))
    grown = a.exposure[k1] * factor

    performers = a.pay - a.led_pay
    scale_pay = performers * grown
    performing = a.on_costs - a.led_on_costs
    scale_on_costs = performing * (a.exposure[k2] * factor)
    scale = a.exposed(everything) * factor

    staff = a.fte * (1 + grown)
    if a.raised is not None:
        staff *= 1 + a.raised * case.level_dependent[k1]
    needed = slots.together(staff)
    posts = up_to_quarters(needed)
    surplus = 1 + np.where(needed > 0, posts / np.where(needed > 0, needed, 1.0) - 1, 0.0)
    surplus = surplus[slots.group]
    staff *= surplus

    managers = np.maximum(up_to_quarters(posts / sup.of("kontrollspann")), sup.of("minsta_ledning"))
    led = np.where(posts > 0, managers, 0.0)[slots.group] * a.weight() - a.manager_fte
    led *= a.year_of_leading

    km, minutes = a.journey()
    freed = a.freed()
    journeys = staff * (2 * sup.of("gemensamma_moten"))
    if freed is not None:
        journeys *= 1 - freed
        journeys += staff * freed * (2 * case.trips[j] * sup.of("resomfattning"))
    year_of_work = sup.of(case.pay[j]) * 12
    on_the_road = journeys * minutes * (year_of_work / sup.of("arbetstid") / 60)
    kilometres = journeys * km * sup.of("milkostnad")

    raise_of_pay = 1 + sup.of("loneharmonisering")
    pay = ((performers + scale_pay) * surplus + a.led_pay + led) * raise_of_pay + on_the_road
    on_costs = (performing + scale_on_costs) * surplus + a.led_on_costs + led * a.po
    on_costs = on_costs * raise_of_pay + on_the_road * a.po
    more_pay, more_on_costs = pay - a.pay, on_costs - a.on_costs
    elsewhere = scale - scale_pay - scale_on_costs
    premises = np.zeros_like(scale)
    if freed is not None:
        premises = a.today(a.only("K7")) * freed * grown

    budget = a.now(joint) + a.exposed(joint) * factor
    budget += (more_pay - scale_pay) * joint[k1] + (more_on_costs - scale_on_costs) * joint[k2]
    budget += premises * joint[k7] + kilometres * joint[k10]
    change = elsewhere + more_pay + more_on_costs + premises + kilometres
    change += budget * sup.of("samordning_sammanslagen")
    if a.raised is not None:
        change += a.now(everything) - a.today(everything)

    gain = -(scale + led * (1 + a.po) + premises)
    if freed is None:
        return a.tax_funded(change, gain, a.project(gain))
    leaving = share_leaving(case, sup, minutes.T).T
    moving = sup.of("produktionsbortfall") + leaving * sup.of("ersattningsrekrytering")
    moving *= staff * freed * year_of_work * (1 + a.po)
    rent = a.today(a.only("K7")) * freed * (staff > 0)
    return a.tax_funded(change, gain, a.project(gain, moving), rent)


def _cooperation(a: _Account) -> Found:
    """Alternative 2: bought services, shared systems, scale and coordination."""
    case, sup, j, slots = a.case, a.sup, a.j, a.slots
    extent = sup.of("samverkansgrad")
    exposed = a.exposed(np.ones(len(case.cost_types)))
    bought = exposed * (case.bought[j] * extent) * ~slots.home[:, None]
    gain = -exposed * (a.scale_factor(sup.of("realisering_samverkan")) * extent)
    jointly = bought + a.exposed(case.system) * extent
    budget = slots.together(jointly)[slots.group] * a.weight()
    # What the host sells it also has the cost of, so that only the buyers' own cost is left.
    change = bought * (1 - sup.of("undvikbar_andel")) - gain
    change += budget * sup.of("samordning_samverkan")
    return a.tax_funded(change, gain, a.project(gain))


def _contracted(a: _Account) -> Found:
    """Alternative 4: the contract's price and a buyer instead of the own joint budget."""
    case, sup, j = a.case, a.sup, a.j
    nothing = np.zeros((len(a.slots.member), sup.draws))
    contract = case.contracts[j]
    change = nothing
    if contract is not None:
        volume = case.volume[a.slots.member, j][:, None]
        price = volume * sup.of(contract.unit_price) + sup.of(contract.fixed_price)
        buyer = sup.of(contract.retained_fte) * a.year_of_leading * (1 + a.po)
        change = (price + buyer - a.today(case.joint)) * (volume > 0)
    return a.tax_funded(change, nothing, a.project(nothing))
