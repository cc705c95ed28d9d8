"""In which order the councils took a matter, how long it took, and whose turn it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from models.council_register import CouncilDecision, is_adopted
from models.words import listed


@dataclass(frozen=True, slots=True)
class Timeline:
    """The councils that have adopted, in order of date, with days from the first to each.

    `gaps` are the days between one council and the next, so one fewer than the councils. `coming`
    are the others that have a planned day, soonest first; `unplanned` those without.
    """

    order: tuple[str, ...]
    days: tuple[date, ...]
    offsets: tuple[int, ...]
    gaps: tuple[int, ...]
    coming: tuple[tuple[str, date], ...]
    unplanned: tuple[str, ...]

    @property
    def span(self) -> int | None:
        """Days from the first council to the last so far, or None before the first."""
        return self.offsets[-1] if self.offsets else None


def timeline_of(
    decisions: Sequence[CouncilDecision],
    codes: Sequence[str],
    planned: Mapping[str, date],
    today: date,
) -> Timeline:
    """Return the order in which the councils of `codes` adopted, up to `today`.

    A council counts once, on its first day. On one and the same day the order is that of `codes`.
    A planned day that has passed without a decision is no plan any longer.
    """
    first: dict[str, date] = {}
    for d in decisions:
        if d.code in codes and is_adopted(d) and d.on and d.on <= today:
            first[d.code] = min(first.get(d.code, d.on), d.on)
    order = sorted(first, key=lambda code: (first[code], codes.index(code)))
    days = tuple(first[code] for code in order)
    left = [code for code in dict.fromkeys(codes) if code not in first]
    ahead = {code: planned[code] for code in left if code in planned and planned[code] >= today}
    coming = sorted(ahead.items(), key=lambda turn: (turn[1], codes.index(turn[0])))
    return Timeline(
        tuple(order),
        days,
        tuple((day - days[0]).days for day in days),
        tuple((later - sooner).days for sooner, later in pairwise(days)),
        tuple(coming),
        tuple(code for code in left if code not in ahead),
    )


def days_until(earlier: date, timeline: Timeline) -> int | None:
    """Return the days from a day before the round to its last council, or None before any."""
    return (timeline.days[-1] - earlier).days if timeline.days else None


def whose_turn(timeline: Timeline, names: Mapping[str, str]) -> str:
    """Return in a sentence which council is next, and which have no day yet."""
    parts = []
    if timeline.coming:
        code, day = timeline.coming[0]
        parts.append(f"Näst i tur är fullmäktige i {names[code]} {day}.")
        last, end = timeline.coming[-1]
        if last != code:
            parts.append(f"Sist är {names[last]} {end}, {(end - day).days} dagar senare.")
    if timeline.unplanned:
        without = listed([names[code] for code in timeline.unplanned])
        parts.append(f"Ingen dag är satt för fullmäktige i {without}.")
    return " ".join(parts) or "Alla fullmäktige har antagit en text."


def portfolio_differences(
    lists: Mapping[str, Sequence[str]], names: Mapping[str, str], labels: Mapping[str, str]
) -> tuple[str, ...]:
    """Return each area that some councils would go on with and others would not, in a sentence.

    `lists` are the areas by municipality. Their order says nothing: which areas, not which first.
    """
    every = dict.fromkeys(area for areas in lists.values() for area in areas)
    found = []
    for area in every:
        without = [names[code] for code, areas in lists.items() if area not in areas]
        if without:
            label = labels.get(area, area)
            found.append(f"{label}: inte samstämmig. Saknas i listan från {listed(without)}.")
    return tuple(found)
