"""Small cases made by hand or at random, for what must hold whatever the numbers are."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
from hypothesis import strategies as st

from models.alternatives import Arrangements, arrangements
from models.case import Case
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
from models.parameters import Floats, Suppositions

# A locality in the first municipality that is not its seat, and a town outside all of them.
PLACES = (
    Town("by", "By", "0000", 700, 55.05, 15.2, False),
    Town("stad", "Stad", "0999", 20_000, 55.1, 14.9, False),
)
PATTERNS = (Placement.ONE_TOWN, Placement.LOCAL, Placement.HYBRID)
ALL_WAYS = tuple(Alternative)
# As items.csv of the shipped pack: what follows the level, what is joint, what is systems.
LEVEL = {"K1", "K2", "K3", "K4", "K6", "K8", "K9", "K11"}
NOT_JOINT = {"K12", "K14"}
COSTS = tuple(f"K{n}" for n in range(1, 15))
REVENUES = tuple(f"I{n}" for n in range(1, 8))
MONEY = ("lon_chef", "lon_utforare", "milkostnad", "styckpris", "fast_pris")
VALUES = {
    "arbetsdagar": 250.0,
    "arbetstid": 1600.0,
    "diskontering": 0.03,
    "ersattningsrekrytering": 0.75,
    "fast_pris": 100_000.0,
    "franvaro": 0.224,
    "gemensamma_moten": 20.0,
    "horisont": 10.0,
    "hybridandel": 0.5,
    "hyresavtal_kvar": 2.0,
    "infasning_ar_1": 0.0,
    "infasning_ar_2": 0.33,
    "infasning_ar_3": 0.67,
    "kontrollspann": 15.0,
    "kvar": 0.5,
    "lon_chef": 50_000.0,
    "lon_utforare": 35_000.0,
    "loneharmonisering": 0.01,
    "milkostnad": 3.0,
    "minsta_ledning": 0.5,
    "omstallning_golv": 0.02,
    "omstallning_multipel": 1.5,
    "omstallning_overdrag": 0.5,
    "omvagsfaktor": 1.3,
    "po": 0.4,
    "produktionsbortfall": 0.15,
    "realisering_sammanslagen": 0.5,
    "realisering_samverkan": 0.2,
    "reshastighet": 60.0,
    "resomfattning": 1.0,
    "samordning_sammanslagen": 0.03,
    "samordning_samverkan": 0.04,
    "samverkansgrad": 1.0,
    "servicekostnad_niva": 0.5,
    "skalgrans": 60_000.0,
    "slutar": 0.2,
    "slutar_langt": 0.5,
    "personalomsattning": 0.07,
    "pensionsavgang": 0.025,
    "styckpris": 50.0,
    "undvikbar_andel": 0.9,
}


def item(key: str, kind: str) -> Item:
    """Return a cost or revenue type with the properties it has in the shipped pack."""
    cost = kind == "cost"
    return Item(
        key=key,
        label=key,
        kind=kind,
        unit="kr/år",
        accounts="",
        level_dependent=cost and key in LEVEL,
        joint_budget=cost and key not in NOT_JOINT,
        system=key == "K8",
        personnel=key in {"K1", "K2"},
        help="",
    )


def activity(key: str, **changes: object) -> Activity:
    """Return an activity that may be run in every way, everywhere, by two or more."""
    plain = Activity(
        key=key,
        label=key.capitalize(),
        area="1",
        within="totalt",
        template="topdown",
        profile="",
        role="utforare",
        volume_unit="ärenden",
        size="inhabitants",
        placement=Placement.FREE,
        authority=False,
        visited=False,
        least_partners=2,
        after="",
        alternatives=(Alternative.OWN, Alternative.COOPERATION, Alternative.MERGED),
        optimised=True,
        elasticity="skalelasticitet",
        exhaustion="skalgrans",
        trips_per_fte=20.0,
        bought_share=0.3,
        fee_share=0.0,
        exposure=dict.fromkeys(COSTS, 0.0),
        source="",
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def small_case(
    *,
    count: int = 2,
    activities: tuple[Activity, ...] = (activity("it"),),
    inhabitants: tuple[float, ...] = (10_000.0, 5_000.0, 4_000.0, 19_000.0),
    fte: float | Floats = 2.0,
    manager_fte: float | Floats = 0.25,
    other: float | Floats = 100_000.0,
    level: float | Floats = 50.0,
    volume: float | Floats = 1_000.0,
    km_apart: float = 30.0,
    exposure: float = 1.0,
    fee: float = 0.0,
) -> Case:
    """Return a case whose K1 and K2 are what its staff cost and whose other types are `other`.

    The seats lie on a line from south to north, `km_apart` from one to the next.
    """
    shape = (count, len(activities))
    staff, managers = (np.broadcast_to(x, shape).astype(float) for x in (fte, manager_fte))
    cost = np.zeros((*shape, len(COSTS)))
    cost[...] = np.asarray(other)[..., None] if np.ndim(other) else other
    cost[..., COSTS.index("K5")] = 0.0
    wages = (staff * VALUES["lon_utforare"] + managers * VALUES["lon_chef"]) * 12
    cost[..., COSTS.index("K1")] = wages
    cost[..., COSTS.index("K2")] = wages * VALUES["po"]
    revenue = np.zeros((*shape, len(REVENUES)))
    revenue[..., 0] = 50_000.0
    ms = tuple(Municipality(f"000{i}", f"Kommun {i}", "", f"ort{i}", "") for i in range(count))
    degree = 6371.0 * np.pi / 180
    towns = tuple(
        Town(f"ort{i}", f"Ort {i}", f"000{i}", 1_000, 55.0 + i * km_apart / degree, 15.0, True)
        for i in range(count)
    )
    straight, road, minutes = distances(towns, {})
    people = np.array(inhabitants[:count])
    exposed = np.full(len(COSTS), exposure)
    exposed[[COSTS.index(key) for key in ("K4", "K5", "K7", "K10", "K12", "K14")]] = 0.0
    types = tuple(item(key, "cost") for key in COSTS)
    return Case(
        municipalities=ms,
        activities=activities,
        cost_types=types,
        revenue_types=tuple(item(key, "revenue") for key in REVENUES),
        towns=towns,
        contracts=tuple(
            Contract(a.key, "styckpris", "fast_pris", "kvar", "")
            if Alternative.CONTRACTED in a.alternatives
            else None
            for a in activities
        ),
        cost=cost,
        revenue=revenue,
        revenue_known=np.ones(shape, dtype=bool),
        missing=np.zeros(shape, dtype=bool),
        fte=staff.copy(),
        manager_fte=managers.copy(),
        workplaces=staff + managers,
        level=np.broadcast_to(level, shape).astype(float),
        volume=np.broadcast_to(volume, shape).astype(float),
        inhabitants=people,
        size=np.repeat(people[:, None], len(activities), axis=1),
        exposure=np.repeat(exposed[None, :], len(activities), axis=0),
        trips=np.array([a.trips_per_fte for a in activities]),
        bought=np.array([a.bought_share for a in activities]),
        fee=np.full(len(activities), fee),
        pay=("lon_utforare",) * len(activities),
        manager_pay="lon_chef",
        level_dependent=np.array([c.level_dependent for c in types]),
        joint=np.array([c.joint_budget for c in types]),
        system=np.array([c.system for c in types]),
        town_people=np.array([town.inhabitants for town in towns], dtype=float),
        town_owner=np.arange(count),
        contract_end=np.full(shape, np.nan),
        competence=np.full(len(activities), 0.2),
        commuting=(CommutingBand(0.0, "slutar"), CommutingBand(45.0, "slutar_langt")),
        legal_forms=(
            LegalForm("namnd", "Gemensam nämnd", True, "KL 9:19", "", ""),
            LegalForm("bolag", "Bolag", False, "KL 10:1", "", ""),
        ),
        straight_km=straight,
        road_km=road,
        minutes=minutes,
        base_low=np.ones(len(activities)),
        base_high=np.ones(len(activities)),
        growth=np.ones((*shape, 1)),
    )


def with_places(case: Case, places: tuple[Town, ...] = PLACES) -> Case:
    """Return the case with more towns than seats: offices may be opened and people live there."""
    towns = (*case.towns[: len(case.municipalities)], *places)
    codes = [m.code for m in case.municipalities]
    straight, road, minutes = distances(towns, {})
    return replace(
        case,
        towns=towns,
        town_people=np.array([town.inhabitants for town in towns], dtype=float),
        town_owner=np.array(
            [codes.index(t.municipality) if t.municipality in codes else -1 for t in towns]
        ),
        straight_km=straight,
        road_km=road,
        minutes=minutes,
    )


def suppose(case: Case, elasticity: float = -0.1, **changes: float) -> Suppositions:
    """Return one draw: the plain values above unless told otherwise."""
    values = VALUES | changes
    a = len(case.activities)
    return Suppositions(
        common={key: np.array([value]) for key, value in values.items()},
        elasticity=np.full((1, a), elasticity),
        base=np.ones((1, a)),
    )


def everything(case: Case, least: int = 1) -> Arrangements:
    """Return every group of at least `least`, with every seat and pattern."""
    count = len(case.municipalities)
    return arrangements(count, range(least, count + 1), PATTERNS)


@st.composite
def cases(draw: st.DrawFn, most: int = 3, activities: int = 2) -> Case:
    """Random cases: people, staff, cost, level, distance, fees and exposure all differ."""
    count = draw(st.integers(2, most))
    a = draw(st.integers(1, activities))
    rng = np.random.default_rng(draw(st.integers(0, 10_000)))
    shape = (count, a)
    return small_case(
        count=count,
        activities=tuple(
            activity(
                f"a{j}",
                trips_per_fte=float(rng.integers(0, 150)),
                bought_share=round(float(rng.random()), 2),
                alternatives=ALL_WAYS if j == 0 else ALL_WAYS[:3],
                least_partners=int(rng.integers(2, 4)),
            )
            for j in range(a)
        ),
        inhabitants=tuple(float(n) for n in rng.integers(2_000, 50_000, count)),
        fte=np.round(rng.random(shape) * 20, 2),
        manager_fte=np.round(rng.random(shape) * 2, 2),
        other=np.round(rng.random(shape) * 1e6),
        level=np.round(rng.random(shape) * 100),
        volume=np.round(rng.random(shape) * 5_000) + 1,
        km_apart=float(rng.integers(1, 80)),
        exposure=round(float(rng.random()), 2),
        fee=float(rng.choice([0.0, 0.4, 1.0])),
    )


@st.composite
def decided_cases(draw: st.DrawFn, most: int = 3, activities: int = 2) -> Case:
    """Random cases with something for every decision to bite on.

    Some activities are visited, some exercise authority, some are decentralised in the pack, the
    second may come after the first; some contracts and some competences are known; people live,
    and offices may be opened, outside seats.
    """
    case = with_places(draw(cases(most, activities)))
    rng = np.random.default_rng(draw(st.integers(0, 10_000)))
    shape = case.fte.shape
    return replace(
        case,
        activities=tuple(
            replace(
                a,
                visited=bool(rng.integers(2)),
                authority=bool(rng.integers(2)),
                placement=Placement.FREE if rng.integers(4) else Placement.LOCAL,
                after="a0" if j and rng.integers(2) else "",
            )
            for j, a in enumerate(case.activities)
        ),
        contract_end=np.where(rng.random(shape) < 0.5, np.nan, rng.integers(2025, 2033, shape)),
        competence=np.where(rng.random(shape[1]) < 0.3, np.nan, np.round(rng.random(shape[1]), 2)),
    )


@st.composite
def suppositions(draw: st.DrawFn) -> dict[str, float]:
    """Changes of the suppositions that matter most, within and beyond their published ranges."""
    unit = st.floats(0, 1).map(lambda x: round(x, 3))
    return {
        "elasticity": round(draw(st.floats(-0.3, 0.3)), 3),
        "realisering_sammanslagen": draw(unit),
        "realisering_samverkan": draw(unit),
        "samverkansgrad": draw(unit),
        "undvikbar_andel": draw(unit),
        "hybridandel": draw(unit),
        "servicekostnad_niva": draw(unit),
        "loneharmonisering": draw(unit) / 20,
        "skalgrans": draw(st.sampled_from([15_000.0, 40_000.0, 60_000.0])),
    }


def permuted(case: Case, order: tuple[int, ...]) -> Case:
    """Return the same case with the municipalities in another order."""
    rows = list(order)
    by_municipality = (
        "cost",
        "revenue",
        "revenue_known",
        "missing",
        "fte",
        "manager_fte",
        "workplaces",
        "level",
        "volume",
        "inhabitants",
        "size",
        "contract_end",
        "growth",
    )
    # The seats follow their municipalities; the other towns stand where they stood.
    towns = [*rows, *range(len(rows), len(case.towns))]
    place = {old: new for new, old in enumerate(rows)}
    return replace(
        case,
        municipalities=tuple(case.municipalities[i] for i in rows),
        towns=tuple(case.towns[t] for t in towns),
        town_people=case.town_people[towns],
        town_owner=np.array([place.get(int(case.town_owner[t]), -1) for t in towns]),
        **{name: getattr(case, name)[rows] for name in by_municipality},
        **{
            name: getattr(case, name)[np.ix_(towns, towns)]
            for name in ("straight_km", "road_km", "minutes")
        },
    )


def never_falls(values: list[float], slack: float = 1e-6) -> bool:
    """Say whether each value is at least the one before it."""
    return all(later >= earlier - slack for earlier, later in pairwise(values))
