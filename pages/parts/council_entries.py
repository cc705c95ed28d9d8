"""What a municipality has done, entered on the page Beslut."""

import streamlit as st

from pages.parts import council_decisions, council_positions, entering
from pages.parts.controls import Context
from pages.parts.council_entry import Entry
from pages.parts.on_table import OnTable


def show_entry(here: Context, table: OnTable) -> None:
    """Ask for a municipality, and let its decisions and positions be written and taken away."""
    left, right = st.columns(2)
    with left:
        code = entering.ask_municipality(here, "for_in")
    with right:
        entering.ask_who()
    entry = Entry(table, next(file for file in table.files if file.head.code == code))
    what = st.segmented_control(
        "Vad förs in?",
        ["Beslut", "Ställningstagande"],
        default="Beslut",
        required=True,
        key="for_in_vad",
    )
    if what == "Ställningstagande":
        council_positions.ask_position(entry)
        council_positions.remove_position(entry)
        return
    if table.package is None:
        st.info(
            "Ett beslut kan föras in först när området har ett fryst paket: då vet man vilka ord "
            "fullmäktige antog. Frys det under Paketet."
        )
    else:
        council_decisions.ask_decision(entry, table.package.text_hash)
    council_decisions.remove_decision(entry)
