"""How a plan is staffed: posts by role and town, who moves, who leaves, and how thin it gets."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from models.commuting import minutes_between, share_leaving
from models.cover import rests_on_one_person
from models.decisions import Choice
from models.entities import Alternative
from models.options import LEAST_FTE
from models.parameters import Floats
from models.posts import STEP_FTE, movements
from scenarios.effects import Effect
from scenarios.run import Outcome
from scenarios.setting import Range, Setting, with_range


@dataclass(frozen=True, slots=True)
class PostRow:
    """FTE of one role in one activity with their workplace in one town, before and after."""

    activity: str
    role: str
    town: str
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class MoveRow:
    """Workplaces that move: FTE between two towns, minutes one way, and who leaves for it."""

    activity: str
    role: str
    origin: str
    destination: str
    fte: float
    minutes: Range
    leaving: Range


@dataclass(frozen=True, slots=True)
class TeamRow:
    """One organisation's team: need, what it rests on, and how posts go without notice.

    `volume` is the driver summed over the members, None where it is missing for any of them.
    `reduction` FTE against today; `departures` FTE a year that leave of their own accord;
    `notice` FTE that go faster than that by the year everything is in place.
    `thin` counts members whose team is less than two full-timers; `depth` is FTE with the rarest
    named competence for the worst-off member, None where no competence is named.
    """

    activity: str
    alternative: Alternative
    members: tuple[str, ...]
    role: str
    volume: float | None
    volume_unit: str
    norm: str
    staff_before: float
    staff_after: float
    managers_before: float
    managers_after: float
    reduction: float
    departures: float
    notice: float
    thin_before: int
    thin_after: int
    depth_before: float | None
    depth_after: float | None
    days_before: float
    days_after: float


def posts(outcome: Outcome) -> tuple[PostRow, ...]:
    """Return every role and town where what changes has or gets posts."""
    case, labels = outcome.setting.case, _roles(outcome)
    found = []
    for e in _changed(outcome):
        activity = case.activities[e.choice.activity]
        for role, before, after in (
            (labels[activity.role], e.staff_before, e.staff_after),
            (labels[""], e.managers_before, e.managers_after),
        ):
            found += [
                PostRow(activity.key, role, town.key, float(before[t]), float(after[t]))
                for t, town in enumerate(case.towns)
                if before[t] > LEAST_FTE or after[t] > LEAST_FTE
            ]
    return tuple(found)


def moves(outcome: Outcome) -> tuple[MoveRow, ...]:
    """Return the workplaces that move between towns in what is merged.

    In cooperation everybody keeps the own employer and office: what is bought is no move. Less than
    half a quarter post is rounding and no move either.
    """
    towns = outcome.setting.case.towns
    return tuple(
        MoveRow(
            move.activity,
            move.role,
            towns[move.origin].key,
            towns[move.destination].key,
            move.fte,
            with_range(float(move.minutes[0]), move.minutes[1:]),
            with_range(float(move.leaving[0]), move.leaving[1:]),
        )
        for move in _moved(outcome)
    )


def leavers(
    outcome: Outcome, origin: str = "", choice: Choice | None = None, concerns: str | None = None
) -> Range:
    """Return the FTE expected to leave because their workplace moves, added up draw by draw.

    Only those from one town when `origin` is a town's key, of one organisation, or of the moves to
    or from the towns of the municipality that it `concerns`.
    """
    leaving = leaving_drawn(outcome, origin, choice, concerns)
    return with_range(float(leaving[0]), leaving[1:])


def leaving_drawn(
    outcome: Outcome, origin: str = "", choice: Choice | None = None, concerns: str | None = None
) -> Floats:
    """Return the same as `leavers` draw by draw, (1 + D,), the principal run first."""
    towns = outcome.setting.case.towns
    leaving = np.zeros(1 + outcome.setting.draws.draws)
    for move in _moved(outcome):
        here, there = towns[move.origin], towns[move.destination]
        if (
            origin in {"", here.key}
            and choice in {None, move.choice}
            and concerns in {None, here.municipality, there.municipality}
        ):
            leaving += move.leaving
    return leaving


@dataclass(frozen=True, slots=True)
class _Move:
    """A move between two towns by position; minutes and leaving FTE (1 + D,), principal first."""

    choice: Choice
    activity: str
    role: str
    origin: int
    destination: int
    fte: float
    minutes: Floats
    leaving: Floats


def _moved(outcome: Outcome) -> Iterator[_Move]:
    setting, labels = outcome.setting, _roles(outcome)
    case = setting.case
    runs = (setting.principal, setting.draws)
    ways = [minutes_between(case, sup) for sup in runs]
    shares = [share_leaving(case, sup, way) for sup, way in zip(runs, ways, strict=True)]
    minutes, leaving = np.concatenate(ways), np.concatenate(shares)
    for e in _changed(outcome):
        if e.choice.alternative is not Alternative.MERGED:
            continue
        activity = case.activities[e.choice.activity]
        for role, before, after in (
            (labels[activity.role], e.staff_before, e.staff_after),
            (labels[""], e.managers_before, e.managers_after),
        ):
            move = movements(before, after).move
            for i, t in zip(*np.nonzero(move > STEP_FTE / 2), strict=True):
                fte = float(move[i, t])
                way = minutes[:, i, t]
                share = leaving[:, i, t]
                yield _Move(e.choice, activity.key, role, int(i), int(t), fte, way, fte * share)


def teams(outcome: Outcome) -> tuple[TeamRow, ...]:
    """Return each changed organisation's team."""
    return tuple(_team(outcome, e) for e in _changed(outcome))


