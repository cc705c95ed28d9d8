"""Meetings of the presidiums of the five boards: they prepare proposals and decide nothing.

Notes are not minutes. What comes out of a meeting is a proposal, new or changed, and the next step
is every municipality's own board.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from models.entered import NOTE, fault, text_faults, words_hash
from models.errors import Fault
from models.words import listed

# Words that say that something has been decided. ”Fullmäktige beslutar” may stand in a proposal.
_DECIDED = re.compile(r"\b(beslöts?|beslutades?|beslutat|beslutats|fastställde[s]?)\b", re.I)


class Outcome(StrEnum):
    """What a meeting can do with an item; a decision is not among it."""

    NEW_PROPOSAL = "nytt förslag"
    CHANGED_PROPOSAL = "ändrat förslag"
    EXCHANGE = "information och erfarenhetsutbyte"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposal to the boards: its points, its version, and the day a meeting left it so."""

    key: str
    title: str
    points: tuple[str, ...]
    version: int
    on: date

    @property
    def text_hash(self) -> str:
        """The hash of the points; it changes with them."""
        return words_hash(self.points)


@dataclass(frozen=True, slots=True)
class MeetingItem:
    """One item of the notes. `points` are the whole proposal as the meeting leaves it."""

    proposal: str
    title: str
    outcome: Outcome
    said: str
    points: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MeetingNotes:
    """Notes of a meeting; `present` are the municipalities whose presidiums were there, by code."""

    on: date
    place: str
    present: tuple[str, ...]
    items: tuple[MeetingItem, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class NextStep:
    """What one municipality's board has before it after a meeting."""

    code: str
    proposal: str
    sentence: str


def after_meeting(proposals: Sequence[Proposal], notes: MeetingNotes) -> tuple[Proposal, ...]:
    """Return the proposals as a meeting leaves them: some new, some in a new version.

    A proposal changed into the same words keeps its version. Faulty items change nothing; see
    `meeting_faults`.
    """
    kept = {proposal.key: proposal for proposal in proposals}
    for item in notes.items:
        before = kept.get(item.proposal)
        if item.outcome is Outcome.NEW_PROPOSAL and before is None and item.points:
            kept[item.proposal] = Proposal(item.proposal, item.title, item.points, 1, notes.on)
        elif item.outcome is Outcome.CHANGED_PROPOSAL and before and item.points:
            changed = replace(before, points=item.points)
            if changed.text_hash != before.text_hash:
                kept[item.proposal] = replace(changed, version=before.version + 1, on=notes.on)
    return tuple(kept.values())


def next_steps(
    notes: MeetingNotes, proposals: Sequence[Proposal], names: Mapping[str, str]
) -> tuple[NextStep, ...]:
    """Return, for each proposal that the meeting touched, the board of every municipality.

    Also of those that were not at the meeting: they are to adopt the same words.
    """
    after = {proposal.key: proposal for proposal in after_meeting(proposals, notes)}
    touched = [
        item.proposal
        for item in notes.items
        if item.outcome is not Outcome.EXCHANGE and item.proposal in after
    ]
    return tuple(
        NextStep(
            code,
            key,
            f"Kommunstyrelsen i {name} behandlar förslaget ”{after[key].title}”, "
            f"version {after[key].version}.",
        )
        for key in dict.fromkeys(touched)
        for code, name in names.items()
    )


def attendance(notes: MeetingNotes, names: Mapping[str, str]) -> str:
    """Return which presidiums were there, and which were not."""
    there = [name for code, name in names.items() if code in notes.present]
    absent = [name for code, name in names.items() if code not in notes.present]
    sentence = f"Presidierna från {listed(there)} deltog." if there else "Inget presidium deltog."
    return f"{sentence} Inte med: {listed(absent)}." if there and absent else sentence


def meeting_faults(
    notes: MeetingNotes, proposals: Sequence[Proposal], names: Mapping[str, str], today: date
) -> tuple[Fault, ...]:
    """Return, in Swedish, everything in the notes that does not hold; all at once."""
    return (
        *_head_faults(notes, names, today),
        *(found for item in _worked_off(notes, proposals) for found in item),
    )


def _head_faults(notes: MeetingNotes, names: Mapping[str, str], today: date) -> Iterator[Fault]:
    where = f"Presidieträffen {notes.on}"
    yield from text_faults(notes.place, f"{where}, plats", required=True)
    yield from text_faults(notes.note, f"{where}, anteckning", NOTE, lines=True)
    yield from _decided(notes.note, f"{where}, anteckning")
    if notes.on > today and notes.items:
        yield fault(
            where,
            "anteckningar från en träff som inte har varit",
            f"en dag till och med {today}",
            "rätta dagen, eller vänta med anteckningarna",
        )
    for code in sorted(set(notes.present) - set(names)):
        yield fault(
            f"{where}, deltagande",
            f"kommunen ”{code}”",
            "en av " + ", ".join(names.values()),
            "välj en kommun som deltar",
        )


def _worked_off(notes: MeetingNotes, proposals: Sequence[Proposal]) -> Iterator[list[Fault]]:
    known = {proposal.key for proposal in proposals}
    for number, item in enumerate(notes.items, start=1):
        yield list(_item_faults(item, f"Presidieträffen {notes.on}, punkt {number}", known))
        if item.outcome is Outcome.NEW_PROPOSAL:
            known.add(item.proposal)


def _item_faults(item: MeetingItem, where: str, known: set[str]) -> Iterator[Fault]:
    yield from text_faults(item.title, f"{where}, rubrik", required=True)
    yield from text_faults(item.said, f"{where}, anteckning", NOTE, lines=True)
    yield from _decided(item.said, f"{where}, anteckning")
    for point in item.points:
        yield from text_faults(point, f"{where}, förslagets text", NOTE, lines=True, required=True)
    if item.outcome is Outcome.EXCHANGE:
        if item.points:
            yield fault(
                where,
                "ett förslag under information och erfarenhetsutbyte",
                "ett nytt eller ett ändrat förslag",
                "välj vad träffen kom fram till",
            )
        return
    if not item.points:
        yield fault(where, "ett förslag utan text", "förslagets alla punkter", "skriv punkterna")
    if item.outcome is Outcome.NEW_PROPOSAL and item.proposal in known:
        yield fault(
            where, "ett nytt förslag som redan finns", "ett ändrat förslag", "välj ändrat förslag"
        )
    if item.outcome is Outcome.CHANGED_PROPOSAL and item.proposal not in known:
        yield fault(
            where,
            "en ändring av ett förslag som inte finns",
            "ett förslag från en tidigare träff",
            "välj nytt förslag, eller det förslag som ändras",
        )


def _decided(text: str, where: str) -> Iterator[Fault]:
    if found := _DECIDED.search(text):
        yield fault(
            where,
            f"ordet ”{found[0]}”",
            "vad träffen föreslår; den bereder och fattar inga beslut",
            "skriv ”föreslår”, och för in beslutet när fullmäktige eller styrelsen har fattat det",
        )
