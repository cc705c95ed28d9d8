"""The decisions of a scenario read from a table of keys, and written as one again: [decide]."""

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

from models.case import office_towns
from models.decisions import Choice, Decisions, circle_words, circles
from models.entities import Town
from models.pack import Pack
from scenarios.keys import (
    BY_ACTIVITY,
    FOR_ALL,
    KEYS,
    Key,
    Names,
    UnknownNamesError,
    nearest,
    split_key,
)

# What is set by the reckoning and not decided: the coordination of the whole is a parameter.
NOT_DECIDED = {"coordination_sek"}


def read_decisions(
    table: Mapping[str, object], pack: Pack
) -> tuple[Decisions, tuple[tuple[str, object, str, str], ...]]:
    """Return the decisions and every fault as (key, found, expected, remedy).

    `table` is [decide] with the activity written into the key: ”plan.how”. What is at fault keeps
    its standing value.
    """
    names = Names(pack)
    decided: dict[str, Any] = {}
    faults: list[tuple[str, object, str, str]] = []
    for name, value in table.items():
        known, activity = known_key(name, pack), split_key(name)[0]
        if known is None:
            faults.append((name, name, *_unknown(name, pack)))
            continue
        try:
            read = known.kind.read(value, names, activity)
        except UnknownNamesError as error:
            faults.append((name, value, known.expected, error.remedy))
            continue
        except (ValueError, TypeError, KeyError):
            faults.append((name, value, known.expected, "rätta värdet"))
            continue
        if known.by_activity:
            decided.setdefault(known.field, {})[activity] = read
        else:
            decided[known.field] = read
    decisions, rings = _without_rings(replace(Decisions(), **decided), pack)
    return decisions, (*faults, *rings)


def known_key(name: str, pack: Pack) -> Key | None:
    """Return the key of [decide] that a name is, where the pack has its activity."""
    activity, word = split_key(name)
    if not activity:
        return FOR_ALL.get(name)
    return BY_ACTIVITY.get(word) if activity in {a.key for a in pack.activities} else None


def _without_rings(
    decisions: Decisions, pack: Pack
) -> tuple[Decisions, tuple[tuple[str, object, str, str], ...]]:
    """Return the decisions without orders that go round, and a fault for each.

    What is taken out falls back on the pack's order, which may close another ring.
    """
    labels = {a.key: a.label for a in pack.activities}
    faults = []
    while rings := circles(pack.activities, decisions):
        ring = rings[0]
        wrong = [key for key in ring if key in decisions.after]
        if not wrong:
            break  # the pack's own order, of which its own check tells
        faults.append(
            (
                f"{wrong[0]}.after",
                decisions.after[wrong[0]],
                "en ordning som inte går runt",
                f"{circle_words(ring, labels)}: ta bort eller ändra ett av leden",
            )
        )
        kept = {key: first for key, first in decisions.after.items() if key not in wrong}
        decisions = replace(decisions, after=kept)
    return decisions, tuple(faults)


def _unknown(name: str, pack: Pack) -> tuple[str, str]:
    """Return (what is expected, what to do) for a key nobody knows, the nearest known suggested."""
    activities = sorted(a.key for a in pack.activities)
    near = nearest(name, [*FOR_ALL, *(f"{a}.{word}" for a in activities for word in BY_ACTIVITY)])
    expected = "<verksamhet>." + ", <verksamhet>.".join(BY_ACTIVITY) + ", " + ", ".join(FOR_ALL)
    if near:
        return expected, f"menade du ”{near}”?"
    return expected, "rätta stavningen; verksamheterna finns i activities.csv"


def choice_words(choice: Choice, pack: Pack) -> str:
    """Return ”0513+0512 sammanslagen kisa decentraliserad”, as [decide] writes what is locked."""
    group = "+".join(pack.municipalities[m].code for m in choice.members)
    town = office_towns(pack)[choice.seat].key
    return f"{group} {choice.alternative} {town} {choice.pattern}"


def possible_towns(pack: Pack) -> tuple[Town, ...]:
    """Return where an office may lie: the members' seats first, then what may be opened beside."""
    return office_towns(pack)


def as_table(decisions: Decisions, pack: Pack) -> dict[str, object]:
    """Return [decide] again: only what differs from deciding nothing, ready for TOML or JSON."""
    table: dict[str, object] = {}
    nothing = Decisions()
    by_field = {key.field: key for key in KEYS}

    def plain(value: object) -> object:
        if isinstance(value, Choice):
            return choice_words(value, pack)
        if isinstance(value, tuple):
            return [plain(part) for part in value]
        if isinstance(value, str):
            return str(value)
        return value

    for f in fields(Decisions):
        value = getattr(decisions, f.name)
        if f.name in NOT_DECIDED or value == getattr(nothing, f.name):
            continue
        key = by_field[f.name]
        if key.by_activity:
            table |= {f"{activity}.{key.name}": plain(v) for activity, v in value.items()}
        else:
            table[key.name] = plain(value)
    return table
