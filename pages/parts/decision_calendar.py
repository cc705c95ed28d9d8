"""Beslutsklockan: when a common start is possible, who decides that, and what to look out for."""

from collections.abc import Collection, Sequence
from dataclasses import replace

import streamlit as st

from models.calendar_of_law import CHAIN_SECTIONS
from models.council_dates import STEPS, Chain, CouncilDates
from models.council_register import COUNCIL
from models.decision_clock import Clock, clock
from models.law import cite
from models.words import day
from pages.parts import (
    calendar_entries,
    entering,
    law_text,
    on_table,
    support_talks,
    tables,
    timeline_charts,
)
from pages.parts.controls import Context
from pages.parts.decision_councils import adopted, files_in_order, known_dates, last_of
from pages.parts.pictures import show_chart
from pages.parts.plain import plain
from pages.parts.swedish import MISSING
from pages.parts.timeline_charts import Mark

MOST_SIGNING = 365
HELD = "har beslutat"
CHART_STEPS = {
    "union_info": "Information, 19 §",
    "union_talks": "Förhandling, 11 §",
    "committee": "Nämnd",
    "executive_committee": "Kommunstyrelse",
    "council": "Fullmäktige",
    "posted": "Justering anslagen",
    "final": "Laga kraft",
}
# The same is often said of every municipality.
MOST_WARNINGS = 4


def show(here: Context) -> None:
    """Show the answer, the chain of each municipality, and let the dates be written."""
    left, right = st.columns([0.7, 0.3])
    with left:
        area = on_table.ask_area(here)
    with right:
        signing = st.number_input(
            "Dagar för underskrift efter laga kraft",
            0,
            MOST_SIGNING,
            0,
            key="underskrift",
            bind="query-params",
        )
    table = on_table.on_table(here, area)
    files = files_in_order(here, table)
    dates = [_with_talks(area, known_dates(file)) for file in files]
    found = clock(dates, int(signing or 0))
    st.markdown(f"**{plain(found.sentence)}** {plain(_own(found, here))}")
    _show_faults(found)
    held = {file.head.code for file in files if adopted(last_of(file, COUNCIL))}
    _show_chains(found, held, here)
    _show_chart(found, dates)
    _show_warnings(found)
    st.header("Kommunernas datum")
    calendar_entries.show_entry(table, files)


def _with_talks(area: str, dates: CouncilDates) -> CouncilDates:
    """Return the dates with the municipality's own talks as they were held."""
    box = support_talks.box_of(area, dates.code).record
    return replace(
        dates,
        union_info=box.informed or dates.union_info,
        union_talks=box.negotiated or dates.union_talks,
    )


def _own(found: Clock, here: Context) -> str:
    """Return what the answer means to the municipality looked at."""
    chain = next((one for one in found.chains if one.code == here.only), None)
    if chain is None:
        return ""
    said = f"{chain.name}: laga kraft {day(chain.final)}"
    if chain.latest_council is None:
        return f"{said}."
    room = "utan marginal" if not chain.slack_days else f"{chain.slack_days} dagar till godo"
    return f"{said}, {room}; fullmäktige kan hållas senast {day(chain.latest_council)}."


def _show_faults(found: Clock) -> None:
    for fault in found.faults:
        st.error(plain(str(fault)))


def _show_chains(found: Clock, held: Collection[str], here: Context) -> None:
    """Show from council to legal force, and how far each council may move."""
    codes = [chain.code for chain in found.chains]
    missing = [m for m in found.missing if m.code not in codes]
    tables.show_table(
        (
            "Kommun",
            "Fullmäktige",
            "Justerat senast",
            "Anslaget",
            "Laga kraft",
            "Dagar till godo",
            "Fullmäktige senast",
        ),
        [
            *(_chain_row(chain, decided=chain.code in held) for chain in found.chains),
            *((m.name, MISSING, *("–",) * 5) for m in missing),
        ],
        caption="Från fullmäktiges beslut till laga kraft",
        text_columns=range(7),
        sums=entering.mine(here, [*codes, *(m.code for m in missing)]),
    )
    lacking = [m.sentence for m in found.missing]
    if lacking:
        st.caption("\n".join(f"- {plain(sentence)}" for sentence in lacking))
    law_text.show_sections([CHAIN_SECTIONS], f"Så räknas tiderna ({cite(CHAIN_SECTIONS)})")


def _chain_row(chain: Chain, *, decided: bool) -> tuple[str, ...]:
    """Return a municipality's row; a council that has adopted a text does not move any more."""
    posted = str(chain.posted) if chain.posted else f"senast {chain.posted_by}"
    return (
        chain.name,
        str(chain.council),
        str(chain.approved_by),
        posted,
        str(chain.final),
        "–" if decided or chain.slack_days is None else str(chain.slack_days),
        HELD if decided else str(chain.latest_council or "–"),
    )


def _show_chart(found: Clock, dates: Sequence[CouncilDates]) -> None:
    """Draw every step; the table above has the same days."""
    final = {chain.code: chain.final for chain in found.chains}
    marks = [
        Mark(one.name, step, on)
        for one in dates
        for step in CHART_STEPS
        if (on := one.on(step) if step in STEPS else final.get(one.code))
    ]
    if not marks:
        return
    title = (
        f"Stegen fram till {day(found.last_final)}"
        if found.last_final
        else "De steg som har en dag"
    )
    show_chart(timeline_charts.steps_chart(marks, CHART_STEPS, title=title), title)


def _show_warnings(found: Clock) -> None:
    if not found.warnings:
        return
    st.header("Att se upp med")
    first, rest = found.warnings[:MOST_WARNINGS], found.warnings[MOST_WARNINGS:]
    st.markdown("\n".join(f"- {plain(warned.sentence)}" for warned in first))
    if rest:
        with st.expander(f"Visa {len(rest)} till"):
            st.markdown("\n".join(f"- {plain(warned.sentence)}" for warned in rest))
    law_text.show_sections([w.section for w in found.warnings], "Läs paragraferna")
