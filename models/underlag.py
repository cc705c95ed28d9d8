"""The documents a decision stands on (beslutsunderlag): dated, in order, and kept while cited."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from models.entered import NOTE, fault, last_day_of, text_faults
from models.errors import Fault


@dataclass(frozen=True, slots=True)
class Underlag:
    """A document or a meeting that decisions stand on.

    `dated` is the date as the source has it, a day, a month or a season. `activities` and
    `decisions` are the keys of what it supports. What the source does not say is empty.
    """

    key: str
    dated: str
    organ: str
    place: str
    kind: str
    title: str
    link: str = ""
    activities: tuple[str, ...] = ()
    decisions: tuple[str, ...] = ()


def underlag_faults(items: Sequence[Underlag]) -> tuple[Fault, ...]:
    """Return, in Swedish, everything in the list that does not hold; all at once."""
    return tuple(_faults(sorted(items, key=lambda one: (one.key, repr(one)))))


def _faults(items: Sequence[Underlag]) -> Iterator[Fault]:
    seen: dict[str, Underlag] = {}
    for one in items:
        where = f"Underlaget ”{one.title or one.key}”"
        last = last_day_of(one.dated, f"{where}, datum")
        if isinstance(last, Fault):
            yield last
        yield from text_faults(one.key, f"{where}, nyckel", required=True)
        yield from text_faults(one.title, f"{where}, titel", NOTE, required=True)
        yield from text_faults(one.kind, f"{where}, slag", required=True)
        for label, value in (("organ", one.organ), ("plats", one.place), ("länk", one.link)):
            yield from text_faults(value, f"{where}, {label}", NOTE)
        if one.key in seen and seen[one.key] != one:
            yield fault(
                where,
                f"två olika underlag med nyckeln ”{one.key}”",
                "en nyckel för varje underlag",
                "byt nyckel på det ena",
            )
        seen[one.key] = one


def underlag_list(items: Sequence[Underlag], decision: str = "") -> tuple[Underlag, ...]:
    """Return each document once, the oldest first; those of one decision when it is named.

    The order goes by the last day of what the date says. A date that says nothing comes last.
    """
    chosen = {one.key: one for one in sorted(items, key=repr, reverse=True)}
    return tuple(
        sorted(
            (one for one in chosen.values() if not decision or decision in one.decisions),
            key=lambda one: (_last_day(one), one.title, one.key),
        )
    )


def _last_day(one: Underlag) -> date:
    last = last_day_of(one.dated)
    return date.max if isinstance(last, Fault) else last


def underlag_line(one: Underlag) -> str:
    """Return ”Pinnarpskonferensen, Pinnarp, 9 september 2004”: what the source says and no more."""
    parts = [one.title, one.organ, one.place, one.dated]
    return ", ".join(part for part in parts if part)


def without_underlag(
    items: Sequence[Underlag], key: str, titles: Mapping[str, str]
) -> tuple[Underlag, ...] | Fault:
    """Return the list without a document, or a fault that names the decisions that cite it.

    `titles` are those of the decisions, by key.
    """
    citing = sorted({d for one in items if one.key == key for d in one.decisions})
    if citing:
        title = next(one.title for one in items if one.key == key)
        named = ", ".join(f"”{titles.get(decision, decision)}”" for decision in citing)
        return fault(
            f"Underlaget ”{title}”",
            f"hänvisningar från {named}",
            "ett underlag som inget beslut vilar på",
            "ta först bort hänvisningen i besluten",
        )
    return tuple(one for one in items if one.key != key)
