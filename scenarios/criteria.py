"""The seven criteria of one activity's alternatives: what they are and what each comes to."""

from collections.abc import Sequence
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
from models.transition import transition
from models.weighing import WHOLE
from scenarios.columns import Arrangement, Run
from scenarios.result import largest
from scenarios.setting import Range, Setting, positions, with_range

JOINT = frozenset({Alternative.COOPERATION, Alternative.MERGED})


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
        "utom det köpta i samverkan, ett delat med antalet kommuner i sammanslagen, det som inte "
        "är avtal i entreprenad.",
        Standing.ASSUMPTION,
    ),
)


@dataclass(frozen=True, slots=True)
class Grounds:
    """What there is to weigh for one activity: every criterion's value in every alternative.

    `measured` by criterion, as in `CRITERIA`, and by alternative; None where a figure is missing.
    `cost` is the same as the cost criterion's values, SEK/year against today, with the range;
    `cost_drawn` (D, H) the draws, the same draws for every alternative. `visited` says whether
    inhabitants come to the activity's office.
    """

    activity: str
    arrangement: Arrangement
    alternatives: tuple[Alternative, ...]
    measured: tuple[tuple[float, ...] | None, ...]
    cost: tuple[Range, ...]
    cost_drawn: Floats
    visited: bool

    @property
    def municipalities(self) -> tuple[str, ...]:
        """Return the codes of those who weigh: the group."""
        return self.arrangement.group


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
