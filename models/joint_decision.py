"""The six points of a joint decision as people write them: filled, or visibly missing.

What is reckoned stands in `scenarios.frozen`; here is what somebody has to say in words, and what
is still left to say before the councils can be asked.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum


class Point(IntEnum):
    """The six points that the same decision holds in every council, in their order."""

    GOALS = 1
    ECONOMY = 2
    EMPLOYMENT = 3
    EVALUATION = 4
    GOVERNANCE = 5
    LEADERSHIP = 6

    @property
    def label(self) -> str:
        """Return the point's heading."""
        return _LABELS[self]


_LABELS = {
    Point.GOALS: "Mål",
    Point.ECONOMY: "Ekonomi",
    Point.EMPLOYMENT: "Sysselsättning och ort",
    Point.EVALUATION: "Utvärdering",
    Point.GOVERNANCE: "Politisk styrning",
    Point.LEADERSHIP: "Operativ ledning",
}


class GoalLevel(StrEnum):
    """How near to work a goal is. Values are the words people read."""

    VISION = "övergripande mål"
    GENERAL = "konkret mål"
    ASSIGNMENT = "uppdragsmål"


@dataclass(frozen=True, slots=True)
class Goal:
    """One goal; one that is tied to an assignment can be measured and has somebody who owns it.

    `outcome` is what has come of it so far, which is followed up and not decided.
    """

    level: GoalLevel
    text: str
    indicator: str = ""
    unit: str = ""
    baseline: float | None = None
    baseline_year: int | None = None
    target: float | None = None
    year: int | None = None
    source: str = ""
    owner: str = ""
    outcome: float | None = None


@dataclass(frozen=True, slots=True)
class Measure:
    """A key figure that the evaluation follows, with where it stands today."""

    name: str
    unit: str = ""
    baseline: float | None = None
    baseline_year: int | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class Evaluation:
    """When and how the cooperation is evaluated; dates in ISO form."""

    dates: tuple[str, ...] = ()
    method: str = ""
    respondents: str = ""
    measures: tuple[Measure, ...] = ()


@dataclass(frozen=True, slots=True)
class Seats:
    """A municipality's places in a joint political body."""

    code: str
    members: int
    substitutes: int


@dataclass(frozen=True, slots=True)
class Governance:
    """The legal form by its key and name, where it sits, who has seats, and what it may decide.

    `seat` is the municipality in which the body has its legal seat (säte), which need not be where
    the office lies. `joint_body` says whether the form has a joint political body at all, and
    `signing` who signs for each municipality.
    """

    form: str = ""
    form_label: str = ""
    section: str = ""
    joint_body: bool = False
    host: str = ""
    seat: str = ""
    seats: tuple[Seats, ...] = ()
    chair: str = ""
    rights: str = ""
    signing: str = ""
    notice_months: int | None = None


@dataclass(frozen=True, slots=True)
class Leadership:
    """Who leads the work: the post, its employer by code, where it is placed, what is delegated."""

    post: str = ""
    employer: str = ""
    town: str = ""
    delegation: str = ""
    recruitment: str = ""


@dataclass(frozen=True, slots=True)
class Money:
    """What has to be said of the money beside what is reckoned."""

    financing: str = ""
    settlement: str = ""
    one_offs: str = ""


@dataclass(frozen=True, slots=True)
class Jobs:
    """What has to be said of staff and premises beside what is reckoned."""

    premises: str = ""
    staff: str = ""


@dataclass(frozen=True, slots=True)
class Impact:
    """What residents, children, businesses and small places notice; empty is not yet looked into.

    Where nothing changes, that is written out, with the reason.
    """

    children: str = ""
    residents: str = ""
    businesses: str = ""
    small_places: str = ""
    risks: str = ""
    law: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """Everything that people write in one joint decision.

    `start` is the ISO date on which it comes into force; `least` how many councils must have
    decided the same for it to hold, None for all of them.
    """

    goals: tuple[Goal, ...] = ()
    money: Money = field(default_factory=Money)
    jobs: Jobs = field(default_factory=Jobs)
    evaluation: Evaluation = field(default_factory=Evaluation)
    governance: Governance = field(default_factory=Governance)
    leadership: Leadership = field(default_factory=Leadership)
    impact: Impact = field(default_factory=Impact)
    background: str = ""
    start: str = ""
    least: int | None = None


@dataclass(frozen=True, slots=True)
class Missing:
    """Something that keeps a joint decision from being ready: which point, and what in it."""

    point: Point
    what: str

    def __str__(self) -> str:
        """Return it as ”Punkt 4 Utvärdering: metod saknas”."""
        return f"Punkt {self.point.value} {self.point.label}: {self.what}"


