"""What the plan is measured on: seeded instances, the shipped pack and a whole county.

Only sizes and times mean anything: the seeded municipalities are made up, and the county's accounts
are the five's own scaled by inhabitants. Nothing here may import from tests/.
"""

import csv
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import Path

import numpy as np

from models.case import Case, build_case
from models.decisions import Choice, Decisions, WorseOff
from models.entities import (
    Activity,
    Alternative,
    CommutingBand,
    Contract,
    Item,
    LegalForm,
    LevelChoice,
    Municipality,
    Placement,
    Town,
)
from models.errors import NoPlanError, UndecidedError
from models.location import distances
from models.options import Options, enumerate_options
from models.pack import Pack, read_pack
from models.parameters import Floats, Suppositions, principal
from models.plan import Plan, planned_cost, solve
from models.rulebook import POLICY, active

ROOT = Path(__file__).parents[2]
GAP = 1e-4
# A distance to the bound that the first plan found is within.
ANY_PLAN_SEK = 1e12
MOST_REFUSED = 40
# As in the measurements the goals come from: nine tenths of today's jobs stay in a town.
JOBS_LOST = 0.10
ACTIVITIES = 20
AUTHORITY = (3, 11)
VISITED = (4, 7, 12)
CONTRACTABLE = (2, 9)
AFTER = {6: 5}
NEIGHBOUR_KM = 45.0
LARGEST_GROUP = 5
DEGREE_KM = 6371.0 * np.pi / 180

COSTS = tuple(f"K{n}" for n in range(1, 15))
REVENUES = tuple(f"I{n}" for n in range(1, 8))
# As items.csv of the shipped pack: what follows the level, what is joint, what is systems.
LEVEL = {"K1", "K2", "K3", "K4", "K6", "K8", "K9", "K11"}
NOT_JOINT = {"K12", "K14"}
EXPOSED = {"K1": 1.0, "K2": 1.0, "K3": 1.0, "K6": 0.5, "K8": 0.7, "K9": 0.5, "K11": 0.3}
# The other types as shares of the wages, drawn up to twice as high or down to nothing.
BESIDE_WAGES = {"K3": 0.04, "K6": 0.03, "K7": 0.08, "K8": 0.15, "K9": 0.05, "K10": 0.02, "K12": 0.1}
VALUES = {
    "arbetsdagar": 250.0,
    "arbetstid": 1600.0,
    "diskontering": 0.025,
    "ersattningsrekrytering": 0.75,
    "fast_pris": 200_000.0,
    "franvaro": 0.224,
    "gemensamma_moten": 10.0,
    "horisont": 10.0,
    "hybridandel": 0.5,
    "hyresavtal_kvar": 2.0,
    "infasning_ar_1": 0.0,
    "infasning_ar_2": 0.33,
    "infasning_ar_3": 0.67,
    "kontrollspann": 20.0,
    "kvar": 0.25,
    "lon_chef": 53_000.0,
    "lon_utforare": 37_000.0,
    "loneharmonisering": 0.01,
    "milkostnad": 2.7,
    "minsta_ledning": 0.5,
    "omstallning_golv": 0.02,
    "omstallning_multipel": 1.5,
    "omstallning_overdrag": 0.5,
    "omvagsfaktor": 1.24,
    "personalomsattning": 0.069,
    "pensionsavgang": 0.025,
    "po": 0.3925,
    "produktionsbortfall": 0.15,
    # More than the shipped pack supposes: otherwise next to nothing would be joint.
    "realisering_sammanslagen": 0.8,
    "realisering_samverkan": 0.4,
    "reshastighet": 65.0,
    "resomfattning": 1.0,
    "samordning_sammanslagen": 0.03,
    "samordning_samverkan": 0.04,
    "samverkansgrad": 1.0,
    "servicekostnad_niva": 0.5,
    "skalgrans": 60_000.0,
    "slutar": 0.02,
    "slutar_langt": 0.35,
    "styckpris": 110.0,
    "undvikbar_andel": 0.9,
}

