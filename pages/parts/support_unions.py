"""Facklig grupp och MBL: who sits in the joint group, and what each employer has done itself."""

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from models.entered import MISSING, NOTE, fault, text_faults
from models.errors import Fault
from models.staff_dialogue import (
    GroupMeeting,
    LocalBox,
    Seat,
    dialogue_faults,
    seat_count,
    seats_sentence,
    still_local,
)
from pages.parts import entering, on_table, records, tables
from pages.parts.controls import Context
from pages.parts.plain import plain
from pages.parts.records import Kept
from pages.parts.support_talks import show_boxes
from scenarios.support import UnionGroup

KIND, KEY = "facklig", "gruppen"
FILLED, EMPTY = "tillsatt", "saknas"


def show(here: Context) -> None:
    """Show the seats and the meetings of the group, then each municipality's own negotiation."""
    area = on_table.ask_area(here)
    found = records.read(KIND, KEY, UnionGroup())
    names = {m.code: m.name for m in here.pack.municipalities}
    group = found.record
    count = seat_count(group.seats, list(names), group.unions)
    st.markdown(f"**{plain(seats_sentence(count, names))}**")
    missing = set(count.missing)
    tables.show_table(
        ("Kommun", *group.unions),
        [
            (name, *(EMPTY if (code, union) in missing else FILLED for union in group.unions))
            for code, name in names.items()
        ],
        caption="Platserna i den fackliga gruppen",
        text_columns=range(len(group.unions) + 1),
        sums=entering.mine(here, list(names)),
    )
    boxes = show_boxes(here, area)
    st.header("Den fackliga gruppen")
    _ask_seats(found, names, set(count.missing))
    _show_meetings(found, names, boxes)


def _seats_form(
    found: Kept[UnionGroup], names: dict[str, str], missing: set[tuple[str, str]]
) -> tuple[str, list[Seat]] | None:
    """Return the unions and the seats typed, None until they are sent."""
    group = found.record
    with st.expander("Ändra platserna"), st.form(f"form_{found.field('platser')}"):
        typed = st.text_input(
            "Organisationer, med komma mellan",
            ", ".join(group.unions),
            key=found.field("organisationer"),
        )
        seats = []
        for code, name in names.items():
            first, *columns = st.columns([1, *(1 for _ in group.unions)])
            first.markdown(name)
            for column, union in zip(columns, group.unions, strict=True):
                filled = column.checkbox(
                    f"{union}, {name}",
                    value=(code, union) not in missing,
                    key=found.field(f"{code}_{union}"),
                )
                seats.append(Seat(code, union, filled))
        sent = st.form_submit_button("Spara platserna")
    return (typed, seats) if sent else None


def _ask_seats(
    found: Kept[UnionGroup], names: dict[str, str], missing: set[tuple[str, str]]
) -> None:
    at = found.field("platser")
    found = found.filled_from(at, found.field("organisationer"))
    sent = _seats_form(found, names, missing)
    if sent is None:
        return
    typed, seats = sent
    unions = tuple(dict.fromkeys(part.strip() for part in typed.split(",") if part.strip()))
    held = tuple(seat for seat in seats if seat.union in unions)
    faults = [
        *(f for union in unions for f in text_faults(union, "Organisationer")),
        *dialogue_faults(held, (), names, unions, {}),
    ]
    if not unions:
        faults.append(
            fault("Organisationer", MISSING, "minst en", "skriv de organisationer som deltar")
        )
    if faults:
        entering.show_faults(faults)
        return
    now = seat_count(held, list(names), unions)
    what = f"Ändrade den fackliga gruppen: {now.filled} av {now.total} platser är tillsatta"
    records.save(found, replace(found.record, unions=unions, seats=held), what, at)


def _show_meetings(
    found: Kept[UnionGroup], names: dict[str, str], boxes: Sequence[LocalBox]
) -> None:
    """Show the group's meetings; none of them stands in for a municipality's own talks."""
    meetings = sorted(found.record.meetings, key=lambda one: one.on)
    if meetings:
        tables.show_table(
            ("Dag", "Plats", "Frågor", "Anteckning"),
            [(str(one.on), one.place, one.subjects, one.note or "–") for one in meetings],
            caption="Gruppens möten",
            text_columns=range(4),
        )
    st.markdown(plain(still_local(boxes, names, on_table.today())))
    _ask_meeting(found)
    rows = [f"{one.on}, {one.place}" for one in meetings]
    row = entering.ask_removal(rows, found.field("mote_bort"))
    if row is not None:
        left = tuple(one for n, one in enumerate(meetings) if n != row)
        what = f"Tog bort den fackliga gruppens möte {meetings[row].on}"
        records.save(found, replace(found.record, meetings=left), what)


def _ask_meeting(found: Kept[UnionGroup]) -> None:
    with st.expander("Nytt möte"), st.form(f"form_{found.field('mote')}"):
        left, right = st.columns(2)
        typed = left.text_input(
            "Mötets datum", placeholder=entering.DAY_HINT, key=found.field("mote_dag")
        )
        place = right.text_input("Mötets plats", key=found.field("mote_plats"))
        subjects = st.text_input("Frågor", key=found.field("mote_fragor"))
        note = st.text_area("Anteckning", key=found.field("mote_anteckning"))
        sent = st.form_submit_button("Spara mötet")
    if not sent:
        return
    faults: list[Fault] = []
    on = entering.needed_day(typed, "Gruppens möte, datum", faults)
    faults += text_faults(place, "Gruppens möte, plats", required=True)
    faults += text_faults(subjects, "Gruppens möte, frågor", required=True)
    faults += text_faults(note, "Gruppens möte, anteckning", NOTE, lines=True)
    if faults or on is None:
        entering.show_faults(faults)
        return
    meeting = GroupMeeting(on, place.strip(), subjects.strip(), note.strip())
    what = f"Förde in den fackliga gruppens möte {on}"
    group = found.record
    records.save(found, replace(group, meetings=(*group.meetings, meeting)), what)
