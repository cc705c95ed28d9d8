"""What the councils decide, and what in it contradicts itself before anything is reckoned."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from models.case import Case
from models.entities import Activity, Alternative, LevelChoice, Placement
from models.words import amount, listed

YEARS = 5  # a plan is a roadmap over this many years


class WorseOff(StrEnum):
    """Where no municipality may end up with a higher cost than today."""

    ANYWHERE = "får förekomma"
    IN_TOTAL = "inte i helheten"
    IN_ANY_ACTIVITY = "inte i någon verksamhet"


@dataclass(frozen=True, slots=True)
class Choice:
    """One activity run in one way by one group from one town. Members and seat by position.

    `seat` is a position among the case's towns, whose first are the municipalities' own seats.
    """

    activity: int
    members: tuple[int, ...]
    alternative: Alternative
    seat: int
    pattern: Placement

    @property
    def joint(self) -> bool:
        """Whether more than one municipality takes part."""
        return len(self.members) > 1

    @property
    def changed(self) -> bool:
        """Whether the activity is run in another way than today."""
        return self.alternative is not Alternative.OWN


@dataclass(frozen=True, slots=True)
class Decisions:
    """What the councils decide. None, empty or False: that rule is off.

    By activity key: `how`, `least_partners`, `placement`, `start` (year 1–5), `locked` and `after`
    (the activity that must start first, empty for none); an activity that is missing has what the
    pack says. By activity key with municipality codes: `required` take part in something joint,
    `forbidden` do not. `outside` are municipalities that take part in nothing joint and may run
    everything on their own, whatever `how` says. `some_merge` are activities that at least one
    group merges; the others may then stand outside. `apart` are pairs that never share an
    organisation. Towns by key: `office_in` each lead at least one merged organisation,
    `extra_towns` may do so beside the members' seats. Money in SEK, or SEK/year for prices and
    `coordination_sek`; teams, depth and job loss in FTE; travel in minutes one way.
    """

    how: Mapping[str, tuple[Alternative, ...]] = field(default_factory=dict)
    least_partners: Mapping[str, int] = field(default_factory=dict)
    level: LevelChoice = LevelChoice.OWN
    price_uncovered_day_sek: float = 0.0
    price_moved_fte_sek: float = 0.0
    price_travel_minute_sek: float = 0.0
    coordination_sek: float = 0.0
    required: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    forbidden: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    outside: tuple[str, ...] = ()
    apart: tuple[tuple[str, str], ...] = ()
    some_merge: tuple[str, ...] = ()
    placement: Mapping[str, tuple[Placement, ...]] = field(default_factory=dict)
    least_team: float | None = None
    competence_depth: float | None = None
    largest_job_loss: float | None = None
    office_in: tuple[str, ...] = ()
    extra_towns: tuple[str, ...] = ()
    longest_travel: float | None = None
    worse_off: WorseOff = WorseOff.ANYWHERE
    one_off_ceiling_sek: float | None = None
    starts_per_year: int | None = None
    in_order: bool = True
    no_notice: bool = False
    contracts_run_out: bool = False
    first_year: int = 2027
    legal_form: str = ""
    start: Mapping[str, int] = field(default_factory=dict)
    locked: Mapping[str, tuple[Choice, ...]] = field(default_factory=dict)
    after: Mapping[str, str] = field(default_factory=dict)


def comes_after(activities: Sequence[Activity], decisions: Decisions) -> dict[str, str]:
    """Return what each activity may start only after: as decided, else as the pack says.

    Only where both are planned. Whether the order binds at all is decided by `in_order`.
    """
    planned = {a.key: decisions.after.get(a.key, a.after) for a in activities if a.optimised}
    return {key: first for key, first in planned.items() if first in planned}


def circles(activities: Sequence[Activity], decisions: Decisions) -> tuple[tuple[str, ...], ...]:
    """Return every ring of activities that wait for each other, so that none could ever start.

    A ring begins with the one that stands first among the activities; each comes after the next.
    """
    first_of = comes_after(activities, decisions)
    found: list[tuple[str, ...]] = []
    for key in first_of:
        ring = [key]
        while (first := first_of.get(ring[-1])) is not None and first not in ring:
            ring.append(first)
        if first == key and not any(key in known for known in found):
            found.append(tuple(ring))
    return tuple(found)


def circle_words(ring: Sequence[str], labels: Mapping[str, str]) -> str:
    """Return ”Plan efter Bygglov efter Plan”."""
    return " efter ".join(labels[key] for key in (*ring, ring[0]))


def contradictions(case: Case, decisions: Decisions) -> tuple[str, ...]:
    """Return, in Swedish, every decision that no plan could ever follow, naming the decision."""
    return (
        *_absurd_values(case, decisions),
        *_unknown_names(case, decisions),
        *_clashes(case, decisions),
        *_wrong_order(case, decisions),
    )


def _absurd_values(case: Case, decisions: Decisions) -> Iterator[str]:
    count = len(case.municipalities)
    labels = {a.key: a.label for a in case.activities}
    for key, least in decisions.least_partners.items():
        if least > count:
            yield (
                f"{labels[key]}: minst {least} kommuner i en sammanslagen organisation, men bara "
                f"{count} kommuner finns med. Sänk antalet."
            )
        elif least < 2:
            yield f"{labels[key]}: minsta antal kommuner är {least}, ska vara 2 eller fler."
    limits = {
        "Största jobbförlust i en ort": decisions.largest_job_loss,
        "Minsta lag på ett kontor": decisions.least_team,
        "Minsta kompetensdjup": decisions.competence_depth,
        "Längsta resa till service": decisions.longest_travel,
        "Tak för engångskostnaden": decisions.one_off_ceiling_sek,
        "Priset på en dag utan bemanning": decisions.price_uncovered_day_sek,
        "Priset på en flyttad årsarbetare": decisions.price_moved_fte_sek,
        "Priset på en minuts längre resa": decisions.price_travel_minute_sek,
    }
    for words, value in limits.items():
        if value is not None and value < 0:
            yield f"{words} är {amount(value)}. Ange 0 eller mer, eller ta bort beslutet."
    if decisions.starts_per_year is not None and decisions.starts_per_year < 1:
        yield f"Högst {decisions.starts_per_year} starter om året. Ange minst 1."
    for key, year in decisions.start.items():
        if not 1 <= year <= YEARS:
            yield f"{labels[key]} ska starta år {year}. Planen omfattar år 1–{YEARS}."


def _unknown_names(case: Case, decisions: Decisions) -> Iterator[str]:
    towns = {town.key for town in case.towns}
    codes = {m.code for m in case.municipalities}
    for key in (*decisions.office_in, *decisions.extra_towns):
        if key not in towns:
            yield f"Orten ”{key}” finns inte i datapaketet. Välj en ort som finns där."
    named = [
        *(code for codes_of in decisions.required.values() for code in codes_of),
        *(code for codes_of in decisions.forbidden.values() for code in codes_of),
        *decisions.outside,
        *(code for pair in decisions.apart for code in pair),
    ]
    for code in sorted(set(named) - codes):
        yield f"Kommunen ”{code}” finns inte i datapaketet."
    planned = {a.key for a in case.activities if a.optimised}
    for key in sorted({*decisions.after, *decisions.after.values()} - planned - {""}):
        yield (
            f"Verksamheten ”{key}” planeras inte. Ordningen gäller bara verksamheter som planeras."
        )
    if decisions.legal_form and decisions.legal_form not in {f.key for f in case.legal_forms}:
        yield f"Den juridiska formen ”{decisions.legal_form}” finns inte i datapaketet."
    allowed = {*(m.seat for m in case.municipalities), *decisions.extra_towns}
    for key in decisions.office_in:
        if key in towns and key not in allowed:
            name = case.towns[case.town_index(key)].name
            yield (
                f"{name} ska ha ett gemensamt kontor, men är ingen centralort. "
                f"Öppna {name} som möjlig kontorsort också."
            )


def _clashes(case: Case, decisions: Decisions) -> Iterator[str]:
    labels = {a.key: a.label for a in case.activities}
    names = {m.code: m.name for m in case.municipalities}
    for key, codes in decisions.required.items():
        both = [names[c] for c in codes if c in decisions.forbidden.get(key, ()) and c in names]
        if both:
            yield (
                f"{labels[key]}: {listed(both)} både ska delta och får inte delta. Ta bort det ena."
            )
        ways = decisions.how.get(key)
        if ways and not {Alternative.COOPERATION, Alternative.MERGED} & set(ways):
            yield (
                f"{labels[key]}: {listed([names[c] for c in codes if c in names])} ska delta, men "
                f"verksamheten får bara drivas som {listed(list(ways))}."
            )
        kept_out = [names[c] for c in codes if c in decisions.outside and c in names]
        if kept_out:
            yield (
                f"{labels[key]}: {listed(kept_out)} ska delta, men står utanför allt gemensamt. "
                "Ta bort det ena."
            )
    for key in decisions.some_merge:
        activity = case.activities[case.index(key)]
        ways = decisions.how.get(key, activity.alternatives)
        if Alternative.MERGED not in ways or not activity.optimised:
            yield (
                f"{labels[key]} ska slås ihop av några, men får inte drivas som sammanslagen. "
                "Ändra det ena."
            )
    for one, other in decisions.apart:
        if one == other and one in names:
            yield f"{names[one]} kan inte hållas isär från sig själv."
    for key, choices in decisions.locked.items():
        served = [m for choice in choices for m in choice.members]
        if len(served) != len(set(served)):
            yield f"{labels[key]}: en kommun är låst till två sätt på en gång. Lås upp det ena."
        joined = {case.municipalities[m].code for c in choices if c.joint for m in c.members}
        barred = [names[code] for code in decisions.outside if code in joined]
        if barred:
            yield (
                f"{labels[key]}: {listed(barred)} är låst till något gemensamt, men står utanför "
                "allt gemensamt. Lås upp det ena."
            )


def _wrong_order(case: Case, decisions: Decisions) -> Iterator[str]:
    labels = {a.key: a.label for a in case.activities}
    if not decisions.in_order:
        return
    for ring in circles(case.activities, decisions):
        yield (
            f"Ordningen går runt: {circle_words(ring, labels)}. Ta bort ett av leden eller släpp "
            "ordningen."
        )
    start = decisions.start
    for key, before in comes_after(case.activities, decisions).items():
        if before in start and key in start and start[key] <= start[before]:
            yield (
                f"{labels[key]} ska starta år {start[key]}, men får göra det först efter "
                f"{labels[before]}, som startar år {start[before]}. Ändra ett av åren eller "
                "släpp ordningen."
            )
        if start.get(key) == 1:
            yield (
                f"{labels[key]} ska starta år 1, men får göra det först efter "
                f"{labels[before]}. Välj år 2 eller senare, eller släpp ordningen."
            )
