"""Writing every municipality's planned days; all that does not hold is told at once."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import streamlit as st

from models.clock_faults import faults_in
from models.council_dates import STEPS, CouncilDates
from models.errors import Fault
from models.words import listed
from pages.parts import entering, on_table
from pages.parts.on_table import OnTable
from scenarios.desk import CouncilFile

HEADINGS = {
    "union_info": "Information, 19 §",
    "union_talks": "Förhandling, 11 §",
    "committee": "Nämnd",
    "executive_committee": "Kommunstyrelse",
    "council": "Fullmäktige",
    "posted": "Anslag",
}
WIDTHS = (0.12, *(0.88 / len(HEADINGS),) * len(HEADINGS))


def show_entry(table: OnTable, files: Sequence[CouncilFile]) -> None:
    """Show a field for every municipality and step, and save what holds."""
    st.markdown(
        "Skriv dagen som 2027-03-27 eller 27 mars 2027 och lämna tomt det som inte är bestämt. "
        "Har ett sammanträde hållits går dagen i protokollet före planen."
    )
    on_table.ask_who()
    with st.form(f"tidplan_{table.area}"):
        _headings()
        typed = {file.head.code: _row(table, file) for file in files}
        if not st.form_submit_button("Spara datumen"):
            return
    faults: list[Fault] = []
    dates = [_dates(file, typed[file.head.code], faults) for file in files]
    faults += faults_in(dates, 0)
    if faults:
        entering.show_faults(faults)
        return
    _save(table, [(f, d) for f, d in zip(files, dates, strict=True) if f.dates != d])


def _headings() -> None:
    columns = st.columns(WIDTHS)
    for column, heading in zip(columns[1:], HEADINGS.values(), strict=True):
        column.markdown(f"**{heading}**")


def _row(table: OnTable, file: CouncilFile) -> dict[str, str]:
    """Return what stands in a municipality's fields; another revision has fields of its own."""
    code, name = file.head.code, file.head.name
    seen = table.seen.get((on_table.COUNCIL, f"{table.area}:{code}"), 0)
    first, *columns = st.columns(WIDTHS, vertical_alignment="center")
    first.markdown(f"**{name}**")
    return {
        step: column.text_input(
            f"{name}, {heading.lower()}",
            entering.day_text(file.dates.on(step)),
            key=f"dag_{table.area}_{code}_{step}_{seen}",
            label_visibility="collapsed",
        )
        for column, (step, heading) in zip(columns, HEADINGS.items(), strict=True)
    }


def _dates(file: CouncilFile, typed: Mapping[str, str], faults: list[Fault]) -> CouncilDates:
    name = file.head.name
    days = {
        step: entering.typed_day(text, f"{name}, {STEPS[step]}", faults)
        for step, text in typed.items()
    }
    return replace(file.dates, **days)


def _save(table: OnTable, changed: Sequence[tuple[CouncilFile, CouncilDates]]) -> None:
    """Save each municipality that has changed; what could not be saved is said by itself."""
    saved = []
    for file, dates in changed:
        name = file.head.name
        new = replace(file, dates=dates)
        what = f"Ändrade tidplanen för {name}"
        if not on_table.saving(lambda new=new, what=what: on_table.save_file(table, new, what)):
            break
        saved.append(name)
    else:
        done = f"Tidplanen är sparad för {listed(saved)}." if saved else "Inget datum är ändrat."
        on_table.say("done", done)
    st.rerun()
