"""The numbers of a pack as arrays, ready for reckoning. Index letters: m, a, c as in the house."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from models.account import Account
from models.demography import volume_growth
from models.entities import (
    Activity,
    Alternative,
    CommutingBand,
    Contract,
    Item,
    LegalForm,
    Municipality,
    Placement,
    Town,
)
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
    `towns` are where an office may lie: the members' seats first and in their order, then other
    localities of the members, then towns outside; km and minutes between them (T, T), inhabitants
    `town_people` (T,) and the member a town lies in, −1 outside all of them, `town_owner` (T,).
    `contract_end` (M, A) is the last year of a contract somebody has entered, NaN where nobody has.
    `growth` (M, A, Y+1) is each volume as a factor of today's, year 0 being the project's first;
    (M, A, 1) when every year is as today.
    `commuting` are the parameters for who leaves, by extra minutes one way.
    `base_low`/`base_high` are the ends of the activity's total cost as factors of its value (A,).
    """

    municipalities: tuple[Municipality, ...]
    activities: tuple[Activity, ...]
    cost_types: tuple[Item, ...]
    revenue_types: tuple[Item, ...]
    towns: tuple[Town, ...]
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
    town_people: Floats
    town_owner: NDArray[np.intp]
    contract_end: Floats
    competence: Floats
    commuting: tuple[CommutingBand, ...]
    legal_forms: tuple[LegalForm, ...]
    straight_km: Floats
    road_km: Floats
    minutes: Floats
    base_low: Floats
    base_high: Floats
    growth: Floats

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

    def town_index(self, key: str) -> int:
        """Return the position of a town."""
        return next(i for i, town in enumerate(self.towns) if town.key == key)

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
                    "contract_end",
                    "growth",
                )
            },
            **{
                name: getattr(self, name)[chosen]
                for name in (
                    "exposure",
                    "trips",
                    "bought",
                    "fee",
                    "competence",
                    "base_low",
                    "base_high",
                )
            },
        )


def build_case(pack: Pack, trend_years: Sequence[int] = ()) -> Case:
    """Return the base accounts of every municipality and activity of the pack.

    `trend_years` are the calendar years 0…Y whose volumes follow the trend of the age groups;
    without them every year is as today.
    """
    cost_types = tuple(item for item in pack.items if item.kind == "cost")
    revenue_types = tuple(item for item in pack.items if item.kind == "revenue")
    ms, activities = pack.municipalities, pack.activities
    revenue = _figures(pack, [item.key for item in revenue_types])
    cost = _figures(pack, [item.key for item in cost_types])
    fte, manager_fte, workplaces, volume, level = np.moveaxis(
        _figures(pack, ["fte", "fte_chef", "arbetsplatser", "volym", "niva"]), -1, 0
    )
    inhabitants = np.array([_inhabitants(pack, m.code) for m in ms])
    towns = office_towns(pack)
    codes = [m.code for m in ms]
    straight, road, minutes = distances(towns, pack.travel)
    pay = {role.key: role.pay for role in pack.roles}
    contracts = {contract.activity: contract for contract in pack.contracts}
    base_low, base_high = _base_range(pack, cost)
    return Case(
        municipalities=ms,
        activities=activities,
        cost_types=cost_types,
        revenue_types=revenue_types,
        towns=towns,
        contracts=tuple(contracts.get(activity.key) for activity in activities),
        cost=np.nan_to_num(cost),
        revenue=np.nan_to_num(revenue),
        revenue_known=np.asarray(np.any(~np.isnan(revenue), axis=-1)),
        missing=np.array([[bool(_account(pack, m, a).gaps) for a in activities] for m in ms]),
        fte=np.nan_to_num(fte),
        manager_fte=np.nan_to_num(manager_fte),
        workplaces=np.nan_to_num(workplaces),
        level=np.nan_to_num(level),
        volume=np.nan_to_num(volume),
        inhabitants=inhabitants,
        size=_sizes(activities, inhabitants, np.nan_to_num(volume)),
        exposure=np.array([[a.exposure[c.key] for c in cost_types] for a in activities]),
        trips=np.array([a.trips_per_fte for a in activities]),
        bought=np.array([a.bought_share for a in activities]),
        fee=np.array([a.fee_share for a in activities]),
        pay=tuple(pay[a.role] for a in activities),
        manager_pay=next(role.pay for role in pack.roles if role.manager),
        level_dependent=np.array([c.level_dependent for c in cost_types]),
        joint=np.array([c.joint_budget for c in cost_types]),
        system=np.array([c.system for c in cost_types]),
        town_people=np.array([town.inhabitants for town in towns], dtype=np.float64),
        town_owner=np.array(
            [codes.index(t.municipality) if t.municipality in codes else -1 for t in towns],
            dtype=np.intp,
        ),
        contract_end=_figures(pack, ["avtal_slut"])[..., 0],
        competence=np.array([_rarest(pack, a) for a in activities]),
        commuting=pack.commuting,
        legal_forms=pack.legal_forms,
        straight_km=straight,
        road_km=road,
        minutes=minutes,
        base_low=base_low,
        base_high=base_high,
        growth=(
            volume_growth(pack, trend_years)
            if trend_years
            else np.ones((len(ms), len(activities), 1))
        ),
    )


