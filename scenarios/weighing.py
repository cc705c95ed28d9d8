"""The alternatives of one activity weighed by seven criteria: values, points, places and flips."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from models.alternatives import Reckoning, chosen_level
from models.case import Case
from models.commuting import minutes_between
from models.entities import Alternative, LevelChoice
from models.options import uncovered_days
from models.parameters import Floats
from models.place import minutes_to_nearest, open_offices, travel_by_member
from models.rounding import round_to_total
from models.transition import transition
from models.weighing import (
    WHOLE,
    Flip,
    FlipAt,
    WeightsError,
    alike,
    checked,
    deciding,
    flip,
    points,
    ranks,
    rescaled,
    scores,
    scores_by_municipality,
    shares_first,
)
from scenarios.columns import Arrangement, Run
from scenarios.result import largest
from scenarios.setting import HIGH_PERCENT, LOW_PERCENT, Range, Setting, positions, with_range

__all__ = [
    "CRITERIA",
    "AlternativeRow",
    "Arrangement",
    "Criterion",
    "CriterionRow",
    "Decider",
    "Flip",
    "FlipAt",
    "Grounds",
    "MunicipalityRow",
    "Standing",
    "Weighing",
    "WeightsError",
    "by_default",
    "equal_weights",
    "grounds",
    "to_hundred",
    "weigh",
]

JOINT = frozenset({Alternative.COOPERATION, Alternative.MERGED})
# Weights are handled in tenths: what a person types and reads.
WEIGHT_UNIT = 0.1


class Standing(StrEnum):
    """How a criterion's values are known."""

    RECKONED = "reckoned"
    ASSUMPTION = "assumption"
    JUDGED = "judged"


@dataclass(frozen=True, slots=True)
class Criterion:
    """Something to weigh: its unit, which way is better, and how it is reckoned, in Swedish."""

    key: str
    label: str
    unit: str
    higher_is_better: bool
    how: str
    standing: Standing = Standing.RECKONED


COST, QUALITY, COVER, JOBS = "cost", "quality", "cover", "jobs"
NEARNESS, FEASIBILITY, DEMOCRACY = "nearness", "feasibility", "democracy"
CRITERIA = (
    Criterion(
        COST,
        "Kostnad",
        "kr/år",
        False,
        "Skattefinansierad nettokostnad mot i dag, snitt per år med omställningen inräknad: "
        "medelvärdet av dragningarna, som kan skilja sig från typvärdet på sidan Verksamhet.",
    ),
    Criterion(
        QUALITY,
        "Kvalitet",
        "index 0–100",
        True,
        "Servicenivån efteråt, vägd med kommunernas storlek; 50 är som gruppen i dag. "
        "Entreprenad och samverkan räknas ha kvar dagens nivå.",
    ),
    Criterion(
        COVER,
        "Sårbarhet",
        "dagar/år",
        False,
        "Dagar per år utan någon på plats, summan av kommunerna. Det som läggs ut på entreprenad "
        "räknas som noll dagar.",
    ),
    Criterion(
        JOBS,
        "Sysselsättning per ort",
        "årsarbetare",
        False,
        "Största minskningen av årsarbetare i någon ort, ledningen medräknad. Det som läggs ut på "
        "entreprenad räknas som borta från orten.",
    ),
    Criterion(
        NEARNESS,
        "Närhet",
        "minuter",
        False,
        "Restid en väg från tätorterna till närmaste öppna kontor, medel för invånarna i den "
        "kommun som har längst. I verksamheter som inte besöks finns ingen skillnad.",
    ),
    Criterion(
        FEASIBILITY,
        "Genomförbarhet",
        "årsarbetare",
        False,
        "Årsarbetare vars arbete lämnar den egna kommunen: i sammanslagen alla utom "
        "värdkommunens egna (de byter arbetsgivare, ibland också ort), i samverkan och entreprenad "
        "så många som kommunen blir färre.",
    ),
    Criterion(
        DEMOCRACY,
        "Demokratisk styrning",
        "%",
        True,
        "Andel av kostnaden som kommunens egen nämnd ensam styr över. Antaget: allt i egen, allt "
        "utom det köpta i samverkan, en del av antalet kommuner i sammanslagen, det som inte är "
        "avtal i entreprenad.",
        Standing.ASSUMPTION,
    ),
)


