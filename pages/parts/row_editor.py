"""A table to type in: every cell is text, since a number column reads 23,4 as 234."""

import hashlib
import json
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
    frame = pd.DataFrame(list(rows), columns=list(columns), dtype="object")
    config = {
        key: st.column_config.SelectboxColumn(label, options=list((options or {})[key]))
        if key in (options or {})
        else st.column_config.TextColumn(label, disabled=key in fixed)
        for key, label in columns.items()
    }
    # Another key when what is saved is another, so that the table never shows something older.
    said = json.dumps([dict(row) for row in rows], sort_keys=True)
    edited = st.data_editor(
        frame,
        column_config=config,
        num_rows="fixed" if fixed else "dynamic",
        hide_index=True,
        key=f"{name}_{hashlib.sha256(said.encode()).hexdigest()[:8]}",
    )
    found, faults = read(edited.to_dict("records"))
    if not faults:
        return found
    lines = "\n".join(f"- {plain(str(fault))}" for fault in faults)
    st.error(f"Tabellen sparas när det här är rättat:\n\n{lines}")
    return None
