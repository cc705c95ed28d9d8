"""One municipality's papers being written in, and saved only when they hold."""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from models.council_register import register_faults
from models.entered import MISSING
from models.errors import Fault
from pages.parts import on_table
from pages.parts.on_table import OnTable
from scenarios.desk import CouncilFile

NEW = -1


@dataclass(frozen=True, slots=True)
class Entry:
    """Whose papers are written in: the table they lie on, their index and their revision."""

    table: OnTable
    file: CouncilFile

    def key(self, part: str) -> str:
        """Return a field's key; another revision has fields of its own, as they are saved."""
        code = self.file.head.code
        seen = self.table.seen.get((on_table.COUNCIL, f"{self.table.area}:{code}"), 0)
        return f"{part}_{self.table.area}_{code}_{seen}"

    def save(self, file: CouncilFile, what: str) -> None:
        """Save the papers and draw the page anew."""
        on_table.saving(lambda: on_table.save_file(self.table, file, what), f"{what}.")
        st.rerun()


def ask_row(rows: Sequence[str], key: str, what: str, new: str = "Nytt") -> int:
    """Ask whether a new row is entered or one that stands there is corrected."""
    if not rows:
        return NEW
    words = {NEW: f"{new} {what}"} | {n: f"Rätta: {row}" for n, row in enumerate(rows)}
    chosen = st.selectbox("Vad gör du?", list(words), format_func=words.__getitem__, key=key)
    return NEW if chosen is None else int(chosen)


def faults_in(entry: Entry, file: CouncilFile, typed: Sequence[Fault]) -> list[Fault]:
    """Return every fault, what was typed first; a day that cannot be read is not missing."""
    names = {file.head.code: file.head.name}
    found = register_faults(file.decisions, file.positions, names, on_table.today())
    unread = any(fault.file.endswith("datum") for fault in typed)
    return [*typed, *(f for f in found if not (unread and _is_day(f) and f.found == MISSING))]


def _is_day(fault: Fault) -> bool:
    return fault.file.endswith("datum")
