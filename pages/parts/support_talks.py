"""What each municipality has done with its own unions before its council decides."""

import streamlit as st

from models.errors import Fault
from models.staff_dialogue import LocalBox, dialogue_faults, ready_for_council
from pages.parts import entering, on_table, records, tables
from pages.parts.controls import Context
from pages.parts.plain import plain
from pages.parts.records import Kept

KIND = "mbl"


def box_of(area: str, code: str) -> Kept[LocalBox]:
    """Return what a municipality has done in an area."""
    return records.read(KIND, f"{area}:{code}", LocalBox(code))


def show_boxes(here: Context, area: str) -> list[LocalBox]:
    """Show each municipality's own steps and let one be written; return them all."""
    names = entering.names_of(here)
    found = {code: box_of(area, code) for code in names}
    boxes = [one.record for one in found.values()]
    st.header("Varje kommuns egen förhandling")
    today = on_table.today()
    passed = [ready_for_council(code, boxes, names, today) for code in names]
    done = sum(one.passes for one in passed)
    st.markdown(
        f"**{done} av {len(names)} kommuner har avslutat förhandlingen enligt 11 § "
        "medbestämmandelagen.** Gruppens möten räknas inte: varje kommun är egen arbetsgivare."
    )
    tables.show_table(
        ("Kommun", "Information, 19 §", "Riskbedömning", "Förhandling, 11 §", "Protokoll"),
        [
            (
                names[box.code],
                str(box.informed or "–"),
                str(box.risk_assessed or "–"),
                str(box.negotiated or "–"),
                box.protocol or "–",
            )
            for box in boxes
        ],
        caption="Vad varje kommun har gjort med sina egna organisationer",
        text_columns=range(5),
        sums=entering.mine(here, list(names)),
    )
    left = [one.sentence for one in passed if not one.passes]
    if left:
        st.markdown("\n".join(f"- {plain(sentence)}" for sentence in left))
    _ask(here, area, found)
    return boxes


def _ask(here: Context, area: str, found: dict[str, Kept[LocalBox]]) -> None:
    left, right = st.columns(2)
    with left:
        code = entering.ask_municipality(here, "mbl_kommun")
    with right:
        entering.ask_who()
    name = entering.names_of(here)[code]
    at = found[code].field("rutor")
    place = found[code].filled_from(at, found[code].field("information"))
    typed = _form(place, name)
    if typed is None:
        return
    box, faults = typed
    file = next(one for one in on_table.on_table(here, area).files if one.head.code == code)
    planned = file.dates.council
    days = {code: planned} if planned and box.negotiated else {}
    faults += dialogue_faults((), [box], {code: name}, (), days)
    if faults:
        entering.show_faults(faults)
        return
    records.save(place, box, f"Förde in de fackliga stegen för {name}", at)


def _form(found: Kept[LocalBox], name: str) -> tuple[LocalBox, list[Fault]] | None:
    """Return what has been typed with the faults of its form, None until it is sent."""
    box = found.record
    with st.form(f"form_{found.field('rutor')}"):
        one, two, three, four = st.columns(4)
        informed = one.text_input(
            "Information enligt 19 §",
            entering.day_text(box.informed),
            key=found.field("information"),
        )
        assessed = two.text_input(
            "Riskbedömning", entering.day_text(box.risk_assessed), key=found.field("risk")
        )
        negotiated = three.text_input(
            "Förhandling enligt 11 §",
            entering.day_text(box.negotiated),
            key=found.field("forhandling"),
        )
        protocol = four.text_input("Protokoll", box.protocol, key=found.field("protokoll"))
        note = st.text_input("Anteckning om stegen", box.note, key=found.field("anteckning"))
        if not st.form_submit_button("Spara stegen"):
            return None
    faults: list[Fault] = []
    days = [
        entering.typed_day(text, f"{name}, {what}", faults)
        for text, what in (
            (informed, "information enligt 19 §"),
            (assessed, "riskbedömning"),
            (negotiated, "förhandling enligt 11 §"),
        )
    ]
    return LocalBox(box.code, *days, protocol.strip(), note.strip()), faults
