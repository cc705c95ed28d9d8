"""The councils' decisions held against a plan, one by one and in plain Python.

A second reading of `models.decisions`: nothing here is shared with how a plan is found.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from models.case import Case
from models.decisions import YEARS, Choice, Decisions, WorseOff, comes_after
from models.entities import Activity, Alternative, Placement
from models.parameters import Suppositions
from models.words import amount, mnkr

TOLERANCE_SEK = 1.0
TOLERANCE_FTE = 1e-3
TOLERANCE_MINUTES = 1e-3


@dataclass(frozen=True, slots=True)
class Recount:
    """A choice reckoned anew and alone; money in SEK or SEK/year, posts in FTE, travel in minutes.

    By member: `annual`. By town: `lost` (negative when a town gains) and, where a merged
    organisation has staff, `offices`. `staffed` is FTE today. `cover` is the FTE that can stand in
    for each other where it is thinnest, infinite where a contractor does the work. `further` is
    from each locality that gets a longer way than today, `longer` the mean change by member, added.
    """

    choice: Choice
    annual: Mapping[int, float]
    one_off: float
    staffed: float
    lost: Mapping[int, float]
    offices: Mapping[int, float]
    cover: float
    days: float
    moved: float
    longer: float
    further: Mapping[int, float]

    @property
    def fewer(self) -> float:
        """FTE fewer than today in all towns together."""
        return sum(self.lost.values())


@dataclass(frozen=True, slots=True)
class Held:
    """A plan to be held against decisions: its choices reckoned anew, and its start years."""

    case: Case
    sup: Suppositions
    decisions: Decisions
    recounts: Sequence[Recount]
    starts: Mapping[int, int]

    def activity(self, x: Recount) -> Activity:
        """Return the activity of a choice."""
        return self.case.activities[x.choice.activity]

    def planned(self) -> dict[str, int]:
        """Return the position of each activity that the plan is about."""
        return {a.key: j for j, a in enumerate(self.case.activities) if a.optimised}

    def parameter(self, key: str) -> float:
        """Return a supposition in the principal run."""
        return float(self.sup.of(key)[0])


# ---- One choice at a time --------------------------------------------------------------------


def way(held: Held, x: Recount) -> Iterator[str]:
    """The activity is run in a way that both the pack and the councils allow."""
    a, chosen = held.activity(x), x.choice.alternative
    outside = held.case.municipalities[x.choice.members[0]].code in held.decisions.outside
    if chosen is Alternative.OWN and outside and chosen in a.alternatives:
        return  # who takes part in nothing joint goes on alone
    if chosen not in a.alternatives or chosen not in held.decisions.how.get(a.key, (chosen,)):
        yield f"{a.label} får inte drivas som {chosen}."


def partners(held: Held, x: Recount) -> Iterator[str]:
    """A merged organisation has the members it takes."""
    a = held.activity(x)
    least = held.decisions.least_partners.get(a.key, a.least_partners)
    if x.choice.alternative is Alternative.MERGED and len(x.choice.members) < least:
        yield f"{a.label} har färre än {least} kommuner."


def staying_out(held: Held, x: Recount) -> Iterator[str]:
    """Who shall not take part in an activity is in nothing joint, and some never meet."""
    a, inside = held.activity(x), {held.case.municipalities[m].code for m in x.choice.members}
    names = {m.code: m.name for m in held.case.municipalities}
    if len(inside) < 2:
        return
    for code in held.decisions.forbidden.get(a.key, ()):
        if code in inside:
            yield f"{a.label}: {names[code]} får inte delta men gör det."
    for code in held.decisions.outside:
        if code in inside:
            yield f"{a.label}: {names[code]} ska stå utanför allt gemensamt men deltar."
    for pair in held.decisions.apart:
        if inside.issuperset(pair):
            yield f"{a.label}: {' och '.join(names[code] for code in pair)} är i samma grupp."


def placement(held: Held, x: Recount) -> Iterator[str]:
    """A merged organisation is placed as decided, or as the pack says where nothing is decided."""
    a = held.activity(x)
    allowed = held.decisions.placement.get(a.key, held.case.patterns(x.choice.activity))
    if x.choice.alternative is Alternative.MERGED and x.choice.pattern not in allowed:
        yield f"{a.label} får inte placeras {x.choice.pattern}."


def seat(held: Held, x: Recount) -> Iterator[str]:
    """The office is in a member's seat; a merged one may also be in a town that has been opened."""
    opened = x.choice.alternative is Alternative.MERGED and (
        held.case.towns[x.choice.seat].key in held.decisions.extra_towns
    )
    if x.choice.seat not in x.choice.members and not opened:
        town = held.case.towns[x.choice.seat].name
        yield f"{held.activity(x).label} har kontor i {town}, utanför gruppen."


def team(held: Held, x: Recount) -> Iterator[str]:
    """No office of a merged organisation that has staff has too few."""
    least = held.decisions.least_team
    for town, staff in x.offices.items():
        if least is not None and staff < least - TOLERANCE_FTE:
            yield (
                f"{held.activity(x).label} har {amount(round(staff, 2))} årsarbetare på kontoret "
                f"i {held.case.towns[town].name}, ska ha minst {amount(least)}."
            )