# What makes more joint than the shipped pack's own suppositions do.
GENEROUS = ("realisering_sammanslagen", "realisering_samverkan")


@dataclass(frozen=True, slots=True)
class Instance:
    """A question to the planner. `refused` are the drawn decisions with no plan before these."""

    name: str
    case: Case
    sup: Suppositions
    decisions: Decisions
    groups: Sequence[tuple[int, ...]] | None = None
    refused: int = 0

    @property
    def gap(self) -> float:
        """SEK/year at which the proof may stop."""
        return GAP * planned_cost(self.case)

    def options(self) -> Options:
        """Return every whole arrangement, reckoned anew."""
        return enumerate_options(self.case, self.sup, self.decisions, self.groups)


# ---- Made up from a seed ------------------------------------------------------------------------


def seeded(seed: int, count: int = 5) -> Instance:
    """Return a made-up instance with every rule on."""
    rng = np.random.default_rng([seed, count])
    case = _made_up_case(rng, count)
    sup = Suppositions(
        common={key: np.array([value]) for key, value in VALUES.items()},
        elasticity=_elasticities(rng, ACTIVITIES),
        base=np.ones((1, ACTIVITIES)),
    )
    decisions, refused = every_rule(case, sup, rng)
    return Instance(f"seed {seed}", case, sup, decisions, refused=refused)


def _elasticities(rng: np.random.Generator, activities: int) -> Floats:
    """Return elasticities (1, A): a gain to be had in a little more than half of the activities."""
    gains = rng.uniform(-0.35, -0.12, activities)
    none = rng.uniform(-0.06, 0.06, activities)
    return np.where(rng.random(activities) < 0.55, gains, none)[None, :]


def _made_up_case(rng: np.random.Generator, count: int) -> Case:
    shape = (count, ACTIVITIES)
    people = np.round(np.exp(rng.normal(np.log(8_000), 0.7, count)).clip(3_000, 40_000))
    ms = tuple(Municipality(f"9{i:03}", f"Kommun {i}", "", f"ort{i}", "") for i in range(count))
    towns = _made_up_towns(rng, people)
    straight, road, minutes = distances(towns, {})
    activities = tuple(_made_up_activity(rng, j) for j in range(ACTIVITIES))
    per_thousand = np.exp(rng.uniform(np.log(0.25), np.log(2.0), ACTIVITIES))
    fte = people[:, None] / 1000 * per_thousand * rng.uniform(0.75, 1.3, shape)
    managers = np.maximum(fte / 18, rng.choice([0.1, 0.25, 0.5], shape))
    cost = np.zeros((*shape, len(COSTS)))
    wages = (fte * VALUES["lon_utforare"] + managers * VALUES["lon_chef"]) * 12
    cost[..., 0], cost[..., 1] = wages, wages * VALUES["po"]
    for key, share in BESIDE_WAGES.items():
        cost[..., COSTS.index(key)] = wages * share * rng.uniform(0, 2, shape)
    revenue = np.zeros((*shape, len(REVENUES)))
    revenue[..., 0] = wages * rng.uniform(0, 0.2, ACTIVITIES)
    types = tuple(_item(key, "cost") for key in COSTS)
    exposure = np.array([EXPOSED.get(key, 0.0) for key in COSTS])
    contract_end = np.where(rng.random(shape) < 0.08, rng.choice([2027.0, 2028.0], shape), np.nan)
    return Case(
        municipalities=ms,
        activities=activities,
        cost_types=types,
        revenue_types=tuple(_item(key, "revenue") for key in REVENUES),
        towns=towns,
        contracts=tuple(
            Contract(a.key, "styckpris", "fast_pris", "kvar", "") if j in CONTRACTABLE else None
            for j, a in enumerate(activities)
        ),
        cost=cost,
        revenue=revenue,
        revenue_known=np.ones(shape, dtype=bool),
        missing=np.zeros(shape, dtype=bool),
        fte=fte,
        manager_fte=managers,
        workplaces=fte + managers,
        level=rng.uniform(30, 70, shape).round(),
        volume=np.round(people[:, None] * rng.uniform(0.3, 0.9, shape)),
        inhabitants=people,
        size=np.repeat(people[:, None], ACTIVITIES, axis=1),
        exposure=exposure * rng.uniform(0.6, 1.0, ACTIVITIES)[:, None],
        trips=np.array([a.trips_per_fte for a in activities]),
        bought=np.array([a.bought_share for a in activities]),
        fee=rng.choice([0.0, 0.0, 0.0, 0.4], ACTIVITIES),
        pay=("lon_utforare",) * ACTIVITIES,
        manager_pay="lon_chef",
        level_dependent=np.array([c.level_dependent for c in types]),
        joint=np.array([c.joint_budget for c in types]),
        system=np.array([c.system for c in types]),
        town_people=np.array([town.inhabitants for town in towns], dtype=float),
        town_owner=np.array([_owner(ms, town) for town in towns], dtype=np.intp),
        contract_end=contract_end,
        competence=np.where(rng.random(ACTIVITIES) < 0.4, rng.uniform(0.2, 1, ACTIVITIES), np.nan),
        commuting=(CommutingBand(0.0, "slutar"), CommutingBand(30.0, "slutar_langt")),
        legal_forms=(
            LegalForm("namnd", "Gemensam nämnd", True, "KL 9:19", "", ""),
            LegalForm("bolag", "Bolag", False, "KL 10:1", "", ""),
        ),
        straight_km=straight,
        road_km=road,
        minutes=minutes,
        base_low=np.ones(ACTIVITIES),
        base_high=np.ones(ACTIVITIES),
        growth=np.ones((*shape, 1)),
    )