def office_towns(pack: Pack) -> tuple[Town, ...]:
    """Return the members' seats in the members' order, their other localities, and the rest."""
    seats = [
        next(t for t in pack.towns if t.key == m.seat and t.municipality == m.code)
        for m in pack.municipalities
    ]
    others = [town for town in pack.towns if town not in seats]
    return (*seats, *others, *pack.candidates)


def _rarest(pack: Pack, activity: Activity) -> float:
    """Return the share of the staff with the rarest critical competence; NaN where none is."""
    shares = [known.share for known in pack.competences if known.activity == activity.key]
    return min(shares, default=np.nan)


def _account(pack: Pack, m: Municipality, a: Activity) -> Account:
    return pack.accounts[m.code, a.key]


def _figures(pack: Pack, items: Sequence[str]) -> Floats:
    """Return the accounts' values, (M, A, items); NaN where a figure is missing."""
    found = np.full((len(pack.municipalities), len(pack.activities), len(items)), np.nan)
    for i, m in enumerate(pack.municipalities):
        for j, a in enumerate(pack.activities):
            known = _account(pack, m, a).figures
            for k, item in enumerate(items):
                if item in known:
                    found[i, j, k] = known[item].value
    return found


def _sizes(activities: Sequence[Activity], inhabitants: Floats, volume: Floats) -> Floats:
    """Return the size that scale is measured by, in inhabitants, (M, A)."""
    size = np.repeat(inhabitants[:, None], len(activities), axis=1)
    for j, activity in enumerate(activities):
        if activity.size == "driver" and np.all(volume[:, j] > 0):
            # The exhaustion size is stated in inhabitants: volumes are put on that scale.
            size[:, j] = volume[:, j] / (volume[:, j].sum() / inhabitants.sum())
    return size


def _base_range(pack: Pack, cost: Floats) -> tuple[Floats, Floats]:
    """Return the ends of each activity's cost as factors of it, summed over municipalities."""
    ends = np.zeros((2, *cost.shape[:2]))
    for i, m in enumerate(pack.municipalities):
        for j, a in enumerate(pack.activities):
            span = _account(pack, m, a).total_range(pack.items)
            if span:
                ends[:, i, j] = span
    total = np.nansum(cost, axis=(0, 2))
    safe = np.where(total > 0, total, 1.0)
    low, high = ends.sum(axis=1) / safe
    return (
        np.where(total > 0, np.minimum(low, 1.0), 1.0),
        np.where(total > 0, np.maximum(high, 1.0), 1.0),
    )


def _inhabitants(pack: Pack, code: str) -> float:
    figure = pack.key_figure(code, "folkmangd")
    if figure is None:  # the checks of the pack have already refused such a municipality
        raise KeyError(code)
    return figure.value