@dataclass(frozen=True, slots=True)
class Grounds:
    """What there is to weigh for one activity: every criterion's value in every alternative.

    `values` by criterion, as in `CRITERIA`, and by alternative; None where a figure is missing.
    `cost` is the same as the cost criterion's values, SEK/year against today, with the range;
    `cost_drawn` (D, H) the draws, the same draws for every alternative. `visited` says whether
    inhabitants come to the activity's office.
    """

    activity: str
    arrangement: Arrangement
    alternatives: tuple[Alternative, ...]
    values: tuple[tuple[float, ...] | None, ...]
    cost: tuple[Range, ...]
    cost_drawn: Floats
    visited: bool

    @property
    def municipalities(self) -> tuple[str, ...]:
        """Return the codes of those who weigh: the group."""
        return self.arrangement.group


@dataclass(frozen=True, slots=True)
class CriterionRow:
    """One criterion as it was weighed; points 0–100 and values by alternative.

    `values` are None where a figure is missing, and `points` where the criterion is left out.
    `weight` is the mean of the weights given and `used` what it came to when what is left out had
    handed its weight on, in proportion; both in per cent.
    """

    criterion: Criterion
    standing: Standing
    values: tuple[float, ...] | None
    points: tuple[float, ...] | None
    weight: float
    used: float
    flip: Flip | None

    @property
    def left_out(self) -> bool:
        """Say whether the criterion is not weighed."""
        return self.points is None


@dataclass(frozen=True, slots=True)
class AlternativeRow:
    """How one alternative came out: score 0–100, place, and how sure that is.

    `first` is the share of the draws in which it ranks first; `level` whether its difference to the
    first-ranked is within the uncertainty, true for the first-ranked too.
    """

    alternative: Alternative
    score: float
    rank: int
    first: float
    level: bool


@dataclass(frozen=True, slots=True)
class MunicipalityRow:
    """Scores and places by alternative with one municipality's own weights."""

    code: str
    scores: tuple[float, ...]
    ranks: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Decider:
    """What decides: the criterion whose smallest change of weight changes the top, and to whom."""

    criterion: Criterion
    now: float
    at: float
    by: tuple[Alternative, ...]


@dataclass(frozen=True, slots=True)
class Weighing:
    """Everything a weighing says. `varies` is false when no figure weighed has draws."""

    grounds: Grounds
    criteria: tuple[CriterionRow, ...]
    alternatives: tuple[AlternativeRow, ...]
    municipalities: tuple[MunicipalityRow, ...]
    same_weights: bool
    varies: bool
    decider: Decider | None

    @property
    def first(self) -> tuple[AlternativeRow, ...]:
        """Return who ranks first: more than one when the place is shared."""
        return tuple(row for row in self.alternatives if row.rank == 1)

    @property
    def level_with_first(self) -> tuple[AlternativeRow, ...]:
        """Return those that do not rank first but cannot be told from who does."""
        return tuple(row for row in self.alternatives if row.level and row.rank > 1)


# ---- Weights ------------------------------------------------------------------------------------


def equal_weights() -> dict[str, float]:
    """Return the same weight for every criterion, in whole per cent that add up to 100."""
    parts = round_to_total([WHOLE / len(CRITERIA)] * len(CRITERIA), 1.0)
    return dict(zip((c.key for c in CRITERIA), parts, strict=True))


