"""Remiss: who has been asked, who is late, and what the answers changed."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import streamlit as st

from models.consultation import (
    RecipientKind,
    Referral,
    Reply,
    change_log,
    consultation_faults,
    may_be_final,
    overdue_referrals,
)
from models.errors import Fault
from models.words import day
from pages.parts import entering, on_table, records, tables
from pages.parts.controls import Context
from pages.parts.council_entry import NEW, ask_row
from pages.parts.plain import plain
from pages.parts.records import Kept
from scenarios.support import Consultation

KIND = "remiss"


def show(here: Context) -> None:
    """Show an area's consultation, and let its rows be written and taken away."""
    area = on_table.ask_area(here)
    found = records.read(KIND, area, Consultation(area))
    referrals = found.record.referrals
    st.markdown(f"**{plain(may_be_final(referrals).sentence)}**")
    late = overdue_referrals(referrals, on_table.today())
    if late:
        lines = [
            f"- {plain(one.recipient)}: svaret skulle ha kommit {day(one.due)}" for one in late
        ]
        st.warning("\n".join(["Försenade svar", "", *lines]))
    if referrals:
        _show_table(referrals)
        _show_changes(referrals)
    st.header("För in en mottagare eller ett svar")
    entering.ask_who()
    _ask(found)
    row = entering.ask_removal([referral_words(r) for r in referrals], found.field("bort"))
    if row is not None:
        left = tuple(r for n, r in enumerate(referrals) if n != row)
        what = f"Tog bort remissen till {referrals[row].recipient}"
        records.save(found, replace(found.record, referrals=left), what)


def referral_words(one: Referral) -> str:
    """Return a row of the consultation on one line."""
    return f"{one.recipient} ({one.kind}): {one.reply}"


def _show_table(referrals: Sequence[Referral]) -> None:
    tables.show_table(
        ("Mottagare", "Slag", "Svar senast", "Läge", "Svarade", "Svaret", "Hanterat"),
        [
            (
                one.recipient,
                str(one.kind),
                str(one.due),
                str(one.reply),
                str(one.on or "–"),
                one.response or "–",
                _dealt(one),
            )
            for one in referrals
        ],
        caption="Vilka som har fått remissen",
        text_columns=(0, 1, 3, 5, 6),
    )


def _dealt(one: Referral) -> str:
    if one.change:
        return f"Ändrat: {one.change}"
    if one.unchanged:
        return f"Inte ändrat: {one.unchanged}"
    return "inte hanterat" if one.reply is Reply.ANSWERED else "–"


def _show_changes(referrals: Sequence[Referral]) -> None:
    edits = change_log(referrals)
    if edits:
        tables.show_table(
            ("Från", "Svaret", "Ändringen", "Dag"),
            [(e.recipient, e.response, e.change, str(e.on or "–")) for e in edits],
            caption="Vad svaren har ändrat i texten",
            text_columns=range(3),
        )


def _ask(found: Kept[Consultation]) -> None:
    referrals = found.record.referrals
    row = ask_row([referral_words(r) for r in referrals], found.field("rad"), "mottagare", "Ny")
    old = referrals[row] if row != NEW else None
    at = found.field(referral_words(old) if old else "ny")
    found = found.filled_from(at, f"{at}_vem") if old else found
    typed = _form(at, old)
    if typed is None:
        return
    one, faults = typed
    if one is None:
        entering.show_faults(faults)
        return
    others = tuple(r for n, r in enumerate(referrals) if n != row)
    whole = (*referrals[:row], one, *referrals[row + 1 :]) if old else (*others, one)
    faults += consultation_faults(whole, on_table.today())
    if faults:
        entering.show_faults(faults)
        return
    what = f"{'Rättade' if old else 'Förde in'} remissen till {one.recipient}: {one.reply}"
    records.save(found, replace(found.record, referrals=whole), what, at)


def _form(at: str, old: Referral | None) -> tuple[Referral | None, list[Fault]] | None:
    """Return what has been typed with the faults of its form, None until it is sent."""
    first = old or Referral("", RecipientKind.MUNICIPALITY, date.max)
    with st.form(f"form_{at}"):
        one, two, three = st.columns(3)
        recipient = one.text_input("Mottagare", first.recipient, key=f"{at}_vem")
        kinds = list(RecipientKind)
        kind = two.selectbox(
            "Slag", kinds, kinds.index(first.kind), format_func=str, key=f"{at}_slag"
        )
        due = three.text_input(
            "Svar senast",
            entering.day_text(old.due if old else None),
            placeholder=entering.DAY_HINT,
            key=f"{at}_senast",
        )
        replies = list(Reply)
        reply = one.selectbox(
            "Läge", replies, replies.index(first.reply), format_func=str, key=f"{at}_lage"
        )
        on = two.text_input("Svarade den", entering.day_text(first.on), key=f"{at}_dag")
        response = st.text_area("Svaret i korthet", first.response, key=f"{at}_svar")
        left, right = st.columns(2)
        change = left.text_area("Vad som ändrades", first.change, key=f"{at}_andring")
        unchanged = right.text_area(
            "Eller varför inget ändrades", first.unchanged, key=f"{at}_oandrat"
        )
        if not st.form_submit_button("Spara raden"):
            return None
    faults: list[Fault] = []
    where = f"Remissen till {recipient.strip() or 'okänd mottagare'}"
    last = entering.needed_day(due, f"{where}, svar senast", faults)
    answered = entering.typed_day(on, f"{where}, svarsdag", faults)
    if last is None:
        return None, faults
    return (
        Referral(
            recipient.strip(),
            RecipientKind(kind),
            last,
            Reply(reply),
            answered,
            response.strip(),
            change.strip(),
            unchanged.strip(),
        ),
        faults,
    )
