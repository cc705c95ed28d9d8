"""The items of a presidium meeting: a new proposal, a changed one, or an exchange."""

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from models.presidium_meeting import (
    MeetingItem,
    MeetingNotes,
    Outcome,
    Proposal,
    after_meeting,
    meeting_faults,
)
from pages.parts import entering, on_table, records
from pages.parts.records import Kept
from store.saved import key_of

NO_PROPOSAL = ""


def show_items(
    meeting: Kept[MeetingNotes], before: Sequence[Proposal], names: dict[str, str]
) -> None:
    """Let an item be added to a meeting; what comes out of it is a proposal or nothing."""
    notes = meeting.record
    item = _form(meeting, after_meeting(before, notes))
    if item is None:
        return
    whole = replace(notes, items=(*notes.items, item))
    faults = meeting_faults(whole, before, names, on_table.today())
    if faults:
        entering.show_faults(faults)
        return
    records.save(meeting, whole, f"Förde in på presidieträffen {notes.on}: {item.title}")


def _form(meeting: Kept[MeetingNotes], known: Sequence[Proposal]) -> MeetingItem | None:
    """Return the item typed, None until it is sent."""
    titles = {NO_PROPOSAL: "– (nytt eller inget förslag)"} | {p.key: p.title for p in known}
    with st.form(f"form_{meeting.field('punkt')}"):
        left, middle, right = st.columns(3)
        title = left.text_input("Punktens rubrik", key=meeting.field("rubrik"))
        outcome = middle.selectbox(
            "Vad kom träffen fram till?",
            list(Outcome),
            len(Outcome) - 1,
            format_func=str,
            key=meeting.field("utfall"),
        )
        changed = right.selectbox(
            "Vilket förslag ändrades?",
            list(titles),
            format_func=titles.__getitem__,
            key=meeting.field("forslag"),
        )
        said = st.text_area("Vad som sades", key=meeting.field("sagt"))
        points = st.text_area(
            "Förslaget som träffen lämnar det, en punkt per rad", key=meeting.field("punkter")
        )
        if not st.form_submit_button("Spara punkten"):
            return None
    result = Outcome(outcome)
    key = str(changed or NO_PROPOSAL) if result is Outcome.CHANGED_PROPOSAL else key_of(title)
    lines = tuple(line.strip() for line in points.splitlines() if line.strip())
    heading = title.strip() or (titles[key] if key and key in titles else "")
    return MeetingItem(key, heading, result, said.strip(), lines)
