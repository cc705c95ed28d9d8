"""What is typed on the screen and kept: days as text, faults all at once, rows taken away."""

from collections.abc import Sequence
from datetime import date

import streamlit as st

from models.entered import MISSING, date_of, fault
from models.errors import Fault
from pages.parts import on_table
from pages.parts.controls import Context
from pages.parts.plain import plain

DAY_HINT = "2027-03-27 eller 27 mars 2027"
SAVED_HERE = "sparat_har"
NOT_SAVED = "Det sparades inte. Överst på sidan står varför."
NOTHING_KEPT = "Inget har sparats. Rätta det här först:"


def names_of(here: Context) -> dict[str, str]:
    """Return the municipalities' names by code, the one looked at first."""
    names = {m.code: m.name for m in here.pack.municipalities}
    if here.only not in names:
        return names
    return {here.only: names[here.only]} | names


def mine(here: Context, codes: Sequence[str]) -> list[int]:
    """Return the row of the municipality looked at, to be in bold; none when it is everybody."""
    return [row for row, code in enumerate(codes) if code == here.only]


def ask_municipality(here: Context, key: str) -> str:
    """Ask whose papers are to be written in; the one looked at is proposed."""
    names = names_of(here)
    chosen = st.selectbox(
        "Kommun", list(names), format_func=names.__getitem__, key=f"{key}_{here.only}"
    )
    return str(chosen or next(iter(names)))


def remember_saved(done: str) -> None:
    """Remember how saving went, for who stands at the form and not at the top of the page."""
    st.session_state[SAVED_HERE] = done


def ask_who() -> None:
    """Ask who writes; say here, too, how the last thing saved went."""
    on_table.ask_who()
    done = st.session_state.pop(SAVED_HERE, None)
    if done is not None:
        (st.success if done else st.error)(plain(done) if done else NOT_SAVED)


def show_faults(faults: Sequence[Fault]) -> None:
    """Say everything that stands in the way, and that nothing has been saved."""
    lines = dict.fromkeys(f"- {plain(str(fault))}" for fault in faults)
    st.error("\n".join([NOTHING_KEPT, "", *lines]))


def typed_day(text: str, where: str, faults: list[Fault]) -> date | None:
    """Return the day that a text means, None for no text; a fault is added to the others."""
    if not text.strip():
        return None
    found = date_of(text, where)
    if isinstance(found, Fault):
        faults.append(found)
        return None
    return found


def needed_day(text: str, where: str, faults: list[Fault]) -> date | None:
    """Return the day that a text means; that there is none is a fault too."""
    if text.strip():
        return typed_day(text, where, faults)
    faults.append(fault(where, MISSING, "en dag", "ange dagen"))
    return None


def day_text(day: date | None) -> str:
    """Return a day as it is written in a field; nothing for no day."""
    return "" if day is None else day.isoformat()


def ask_removal(rows: Sequence[str], key: str, label: str = "Ta bort en rad") -> int | None:
    """Ask which row is to be taken away; None until it is meant."""
    if not rows:
        return None
    choices = list(dict.fromkeys(rows))
    with st.expander(label):
        # A row goes by what it says: nobody takes away another one than the one chosen.
        if st.session_state.get(f"{key}_rad", choices[0]) not in choices:
            del st.session_state[f"{key}_rad"]
            st.session_state[f"{key}_ja"] = False
            st.warning("Raden har någon annan ändrat under tiden. Inget är borttaget.")
        chosen = st.selectbox("Rad att ta bort", choices, key=f"{key}_rad")
        meant = st.checkbox("Ja, ta bort den", key=f"{key}_ja")
        if st.button("Ta bort", disabled=not meant, key=f"{key}_bort") and chosen is not None:
            return rows.index(chosen)
    return None