def competence(held: Held, x: Recount) -> Iterator[str]:
    """The rarest competence that the pack names is deep enough in every member."""
    least, share = held.decisions.competence_depth, float(held.case.competence[x.choice.activity])
    if least is not None and share == share and x.cover * share < least - TOLERANCE_FTE:
        yield (
            f"{held.activity(x).label} har {amount(round(x.cover * share, 2))} årsarbetare med den "
            f"smalaste kompetensen, ska ha minst {amount(least)}."
        )


def reach(held: Held, x: Recount) -> Iterator[str]:
    """Who gets a longer way to a joint service that is visited does not get it longer than this."""
    most = held.decisions.longest_travel
    if most is None or not held.activity(x).visited or len(x.choice.members) < 2:
        return
    for town, minutes in x.further.items():
        if minutes > most + TOLERANCE_MINUTES:
            yield (
                f"{held.activity(x).label}: från {held.case.towns[town].name} tar det "
                f"{minutes:.0f} minuter till kontoret, högst {amount(most)} är beslutat."
            )


def dearer_activity(held: Held, x: Recount) -> Iterator[str]:
    """No member pays more for an activity than today, when that is decided."""
    if held.decisions.worse_off is WorseOff.IN_ANY_ACTIVITY:
        for m, sek in x.annual.items():
            if sek > TOLERANCE_SEK:
                yield (
                    f"{held.case.names[m]} får {sek:.0f} kr högre kostnad per år för "
                    f"{held.activity(x).label}."
                )


def legal_form(held: Held, x: Recount) -> Iterator[str]:
    """Authority over the individual is exercised by the municipality or where the law lets it."""
    barred = {form.key for form in held.case.legal_forms if not form.authority}
    handed_over = x.choice.alternative in {Alternative.MERGED, Alternative.CONTRACTED}
    if held.decisions.legal_form in barred and handed_over and held.activity(x).authority:
        yield f"{held.activity(x).label} är myndighetsutövning och får inte ligga i den formen."


SINGLE: tuple[Callable[[Held, Recount], Iterator[str]], ...] = (
    way,
    partners,
    staying_out,
    placement,
    seat,
    team,
    competence,
    reach,
    dearer_activity,
    legal_form,
)


# ---- The plan as a whole ---------------------------------------------------------------------


def required(held: Held) -> Iterator[str]:
    """Who shall take part in an activity is in something joint."""
    together = {
        (x.choice.activity, m)
        for x in held.recounts
        if len(x.choice.members) > 1
        for m in x.choice.members
    }
    for key, j in held.planned().items():
        for i, m in enumerate(held.case.municipalities):
            if m.code in held.decisions.required.get(key, ()) and (j, i) not in together:
                yield f"{held.case.activities[j].label}: {m.name} ska delta men gör det inte."


def locked(held: Held) -> Iterator[str]:
    """What is locked is in the plan as it stands."""
    chosen = {x.choice for x in held.recounts}
    for key, j in held.planned().items():
        for choice in held.decisions.locked.get(key, ()):
            if choice not in chosen:
                yield f"{held.case.activities[j].label}: det låsta valet är ändrat."


def jobs(held: Held) -> Iterator[str]:
    """No town in a member loses more jobs than decided."""
    most = held.decisions.largest_job_loss
    for t, town in enumerate(held.case.towns):
        lost = sum(x.lost.get(t, 0.0) for x in held.recounts)
        if most is not None and held.case.town_owner[t] >= 0 and lost > most + TOLERANCE_FTE:
            yield (
                f"{town.name} förlorar {amount(round(lost, 2))} årsarbetare, högst {amount(most)} "
                "är beslutat."
            )


def offices(held: Held) -> Iterator[str]:
    """Every town that shall have a joint office leads something merged."""
    leading = {
        held.case.towns[x.choice.seat].key
        for x in held.recounts
        if x.choice.alternative is Alternative.MERGED
    }
    for town in held.case.towns:
        if town.key in held.decisions.office_in and town.key not in leading:
            yield f"{town.name} har inget gemensamt kontor."


def some_merge(held: Held) -> Iterator[str]:
    """What some shall merge is merged by at least one group."""
    done = {
        held.activity(x).key for x in held.recounts if x.choice.alternative is Alternative.MERGED
    }
    for activity in held.case.activities:
        if activity.key in held.decisions.some_merge and activity.key not in done:
            yield f"{activity.label} ska slås ihop av några, men drivs inte så av någon."


def one_off(held: Held) -> Iterator[str]:
    """The one-off cost of everything stays under its ceiling."""
    ceiling, cost = held.decisions.one_off_ceiling_sek, sum(x.one_off for x in held.recounts)
    if ceiling is not None and cost > ceiling + TOLERANCE_SEK:
        yield f"Engångskostnaden är {mnkr(cost)}, taket är {mnkr(ceiling)}."