def to_hundred(weights: Mapping[str, float]) -> dict[str, float]:
    """Return the weights in their proportions, in tenths of a per cent that add up to 100.

    Raises:
        WeightsError: when there is nothing to scale.
    """
    scaled = round_to_total(rescaled(list(weights.values())).tolist(), WEIGHT_UNIT)
    return {key: round(part, 1) for key, part in zip(weights, scaled, strict=True)}


# ---- Values -------------------------------------------------------------------------------------


def by_default(setting: Setting) -> Arrangement:
    """Return all municipalities around the largest one's seat, placed as the pack says."""
    group = tuple(m.code for m in setting.pack.municipalities)
    return Arrangement(group, largest(setting, group), level=setting.scenario.decide.level)


def grounds(setting: Setting, activity: str, arrangement: Arrangement | None = None) -> Grounds:
    """Return every criterion's value in every alternative that the pack allows the activity.

    Raises:
        KeyError: for an unknown activity or municipality.
    """
    arrangement = arrangement or by_default(setting)
    j = setting.case.index(activity)
    group = positions(setting.case, arrangement.group)
    seat = positions(setting.case, [arrangement.seat])[0]
    alternatives = tuple(
        alternative
        for alternative in Alternative
        if setting.case.allowed(j, alternative) and (len(group) > 1 or alternative not in JOINT)
    )
    runs = [Run.of(setting, j, h, group, seat, arrangement) for h in alternatives]
    drawn = np.stack(
        [
            transition(run.case, run.draws, run.drawn).annual[:, 0, list(group), 0].sum(axis=1)
            for run in runs
        ],
        axis=1,
    )
    cost = tuple(
        with_range(float(drawn[:, h].mean()), drawn[:, h]) for h in range(len(alternatives))
    )
    staffed = _all_known(setting, activity, arrangement, "fte")
    found: dict[str, tuple[float, ...] | None] = {
        COST: tuple(r.value for r in cost) if _cost_known(setting, activity, arrangement) else None,
        QUALITY: (
            tuple(_level(run, group, arrangement.level) for run in runs)
            if _all_known(setting, activity, arrangement, "niva")
            else None
        ),
        COVER: tuple(_days(run) for run in runs) if staffed else None,
        JOBS: tuple(_job_loss(run, runs[0].case) for run in runs) if staffed else None,
        NEARNESS: tuple(_minutes(run, setting) for run in runs),
        FEASIBILITY: tuple(_leaving_home(run, group) for run in runs) if staffed else None,
        DEMOCRACY: tuple(_governed_alone(run, group) for run in runs),
    }
    return Grounds(
        activity,
        arrangement,
        alternatives,
        tuple(found[criterion.key] for criterion in CRITERIA),
        cost,
        drawn,
        setting.case.activities[j].visited,
    )


def _all_known(setting: Setting, activity: str, arrangement: Arrangement, item: str) -> bool:
    """Say whether every member's account has the item: what is missing is never 0."""
    accounts = (setting.pack.accounts[code, activity] for code in arrangement.group)
    return all(item in account.figures for account in accounts)


def _cost_known(setting: Setting, activity: str, arrangement: Arrangement) -> bool:
    accounts = (setting.pack.accounts[code, activity] for code in arrangement.group)
    return all(account.total_cost(setting.pack.items) is not None for account in accounts)


def _level(run: Run, group: Sequence[int], choice: LevelChoice) -> float:
    """Return the service level afterwards, weighted by the members' size, 0–100."""
    levels = run.case.level[:, 0]
    if run.principal.alternative is Alternative.MERGED and choice is not LevelChoice.OWN:
        joint = chosen_level(run.case, run.principal.arrangements.members, choice)[0, 0]
        levels = np.full_like(levels, joint)
    rows = list(group)
    return float(np.average(levels[rows], weights=run.case.size[rows, 0]))


def _days(run: Run) -> float:
    """Return days a year without staff, summed over the members."""
    return float(uncovered_days(run.case, run.sup, run.principal)[0, 0, 0])


