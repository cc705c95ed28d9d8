"""Where things lie after a plan: offices, jobs by town, inhabitants' travel and locked rent."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from models.alternatives import arrange
from models.case import Case
from models.commuting import minutes_between
from models.decisions import Choice
from models.entities import Alternative, Lease, Placement
from models.pack import Pack
from models.parameters import Floats
from models.place import locked_rent, open_offices
from models.plan import plan_of
from scenarios.effects import Effect
from scenarios.run import Outcome, Question, ask, outcome_of
from scenarios.setting import Range, Setting, with_range
from scenarios.staffing import departure_rate, leavers, leaving_drawn, moves


@dataclass(frozen=True, slots=True)
class Organisation:
    """A merged organisation: activity, members' codes, the office's town and how it is placed."""

    activity: str
    members: tuple[str, ...]
    seat: str
    pattern: Placement


@dataclass(frozen=True, slots=True)
class OfficeRow:
    """A town with merged organisations; `outside` when it lies in no member (V-1)."""

    town: str
    outside: bool
    organisations: tuple[Organisation, ...]


@dataclass(frozen=True, slots=True)
class FlowRow:
    """FTE whose workplace moves from one town to another, in all activities together."""

    origin: str
    destination: str
    fte: float


@dataclass(frozen=True, slots=True)
class TownJobs:
    """FTE of the planned activities in a town, and why it changes.

    after = before − moved_out + moved_in + other, where `other` is what is cut or added on the
    spot. `leaving` of those moved away are expected to leave for the way's sake; `departures` leave
    of their own accord in a year, of the posts in what changes.
    """

    town: str
    name: str
    municipality: str
    before: float
    after: float
    moved_in: float
    moved_out: float
    leaving: Range
    departures: Range

    @property
    def change(self) -> float:
        """FTE after − before."""
        return self.after - self.before

    @property
    def other(self) -> float:
        """FTE cut (minus) or added (plus) without anybody moving."""
        return self.change - self.moved_in + self.moved_out


@dataclass(frozen=True, slots=True)
class TravelRow:
    """Minutes one way to an activity that inhabitants visit, mean over a member's localities.

    `longest_after` is from the locality that has the longest way.
    """

    activity: str
    municipality: str
    before: Range
    after: Range
    longest_after: Range


@dataclass(frozen=True, slots=True)
class RentRow:
    """Rent for workplaces that have been left: SEK/year, years left, and what is locked, SEK."""

    activity: str
    municipality: str
    rent: Range
    years: Range
    locked: Range


@dataclass(frozen=True, slots=True)
class LeaseRow:
    """A known lease: what it locks, SEK, and per m² and year, in its own price year."""

    lease: Lease
    locked: float
    per_m2: float


@dataclass(frozen=True, slots=True)
class PostsRow:
    """FTE of one organisation in one town: today, by the plan, and with the office moved."""

    town: str
    today: float
    planned: float
    moved: float


@dataclass(frozen=True, slots=True)
class Relocation:
    """An office moved by hand: the plan before and after, and the difference draw by draw.

    `open` says whether the decisions let an office lie there and be placed so. `by_municipality` is
    the difference in SEK/year, the members in order; `leaving` are FTE expected to leave for the
    way's sake.
    """

    before: Outcome
    after: Outcome
    old: Choice
    new: Choice
    open: bool
    annual: Range
    change: Range
    one_off: Range
    by_municipality: tuple[tuple[str, Range], ...]
    posts: tuple[PostsRow, ...]
    leaving_before: Range
    leaving_after: Range
    leaving: Range


def organisations(outcome: Outcome) -> tuple[tuple[Choice, Organisation], ...]:
    """Return the plan's merged organisations with the choices they are."""
    case = outcome.setting.case
    return tuple(
        (
            choice,
            Organisation(
                case.activities[choice.activity].key,
                tuple(case.municipalities[m].code for m in choice.members),
                case.towns[choice.seat].key,
                choice.pattern,
            ),
        )
        for choice in outcome.plan.choices
        if choice.alternative is Alternative.MERGED
    )


def offices(outcome: Outcome) -> tuple[OfficeRow, ...]:
    """Return the towns with merged organisations, the one with most of them first."""
    found: dict[str, list[Organisation]] = {}
    for _, organisation in organisations(outcome):
        found.setdefault(organisation.seat, []).append(organisation)
    outside = outside_members(outcome)
    rows = [OfficeRow(town, town in outside, tuple(of)) for town, of in found.items()]
    return tuple(sorted(rows, key=lambda row: -len(row.organisations)))


