"""Many draws at once: what each chosen way of running an activity does, in four amounts a member.

The same reckoning as in `models.alternatives` and `models.transition`, summed over cost types
before it is drawn: what a cost type is only matters where a step picks it out (pay K1, on-costs K2,
premises K7, travel K10, joint budget, level-dependent, system). That is what lets ten thousand
draws of every group and alternative be reckoned while a meeting waits. The two are held against
each other, draw by draw and for every whole arrangement, in tests/models/test_amounts.py.

Axes: a slot z is one member of one choice; draws d come last, so that a step runs along memory.
What differs between members but not between their groups is reckoned by row r, one for each member,
and taken to the slots as late as possible: with thirty groups that is most of the work saved.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields

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


def amounts(
    case: Case, sup: Suppositions, choices: Sequence[Choice], level: LevelChoice
) -> Amounts:
    """Return what the choices do to each of their members in every draw."""
    parts = list(amounts_in_turn(case, sup, choices, level))
    return Amounts(*(np.concatenate([getattr(p, f.name) for p in parts]) for f in fields(Amounts)))


def amounts_in_turn(
    case: Case, sup: Suppositions, choices: Sequence[Choice], level: LevelChoice
) -> Iterator[Amounts]:
    """Yield the same, one activity and way of running it at a time; a choice lies whole in one.

    For whoever adds them up as they come, and need not have every member's amounts in memory.
    """
    by_kind: dict[tuple[int, Alternative], list[int]] = {}
    for i, choice in enumerate(choices):
        by_kind.setdefault((choice.activity, choice.alternative), []).append(i)
    for (j, way), positions in by_kind.items():
        some = _Slots.of(positions, [choices[i] for i in positions])
        found: Found = (None, None, None, None)
        if way is not Alternative.OWN:
            account = _Account(case, sup, j, some, level if way is Alternative.MERGED else None)
            found = _WAYS[way](account)
        nothing = np.broadcast_to(0.0, (len(some.member), sup.draws))
        taxed = 1 - case.fee[j]
        for part in found:
            if part is not None and taxed != 1:
                part *= taxed
        yield Amounts(
            some.choice, some.member, *(nothing if part is None else part for part in found)
        )


def added_up(by_slot: Floats, starts: NDArray[np.intp]) -> Floats:
    """Return the sums of the slots from each start to the next, (G, …) of (Z, …).

    The same as NumPy's reduceat, which takes four times as long along the first axis.
    """
    total = np.empty((len(starts), *by_slot.shape[1:]))
    ends = [*starts[1:], len(by_slot)]
    for g, (start, end) in enumerate(zip(starts, ends, strict=True)):
        np.add.reduce(by_slot[start:end], axis=0, out=total[g, ...])
    return total


# change, gain, project and rent, fees included, by slot and draw (Z, D); None where there is none
Found = tuple[Floats | None, Floats | None, Floats | None, Floats | None]


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
        return added_up(by_slot, np.flatnonzero(np.diff(self.group, prepend=-1)))


class _Account:
    """One activity's account by row and draw (R, D), with the managers' part of pay taken out.

    A row is a member; where a group has chosen a joint service level, and what a member's account
    is therefore depends on its group, a row is a slot. `row` (Z,) takes rows to slots.
    """

    def __init__(
        self, case: Case, sup: Suppositions, j: int, slots: _Slots, level: LevelChoice | None
    ) -> None:
        self.case, self.sup, self.j, self.slots = case, sup, j, slots
        self.exposure = case.exposure[j]
        self.everything = np.ones(len(case.cost_types))
        self.base = sup.base[:, j]
        self.raised = None if level is None else _raised(case, sup, j, slots, level)
        by_slot = self.raised is not None
        self.row = np.arange(len(slots.member)) if by_slot else slots.member
        who = slots.member if by_slot else np.arange(len(case.municipalities))
        self.cost = case.cost[who, j]
        self.year_of_leading = sup.of(case.manager_pay) * 12
        self.year_of_work = sup.of(case.pay[j]) * 12
        self.po = sup.of("po")
        wanted = case.manager_fte[who, j, None] * self.year_of_leading
        self.pay, self.on_costs = (self.now(self.only(key)) for key in ("K1", "K2"))
        self.led_pay = np.minimum(wanted, self.pay)
        self.led_on_costs = np.minimum(wanted * self.po, self.on_costs)

    def only(self, key: str) -> Floats:
        """Return a weight of one on one cost type, (C,)."""
        chosen = np.zeros(len(self.case.cost_types))
        chosen[self.case.cost_index(key)] = 1.0
        return chosen

    def today(self, weights: Floats | Bools) -> Floats:
        """Return Σ_c weights[c] · cost today, (R, D)."""
        cost: Floats = (self.cost @ weights)[:, None] * self.base
        return cost

    def now(self, weights: Floats | Bools) -> Floats:
        """Return the same at the chosen service level."""
        cost = self.today(weights)
        if self.raised is not None:
            cost += self.today(weights * self.case.level_dependent) * self.raised
        return cost

    def exposed(self, weights: Floats | Bools) -> Floats:
        """Return what scale works on: exposed cost without the managers' part, (R, D)."""
        exposed = self.exposure * weights
        k1, k2 = (exposed[self.case.cost_index(key)] for key in ("K1", "K2"))
        free: Floats = self.now(exposed) - (self.led_pay * k1 + self.led_on_costs * k2)
        return free

    def scale_factor(self, realised: Floats) -> Floats:
        """Return ρ·[(N_eff(ΣN)/N_eff(N_m))^e − 1] by slot, (Z, D)."""
        size = self.case.size[:, self.j]
        limit = np.log(self.sup.of(self.case.activities[self.j].exhaustion))
        elasticity = self.sup.elasticity[:, self.j]
        own = np.log(np.where(size > 0, size, 1.0))[:, None]
        whole = np.log(self.slots.together(size[self.slots.member]))[:, None]
        of_group = np.exp(elasticity * np.minimum(whole, limit)) * realised
        of_member = np.exp(-elasticity * np.minimum(own, limit))
        factor: Floats = of_group[self.slots.group]
        factor *= of_member[self.slots.member]
        factor -= realised
        return factor

    def weight(self) -> Floats:
        """Return each member's share of its group by size, (Z, 1)."""
        size = self.case.size[self.slots.member, self.j]
        whole = self.slots.together(size)[self.slots.group]
        share: Floats = size / np.where(whole > 0, whole, 1.0)
        return share[:, None]

    def journeys(self) -> tuple[Floats, Floats, NDArray[np.intp]]:
        """Return km and minutes one way between seats and offices (P, D), and whose (Z,)."""
        case, sup, slots = self.case, self.sup, self.slots
        pairs, whose = np.unique(
            np.stack([slots.seat[slots.group], slots.member]), axis=1, return_inverse=True
        )
        straight, known, minutes = (
            table[pairs[0], pairs[1]][:, None]
            for table in (case.straight_km, case.road_km, case.minutes)
        )
        km = road_km(straight, known, sup.of("omvagsfaktor"))
        return km, travel_minutes(km, minutes, sup.of("reshastighet")), whose

    def freed(self) -> Floats | None:
        """Return the share of the workplaces that moves to the office, (Z, D); None for nobody."""
        slots = self.slots
        if not (slots.one_town | slots.hybrid).any():
            return None
        share: Floats = slots.one_town[:, None] + slots.hybrid[:, None] * self.sup.of("hybridandel")
        return share

    def project(self, gain: Floats | None, moving: Floats | None = None) -> Floats:
        """Return what the transition costs, (Z, D); see `transition.transition`."""
        overrun = 1 + self.sup.of("omstallning_overdrag")
        floor = self.today(self.case.joint) * (self.sup.of("omstallning_golv") * overrun)
        cost: Floats = floor[self.row]
        if moving is not None:
            cost += moving * overrun
        if gain is not None:
            # The floor is never below 0, so that a loss needs no comparison of its own.
            cost = np.maximum(cost, gain * (self.sup.of("omstallning_multipel") * overrun))
        return cost


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
    return np.asarray(np.maximum(change[:, None] * sup.of("servicekostnad_niva"), -1.0))