def _made_up_towns(rng: np.random.Generator, people: Floats) -> tuple[Town, ...]:
    """Return the seats on a plane, two smaller localities by each, and one town outside them all.

    The plane grows with the number of municipalities, so that neighbours stay neighbours.
    """
    count = len(people)
    side = 55.0 * np.sqrt(count / 5)
    at = rng.uniform(0, side, (count, 2))
    rows = [(f"ort{i}", i, 0.5 * people[i], at[i], True) for i in range(count)]
    for i in range(count):
        for k in (1, 2):
            near = at[i] + rng.uniform(-14, 14, 2)
            rows.append((f"ort{i}_{k}", i, 0.1 * people[i] / k, near, False))
    rows.append(("utanfor", -1, 20_000.0, np.array([side / 2, side / 2]), True))
    return tuple(
        Town(key, key, f"9{i:03}" if i >= 0 else "0000", int(n), *_degrees(xy), seat)
        for key, i, n, xy, seat in rows
    )


def _degrees(xy: Floats) -> tuple[float, float]:
    lat = 58.0 + xy[1] / DEGREE_KM
    return float(lat), float(15.0 + xy[0] / (DEGREE_KM * np.cos(np.radians(58.0))))


def _owner(ms: Sequence[Municipality], town: Town) -> int:
    return next((i for i, m in enumerate(ms) if m.code == town.municipality), -1)


def _item(key: str, kind: str) -> Item:
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


def _made_up_activity(rng: np.random.Generator, j: int) -> Activity:
    placements = (Placement.FREE, Placement.FREE, Placement.LOCAL, Placement.ONE_TOWN)
    ways = (Alternative.OWN, Alternative.COOPERATION, Alternative.MERGED)
    return Activity(
        key=f"a{j:02}",
        label=f"Verksamhet {j}",
        area="1",
        within="totalt",
        template="topdown",
        profile="",
        role="utforare",
        volume_unit="ärenden",
        size="inhabitants",
        placement=placements[int(rng.integers(len(placements)))],
        authority=j in AUTHORITY,
        visited=j in VISITED,
        least_partners=2,
        after=f"a{AFTER[j]:02}" if j in AFTER else "",
        alternatives=(*ways, Alternative.CONTRACTED) if j in CONTRACTABLE else ways,
        optimised=True,
        elasticity="skalelasticitet",
        exhaustion="skalgrans",
        trips_per_fte=float(rng.integers(5, 60)),
        bought_share=round(float(rng.uniform(0.1, 0.3)), 2),
        fee_share=0.0,
        exposure={},
        source="",
    )