def flows(outcome: Outcome) -> tuple[FlowRow, ...]:
    """Return the FTE that move between each pair of towns, the greatest first."""
    found: dict[tuple[str, str], float] = {}
    for move in moves(outcome):
        way = (move.origin, move.destination)
        found[way] = found.get(way, 0.0) + move.fte
    rows = [FlowRow(*way, fte) for way, fte in found.items()]
    return tuple(sorted(rows, key=lambda row: -row.fte))


def jobs(outcome: Outcome) -> tuple[TownJobs, ...]:
    """Return each office town's jobs before and after, and why they change."""
    case, rate = outcome.setting.case, departure_rate(outcome.setting)
    moved = flows(outcome)
    changed = [e for e in outcome.effects if e.choice.changed]
    rows = []
    for row in outcome.towns:
        t = case.town_index(row.key)
        posts = sum(float(e.town_before[t]) for e in changed)
        rows.append(
            TownJobs(
                row.key,
                row.town,
                row.municipality,
                row.before,
                row.after,
                sum(flow.fte for flow in moved if flow.destination == row.key),
                sum(flow.fte for flow in moved if flow.origin == row.key),
                leavers(outcome, row.key),
                Range(rate.value * posts, rate.low * posts, rate.high * posts),
            )
        )
    return tuple(rows)


def all_jobs(outcome: Outcome, rows: Sequence[TownJobs]) -> TownJobs:
    """Return the sum of all towns, with the range of those who leave added up draw by draw."""
    ends = ("value", "low", "high")
    return TownJobs(
        "",
        "Summa",
        "",
        sum(row.before for row in rows),
        sum(row.after for row in rows),
        sum(row.moved_in for row in rows),
        sum(row.moved_out for row in rows),
        leavers(outcome),
        Range(*(sum(getattr(row.departures, end) for row in rows) for end in ends)),
    )


def travel(outcome: Outcome) -> tuple[TravelRow, ...]:
    """Return inhabitants' travel to each visited activity that changes, members in order."""
    setting = outcome.setting
    case = setting.case
    minutes = np.concatenate(
        [minutes_between(case, sup) for sup in (setting.principal, setting.draws)]
    )
    found = []
    for e in outcome.effects:
        activity = case.activities[e.choice.activity]
        if not (e.choice.joint and activity.visited):
            continue
        before = _nearest(setting, e.choice, Alternative.OWN, minutes)
        after = _nearest(setting, e.choice, e.choice.alternative, minutes)
        found += [
            TravelRow(
                activity.key,
                case.municipalities[m].code,
                _mean_over_localities(case, m, before),
                _mean_over_localities(case, m, after),
                _longest(case, m, after),
            )
            for m in e.choice.members
        ]
    return tuple(found)


def _nearest(setting: Setting, choice: Choice, way: Alternative, minutes: Floats) -> Floats:
    """Return minutes from every town to the nearest open office, (1 + D, T), principal first."""
    arr = arrange(len(setting.case.municipalities), [(choice.members, choice.seat, choice.pattern)])
    is_open = open_offices(setting.case, arr, way)[0]
    nearest: Floats = minutes[:, :, is_open].min(axis=2)
    return nearest


def _mean_over_localities(case: Case, m: int, minutes: Floats) -> Range:
    """Return minutes weighted by the inhabitants of the member's localities."""
    people = case.town_people * (case.town_owner == m)
    mean = minutes @ people / people.sum()
    return with_range(float(mean[0]), mean[1:])


def _longest(case: Case, m: int, minutes: Floats) -> Range:
    longest = minutes[:, case.town_owner == m].max(axis=1)
    return with_range(float(longest[0]), longest[1:])


def rents(outcome: Outcome) -> tuple[RentRow, ...]:
    """Return the rent that is still paid for what has been left, the dearest first."""
    setting = outcome.setting
    years = setting.principal.of("hyresavtal_kvar")
    years_drawn = setting.draws.of("hyresavtal_kvar")
    found = [
        RentRow(
            setting.case.activities[e.choice.activity].key,
            setting.case.municipalities[m].code,
            with_range(float(e.rent_left[m]), e.rent_left_drawn[:, m]),
            with_range(float(years[0]), years_drawn),
            with_range(
                locked_rent(float(e.rent_left[m]), float(years[0])),
                e.rent_left_drawn[:, m] * years_drawn,
            ),
        )
        for e in outcome.effects
        for m in e.choice.members
        if e.rent_left[m] > 1
    ]
    return tuple(sorted(found, key=lambda row: -row.locked.value))


