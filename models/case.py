"""The numbers of a pack as arrays, ready for reckoning. Index letters: m, a, c as in the house."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from models.entities import Activity, Alternative, Contract, Item, Municipality, Placement, Town
from models.location import distances
from models.pack import Pack
from models.parameters import Floats

Bools: TypeAlias = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Case:
    """Base accounts as arrays. Money in SEK/year; what is missing is 0 here and True in `missing`.

    cost (M, A, C), revenue (M, A, I), fte and manager_fte (M, A), workplaces (M, A), level (M, A),
    volume (M, A), inhabitants (M,), size (M, A); exposure (A, C); per activity: trips, bought, fee,
    pay and manager_pay in SEK/month (A,); per cost type: level_dependent, joint, system (C,).
    `base_low`/`base_high` are the ends of the activity's total cost as factors of its value (A,).
    """

    municipalities: tuple[Municipality, ...]
    activities: tuple[Activity, ...]
    cost_types: tuple[Item, ...]
    revenue_types: tuple[Item, ...]
    seats: tuple[Town, ...]
    contracts: tuple[Contract | None, ...]
    cost: Floats
    revenue: Floats
    revenue_known: Bools
    missing: Bools
    fte: Floats
    manager_fte: Floats
    workplaces: Floats
    level: Floats
    volume: Floats
    inhabitants: Floats
    size: Floats
    exposure: Floats
    trips: Floats
    bought: Floats
    fee: Floats
    pay: tuple[str, ...]
    manager_pay: str
    level_dependent: Bools
    joint: Bools
    system: Bools
    straight_km: Floats
    road_km: Floats
    minutes: Floats
    base_low: Floats
    base_high: Floats

    @property
    def names(self) -> tuple[str, ...]:
        """The municipalities' names in their fixed order."""
        return tuple(m.name for m in self.municipalities)

    def index(self, activity: str) -> int:
        """Return the position of an activity.

        Raises:
            KeyError: when there is no such activity.
        """
        for i, a in enumerate(self.activities):
            if a.key == activity:
                return i
        raise KeyError(activity)

    def cost_index(self, key: str) -> int:
        """Return the position of a cost type."""
        return next(i for i, item in enumerate(self.cost_types) if item.key == key)

    def revenue_index(self, key: str) -> int:
        """Return the position of a revenue type."""
        return next(i for i, item in enumerate(self.revenue_types) if item.key == key)

    def allowed(self, a: int, alternative: Alternative) -> bool:
        """Say whether the pack lets the activity be run in this way."""
        return alternative in self.activities[a].alternatives

    def patterns(self, a: int) -> tuple[Placement, ...]:
        """Return the placement patterns a joint organisation of this activity may have."""
        placement = self.activities[a].placement
        if placement is Placement.FREE:
            return (Placement.ONE_TOWN, Placement.LOCAL, Placement.HYBRID)
        return (placement,)

    def pick(self, activities: Sequence[int]) -> "Case":
        """Return the same case with only some activities."""
        chosen = np.array(activities, dtype=np.intp)
        return replace(
            self,
            activities=tuple(self.activities[i] for i in activities),
            contracts=tuple(self.contracts[i] for i in activities),
            pay=tuple(self.pay[i] for i in activities),
            **{
                name: getattr(self, name)[:, chosen]
                for name in (
                    "cost",
                    "revenue",
                    "revenue_known",
                    "missing",
                    "fte",
                    "manager_fte",
                    "workplaces",
                    "level",
                    "volume",
                    "size",
                )
            },
            **{
                name: getattr(self, name)[chosen]
                for name in ("exposure", "trips", "bought", "fee", "base_low", "base_high")
            },
        )


def build_case(pack: Pack) -> Case:
    """Return the base accounts of every municipality and activity of the pack."""
    cost_types = tuple(item for item in pack.items if item.kind == "cost")
    revenue_types = tuple(item for item in pack.items if item.kind == "revenue")
    ms, activities = pack.municipalities, pack.activities
    shape = (len(ms), len(activities))
    cost = np.zeros((*shape, len(cost_types)))
    revenue = np.zeros((*shape, len(revenue_types)))
    revenue_known = np.zeros(shape, dtype=bool)
    missing = np.zeros(shape, dtype=bool)
    single = {key: np.zeros(shape) for key in ("fte", "fte_chef", "arbetsplatser", "volym", "niva")}
    ends = np.zeros((2, *shape))
    for i, m in enumerate(ms):
        for j, activity in enumerate(activities):
            account = pack.accounts[m.code, activity.key]
            for c, item in enumerate(cost_types):
                if item.key in account.figures:
                    cost[i, j, c] = account.figures[item.key].value
            for c, item in enumerate(revenue_types):
                if item.key in account.figures:
                    revenue[i, j, c] = account.figures[item.key].value
                    revenue_known[i, j] = True
            for key, array in single.items():
                if key in account.figures:
                    array[i, j] = account.figures[key].value
            missing[i, j] = bool(account.gaps)
            span = account.total_range(pack.items)
            if span:
                ends[:, i, j] = span
    inhabitants = np.array([_inhabitants(pack, m.code) for m in ms])
    size = np.repeat(inhabitants[:, None], len(activities), axis=1)
    for j, activity in enumerate(activities):
        if activity.size == "driver" and np.all(single["volym"][:, j] > 0):
            # The exhaustion size is stated in inhabitants: volumes are put on that scale.
            per_head = single["volym"][:, j].sum() / inhabitants.sum()
            size[:, j] = single["volym"][:, j] / per_head
    seats = tuple(
        next(t for t in pack.towns if t.key == m.seat and t.municipality == m.code) for m in ms
    )
    straight, road, minutes = distances(seats, pack.travel)
    pay = {role.key: role.pay for role in pack.roles}
    contracts = {contract.activity: contract for contract in pack.contracts}
    total = cost.sum(axis=(0, 2))
    safe = np.where(total > 0, total, 1.0)
    return Case(
        municipalities=ms,
        activities=activities,
        cost_types=cost_types,
        revenue_types=revenue_types,
        seats=seats,
        contracts=tuple(contracts.get(activity.key) for activity in activities),
        cost=cost,
        revenue=revenue,
        revenue_known=revenue_known,
        missing=missing,
        fte=single["fte"],
        manager_fte=single["fte_chef"],
        workplaces=single["arbetsplatser"],
        level=single["niva"],
        volume=single["volym"],
        inhabitants=inhabitants,
        size=size,
        exposure=np.array([[a.exposure[c.key] for c in cost_types] for a in activities]),
        trips=np.array([a.trips_per_fte for a in activities]),
        bought=np.array([a.bought_share for a in activities]),
        fee=np.array([a.fee_share for a in activities]),
        pay=tuple(pay[a.role] for a in activities),
        manager_pay=next(role.pay for role in pack.roles if role.manager),
        level_dependent=np.array([c.level_dependent for c in cost_types]),
        joint=np.array([c.joint_budget for c in cost_types]),
        system=np.array([c.system for c in cost_types]),
        straight_km=straight,
        road_km=road,
        minutes=minutes,
        base_low=np.where(total > 0, np.minimum(ends[0].sum(axis=0) / safe, 1.0), 1.0),
        base_high=np.where(total > 0, np.maximum(ends[1].sum(axis=0) / safe, 1.0), 1.0),
    )


def _inhabitants(pack: Pack, code: str) -> float:
    figure = pack.key_figure(code, "folkmangd")
    if figure is None:  # the checks of the pack have already refused such a municipality
        raise KeyError(code)
    return figure.value