# ---- The shipped pack, and the county it lies in ------------------------------------------------


def shipped() -> Pack:
    """Return the shipped pack."""
    reading = read_pack(ROOT / "data" / "municipalities")
    if reading.pack is None:
        raise SystemExit("The shipped pack has faults: python -m scenarios check-data")
    return reading.pack


def real(pack: Pack) -> Instance:
    """Return the shipped pack's accounts with every rule on, and generous suppositions.

    With the pack's own suppositions no municipality would gain enough for any drawn decisions with
    every rule on to have a plan.
    """
    case = build_case(pack)
    sup = _generous(_principal(pack), 5)
    decisions, refused = every_rule(case, sup, np.random.default_rng(0))
    return Instance("the five", case, sup, decisions, refused=refused)


def _principal(pack: Pack) -> Suppositions:
    return principal(pack.parameters, [a.elasticity for a in pack.activities])


def _generous(sup: Suppositions, seed: int) -> Suppositions:
    more = {key: np.array([VALUES[key]]) for key in GENEROUS}
    elasticity = _elasticities(np.random.default_rng(seed), sup.elasticity.shape[1])
    return replace(sup, common={**sup.common, **more}, elasticity=elasticity)


def as_shipped(pack: Pack) -> Instance:
    """Return the shipped pack as it is, with only what the pack itself asks for."""
    return Instance("as shipped", build_case(pack), _principal(pack), Decisions())


def county(pack: Pack, count: int = 13, *, generous: bool = False) -> Instance:
    """Return Östergötland, or the `count` of its municipalities that lie nearest Boxholm.

    The four that are in the pack have their own accounts; the others have the five's per
    inhabitant. Groups are neighbours, at most five, no pair of seats further apart than 45 km.
    The pack supposes so little gain that next to nothing is joint, which is easily proven;
    `generous` supposes as much as the seeded instances do, for a harder question.
    """
    five = build_case(pack)
    rows = _county_rows()
    middle = next(row for row in rows if row["name"] == "Boxholm")
    at = {row["code"]: (float(row["lat"]), float(row["lon"])) for row in rows}
    rows = sorted(rows, key=lambda row: _apart(at[row["code"]], at[middle["code"]]))[:count]
    rows.sort(key=lambda row: row["code"])
    case = _scaled(five, rows)
    sup = _principal(pack)
    if generous:
        sup = _generous(sup, count)
    decisions = fixed_decisions(case, float(sup.of("samordning_helheten")[0]))
    name = f"county of {count}{', generous' if generous else ''}"
    return Instance(name, case, sup, decisions, neighbours(case))


def neighbours(case: Case) -> list[tuple[int, ...]]:
    """Return every group of two to five whose seats all lie within 45 km of each other."""
    near = case.straight_km <= NEIGHBOUR_KM
    return [
        group
        for size in range(2, min(LARGEST_GROUP, len(case.municipalities)) + 1)
        for group in combinations(range(len(case.municipalities)), size)
        if all(near[i, j] for i, j in combinations(group, 2))
    ]


def _county_rows() -> list[dict[str, str]]:
    lines = (Path(__file__).parent / "county.csv").read_text(encoding="utf-8").splitlines()
    return list(csv.DictReader(line for line in lines if not line.startswith("#")))


def _apart(a: tuple[float, float], b: tuple[float, float]) -> float:
    return float(np.hypot(a[0] - b[0], (a[1] - b[1]) * np.cos(np.radians(58.0))))