def all_locked_rent(outcome: Outcome, only: str | None = None) -> Range:
    """Return what the plan leaves locked in rent, SEK, added up draw by draw."""
    setting = outcome.setting
    codes = [m.code for m in setting.case.municipalities]
    whose = [m for m, code in enumerate(codes) if only in {None, code}]
    value = sum(float(e.rent_left[whose].sum()) for e in outcome.effects)
    drawn = np.sum([e.rent_left_drawn[:, whose].sum(axis=1) for e in outcome.effects], axis=0)
    years = float(setting.principal.of("hyresavtal_kvar")[0])
    return with_range(locked_rent(value, years), drawn * setting.draws.of("hyresavtal_kvar"))


def leases(pack: Pack) -> tuple[LeaseRow, ...]:
    """Return the known leases with what each of them locks."""
    return tuple(
        LeaseRow(lease, locked_rent(lease.rent, lease.years), lease.rent / lease.floor_m2)
        for lease in pack.leases
    )


def outside_members(outcome: Outcome) -> tuple[str, ...]:
    """Return the keys of office towns that lie in no member of the pack (V-1)."""
    case = outcome.setting.case
    return tuple(
        sorted(
            {
                case.towns[e.choice.seat].key
                for e in outcome.effects
                if e.choice.joint and case.town_owner[e.choice.seat] < 0
            }
        )
    )


def possible_seats(question: Question, choice: Choice) -> tuple[int, ...]:
    """Return the towns in which the same organisation, placed the same way, may have its office."""
    options = question.options
    towns = range(len(question.setting.case.towns))
    return tuple(t for t in towns if options.find(replace(choice, seat=t)) is not None)


def with_choice(question: Question, before: Outcome, old: Choice, new: Choice) -> Outcome:
    """Return the plan with one choice put in another's place by hand, reckoned and checked.

    Decisions that the new plan breaks stand in the outcome's faults.
    """
    choices = [new if choice == old else choice for choice in before.plan.choices]
    plan = plan_of(question.options, question.decisions, choices)
    return outcome_of(question, plan, before.effects)


def relocate(before: Outcome, old: Choice, new: Choice) -> Relocation:
    """Return the plan with one organisation's office moved, beside the plan as it was.

    A town that the decisions do not open is opened for the trial alone, and said not to be open.
    """
    question = before.question
    is_open = question.options.find(new) is not None
    if not is_open:
        town = question.setting.case.towns[new.seat].key
        decide = before.scenario.decide
        wider = replace(decide, extra_towns=(*decide.extra_towns, town))
        question = ask(before.pack, replace(before.scenario, decide=wider))
    after = with_choice(question, before, old, new)
    was, now = _effect_of(before, old), _effect_of(after, new)
    left, leaves = leaving_drawn(before, choice=old), leaving_drawn(after, choice=new)
    codes = [m.code for m in before.setting.case.municipalities]
    return Relocation(
        before,
        after,
        old,
        new,
        is_open,
        _difference(was.annual, now.annual, was.annual_drawn, now.annual_drawn),
        _difference(was.change, now.change, was.change_drawn, now.change_drawn),
        _difference(was.one_off, now.one_off, was.one_off_drawn, now.one_off_drawn),
        tuple(
            (
                codes[m],
                with_range(
                    float(now.annual[m] - was.annual[m]),
                    now.annual_drawn[:, m] - was.annual_drawn[:, m],
                ),
            )
            for m in old.members
        ),
        _posts(before.setting.case, was, now),
        with_range(float(left[0]), left[1:]),
        with_range(float(leaves[0]), leaves[1:]),
        with_range(float(leaves[0] - left[0]), (leaves - left)[1:]),
    )


def _effect_of(outcome: Outcome, choice: Choice) -> Effect:
    return next(e for e in outcome.effects if e.choice == choice)


def _difference(was: Floats, now: Floats, was_drawn: Floats, now_drawn: Floats) -> Range:
    """Return now − was over the municipalities, with its range from the common draws."""
    return with_range(float((now - was).sum()), (now_drawn - was_drawn).sum(axis=1))


def _posts(case: Case, was: Effect, now: Effect) -> tuple[PostsRow, ...]:
    found = zip(case.towns, was.town_before, was.town_after, now.town_after, strict=True)
    rows = [PostsRow(town.key, *map(float, fte)) for town, *fte in found]
    return tuple(row for row in rows if row.today or row.planned or row.moved)
