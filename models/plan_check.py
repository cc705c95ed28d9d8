"""A second opinion on a plan, in plain Python: knows nothing of how the plan was found."""

from collections import Counter

from models.alternatives import arrange, contracted, cooperation, merged, own
from models.case import Case
from models.entities import Alternative
from models.options import Choice, Decisions, Option, uncovered_days
from models.parameters import Suppositions
from models.plan import Plan
from models.transition import transition

TOLERANCE_SEK = 1.0
TOLERANCE_DAYS = 0.01


def faults_in(case: Case, sup: Suppositions, decisions: Decisions, plan: Plan) -> tuple[str, ...]:
    """Return, in Swedish, everything in the plan that does not hold; empty when all of it does.

    Every option is reckoned anew and alone, straight from the base accounts.
    """
    faults = []
    served = Counter((m, x.choice.activity) for x in plan.options for m in x.choice.members)
    for j, activity in enumerate(case.activities):
        if not activity.optimised:
            continue
        for i, m in enumerate(case.municipalities):
            if served[i, j] != 1:
                faults.append(
                    f"{m.name} har {served[i, j]} driftformer för {activity.label}, ska ha en."
                )
    for x in plan.options:
        faults += _faults_in_option(case, sup, decisions, x)
    total = sum(x.burden for x in plan.options)
    if any(len(x.choice.members) > 1 for x in plan.options):
        total += decisions.coordination_sek
    if abs(total - plan.objective) > TOLERANCE_SEK:
        faults.append(f"Planens summa är {plan.objective:.0f} men delarna blir {total:.0f}.")
    if plan.bound > plan.objective + TOLERANCE_SEK:
        faults.append("Planens bevisade undre gräns ligger över planens eget värde.")
    return tuple(faults)


def _faults_in_option(case: Case, sup: Suppositions, decisions: Decisions, x: Option) -> list[str]:
    faults = _faults_in_choice(case, decisions, x.choice)
    activity = case.activities[x.choice.activity]
    if len(x.annual) != len(x.choice.members):
        return [
            *faults,
            f"{activity.label} har {len(x.choice.members)} kommuner men {len(x.annual)} belopp.",
        ]
    return faults + _faults_in_figures(case, sup, decisions, x)


def _faults_in_choice(case: Case, decisions: Decisions, choice: Choice) -> list[str]:
    """What is decided and what the pack allows."""
    activity = case.activities[choice.activity]
    joint = len(choice.members) > 1
    faults = []
    if not activity.optimised:
        faults.append(f"{activity.label} ingår inte i planen.")
    allowed = decisions.how.get(activity.key, activity.alternatives)
    if choice.alternative not in allowed or choice.alternative not in activity.alternatives:
        faults.append(f"{activity.label} får inte drivas som {choice.alternative}.")
    least = decisions.least_partners.get(activity.key, activity.least_partners)
    if choice.alternative is Alternative.MERGED:
        if len(choice.members) < least:
            faults.append(f"{activity.label} har färre än {least} kommuner.")
        if choice.pattern not in case.patterns(choice.activity):
            faults.append(f"{activity.label} får inte placeras {choice.pattern}.")
    if choice.seat not in choice.members:
        faults.append(f"{activity.label} har kontor utanför gruppen.")
    if joint is (choice.alternative in {Alternative.OWN, Alternative.CONTRACTED}):
        faults.append(f"{activity.label}: {choice.alternative} med {len(choice.members)} kommuner.")
    return faults


def _faults_in_figures(case: Case, sup: Suppositions, decisions: Decisions, x: Option) -> list[str]:
    """What the option says it costs and covers against a new reckoning of it alone."""
    choice = x.choice
    label = case.activities[choice.activity].label
    small = case.pick([choice.activity])
    picked = sup.pick([choice.activity])
    arr = arrange(len(case.municipalities), [(choice.members, choice.seat, choice.pattern)])
    if choice.alternative is Alternative.MERGED:
        reckoning = merged(small, picked, arr, decisions.level)
    elif choice.alternative is Alternative.COOPERATION:
        reckoning = cooperation(small, picked, arr)
    elif choice.alternative is Alternative.CONTRACTED:
        reckoning = contracted(small, picked, arr)
    else:
        reckoning = own(small, arr)
    annual = transition(small, picked, reckoning).annual[0, 0, :, 0]
    faults = [
        f"{label}, {case.names[m]}: planen säger {stated:.0f} kr per år, "
        f"omräknat {float(annual[m]):.0f}."
        for m, stated in zip(choice.members, x.annual, strict=True)
        if abs(float(annual[m]) - stated) > TOLERANCE_SEK
    ]
    days = float(uncovered_days(small, picked, reckoning)[0, 0, 0])
    if abs(days - x.uncovered_days) > TOLERANCE_DAYS:
        faults.append(
            f"{label}: planen säger {x.uncovered_days:.1f} dagar utan personal, "
            f"omräknat {days:.1f}."
        )
    burden = sum(x.annual) + decisions.price_uncovered_day_sek * days
    if abs(burden - x.burden) > TOLERANCE_SEK:
        faults.append(f"{label}: bördan {x.burden:.0f} stämmer inte, omräknat {burden:.0f}.")
    return faults
