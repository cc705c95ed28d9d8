"""Entering where a municipality stands on a point of the proposal, with reason and owner."""

from dataclasses import replace

import streamlit as st

from models.council_register import WHOLE, Position, Stance
from models.errors import Fault
from pages.parts import entering
from pages.parts.council_entry import NEW, Entry, ask_row, faults_in
from scenarios.desk import POINTS

ITEMS = {WHOLE: "Förslaget som helhet"} | POINTS


def position_words(position: Position) -> str:
    """Return a position on one line."""
    said = f"{ITEMS.get(position.item, position.item)}: {position.stance}"
    return f"{said} {position.on}" if position.on else said


def ask_position(entry: Entry) -> None:
    """Ask where the municipality stands, and save it when it holds."""
    positions = entry.file.positions
    rows = [position_words(p) for p in positions]
    row = ask_row(rows, entry.key("stallning"), "ställningstagande")
    old = positions[row] if row != NEW else None
    at = entry.key(f"stallning_{position_words(old)}" if old else "stallning_nytt")
    # A new row is added to what is there; one that is corrected must be the one that was seen.
    entry = entry.filled_from(at, f"{at}_datum") if old else entry
    found = _position_form(entry, old, at)
    if found is None:
        return
    position, faults = found
    kept = tuple(p for n, p in enumerate(positions) if n != row)
    whole = replace(entry.file, positions=(*kept, position))
    faults = faults_in(entry, whole, faults)
    if faults:
        entering.show_faults(faults)
        return
    said = "Rättade" if old else "Förde in"
    entry.save(
        whole,
        f"{said} ställningstagande för {entry.file.head.name}: {position_words(position)}",
        at,
    )


def _position_form(
    entry: Entry, old: Position | None, at: str
) -> tuple[Position, list[Fault]] | None:
    """Return what has been typed with the faults of its form, None until it is sent."""
    first = old or Position(entry.file.head.code, WHOLE, Stance.FOR)
    with st.form(f"form_{at}", border=True):
        one, two, three = st.columns(3)
        item = one.selectbox(
            "Vad gäller det?",
            list(ITEMS),
            list(ITEMS).index(first.item) if first.item in ITEMS else 0,
            format_func=ITEMS.__getitem__,
            key=f"{at}_punkt",
        )
        stance = two.selectbox(
            "Ställningstagande",
            list(Stance),
            list(Stance).index(first.stance),
            format_func=str,
            key=f"{at}_hur",
        )
        organ = three.text_input("Vem har sagt det?", first.organ, key=f"{at}_organ")
        day = one.text_input(
            "Datum",
            entering.day_text(first.on),
            placeholder=entering.DAY_HINT,
            key=f"{at}_datum",
        )
        reason = two.text_input("Skäl (krävs vid tveksam och emot)", first.reason, key=f"{at}_skal")
        owner = three.text_input("Vem äger frågan?", first.owner, key=f"{at}_ager")
        if not st.form_submit_button("Spara ställningstagandet"):
            return None
    faults: list[Fault] = []
    on = entering.typed_day(day, f"{entry.file.head.name}, ställningstagandets datum", faults)
    return (
        replace(
            first,
            item=str(item or WHOLE),
            stance=Stance(stance),
            organ=organ.strip(),
            on=on,
            reason=reason.strip(),
            owner=owner.strip(),
        ),
        faults,
    )


def remove_position(entry: Entry) -> None:
    """Let a position be taken away."""
    words = [position_words(p) for p in entry.file.positions]
    row = entering.ask_removal(words, entry.key("stallning_bort"))
    if row is not None:
        kept = tuple(p for n, p in enumerate(entry.file.positions) if n != row)
        entry.save(
            replace(entry.file, positions=kept),
            f"Tog bort ställningstagande för {entry.file.head.name}: {words[row]}",
        )