def dearer_in_total(held: Held) -> Iterator[str]:
    """No municipality pays more than today for the whole, its part of the coordination with it."""
    if held.decisions.worse_off is not WorseOff.IN_TOTAL:
        return
    people = [float(n) for n in held.case.inhabitants]
    together = any(len(x.choice.members) > 1 for x in held.recounts)
    for i, name in enumerate(held.case.names):
        sek = sum(x.annual.get(i, 0.0) for x in held.recounts)
        if together:
            sek += held.decisions.coordination_sek * people[i] / sum(people)
        if sek > TOLERANCE_SEK:
            yield f"{name} får {sek:.0f} kr högre kostnad per år i helheten."


def years(held: Held) -> Iterator[str]:
    """What changes starts in one of the years of the plan, and nothing else starts."""
    changed = changed_activities(held)
    for j in sorted(changed | set(held.starts)):
        label = held.case.activities[j].label
        if j not in changed:
            yield f"{label} har startår men är som i dag."
        elif held.starts.get(j) not in range(1, YEARS + 1):
            yield f"{label} saknar startår inom år 1–{YEARS}."


def pace(held: Held) -> Iterator[str]:
    """No year has more starts than decided."""
    most = held.decisions.starts_per_year
    for year, count in sorted(Counter(held.starts.values()).items()):
        if most is not None and count > most:
            yield f"År {year} startar {count} verksamheter, högst {most} är beslutat."


def order(held: Held) -> Iterator[str]:
    """What shall come after something else starts in a later year than that."""
    planned = held.planned()
    for key, before in comes_after(held.case.activities, held.decisions).items():
        then, first = held.starts.get(planned[key]), held.starts.get(planned[before])
        late_enough = then is None or (first is not None and then > first)
        if held.decisions.in_order and not late_enough:
            labels = [held.case.activities[planned[k]].label for k in (key, before)]
            yield f"{labels[0]} startar inte efter {labels[1]}."


def departures(held: Held) -> Iterator[str]:
    """At each year's end no more posts are gone than people have left since the decision.

    The plan's year 1 is the first in which people leave; the reduction comes as quickly as gains
    do, and what remains of it in the fourth year from the start.
    """
    leave = held.parameter("personalomsattning") + held.parameter("pensionsavgang")
    pace_of_gains = [held.parameter(f"infasning_ar_{k}") for k in (1, 2, 3)] + [1.0]
    for x in held.recounts:
        start = held.starts.get(x.choice.activity)
        if not held.decisions.no_notice or start is None:
            continue
        for year, share in enumerate(pace_of_gains, start):
            if x.fewer * share > leave * x.staffed * year + TOLERANCE_FTE:
                yield f"{held.activity(x).label} drar in fler tjänster än som slutar år {year}."
                break


def contracts(held: Held) -> Iterator[str]:
    """What changes starts the year after its members' known contracts have ended."""
    for x in held.recounts:
        start = held.starts.get(x.choice.activity)
        if not held.decisions.contracts_run_out or start is None or not is_changed(x.choice):
            continue
        for m in x.choice.members:
            end = float(held.case.contract_end[m, x.choice.activity])
            if held.decisions.first_year + start - 1 <= end:
                yield (
                    f"{held.activity(x).label} startar innan avtalet i {held.case.names[m]} "
                    f"löper ut {end:.0f}."
                )


def decided_years(held: Held) -> Iterator[str]:
    """What has been given a year starts then, if it changes."""
    for key, year in held.decisions.start.items():
        j = held.planned().get(key)
        if j is not None and held.starts.get(j, year) != year:
            yield f"{held.case.activities[j].label} startar inte år {year} som beslutat."


WHOLE: tuple[Callable[[Held], Iterator[str]], ...] = (
    required,
    locked,
    jobs,
    offices,
    some_merge,
    one_off,
    dearer_in_total,
)
PACED: tuple[Callable[[Held], Iterator[str]], ...] = (
    years,
    pace,
    order,
    departures,
    contracts,
    decided_years,
)


def is_changed(choice: Choice) -> bool:
    """Say whether the choice is anything else than what is done today."""
    return choice.alternative is not Alternative.OWN


def changed_activities(held: Held) -> set[int]:
    """Return the activities that somebody runs in another way than today."""
    return {x.choice.activity for x in held.recounts if is_changed(x.choice)}


def faults_against(held: Held) -> Iterator[str]:
    """Yield, in Swedish, every decision that the plan does not follow."""
    for x in held.recounts:
        for rule in SINGLE:
            yield from rule(held, x)
    for whole in (*WHOLE, *PACED):
        yield from whole(held)


def open_offices(choice: Choice) -> set[int]:
    """Return the towns where inhabitants can go: the members' seats, unless all is in one town."""
    merged = choice.alternative is Alternative.MERGED
    if merged and choice.pattern is Placement.ONE_TOWN:
        return {choice.seat}
    return {*choice.members, choice.seat} if merged else set(choice.members)
