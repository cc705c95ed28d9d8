"""Which areas each municipality goes on with: the same list in every council, or what differs."""

from collections.abc import Mapping

import streamlit as st

from models.timeline import portfolio_differences
from pages.parts import entering, on_table, records, tables
from pages.parts.controls import Context
from pages.parts.plain import plain
from pages.parts.records import Kept
from scenarios.desk import AreaList

KIND = "omraden"


def show(here: Context) -> None:
    """Show every municipality's list with what is not alike, and let one be entered."""
    labels, names = on_table.areas(here), entering.names_of(here)
    found = {code: records.read(KIND, code, AreaList(code)) for code in names}
    with st.expander("Vilka områden går kommunerna vidare med?"):
        _show_lists(found, labels, names)
        entering.ask_who()
        code = entering.ask_municipality(here, "omraden_kommun")
        place = found[code]
        with st.form(place.field("form")):
            chosen = st.multiselect(
                "Områden som kommunens fullmäktige har beslutat att gå vidare med",
                list(labels),
                default=[area for area in place.record.areas if area in labels],
                format_func=labels.__getitem__,
                key=place.field("lista"),
                placeholder="Välj områden",
            )
            sent = st.form_submit_button("Spara listan")
        if sent:
            areas = tuple(area for area in labels if area in chosen)
            what = f"Förde in områdena för {names[code]}"
            records.save(place, AreaList(code, areas), what)


def _show_lists(
    found: Mapping[str, Kept[AreaList]], labels: Mapping[str, str], names: Mapping[str, str]
) -> None:
    entered = {code: place.record.areas for code, place in found.items() if place.seen}
    if not entered:
        st.markdown("Ingen kommun har fört in vilka områden den går vidare med.")
        return
    differing = portfolio_differences(entered, names, labels)
    left = [names[code] for code in names if code not in entered]
    if not differing and not left:
        st.markdown("**Listorna är lika i alla kommuner.**")
    for sentence in differing:
        st.markdown(f"- {plain(sentence)}")
    tables.show_table(
        ("Kommun", "Går vidare med"),
        [
            (
                name,
                ", ".join(labels[area] for area in entered[code] if area in labels) or "inget"
                if code in entered
                else "ej behandlat",
            )
            for code, name in names.items()
        ],
        caption="Områden att gå vidare med, kommun för kommun",
        text_columns=(0, 1),
    )
