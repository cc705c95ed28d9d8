"""What every alternative stands on: base cost per draw, membership, weights, prices, distances."""

import numpy as np

from models.arrangements import Arrangements
from models.case import Bools, Case
from models.entities import Placement
from models.location import road_km, travel_minutes
from models.parameters import Floats, Suppositions


class Ground:
    """Base cost per draw, membership, weights, prices and distances, ready to multiply."""

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
        out = np.zeros(
            (*np.broadcast_shapes(pay.shape, self.member.shape), len(self.case.cost_types))
        )
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
        away = np.arange(len(self.case.municipalities))[None, :] != self.arr.seat[:, None]
        moved: Floats = (share[:, :, None] * away)[..., None] * self.member
        return moved

    def travel(self, staff: Floats, moved: Floats) -> tuple[Floats, Floats]:
        """Return (hours, km) a year between the office town and the member's own seat.

        What has moved travels back to serve; what stayed travels to joint meetings.
        """
        sup = self.sup
        detour, speed = (sup.of(key)[:, None, None] for key in ("omvagsfaktor", "reshastighet"))
        km = road_km(self.case.straight_km, self.case.road_km, detour)
        minutes = travel_minutes(km, self.case.minutes, speed)
        own_seats = slice(len(self.case.municipalities))
        km_to, minutes_to = (x[:, self.arr.seat, own_seats][..., None] for x in (km, minutes))
        joint = (self.arr.members.sum(axis=1) > 1)[None, :, None, None]
        service = staff * moved * self.case.trips * self.d(sup.of("resomfattning"))
        meetings = staff * (1 - moved) * self.d(sup.of("gemensamma_moten"))
        journeys = 2 * (service + meetings) * joint
        return journeys * minutes_to / 60, journeys * km_to

    def town_fte(
        self, staff: Floats, moved: Floats, managers: Floats, managers_at_seat: bool
    ) -> tuple[Floats, Floats]:
        """Return (staff, managers) in FTE by town of the workplace, each (D, V, A, T)."""
        nobody = np.zeros_like(staff)
        led_from_seat = managers if managers_at_seat else nobody
        return self._by_town(staff, moved), self._by_town(managers, led_from_seat)

    def _by_town(self, fte: Floats, at_seat: Floats) -> Floats:
        """Return FTE by town (D, V, A, T): what is at the office town, and the rest at home."""
        d, v, m, a = fte.shape
        towns = np.zeros((d, v, a, len(self.case.towns)))
        towns[..., :m] = np.swapaxes(fte - at_seat, 2, 3)
        seat = np.zeros((self.arr.count, len(self.case.towns)))
        seat[np.arange(self.arr.count), self.arr.seat] = 1.0
        towns += at_seat.sum(axis=2)[..., None] * seat[None, :, None, :]
        return towns
