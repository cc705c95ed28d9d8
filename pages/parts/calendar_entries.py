"""Writing every municipality's planned days; all that does not hold is told at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

import streamlit as st

from models.clock_faults import faults_in
from models.council_dates import STEPS, CouncilDates
from models.errors import Fault
from models.words import listed
from pages.parts import entering, holding, on_table
from pages.parts.council_entry import seen_as
from pages.parts.on_table import OnTable
from scenarios.desk import CouncilFile

HEADINGS = {
    "union_info": "Information, 19 §",
    "union_talks": "Förhandling, 11 §",
    "committee": "Nämnd",
    "executive_committee": "Styrelsen",
    "council": "Fullmäktige",
    "posted": "Anslag",
}
WIDTHS = (0.12, *(0.88 / len(HEADINGS),) * len(HEADINGS))


@dataclass(frozen=True, slots=True)
class _Row:
    """What stands in a municipality's fields; `seen` is the revision they were filled from."""

    file: CouncilFile
    typed: Mapping[str, str]
    seen: int
    form: str
    untouched: bool


def show_entry(table: OnTable, files: Sequence[CouncilFile]) -> None:
    """Show a field for every municipality and step, and save what holds."""
    st.markdown(
        "Skriv dagen som 2027-03-27 eller 27 mars 2027 och lämna tomt det som inte är bestämt. "
        "Är ett beslut eller en förhandling införd går den dagen före planen."
    )
    entering.ask_who()
    with st.form(f"tidplan_{table.area}"):
        _headings()
        rows = [_row(table, file) for file in files]
        if not st.form_submit_button("Spara datumen"):
            return
    faults: list[Fault] = []
    dates = [_dates(row, faults) for row in rows]
    faults += faults_in(dates, 0)
    if faults:
        entering.show_faults(faults)
        return
    _save(table, [(r, d) for r, d in zip(rows, dates, strict=True) if r.file.dates != d])


def _headings() -> None:
    columns = st.columns(WIDTHS)
    for column, heading in zip(columns[1:], HEADINGS.values(), strict=True):
        column.markdown(f"**{heading}**")


def _row(table: OnTable, file: CouncilFile) -> _Row:
    """Return what stands in a municipality's fields, and which revision they were filled from."""
    name, place = file.head.name, f"{table.area}:{file.head.code}"
    at = f"dag_{place}_{holding.round_of(_place(table))}"
    now = table.seen.get((on_table.COUNCIL, place), 0), file.dates
    seen, filled = holding.filled_from(at, f"{at}_council", now)
    first, *columns = st.columns(WIDTHS, vertical_alignment="center")
    first.markdown(f"**{name}**")
    typed = {
        step: column.text_input(
            f"{name}, {heading.lower()}",
            entering.day_text(filled.on(step)),
            key=f"{at}_{step}",
            label_visibility="collapsed",
        )
        for column, (step, heading) in zip(columns, HEADINGS.items(), strict=True)
    }
    untouched = all(typed[step] == entering.day_text(filled.on(step)) for step in typed)
    return _Row(file, typed, seen, at, untouched)


def _dates(row: _Row, faults: list[Fault]) -> CouncilDates:
    """Return the days typed; where nothing has been typed, those that are there now."""
    if row.untouched:
        return row.file.dates
    name = row.file.head.name
    days = {
        step: entering.typed_day(text, f"{name}, {STEPS[step]}", faults)
        for step, text in row.typed.items()
    }
    return replace(row.file.dates, **days)


def _place(table: OnTable) -> str:
    return f"tidplan_{table.area}"


def _save(table: OnTable, changed: Sequence[tuple[_Row, CouncilDates]]) -> None:
    """Save each municipality that has changed; what could not be saved is said by itself."""
    saved = []
    for row, dates in changed:
        head = row.file.head
        over = seen_as(table, f"{table.area}:{head.code}", row.seen)
        new = replace(row.file, dates=dates)
        write = partial(on_table.save_file, over, new, f"Ändrade tidplanen för {head.name}")
        if not on_table.saving(partial(holding.telling, write, row.form)):
            entering.remember_saved("")
            break
        holding.has_seen(row.form)
        saved.append(head.name)
    else:
        holding.next_round(_place(table))
        done = f"Tidplanen är sparad för {listed(saved)}." if saved else "Inget datum är ändrat."
        on_table.say("done", done)
        entering.remember_saved(done)
    st.rerun()
