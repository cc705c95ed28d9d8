"""Presidieträffar: notes of meetings that prepare, and the proposals they leave to each board."""

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from models.errors import Fault
from models.presidium_meeting import (
    MeetingNotes,
    Proposal,
    attendance,
    meeting_faults,
    next_steps,
)
from pages.parts import entering, holding, on_table, records, support_items, tables
from pages.parts.controls import Context
from pages.parts.plain import plain
from pages.parts.records import Kept
from scenarios import written
from scenarios.support import proposals_after

KIND = "presidietraff"
NEW_MEETING = ""


def show(here: Context) -> None:
    """Show the proposals and the meetings, and let a meeting and its items be written."""
    found = sorted(records.read_all(KIND, MeetingNotes), key=lambda one: one.record.on)
    meetings = [one.record for one in found]
    names = {m.code: m.name for m in here.pack.municipalities}
    proposals = proposals_after(meetings)
    st.markdown(
        f"**Presidieträffarna har hittills lämnat {_number(len(proposals))} förslag.** En "
        "presidieträff bereder: varje kommunstyrelse behandlar förslagen för sig, och inget är "
        "beslutat förrän fullmäktiges protokoll är infört."
    )
    _show_proposals(proposals)
    for one in reversed(found):
        _show_meeting(one.record, _before(meetings, one.record), names)
    st.header("För in en träff")
    days = {NEW_MEETING: "Ny träff"} | {one.key: f"Träffen {one.key}" for one in found}
    left, right = st.columns(2)
    chosen = left.selectbox("Träff", list(days), format_func=days.__getitem__, key="traff")
    with right:
        entering.ask_who()
    meeting = next((one for one in found if one.key == chosen), None)
    before = _before(meetings, meeting.record) if meeting else proposals
    _ask_head(meeting, before, names)
    if meeting is not None:
        support_items.show_items(meeting, before, names)
        _remove(meeting)


def _number(proposals: int) -> str:
    return {0: "inga", 1: "ett"}.get(proposals) or written.count(proposals)


def _before(meetings: Sequence[MeetingNotes], notes: MeetingNotes) -> tuple[Proposal, ...]:
    """Return the proposals as they stood when a meeting began."""
    return proposals_after([one for one in meetings if one.on < notes.on])


def _show_proposals(proposals: Sequence[Proposal]) -> None:
    if proposals:
        tables.show_table(
            ("Förslag", "Version", "Från träffen", "Punkter"),
            [(p.title, str(p.version), str(p.on), " ".join(p.points)) for p in proposals],
            caption="Förslagen som de nu lyder",
            text_columns=(0, 2, 3),
        )


def _show_meeting(notes: MeetingNotes, before: Sequence[Proposal], names: dict[str, str]) -> None:
    with st.expander(f"Träffen {notes.on}, {notes.place}"):
        st.markdown(plain(attendance(notes, names)))
        for number, item in enumerate(notes.items, start=1):
            st.markdown(f"**{number}. {plain(item.title)}: {item.outcome}.** {plain(item.said)}")
        steps = next_steps(notes, before, names)
        if steps:
            st.markdown("\n".join(["Nästa steg:", "", *(f"- {plain(s.sentence)}" for s in steps)]))
        if notes.note:
            st.markdown(plain(notes.note))


def _head_form(
    old: MeetingNotes | None, at: str, names: dict[str, str]
) -> tuple[str, str, list[str], str] | None:
    """Return the day, the place, who were there and the note; None until it is sent."""
    with st.form(f"form_{at}"):
        left, right = st.columns(2)
        typed = left.text_input(
            "Träffens datum",
            entering.day_text(old.on if old else None),
            placeholder=entering.DAY_HINT,
            disabled=old is not None,
            key=f"{at}_dag",
        )
        place = right.text_input("Plats", old.place if old else "", key=f"{at}_plats")
        present = st.multiselect(
            "Vilkas presidier deltog?",
            list(names),
            list(old.present) if old else [],
            format_func=names.__getitem__,
            key=f"{at}_deltog",
        )
        note = st.text_area("Minnesanteckning", old.note if old else "", key=f"{at}_anteckning")
        if not st.form_submit_button("Spara träffen"):
            return None
    return typed, place, present, note


def _ask_head(
    meeting: Kept[MeetingNotes] | None, before: Sequence[Proposal], names: dict[str, str]
) -> None:
    """Ask when, where and who; a meeting's day is its key and is not changed."""
    old = meeting.record if meeting else None
    at = meeting.field("huvud") if meeting else f"{KIND}_ny_{holding.round_of(KIND)}"
    over = meeting.filled_from(at, f"{at}_plats") if meeting else None
    sent = _head_form(old, at, names)
    if sent is None:
        return
    typed, place, present, note = sent
    faults: list[Fault] = []
    on = old.on if old else entering.needed_day(typed, "Presidieträffen, datum", faults)
    if on is None:
        entering.show_faults(faults)
        return
    items = old.items if old else ()
    notes = MeetingNotes(on, place.strip(), tuple(present), items, note.strip())
    faults += meeting_faults(notes, before, names, on_table.today())
    if faults:
        entering.show_faults(faults)
        return
    what = f"{'Ändrade' if old else 'Förde in'} presidieträffen {on}"
    records.save(over or Kept(KIND, on.isoformat(), notes), notes, what, at, KIND)


def _remove(meeting: Kept[MeetingNotes]) -> None:
    """Let an item be taken away, or the whole meeting."""
    notes = meeting.record
    rows = [f"Punkt {n}: {item.title}" for n, item in enumerate(notes.items, start=1)]
    row = entering.ask_removal([*rows, "Hela träffen"], meeting.field("bort"))
    if row is None:
        return
    if row == len(rows):
        records.remove(meeting, f"Tog bort presidieträffen {notes.on}")
        return
    left = tuple(item for n, item in enumerate(notes.items) if n != row)
    what = f"Tog bort ur presidieträffen {notes.on}: {rows[row]}"
    records.save(meeting, replace(notes, items=left), what)
