"""Dagens beslut: every area with its light, its six points and where each council stands."""

from collections.abc import Sequence
from html import escape

import streamlit as st

from models.accord import Light
from models.council_register import COUNCIL, is_adopted
from models.joint_decision import Point
from pages.parts import decision_areas, on_table, tables
from pages.parts.controls import Context
from pages.parts.on_table import OnTable
from pages.parts.tables import Cell
from scenarios import written

# The light's name is always written out: a colour alone says nothing to everybody.
COLOURS = {Light.RED: "#a4262c", Light.AMBER: "#8a5a00", Light.GREEN: "#1e6b3a"}
NOT_BEGUN = "#5b6770"
FILLED, EMPTY = "●", "○"
ADOPTED, OTHER_TEXT, WAITING = "antaget", "annan text", "–"
MOST_REASONS = 2


def show(here: Context) -> None:
    """Show every area's light with the reason, for who sits in front of the projector."""
    found = on_table.all_on_table(here)
    st.markdown(_headline(found))
    names = [m.name for m in here.pack.municipalities]
    tables.show_table(
        ("Område", "Läge", "Sex punkter", *names, "Varför inte grönt"),
        [_row(table) for table in found],
        caption="Områdena: läge, ifyllda punkter och vad varje fullmäktige har gjort",
        text_columns=(0, 1, 2, 3 + len(names)),
    )
    st.caption(
        f"{FILLED} ifylld, {EMPTY} något saknas, i ordningen "
        + ", ".join(f"{p.value} {p.label.lower()}" for p in Point)
        + ". Grönt när alla sex punkter är ifyllda, inget har ändrats sedan paketet frystes och "
        "alla fullmäktige som ska har antagit samma ord."
    )
    decision_areas.show(here)


def light_cell(light: Light, *, begun: bool = True) -> Cell:
    """Return the light as a word on its colour."""
    colour, words = (COLOURS[light], str(light)) if begun else (NOT_BEGUN, "ej påbörjat")
    return Cell(f'<span class="samstamt-val" style="background:{colour}">{escape(words)}</span>')


def show_light(table: OnTable) -> None:
    """Show one area's light and every reason for it."""
    found = table.standing
    sentence = found.accord.sentence if found.accord else found.reasons[0]
    st.html(f"<p>{light_cell(found.light, begun=bool(found.version)).html} {escape(sentence)}</p>")
    if not found.version or not found.reasons:
        return
    first, rest = found.reasons[:MOST_REASONS], found.reasons[MOST_REASONS:]
    st.html(_as_list(first))
    if rest:
        with st.expander(f"Visa {len(rest)} skäl till"):
            st.html(_as_list(rest))


def _as_list(reasons: Sequence[str]) -> str:
    return f"<ul>{''.join(f'<li>{escape(reason)}</li>' for reason in reasons)}</ul>"


def _headline(found: Sequence[OnTable]) -> str:
    in_accord = [t.label for t in found if t.standing.accord and t.standing.accord.reached]
    begun = sum(bool(t.standing.version) for t in found)
    if not begun:
        return (
            "**Inget område har ett fryst paket än.** Välj ett scenario till vänster, gå till "
            "Paketet och frys det område som fullmäktige ska ta ställning till."
        )
    agreed = _neuter(len(in_accord)) if in_accord else "inget"
    decided = "beslutade" if len(in_accord) > 1 else "beslutat"
    return (
        f"**{_neuter(begun).capitalize()} av {written.count(len(found))} områden har ett fryst "
        f"paket, och {agreed} är samstämmigt {decided}.**"
    )


def _neuter(count: int) -> str:
    return "ett" if count == 1 else written.count(count)


def _row(table: OnTable) -> tuple[str | Cell, ...]:
    found = table.standing
    begun = bool(found.version)
    dots = "".join(FILLED if point in found.filled else EMPTY for point in Point)
    reasons = found.reasons[:MOST_REASONS] if begun else ()
    left = len(found.reasons) - len(reasons) if begun else 0
    more = (f"och {left} till",) if left else ()
    return (
        table.label,
        light_cell(found.light, begun=begun),
        dots if begun else EMPTY * len(Point),
        *(_council(table, code) for code in _codes(table)),
        Cell("<br>".join(escape(words) for words in (*reasons, *more)) or "–"),
    )


def _codes(table: OnTable) -> tuple[str, ...]:
    return tuple(file.head.code for file in table.files)


def _council(table: OnTable, code: str) -> str | Cell:
    """Return what a council has done: nothing is called adopted before its minutes are entered."""
    file = next(file for file in table.files if file.head.code == code)
    adopted = [d for d in file.decisions if d.organ == COUNCIL and is_adopted(d)]
    if not adopted or table.package is None:
        stances = [str(p.stance) for p in file.positions if not p.item]
        return stances[-1] if stances else WAITING
    last = adopted[-1]
    words = ADOPTED if last.text_hash == table.package.text_hash else OTHER_TEXT
    return tables.with_span(words, str(last.on)) if last.on else words