def missing(words: Words, codes: Sequence[str], generic: Sequence[str]) -> tuple[Missing, ...]:
    """Return everything that is still to be said, in the order of the points.

    `codes` are the municipalities taking part, and `generic` the goals' general texts, which must
    have been made specific before anybody decides.
    """
    return tuple(
        Missing(point, what)
        for point, found in (
            (Point.GOALS, _goals(words.goals, generic)),
            (Point.ECONOMY, _unsaid(words.money, _MONEY)),
            (Point.EMPLOYMENT, _unsaid(words.jobs, _JOBS)),
            (Point.EVALUATION, _evaluation(words.evaluation)),
            (Point.GOVERNANCE, _governance(words, codes)),
            (Point.LEADERSHIP, _unsaid(words.leadership, _LEADERSHIP)),
        )
        for what in found
    )


_MONEY = {
    "financing": "ur vilket anslag pengarna tas",
    "settlement": "hur över- och underskott regleras",
    "one_offs": "vem som betalar engångskostnaderna och när",
}
_JOBS = {
    "premises": "vilka lokaler som används och hur länge avtalen gäller",
    "staff": "vad som händer med personalen (övergång, restid, erbjudanden)",
}
_LEADERSHIP = {
    "post": "befattning som leder verksamheten",
    "employer": "arbetsgivare för ledningen",
    "town": "ledningens placeringsort",
    "delegation": "vad som delegeras till ledningen",
    "recruitment": "när och hur befattningen tillsätts",
}


def _unsaid(part: object, wanted: dict[str, str]) -> Iterator[str]:
    for name, words in wanted.items():
        if not str(getattr(part, name)).strip():
            yield f"{words} saknas"


def _goals(goals: Sequence[Goal], generic: Sequence[str]) -> Iterator[str]:
    known = {_plain(text) for text in generic}
    for level in GoalLevel:
        if not any(goal.level is level and goal.text.strip() for goal in goals):
            yield f"{level.value} saknas"
    for number, goal in enumerate(goals, 1):
        name = f"mål {number} (”{_short(goal.text)}”)"
        # The vision is common to everything and may stand as it is.
        if goal.level is not GoalLevel.VISION and _plain(goal.text) in known:
            yield f"{name} har kvar den allmänna texten: skriv vad det innebär här"
        if goal.level is GoalLevel.ASSIGNMENT:
            lacking = [words for words, value in _measured(goal) if value in (None, "")]
            if lacking:
                yield f"{name} saknar {', '.join(lacking)}"


def _measured(goal: Goal) -> tuple[tuple[str, object], ...]:
    return (
        ("indikator", goal.indicator.strip()),
        ("enhet", goal.unit.strip()),
        ("nuläge", goal.baseline),
        ("nulägets år", goal.baseline_year),
        ("målvärde", goal.target),
        ("målår", goal.year),
        ("källa", goal.source.strip()),
        ("ägare", goal.owner.strip()),
    )


def _evaluation(evaluation: Evaluation) -> Iterator[str]:
    if not evaluation.dates:
        yield "datum saknas"
    yield from _unsaid(evaluation, {"method": "metod", "respondents": "vilka som tillfrågas"})
    if not evaluation.measures:
        yield "nyckeltal saknas"
    for measure in evaluation.measures:
        if measure.baseline is None or measure.baseline_year is None or not measure.source:
            yield f"nyckeltalet ”{_short(measure.name)}” saknar nuläge, år eller källa"


def _governance(words: Words, codes: Sequence[str]) -> Iterator[str]:
    found = words.governance
    if not found.form.strip():
        yield "juridisk form saknas"
    for name, what in (
        ("host", "värdkommun"),
        ("seat", "säte"),
        ("rights", "beslutanderätt"),
        ("signing", "vem som undertecknar"),
    ):
        if not str(getattr(found, name)).strip():
            yield f"{what} saknas"
    if found.notice_months is None:
        yield "uppsägningstid saknas"
    if not words.start:
        yield "startdatum saknas"
    if not found.joint_body:
        return
    if not found.chair.strip():
        yield "hur ordföranden utses saknas"
    without = [c for c in codes if not any(s.code == c and s.members > 0 for s in found.seats)]
    if without:
        yield f"platser saknas för {len(without)} av {len(codes)} kommuner"


def goals_met(goals: Sequence[Goal]) -> tuple[int, int]:
    """Return how many goals have been met, of those that have an outcome to go by.

    A target below the baseline is met from above.
    """
    judged = [
        goal.outcome >= goal.target
        if goal.baseline is None or goal.target >= goal.baseline
        else goal.outcome <= goal.target
        for goal in goals
        if goal.target is not None and goal.outcome is not None
    ]
    return sum(judged), len(judged)


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold().rstrip(".")


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= 40 else f"{plain[:39]}…"