def _scaled(five: Case, rows: Sequence[dict[str, str]]) -> Case:
    """Return a case of the rows, with the five's accounts per inhabitant where there are none."""
    own = {m.code: i for i, m in enumerate(five.municipalities)}
    people = np.array([float(row["inhabitants"]) for row in rows])

    def of(values: Floats, per_inhabitant: bool = True) -> Floats:
        whole = five.inhabitants.sum() if per_inhabitant else len(five.inhabitants)
        mean = values.sum(axis=0) / whole
        return np.stack(
            [
                values[own[row["code"]]]
                if row["code"] in own
                else mean * (n if per_inhabitant else 1)
                for row, n in zip(rows, people, strict=True)
            ]
        )

    def missing(values: np.ndarray) -> np.ndarray:
        return np.stack(
            [values[own[r["code"]]] if r["code"] in own else np.zeros_like(values[0]) for r in rows]
        )

    ms = tuple(Municipality(r["code"], r["name"], "Östergötland", r["code"], "") for r in rows)
    towns = tuple(
        Town(
            r["code"],
            r["seat"],
            r["code"],
            int(r["seat_inhabitants"]),
            float(r["lat"]),
            float(r["lon"]),
            True,
        )
        for r in rows
    )
    straight, road, minutes = distances(towns, {})
    return replace(
        five,
        municipalities=ms,
        towns=towns,
        inhabitants=people,
        **{
            name: of(getattr(five, name))
            for name in ("cost", "revenue", "fte", "manager_fte", "workplaces", "volume")
        },
        level=of(five.level, per_inhabitant=False),
        growth=np.ones((len(rows), len(five.activities), 1)),
        size=np.repeat(people[:, None], len(five.activities), axis=1),
        revenue_known=np.ones((len(rows), len(five.activities)), dtype=bool),
        missing=missing(five.missing),
        contract_end=np.full((len(rows), len(five.activities)), np.nan),
        town_people=np.array([float(town.inhabitants) for town in towns]),
        town_owner=np.arange(len(rows)),
        straight_km=straight,
        road_km=road,
        minutes=minutes,
    )


# ---- Decisions with every rule on ---------------------------------------------------------------


def every_rule(case: Case, sup: Suppositions, rng: np.random.Generator) -> tuple[Decisions, int]:
    """Return decisions that turn every rule on and have a plan, and how many drawn had none.

    The whole-plan limits are drawn as parts of what the plan without them uses, so that they bind.
    What has no plan is drawn anew from the same generator.
    """
    near = 10 * GAP * planned_cost(case)
    for refused in range(MOST_REFUSED):
        loose = _drawn(case, sup, rng)
        options = enumerate_options(case, sup, loose)
        try:
            plan = solve(options, loose, seconds=30.0, gap=near)
            loose = replace(loose, office_in=(_least_led(case, plan),))
            plan = solve(options, loose, seconds=30.0, gap=near)
            tight = _limits(options, loose, plan, rng)
            solve(options, tight, seconds=30.0, gap=ANY_PLAN_SEK)
            return tight, refused
        except (NoPlanError, UndecidedError):
            continue
    raise SystemExit(f"None of {MOST_REFUSED} drawn decisions has a plan.")


