"""Omgången 2005–06: five councils adopted one text, shown as a matter of today would be."""

from datetime import date

import streamlit as st

from models.accord import Required, accord_of
from models.council_register import CouncilDecision
from models.underlag import underlag_line, underlag_list
from models.words import day, listed
from pages.parts import entering, on_table, swedish, tables, timeline_charts
from pages.parts.controls import Context
from pages.parts.decision_today import light_cell
from pages.parts.pictures import show_chart
from pages.parts.plain import plain
from pages.parts.timeline_charts import Mark
from scenarios.rounds import FOLDER, Round, RoundDays, RoundError, read_round, round_days

FILE = "2005_2006_framat_genom_samverkan.toml"
TEXT_ROW = "Texten"
STEPS = {"version": "Version av texten", "council": "Fullmäktiges beslut"}


def show(here: Context) -> None:
    """Show the round: when it came into accord, in which order, how long it took and on what."""
    names = {m.code: m.name for m in here.pack.municipalities}
    try:
        found = _round(tuple(names.items()), on_table.today())
    except RoundError as error:
        st.error(plain(str(error)))
        return
    days = round_days(found, on_table.today())
    _show_headline(found, days, names)
    _show_order(found, days, names, here)
    _show_chart(found, days, names)
    _show_text(found)


@st.cache_data(max_entries=4, show_spinner=False)
def _round(names: tuple[tuple[str, str], ...], today: date) -> Round:
    return read_round(FOLDER / FILE, dict(names), today)


def _show_headline(found: Round, days: RoundDays, names: dict[str, str]) -> None:
    timeline = days.timeline
    accord = accord_of(
        Required(timeline.order, found.text_hash), found.decisions, (), names, {}, on_table.today()
    )
    if accord.since is None or timeline.span is None:
        st.markdown(f"**{plain(accord.sentence)}**")
        return
    who = listed([names[code] for code in timeline.order])
    st.markdown(
        f"**Samstämmigt {day(accord.since)}: fullmäktige i {plain(who)} har antagit samma text.**"
    )
    st.html(
        f"<p>{light_cell(accord.light).html} Från det första fullmäktige till det sista gick "
        f"{swedish.number(timeline.span)} dagar. Från det första utkastet gick "
        f"{swedish.number(days.from_first_draft)} dagar, från den sista revideringen "
        f"{swedish.number(days.from_final_version)}.</p>"
    )


def _show_order(found: Round, days: RoundDays, names: dict[str, str], here: Context) -> None:
    timeline = days.timeline
    by_code = {decision.code: decision for decision in found.decisions}
    tables.show_table(
        (
            "Kommun",
            "Organ",
            "Datum",
            "Paragraf",
            "Diarienummer",
            "Dagar efter den första",
            "Dagar efter den förra",
        ),
        [
            _row(by_code[code], names[code], offset, gap)
            for code, offset, gap in zip(
                timeline.order, timeline.offsets, (None, *timeline.gaps), strict=True
            )
        ],
        caption="I den ordning fullmäktige beslutade",
        text_columns=range(5),
        sums=entering.mine(here, timeline.order),
    )


def _row(decision: CouncilDecision, name: str, offset: int, gap: int | None) -> tuple[str, ...]:
    return (
        name,
        decision.organ,
        str(decision.on),
        decision.paragraph or swedish.MISSING,
        decision.dnr or swedish.MISSING,
        swedish.number(offset),
        "–" if gap is None else swedish.number(gap),
    )


def _show_chart(found: Round, days: RoundDays, names: dict[str, str]) -> None:
    councils = zip(days.timeline.order, days.timeline.days, strict=True)
    marks = [
        *(Mark(TEXT_ROW, "version", version.on) for version in found.versions),
        *(Mark(names[code], "council", on) for code, on in councils),
    ]
    title = "Från första utkast till det sista fullmäktige"
    show_chart(timeline_charts.steps_chart(marks, STEPS, title=title), title)


def _show_text(found: Round) -> None:
    """Show the versions of the text, what it stands on, and where all this is written."""
    st.header("Texten och vad den vilar på")
    tables.show_table(
        ("Datum", "Version"),
        [(str(version.on), version.what) for version in found.versions],
        caption=f"Versionerna av ”{found.title}”, {found.kind}",
        text_columns=(0, 1),
    )
    st.markdown(
        f"Remiss {plain(found.consultation)} till {plain(listed(found.consulted))}. "
        "Underlaget, det äldsta först:"
    )
    lines = (underlag_line(one) for one in underlag_list(found.underlag))
    st.markdown("\n".join(f"- {plain(line)}" for line in lines))
    st.caption(f"Källa: {plain(found.source_title)}, [{plain(found.url)}]({found.url}).")
