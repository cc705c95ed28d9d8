"""A table to type in: every cell is text, since a number column reads 23,4 as 234."""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

import pandas as pd
import streamlit as st

from models.errors import Fault
from pages.parts.decision_rows import Row
from pages.parts.plain import plain

Record = TypeVar("Record")


def edit_rows(
    name: str,
    rows: Sequence[Row],
    columns: Mapping[str, str],
    read: Callable[[Sequence[Row]], tuple[tuple[Record, ...], tuple[Fault, ...]]],
    options: Mapping[str, Sequence[str]] | None = None,
    fixed: Sequence[str] = (),
) -> tuple[Record, ...] | None:
    """Show the rows and return what they say; None, with every fault told, where they do not hold.

    `options` are the columns to choose in; with `fixed` columns no row is added or removed.
    """
    round_, base = _filled_from(name, rows, read)
    frame = pd.DataFrame(list(base), columns=list(columns), dtype="object")
    config = {
        key: st.column_config.SelectboxColumn(label, options=list((options or {})[key]))
        if key in (options or {})
        else st.column_config.TextColumn(label, disabled=key in fixed)
        for key, label in columns.items()
    }
    edited = st.data_editor(
        frame,
        column_config=config,
        num_rows="fixed" if fixed else "dynamic",
        hide_index=True,
        key=f"{name}_{round_}",
    )
    found, faults = read(edited.to_dict("records"))
    if not faults:
        st.session_state[_held(name)] = (round_, base, found)
        return found
    lines = "\n".join(f"- {plain(str(fault))}" for fault in faults)
    st.error(f"Tabellen sparas när det här är rättat:\n\n{lines}")
    return None


def _filled_from(
    name: str,
    rows: Sequence[Row],
    read: Callable[[Sequence[Row]], tuple[tuple[Record, ...], tuple[Fault, ...]]],
) -> tuple[int, Sequence[Row]]:
    """Return which filling of the table this is, and the rows it was filled from.

    As long as what is saved is what the table itself last said it is left as it is: whoever goes
    on to the next cell while the first is saved loses nothing. What somebody else has saved, or
    what has been taken back, fills it anew.
    """
    saved, _ = read(rows)
    round_, base, said = st.session_state.get(_held(name), (0, rows, None))
    # A table that was not on the last page has forgotten what was typed in it.
    if said != saved or f"{name}_{round_}" not in st.session_state:
        round_, base = round_ + 1, rows
        st.session_state[_held(name)] = (round_, base, saved)
    return round_, base


def _held(name: str) -> str:
    return f"{name}_ifylld"