def _drawn(case: Case, sup: Suppositions, rng: np.random.Generator) -> Decisions:
    """Return decisions with every rule on but the limits on the plan as a whole."""
    ms, keys = case.municipalities, [a.key for a in case.activities if a.optimised]
    may_merge = [
        a.key
        for a in case.activities
        if a.optimised and Alternative.MERGED in a.alternatives and not a.authority
    ]
    picked = [str(key) for key in rng.permutation(may_merge)]
    inside = case.straight_km[: len(ms), : len(ms)]
    far = np.unravel_index(int(np.argmax(inside)), inside.shape)
    codes = [m.code for m in ms]
    some = [codes[int(i)] for i in rng.permutation(len(ms))]
    forms = [form.key for form in case.legal_forms if not form.authority]
    named = ~np.isnan(case.competence)
    # A little more than the thinnest there is, so that it cannot stay as it is.
    depth = (case.fte * case.competence)[:, named].min()
    afters = {a.after for a in case.activities}
    lockable = next(i for i, key in enumerate(keys) if key not in picked[:7] and key not in afters)
    outside = [town.key for i, town in enumerate(case.towns) if case.town_owner[i] < 0]
    return Decisions(
        how={picked[0]: (Alternative.OWN, Alternative.COOPERATION)},
        least_partners={picked[1]: 3, picked[2]: 3},
        level=list(LevelChoice)[int(rng.integers(len(LevelChoice)))],
        price_uncovered_day_sek=float(rng.choice([500.0, 2_000.0])),
        price_moved_fte_sek=float(rng.choice([5_000.0, 20_000.0])),
        price_travel_minute_sek=float(rng.choice([2_000.0, 10_000.0])),
        coordination_sek=float(rng.choice([300_000.0, 600_000.0])),
        required={picked[3]: (some[0],)},
        forbidden={picked[4]: (some[1],)},
        apart=((codes[int(far[0])], codes[int(far[1])]),),
        placement={picked[5]: (Placement.LOCAL, Placement.HYBRID)},
        least_team=float(rng.choice([0.5, 1.0])),
        competence_depth=float(np.ceil(depth * 100 + 1) / 100),
        largest_job_loss=1e6,
        office_in=(),
        extra_towns=tuple(outside[: int(rng.integers(2))]),
        longest_travel=float(rng.choice([30.0, 45.0])),
        worse_off=WorseOff.IN_TOTAL,
        one_off_ceiling_sek=1e12,
        starts_per_year=int(rng.integers(3, 6)),
        in_order=True,
        no_notice=True,
        contracts_run_out=True,
        first_year=2027,
        legal_form=forms[0] if forms else "",
        start={picked[6]: int(rng.integers(2, 4))},
        locked={
            keys[lockable]: (
                Choice(case.index(keys[lockable]), (0,), Alternative.OWN, 0, Placement.LOCAL),
            )
        },
    )


def _least_led(case: Case, plan: Plan) -> str:
    """Return the seat that leads the fewest merged organisations."""
    led = [x.seat for x in plan.choices if x.alternative is Alternative.MERGED]
    seats = range(len(case.municipalities))
    return case.towns[min(seats, key=lambda t: (led.count(t), t))].key


def _limits(options: Options, loose: Decisions, plan: Plan, rng: np.random.Generator) -> Decisions:
    """Return the decisions with a tenth of the jobs and part of the one-off cost as limits."""
    rows = [row for x in plan.choices if (row := options.find(x)) is not None]
    chosen = options.keep(np.array(rows, dtype=np.intp))
    jobs = (options.case.fte + options.case.manager_fte).sum(axis=1)
    return replace(
        loose,
        largest_job_loss=round(JOBS_LOST * float(np.median(jobs)), 2),
        one_off_ceiling_sek=round(float(chosen.one_off.sum()) * rng.uniform(0.5, 0.9), -3),
    )


def fixed_decisions(case: Case, coordination_sek: float) -> Decisions:
    """Return decisions for the county, with limits that need no plan first.

    Rules that only leave out arrangements make the question smaller and are mostly left out. That
    nobody may lose in total is left out too: who takes part in nothing pays a share of the
    coordination, so that with Linköping and Norrköping nothing could be joint.
    """
    return Decisions(
        price_uncovered_day_sek=1_000.0,
        price_moved_fte_sek=10_000.0,
        coordination_sek=coordination_sek,
        largest_job_loss=10.0,
        longest_travel=45.0,
        one_off_ceiling_sek=round(0.02 * planned_cost(case), -3),
        starts_per_year=4,
        no_notice=True,
        contracts_run_out=True,
    )


def rules_off(instance: Instance) -> tuple[str, ...]:
    """Return the rules that are not switched on: of the two on worse off only one can be."""
    on = {rule.name for rule in active(instance.case, instance.decisions)}
    return tuple(rule.name for rule in POLICY if rule.name not in on)