def _merged(a: _Account) -> Found:
    """Alternative 3: the steps of `alternatives.merged` in their order, and the transition."""
    case, sup, j, slots, row = a.case, a.sup, a.j, a.slots, a.row
    k1, k2, k7, k10 = (case.cost_index(key) for key in ("K1", "K2", "K7", "K10"))
    factor = a.scale_factor(sup.of("realisering_sammanslagen"))
    scale = a.exposed(a.everything)[row] * factor

    # Staff, in quarters of a post over the whole organisation.
    staff = factor * a.exposure[k1]
    staff += 1
    staff *= case.fte[slots.member, j, None]
    if a.raised is not None:
        staff *= 1 + a.raised * case.level_dependent[k1]
    needed = slots.together(staff)
    posts = up_to_quarters(needed)
    rounded = np.where(needed > 0, posts / np.where(needed > 0, needed, 1.0), 1.0)[slots.group]
    staff *= rounded

    # Managers, by span and never fewer than the least.
    managers = np.maximum(up_to_quarters(posts / sup.of("kontrollspann")), sup.of("minsta_ledning"))
    led = (np.where(posts > 0, managers, 0.0) * a.year_of_leading)[slots.group] * a.weight()
    led -= case.manager_fte[slots.member, j, None] * a.year_of_leading

    # Travel, and the workplaces that move.
    km, minutes, whose = a.journeys()
    hour = a.year_of_work / sup.of("arbetstid")
    freed = a.freed()
    journeys = staff * (2 * sup.of("gemensamma_moten"))
    if freed is not None:
        journeys *= 1 - freed
        journeys += staff * freed * (2 * case.trips[j] * sup.of("resomfattning"))
    premises = None if freed is None else a.today(a.only("K7"))[row] * freed
    rent = None if premises is None else premises * (staff > 0)
    if premises is not None:
        premises *= factor * a.exposure[k1]

    # Coordination is a share of what the joint budget comes to, so that a krona of a cost type in
    # it counts for that share more; what does not depend on the group is put together by row.
    joint = case.joint.astype(np.float64)
    coordination = sup.of("samordning_sammanslagen")
    pay, on_costs, rent_of, driving = (1 + joint[k] * coordination for k in (k1, k2, k7, k10))
    harmonised = 1 + sup.of("loneharmonisering")
    performers, performing = (a.pay - a.led_pay) * pay, (a.on_costs - a.led_on_costs) * on_costs
    leading = a.led_pay * pay + a.led_on_costs * on_costs
    scaled = performers * a.exposure[k1] + performing * a.exposure[k2]
    others = a.exposed(a.everything) + a.exposed(joint) * coordination - scaled
    settled = leading * harmonised - (a.pay * pay + a.on_costs * on_costs)
    settled += a.now(joint) * coordination
    a_journey = minutes / 60 * hour * (pay + on_costs * a.po) + km * sup.of("milkostnad") * driving
    change = (scaled * harmonised)[row] * factor
    change += ((performers + performing) * harmonised)[row]
    change *= rounded
    change += others[row] * factor
    change += settled[row]
    change += led * ((pay + on_costs * a.po) * harmonised)
    journeys *= a_journey[whose]
    change += journeys
    if premises is not None:
        change += premises * rent_of
    if a.raised is not None:
        change += a.now(a.everything) - a.today(a.everything)

    gain = scale
    gain += led * (1 + a.po)
    if premises is not None:
        gain += premises
    np.negative(gain, out=gain)
    moving = None
    if freed is not None:
        leaving = share_leaving(case, sup, minutes.T).T[whose]
        moving = sup.of("produktionsbortfall") + leaving * sup.of("ersattningsrekrytering")
        moving *= staff * freed * a.year_of_work * (1 + a.po)
    return change, gain, a.project(gain, moving), rent