def _job_loss(run: Run, case: Case) -> float:
    """Return the greatest fall in FTE in any town against today, managers included."""
    members = run.principal.arrangements.members[0]
    today = np.zeros(len(case.towns))
    today[: len(members)] = ((case.fte + case.manager_fte)[:, 0]) * members
    return float(np.maximum(today - run.principal.town_fte[0, 0, 0], 0.0).max())


def _minutes(run: Run, setting: Setting) -> float:
    """Return minutes one way to the nearest open office, mean of the worst-off member's people.

    0 where inhabitants do not come to the activity.
    """
    if not run.case.activities[0].visited:
        return 0.0
    arr = run.principal.arrangements
    minutes = minutes_between(run.case, setting.principal)[0]
    is_open = open_offices(run.case, arr, run.principal.alternative)
    nearest = minutes_to_nearest(run.case, minutes, is_open)
    return float(travel_by_member(run.case, arr, nearest)[0].max())


def _leaving_home(run: Run, group: Sequence[int]) -> float:
    """Return FTE, managers included, whose work leaves the own municipality.

    Merged: everybody but those of the municipality that the office town lies in, who all get
    another employer, and where the work is in one town another workplace too. Otherwise: as many as
    each member has fewer of, because the work is bought from somebody else.
    """
    case, rows = run.case, list(group)
    today = (case.fte + case.manager_fte)[:, 0]
    if run.principal.alternative is Alternative.MERGED:
        host = int(case.town_owner[run.principal.arrangements.seat[0]])
        return float(sum(today[m] for m in rows if m != host))
    after = (run.principal.fte + run.principal.manager_fte)[0, 0, :, 0]
    return float(np.maximum(today - after, 0.0)[rows].sum())


def _governed_alone(run: Run, group: Sequence[int]) -> float:
    """Return the share of the cost that the members' own committees govern alone, per cent.

    Own 100; cooperation 100 less what is bought, merged 100/n, contracted what the contract leaves;
    the members' costs afterwards added up.
    """
    if run.principal.alternative is Alternative.MERGED:
        return WHOLE / len(group)
    handed_over = _handed_over(run.principal, run.case, list(group))
    after = run.case.cost[list(group)].sum() + run.principal.cost_effect()[0, 0, list(group)].sum()
    if handed_over <= 0 or after <= 0:
        return WHOLE
    return float(WHOLE * max(0.0, 1 - handed_over / after))


def _handed_over(reckoning: Reckoning, case: Case, rows: list[int]) -> float:
    """Return what is bought from another municipality or a contractor, SEK/year."""
    bought = {
        Alternative.COOPERATION: ("bought_services", "K5"),
        Alternative.CONTRACTED: ("contract", "K4"),
    }
    if reckoning.alternative not in bought:
        return 0.0
    step, cost_type = bought[reckoning.alternative]
    spent = reckoning.steps[step][0, 0, rows, 0, case.cost_index(cost_type)]
    return float(np.maximum(spent, 0.0).sum())


# ---- Weighing -----------------------------------------------------------------------------------