def _team(outcome: Outcome, e: Effect) -> TeamRow:
    setting, pack = outcome.setting, outcome.pack
    case, j, members = setting.case, e.choice.activity, list(e.choice.members)
    activity = case.activities[j]
    figures = [pack.accounts[case.municipalities[m].code, activity.key].figures for m in members]
    volumes = [known["volym"].value for known in figures if "volym" in known]
    norms = {known["fte"].because for known in figures if "fte" in known}
    before, after = float(e.town_before.sum()), float(e.town_after.sum())
    reduction = max(0.0, before - after)
    rate = float(
        setting.principal.of("personalomsattning")[0] + setting.principal.of("pensionsavgang")[0]
    )
    # In place for good three years after the start; departures count from the plan's first year.
    years = outcome.plan.starts.get(j, 1) + 3
    own, now = case.fte[members, j], _covering(outcome, e)
    depth = case.competence[j]
    named = not np.isnan(depth) and e.choice.alternative is not Alternative.CONTRACTED
    return TeamRow(
        activity=activity.key,
        alternative=e.choice.alternative,
        members=tuple(case.municipalities[m].code for m in members),
        role=_roles(outcome)[activity.role],
        volume=sum(volumes) if len(volumes) == len(members) else None,
        volume_unit=activity.volume_unit,
        norm="; ".join(sorted(norms)),
        staff_before=float(e.staff_before.sum()),
        staff_after=float(e.staff_after.sum()),
        managers_before=float(e.managers_before.sum()),
        managers_after=float(e.managers_after.sum()),
        reduction=reduction,
        departures=rate * before,
        notice=max(0.0, reduction - rate * before * years),
        thin_before=int(rests_on_one_person(own).sum()),
        thin_after=int(rests_on_one_person(now).sum()),
        depth_before=float(own.min() * depth) if named else None,
        depth_after=float(now.min() * depth) if named else None,
        days_before=float(e.days_before.sum()),
        days_after=float(e.days_after.sum()),
    )


def _covering(outcome: Outcome, e: Effect) -> Floats:
    """Return the FTE that stand in for each other in each member afterwards, (members,)."""
    members = list(e.choice.members)
    after = e.fte_after[members]
    if e.choice.alternative is Alternative.MERGED:
        return np.full(len(members), after.sum())
    if e.choice.alternative is Alternative.COOPERATION:
        lent = outcome.setting.case.bought[e.choice.activity]
        return np.asarray(after + (after.sum() - after) * lent)
    return after


def _changed(outcome: Outcome) -> list[Effect]:
    return [e for e in outcome.effects if e.choice.changed]


def _roles(outcome: Outcome) -> dict[str, str]:
    """Return the roles' labels by key; the managers' under the empty key."""
    labels = {role.key: role.label for role in outcome.pack.roles}
    return labels | {"": next(role.label for role in outcome.pack.roles if role.manager)}


def departure_rate(setting: Setting) -> Range:
    """Return the share of the staff that leaves of its own accord in a year, pensions included."""
    keys = ("personalomsattning", "pensionsavgang")
    value = sum(float(setting.principal.of(key)[0]) for key in keys)
    return with_range(value, np.sum([setting.draws.of(key) for key in keys], axis=0))