def _cooperation(a: _Account) -> Found:
    """Alternative 2: bought services, shared systems, scale and coordination."""
    case, sup, j, slots, row = a.case, a.sup, a.j, a.slots, a.row
    extent = sup.of("samverkansgrad")
    exposed = a.exposed(a.everything)
    buying = exposed * (case.bought[j] * extent)
    bought = buying[row] * ~slots.home[:, None]
    gain = a.scale_factor(sup.of("realisering_samverkan") * extent)
    gain *= (-exposed)[row]
    jointly = (a.exposed(case.system) * extent)[row]
    jointly += bought
    budget = slots.together(jointly) * sup.of("samordning_samverkan")
    # What the host sells it also has the cost of, so that only the buyers' own cost is left.
    change = bought
    change *= 1 - sup.of("undvikbar_andel")
    change -= gain
    change += budget[slots.group] * a.weight()
    return change, gain, a.project(gain), None


def _contracted(a: _Account) -> Found:
    """Alternative 4: the contract's price and a buyer instead of the own joint budget."""
    case, sup, j, slots = a.case, a.sup, a.j, a.slots
    contract = case.contracts[j]
    change = np.zeros((len(slots.member), sup.draws))
    if contract is not None:
        volume = case.volume[slots.member, j][:, None]
        price = volume * sup.of(contract.unit_price) + sup.of(contract.fixed_price)
        buyer = sup.of(contract.retained_fte) * a.year_of_leading * (1 + a.po)
        change = (price + buyer - a.today(case.joint)[a.row]) * (volume > 0)
    return change, None, a.project(None), None


_WAYS: dict[Alternative, Callable[[_Account], Found]] = {
    Alternative.MERGED: _merged,
    Alternative.COOPERATION: _cooperation,
    Alternative.CONTRACTED: _contracted,
}
