"""Pressmeddelande: one text, and who has approved these very words."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, time

import streamlit as st

from models.entered import fault
from models.errors import Fault
from models.press_approval import (
    Approval,
    PressRelease,
    approved_by,
    may_be_released,
    press_faults,
)
from pages.parts import entering, kept, on_table, records, tables
from pages.parts.controls import Context
from pages.parts.decision_matter import matter_of
from pages.parts.on_table import OnTable
from pages.parts.plain import plain
from pages.parts.records import Kept
from scenarios import written
from scenarios.frozen import Package
from scenarios.support import Press
from store.errors import StoreError

KIND = "press"


def show(here: Context) -> None:
    """Show whether the text may go out, the text, and who has approved it."""
    table = on_table.on_table(here, on_table.ask_area(here))
    if table.package is None:
        st.markdown(
            "**Det finns inget att berätta än.** Ett pressmeddelande hör till ett fryst paket; "
            "frys området under Paketet."
        )
        return
    version = table.package.version
    empty = Press(PressRelease(version, "", ""))
    found = records.read(KIND, version, empty)
    names = entering.names_of(here)
    if found.record.release.text:
        strays = _strays(here, table, table.package, found.record.release)
        _show_release(here, found, names, strays)
        st.header("Ändra texten")
        st.markdown("Ändras ett ord behöver alla godkänna på nytt.")
    else:
        st.markdown(f"**{plain(table.label)} har inget pressmeddelande än.** Skriv det här.")
        entering.ask_who()
    _ask_text(found, names)


def _show_release(
    here: Context, found: Kept[Press], names: dict[str, str], strays: Sequence[Fault]
) -> None:
    """Show the text and who has approved it; one with strays is not there to be approved."""
    press = found.record
    _show_state(press, names, strays)
    st.subheader(plain(press.release.title))
    st.markdown(plain(press.release.text))
    _show_approvals(here, press, names)
    st.header("Godkänn texten")
    if strays:
        st.markdown("Rätta talen i texten först.")
        entering.ask_who()
    else:
        _ask_approval(here, found, names)
    _take_back(found, names)


def _strays(
    here: Context, table: OnTable, package: Package, release: PressRelease
) -> tuple[Fault, ...]:
    """Return every number in the text that the frozen package does not have.

    The day it goes out, the councils' days, and what has been approved as contact and quotation
    may stand there too.
    """
    # What reads figures loads Word with it, which takes a second: nobody else waits for it.
    from documents.checks import check_figures
    from documents.context import Context as Matter

    try:
        matter = matter_of(here, table, package)
    except StoreError as error:
        st.error(plain(str(error)))
        st.stop()
    at = release.release_at
    days = f"{matter.release_date} {at.date() if at else ''}"
    known = Matter(
        timetable=matter.timetable,
        contact=matter.contact,
        quotation=matter.quotation,
        release_date=days,
    )
    return tuple(
        fault(
            f"Pressmeddelandet ”{release.title}”",
            str(stray),
            "ett tal som står i det frysta paketet, skrivet som där",
            "rätta eller ta bort talet, eller frys området på nytt med det",
        )
        for stray in check_figures((release.title, release.text), package, None, known)
    )


def _show_state(press: Press, names: dict[str, str], strays: Sequence[Fault]) -> None:
    """Say whether the text may go out; with a number from elsewhere it may not, whoever agrees."""
    if not strays:
        now = datetime.fromisoformat(kept.now())
        may = may_be_released(press.release, press.approvals, names, now)
        st.markdown(f"**{plain(may.sentence)}**")
        return
    number = written.count(len(strays)) if len(strays) > 1 else "ett"
    st.markdown(
        f"**Texten får inte godkännas eller gå ut: {number} tal i den står inte i det frysta "
        "paketet.**"
    )
    st.error("\n".join(f"- {plain(str(stray))}" for stray in strays))


def _show_approvals(here: Context, press: Press, names: dict[str, str]) -> None:
    given = approved_by(press.release, press.approvals, names)
    last = {one.code: one for one in press.approvals}
    tables.show_table(
        ("Kommun", "Läge", "Av", "Dag"),
        [
            (
                name,
                _state(code in given, code in last),
                last[code].by if code in last else "–",
                str(last[code].on) if code in last else "–",
            )
            for code, name in names.items()
        ],
        caption="Vilka som har godkänt texten ord för ord",
        text_columns=range(4),
        sums=entering.mine(here, list(names)),
    )


def _state(given: bool, before: bool) -> str:
    if given:
        return "godkänd"
    return "godkände en tidigare text" if before else "inte godkänd"


def _ask_approval(here: Context, found: Kept[Press], names: dict[str, str]) -> None:
    left, right = st.columns(2)
    with left:
        code = entering.ask_municipality(here, "press_kommun")
    with right:
        entering.ask_who()
    at = found.field("godkann")
    # Who approves has read the words on the screen, and no others.
    found = found.filled_from(at, found.field("av"))
    press = found.record
    with st.form(f"form_{at}"):
        one, two = st.columns(2)
        by = one.text_input("Vem godkänner?", key=found.field("av"), placeholder="funktion")
        typed = two.text_input(
            "Godkänt den", entering.day_text(on_table.today()), key=found.field("dag")
        )
        sent = st.form_submit_button("Godkänn de här orden")
    if sent:
        faults: list[Fault] = []
        on = entering.needed_day(typed, "Godkänt den", faults)
        approval = Approval(code, press.release.text_hash, on or on_table.today(), by.strip())
        others = tuple(one for one in press.approvals if one.code != code)
        faults += press_faults(press.release, [approval], names, on_table.today())
        if faults:
            entering.show_faults(faults)
        else:
            what = f"{names[code]} godkände pressmeddelandet"
            records.save(found, replace(press, approvals=(*others, approval)), what, at)


def _take_back(found: Kept[Press], names: dict[str, str]) -> None:
    press = found.record
    rows = [f"{names.get(a.code, a.code)}, {a.on}" for a in press.approvals]
    row = entering.ask_removal(rows, found.field("bort"), "Ta tillbaka ett godkännande")
    if row is not None:
        left_over = tuple(one for n, one in enumerate(press.approvals) if n != row)
        what = f"Tog tillbaka godkännandet från {rows[row]}"
        records.save(found, replace(press, approvals=left_over), what)


def _ask_text(found: Kept[Press], names: dict[str, str]) -> None:
    release = found.record.release
    at = release.release_at
    form = found.field("text")
    found = found.filled_from(form, found.field("rubrik"))
    with st.form(f"form_{form}"):
        title = st.text_input("Rubrik", release.title, key=found.field("rubrik"))
        text = st.text_area("Text", release.text, height=240, key=found.field("brodtext"))
        left, right = st.columns(2)
        day = left.text_input(
            "Får gå ut den",
            entering.day_text(at.date() if at else None),
            placeholder=entering.DAY_HINT,
            key=found.field("ut_dag"),
        )
        hour = right.time_input(
            "Klockan", at.time() if at else time(9), step=900, key=found.field("ut_tid")
        )
        sent = st.form_submit_button("Spara texten")
    if not sent:
        return
    faults: list[Fault] = []
    on = entering.typed_day(day, "Får gå ut den", faults)
    when = datetime.combine(on, hour or time(9)) if on else None
    new = PressRelease(release.key, title.strip(), text.strip(), when)
    faults += press_faults(new, (), names, on_table.today())
    if faults:
        entering.show_faults(faults)
        return
    what = f"Skrev pressmeddelandet {new.title}"
    records.save(found, replace(found.record, release=new), what, form)