def weigh(
    on: Grounds,
    weights: Mapping[str, Mapping[str, float]],
    judged: Mapping[str, Sequence[float]] | None = None,
) -> Weighing:
    """Return the alternatives weighed by criteria.

    `weights` by municipality code and criterion key, per cent that add up to 100 in each
    municipality; all the same for common weights. `judged` by criterion key: points 0–100 that the
    room has given each alternative, instead of what is reckoned. A criterion with neither is left
    out and its weight goes to the others in proportion.

    Raises:
        WeightsError: when somebody's weights do not add up to 100, or all lie on what is left out.
        ValueError: when a judgement does not have one number 0–100 for each alternative.
    """
    judged = dict(judged or {})
    _check_judged(on, judged)
    given = checked([[weights[code][c.key] for c in CRITERIA] for code in on.municipalities])
    values = dict(zip((c.key for c in CRITERIA), on.values, strict=True))
    kept = [k for k, c in enumerate(CRITERIA) if c.key in judged or values[c.key] is not None]
    used = given[:, kept]
    if len(kept) < len(CRITERIA):
        used = np.stack([rescaled(row) for row in used])
    found = _points(on, kept, judged)
    each, mean = scores_by_municipality(found, used)
    weight = used.mean(axis=0)
    drawn = scores(_drawn_points(on, kept, judged, found), weight)
    flips = [flip(found, weight, k) for k in range(len(kept))]
    at = {k: i for i, k in enumerate(kept)}
    return Weighing(
        on,
        tuple(
            CriterionRow(
                criterion,
                Standing.JUDGED if criterion.key in judged else criterion.standing,
                on.values[k],
                tuple(found[at[k]].tolist()) if k in at else None,
                float(given[:, k].mean()),
                float(weight[at[k]]) if k in at else 0.0,
                flips[at[k]] if k in at else None,
            )
            for k, criterion in enumerate(CRITERIA)
        ),
        _alternatives(on, mean, drawn),
        tuple(
            MunicipalityRow(code, tuple(row.tolist()), tuple(ranks(row).tolist()))
            for code, row in zip(on.municipalities, each, strict=True)
        ),
        bool(np.allclose(given, given[0])),
        bool((drawn != drawn[0]).any()),
        _decider(on, [CRITERIA[k] for k in kept], flips),
    )


def _check_judged(on: Grounds, judged: Mapping[str, Sequence[float]]) -> None:
    for key, given in judged.items():
        if len(given) != len(on.alternatives) or not all(0 <= x <= WHOLE for x in given):
            raise ValueError(key)


def _points(on: Grounds, kept: Sequence[int], judged: Mapping[str, Sequence[float]]) -> Floats:
    """Return points (K, H) for the criteria that are weighed; judged ones as the room gave them."""
    rows = []
    for k in kept:
        criterion = CRITERIA[k]
        if criterion.key in judged:
            rows.append(np.asarray(judged[criterion.key], dtype=np.float64))
        else:
            values = np.asarray(on.values[k], dtype=np.float64)
            rows.append(points(values[None], np.array([criterion.higher_is_better]))[0])
    return np.stack(rows)


def _drawn_points(
    on: Grounds, kept: Sequence[int], judged: Mapping[str, Sequence[float]], found: Floats
) -> Floats:
    """Return points in every draw, (D, K, H): the cost varies, on the scale of its mean values.

    The scale is not set anew in each draw: a krona is worth as many points in all of them, so that
    the mean of the scores is the score shown.
    """
    drawn = np.repeat(found[None], len(on.cost_drawn), axis=0)
    for i, k in enumerate(kept):
        criterion = CRITERIA[k]
        if criterion.key == COST and COST not in judged:
            ends = np.asarray(on.values[k], dtype=np.float64)[None]
            better = np.array([criterion.higher_is_better])
            drawn[:, i] = points(on.cost_drawn[:, None], better, ends)[:, 0]
    return drawn


def _alternatives(on: Grounds, mean: Floats, drawn: Floats) -> tuple[AlternativeRow, ...]:
    places, first = ranks(mean), shares_first(drawn)
    top = np.flatnonzero(places == 1)
    level = alike(drawn, LOW_PERCENT, HIGH_PERCENT)[top].any(axis=0)
    return tuple(
        AlternativeRow(alternative, float(mean[h]), int(places[h]), float(first[h]), bool(level[h]))
        for h, alternative in enumerate(on.alternatives)
    )


def _decider(on: Grounds, criteria: Sequence[Criterion], flips: Sequence[Flip]) -> Decider | None:
    k = deciding(flips)
    if k is None:
        return None
    at = flips[k].nearest
    if at is None:
        return None
    by = tuple(on.alternatives[h] for h in at.by)
    return Decider(criteria[k], flips[k].now, at.weight, by)
