"""A second opinion on a plan, in plain Python: knows nothing of how the plan was found."""

import math
from collections import Counter
from collections.abc import Iterator

from models.alternatives import (
    Arrangements,
    Reckoning,
    arrange,
    contracted,
    cooperation,
    merged,
    own,
)
from models.case import Case
from models.decisions import Choice, Decisions
from models.entities import Alternative, LevelChoice
from models.location import straight_km
from models.options import Option
from models.parameters import Suppositions
from models.plan import Plan, Proof
from models.plan_check_rules import (
    TOLERANCE_SEK,
    Held,
    Recount,
    faults_against,
    open_offices,
)
from models.transition import transition

TOLERANCE_DAYS = 0.01


def faults_in(case: Case, sup: Suppositions, decisions: Decisions, plan: Plan) -> tuple[str, ...]:
    """Return, in Swedish, everything in the plan that does not hold; empty when all of it does.

    Every option is reckoned anew and alone, straight from the base accounts, and the plan is held
    against every decision.
    """
    faults = [*_faults_in_service(case, plan), *_faults_in_sums(decisions, plan)]
    recounts = []
    for x in plan.options:
        against = list(_faults_in_choice(case, x.choice))
        faults += against
        if against:
            continue
        again = recount(case, sup, decisions.level, x.choice)
        faults += _faults_in_figures(case, decisions, x, again)
        recounts.append(again)
    return (*faults, *faults_against(Held(case, sup, decisions, recounts, plan.starts)))


def _faults_in_service(case: Case, plan: Plan) -> Iterator[str]:
    """Every municipality has one way to run every planned activity, and the plan no other."""
    served = Counter((m, x.choice.activity) for x in plan.options for m in x.choice.members)
    for j, activity in enumerate(case.activities):
        for i, m in enumerate(case.municipalities):
            if activity.optimised and served[i, j] != 1:
                yield f"{m.name} har {served[i, j]} driftformer för {activity.label}, ska ha en."


def _faults_in_sums(decisions: Decisions, plan: Plan) -> Iterator[str]:
    total = sum(x.burden for x in plan.options)
    if any(len(x.choice.members) > 1 for x in plan.options):
        total += decisions.coordination_sek
    if abs(total - plan.objective) > TOLERANCE_SEK:
        yield f"Planens summa är {plan.objective:.0f} men delarna blir {total:.0f}."
    if plan.bound > plan.objective + TOLERANCE_SEK:
        yield "Planens bevisade undre gräns ligger över planens eget värde."
    if plan.proof is Proof.OPTIMAL and plan.bound < plan.objective - TOLERANCE_SEK:
        yield "Planen sägs vara bevisat bäst men har avstånd kvar till sin undre gräns."


def _faults_in_choice(case: Case, choice: Choice) -> Iterator[str]:
    """What no decision can make right: such a choice cannot be reckoned."""
    activity = case.activities[choice.activity]
    size = len(choice.members)
    if not activity.optimised:
        yield f"{activity.label} ingår inte i planen."
    if len(set(choice.members) & set(range(len(case.municipalities)))) != size or not size:
        yield f"{activity.label} har kommuner som inte finns eller står två gånger."
    if choice.seat not in range(len(case.towns)):
        yield f"{activity.label} har kontor i en ort som inte finns."
    alone = choice.alternative in {Alternative.OWN, Alternative.CONTRACTED}
    if alone is not (size == 1):
        yield f"{activity.label}: {choice.alternative} med {size} kommuner."


def _faults_in_figures(
    case: Case, decisions: Decisions, x: Option, again: Recount
) -> Iterator[str]:
    """What the option says it costs and covers against a new reckoning of it alone."""
    activity = case.activities[x.choice.activity]
    label = activity.label
    if len(x.annual) != len(x.choice.members):
        yield f"{label} har {len(x.choice.members)} kommuner men {len(x.annual)} belopp."
        return
    for m, stated in zip(x.choice.members, x.annual, strict=True):
        if abs(again.annual[m] - stated) > TOLERANCE_SEK:
            yield (
                f"{label}, {case.names[m]}: planen säger {stated:.0f} kr per år, "
                f"omräknat {again.annual[m]:.0f}."
            )
    if abs(again.one_off - x.one_off) > TOLERANCE_SEK:
        yield (
            f"{label}: planen säger {x.one_off:.0f} kr i engångskostnad, "
            f"omräknat {again.one_off:.0f}."
        )
    if abs(again.days - x.uncovered_days) > TOLERANCE_DAYS:
        yield (
            f"{label}: planen säger {x.uncovered_days:.1f} dagar utan personal, "
            f"omräknat {again.days:.1f}."
        )
    burden = sum(again.annual.values())
    burden += decisions.price_uncovered_day_sek * again.days
    burden += decisions.price_moved_fte_sek * again.moved
    if activity.visited:
        burden += decisions.price_travel_minute_sek * again.longer
    if abs(burden - x.burden) > TOLERANCE_SEK:
        yield f"{label}: bördan {x.burden:.0f} stämmer inte, omräknat {burden:.0f}."


