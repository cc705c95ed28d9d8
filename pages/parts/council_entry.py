"""One municipality's papers being written in, and saved only when they hold."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import streamlit as st

from models.council_register import register_faults
from models.entered import MISSING
from models.errors import Fault
from pages.parts import entering, holding, on_table
from pages.parts.on_table import OnTable
from scenarios.desk import CouncilFile

NEW = -1


@dataclass(frozen=True, slots=True)
class Entry:
    """Whose papers are written in: the table they lie on, their index and their revision."""

    table: OnTable
    file: CouncilFile

    @property
    def seen(self) -> int:
        """Return the revision that has just been read."""
        return self.table.seen.get((on_table.COUNCIL, self.place), 0)

    @property
    def place(self) -> str:
        """Return the key that the papers are kept under."""
        return f"{self.table.area}:{self.file.head.code}"

    def key(self, part: str) -> str:
        """Return a field's key; what has been saved here has new fields."""
        return f"{part}_{self.place}_{holding.round_of(self.place)}"

    def filled_from(self, form: str, field: str) -> "Entry":
        """Return the papers as they were when a form was filled, to be saved over those only."""
        seen = holding.filled_from(form, field, self.seen)
        return replace(self, table=seen_as(self.table, self.place, seen))

    def save(self, file: CouncilFile, what: str, form: str = "") -> None:
        """Save the papers and draw the page anew; a `form` is told when somebody was first."""

        def write() -> None:
            on_table.save_file(self.table, file, what)

        saved = on_table.saving(lambda: holding.telling(write, form), f"{what}.")
        entering.remember_saved(f"{what}." if saved else "")
        if saved:
            holding.next_round(self.place)
        st.rerun()


def seen_as(table: OnTable, place: str, seen: int) -> OnTable:
    """Return a table on which a municipality's papers were read in an earlier revision."""
    return replace(table, seen={**table.seen, (on_table.COUNCIL, place): seen})


def ask_row(rows: Sequence[str], key: str, what: str, new: str = "Nytt") -> int:
    """Ask whether a new row is entered or one that stands there is corrected.

    A row goes by what it says, so that nobody corrects another one than the one chosen.
    """
    if not rows:
        return NEW
    first = f"{new} {what}"
    choices = {first: NEW} | {f"Rätta: {row}": rows.index(row) for row in rows}
    if st.session_state.get(key, first) not in choices:
        del st.session_state[key]
        st.warning("Raden som rättades har någon annan ändrat under tiden. Inget har sparats.")
    return choices[str(st.selectbox("Vad gör du?", list(choices), key=key))]


def faults_in(entry: Entry, file: CouncilFile, typed: Sequence[Fault]) -> list[Fault]:
    """Return every fault, what was typed first; a day that cannot be read is not missing."""
    names = {file.head.code: file.head.name}
    found = register_faults(file.decisions, file.positions, names, on_table.today())
    unread = any(fault.file.endswith("datum") for fault in typed)
    return [*typed, *(f for f in found if not (unread and _is_day(f) and f.found == MISSING))]


def _is_day(fault: Fault) -> bool:
    return fault.file.endswith("datum")
