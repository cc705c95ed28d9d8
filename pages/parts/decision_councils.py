"""Kommunerna: what each council has decided, where it stands, and whose turn it is."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from html import escape
from typing import TypeGuard

import streamlit as st

from models.council_dates import CouncilDates
from models.council_register import (
    BOARD,
    COUNCIL,
    WHOLE,
    CouncilDecision,
    DecisionStatus,
    Position,
    Stance,
)
from models.decision_clock import clock
from models.timeline import timeline_of, whose_turn
from pages.parts import council_entries, decision_today, entering, on_table, tables
from pages.parts.controls import Context
from pages.parts.decision_today import COLOURS, NOT_BEGUN, Light
from pages.parts.on_table import OnTable
from pages.parts.plain import plain
from pages.parts.tables import Cell
from scenarios.desk import POINTS, CouncilFile

SAME, OTHER, NO_TEXT = "samma", "annan", "–"
WHOLE_LABEL = "Helheten"
STANCE_COLOURS = {
    Stance.FOR: COLOURS[Light.GREEN],
    Stance.DOUBTFUL: COLOURS[Light.AMBER],
    Stance.AGAINST: COLOURS[Light.RED],
    Stance.NOT_TREATED: NOT_BEGUN,
}


def show(here: Context) -> None:
    """Show one area's councils side by side, and let what they have done be entered."""
    table = on_table.on_table(here, on_table.ask_area(here))
    decision_today.show_light(table)
    files = files_in_order(here, table)
    st.markdown(f"**{plain(turn(here, table))}**")
    _show_decisions(here, table, files)
    _show_positions(here, files)
    st.header("För in vad en kommun har gjort")
    council_entries.show_entry(here, table)


def files_in_order(here: Context, table: OnTable) -> list[CouncilFile]:
    """Return the municipalities' papers, those of the one looked at first."""
    return sorted(table.files, key=lambda file: file.head.code != here.only)


def turn(here: Context, table: OnTable) -> str:
    """Return whose turn it is, among those who are to adopt the package."""
    parties = table.package.frozen.parties if table.package else ()
    codes = [p.code for p in parties] or [file.head.code for file in table.files]
    planned = {f.head.code: f.dates.council for f in table.files if f.dates.council}
    found = timeline_of(
        [d for file in table.files for d in file.decisions], codes, planned, on_table.today()
    )
    return whose_turn(found, entering.names_of(here))


def last_of(file: CouncilFile, organ: str) -> CouncilDecision | None:
    """Return what a body did last, None before its minutes have been entered."""
    own = [d for d in file.decisions if d.organ == organ]
    return max(own, key=lambda d: d.on or date.min, default=None)


def known_dates(file: CouncilFile) -> CouncilDates:
    """Return a municipality's dates: the day in the minutes where there is one, else the plan."""
    council, board = last_of(file, COUNCIL), last_of(file, BOARD)
    return replace(
        file.dates,
        council=council.on if adopted(council) else file.dates.council,
        executive_committee=board.on if board else file.dates.executive_committee,
    )


def adopted(found: CouncilDecision | None) -> TypeGuard[CouncilDecision]:
    """Say whether a body has said yes, to whichever words."""
    return found is not None and found.status is DecisionStatus.ADOPTED


def _show_decisions(here: Context, table: OnTable, files: Sequence[CouncilFile]) -> None:
    wanted = table.package.text_hash if table.package else ""
    tables.show_table(
        ("Kommun", "Kommunstyrelsen", "Fullmäktige", "Antagen text", "Laga kraft"),
        [
            (
                file.head.name,
                _decision(last_of(file, BOARD), file.dates.executive_committee),
                _decision(last_of(file, COUNCIL), file.dates.council),
                _text(last_of(file, COUNCIL), wanted),
                _final(file),
            )
            for file in files
        ],
        caption=f"{table.label}: besluten enligt protokollen",
        text_columns=range(5),
        sums=entering.mine(here, [file.head.code for file in files]),
    )
    st.caption(
        "”Samma” är paketets ord; ”annan” är att fullmäktige antog andra ord. Laga kraft är den "
        "sista dagen att överklaga, räknad med lagens längsta tider tills justeringen är anslagen."
    )


def _decision(found: CouncilDecision | None, planned: date | None) -> Cell | str:
    """Return a decision with its reference; a plan says that it is one."""
    if found is None:
        return f"planerat {planned}" if planned else "–"
    dnr = f"dnr {found.dnr}" if found.dnr else ""
    reference = ", ".join(part for part in (found.paragraph, dnr) if part)
    below = f'<span class="samstamt-spann">{escape(reference)}</span>' if reference else ""
    return Cell(f"{escape(str(found.status))} {found.on or ''}{below}")


def _text(found: CouncilDecision | None, wanted: str) -> str:
    if not adopted(found):
        return NO_TEXT
    return SAME if wanted and found.text_hash == wanted else OTHER


def _final(file: CouncilFile) -> str:
    """Return the day a decision gains legal force; a plan's day is said to be one."""
    found = last_of(file, COUNCIL)
    chains = clock((known_dates(file),)).chains
    # A matter put off has a new day only when somebody has planned one.
    if not chains or (found and found.on and chains[0].council < found.on):
        return "–"
    if found and not adopted(found) and found.on == chains[0].council:
        return "–"
    day = str(chains[0].final)
    return day if adopted(found) else f"{day} om planen håller"


def _show_positions(here: Context, files: Sequence[CouncilFile]) -> None:
    items = {WHOLE: WHOLE_LABEL} | POINTS
    tables.show_table(
        ("Kommun", *items.values()),
        [
            (file.head.name, *(_stance(last_position(file, item)) for item in items))
            for file in files
        ],
        caption="Ställningstagande till helheten och till varje punkt",
        text_columns=range(len(items) + 1),
        sums=entering.mine(here, [file.head.code for file in files]),
    )


def last_position(file: CouncilFile, item: str) -> Position | None:
    """Return the last word a municipality has said on an item; of one day's, the last entered."""
    own = [p for p in file.positions if p.item == item]
    return max(reversed(own), key=lambda p: p.on or date.min, default=None)


def _stance(position: Position | None) -> Cell | str:
    if position is None:
        return "–"
    colour = STANCE_COLOURS[position.stance]
    chip = f'<span class="samstamt-val" style="background:{colour}">{position.stance}</span>'
    said = ", ".join(part for part in (str(position.on or ""), position.organ) if part)
    return Cell(f'{chip}<span class="samstamt-spann">{escape(said)}</span>')