# ---- A choice reckoned alone -----------------------------------------------------------------


def recount(case: Case, sup: Suppositions, level: LevelChoice, choice: Choice) -> Recount:
    """Return everything about one choice that a plan or a decision is about."""
    j = choice.activity
    small, picked = case.pick([j]), sup.pick([j])
    arr = arrange(len(case.municipalities), [(choice.members, choice.seat, choice.pattern)])
    reckoning = _reckoned(small, picked, arr, choice.alternative, level)
    moves = transition(small, picked, reckoning)
    today = {m: float(case.fte[m, j] + case.manager_fte[m, j]) for m in choice.members}
    staff = [float(n) for n in reckoning.town_staff[0, 0, 0]]
    managers = [float(n) for n in reckoning.town_managers[0, 0, 0]]
    fte = {m: float(reckoning.fte[0, 0, m, 0]) for m in choice.members}
    cover = _cover(case, choice, fte)
    after, before = _ways(case, sup, choice), _ways(case, sup, choice, today=True)
    is_merged = choice.alternative is Alternative.MERGED
    return Recount(
        choice=choice,
        annual={m: float(moves.annual[0, 0, m, 0]) for m in choice.members},
        one_off=float(moves.one_off[0, 0, :, 0].sum()),
        staffed=sum(today.values()),
        lost={t: today.get(t, 0.0) - staff[t] - managers[t] for t in range(len(case.towns))},
        offices={t: n for t, n in enumerate(staff) if n > 0} if is_merged else {},
        cover=(
            float("inf")
            if choice.alternative is Alternative.CONTRACTED
            else min(cover.values(), default=0.0)
        ),
        days=sum(_days_without(sup, n) for n in cover.values()),
        moved=float(reckoning.moved_fte[0, 0, :, 0].sum()),
        longer=_mean_way(case, choice, after) - _mean_way(case, choice, before),
        further={t: minutes for t, minutes in after.items() if minutes > before[t]},
    )


def _reckoned(
    case: Case, sup: Suppositions, arr: Arrangements, way: Alternative, level: LevelChoice
) -> Reckoning:
    if way is Alternative.MERGED:
        return merged(case, sup, arr, level)
    if way is Alternative.COOPERATION:
        return cooperation(case, sup, arr)
    if way is Alternative.CONTRACTED:
        return contracted(case, sup, arr)
    return own(case, arr)


def _cover(case: Case, choice: Choice, fte: dict[int, float]) -> dict[int, float]:
    """Return by member the FTE that can stand in for each other there.

    One team where the organisation is one; in cooperation one's own and what the others lend.
    """
    total = sum(fte.values())
    if choice.alternative is Alternative.MERGED:
        return dict.fromkeys(fte, total)
    if choice.alternative is Alternative.COOPERATION:
        lent = float(case.bought[choice.activity])
        return {m: own_staff + lent * (total - own_staff) for m, own_staff in fte.items()}
    return fte


def _days_without(sup: Suppositions, fte: float) -> float:
    """Return days a year when everybody is absent at once, the part-timer's days off included."""
    if fte <= 0:
        return 0.0
    absent, workdays = (float(sup.of(key)[0]) for key in ("franvaro", "arbetsdagar"))
    part_time = fte - math.floor(fte)
    everybody = absent ** math.floor(fte) * (1 - part_time + part_time * absent)
    return workdays * everybody


def _ways(
    case: Case, sup: Suppositions, choice: Choice, *, today: bool = False
) -> dict[int, float]:
    """Return minutes to the nearest office from each locality of the members where people live."""
    offices = set(choice.members) if today else open_offices(choice)
    return {
        t: min(_minutes(case, sup, t, office) for office in offices)
        for t in range(len(case.towns))
        if case.town_owner[t] in choice.members and case.town_people[t] > 0
    }


def _minutes(case: Case, sup: Suppositions, start: int, end: int) -> float:
    """Return minutes one way: entered, or along the entered road, or as the crow flies and more."""
    minutes, km = float(case.minutes[start, end]), float(case.road_km[start, end])
    if minutes == minutes:  # not a missing number
        return minutes
    if km != km:
        km = straight_km(case.towns[start], case.towns[end]) * float(sup.of("omvagsfaktor")[0])
    return km / float(sup.of("reshastighet")[0]) * 60


def _mean_way(case: Case, choice: Choice, ways: dict[int, float]) -> float:
    """Return the inhabitants' mean way in each member, in minutes, added over the members."""
    total = 0.0
    for m in choice.members:
        people = {t: float(case.town_people[t]) for t in ways if case.town_owner[t] == m}
        if people:
            total += sum(n * ways[t] for t, n in people.items()) / sum(people.values())
    return total
