"""Genomförande: how a joint decision is carried out, who is told of it, and what is reported."""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from models.accord import Accord
from models.dispatch import dispatch_list
from models.entered import fault, words_hash
from models.errors import Fault
from models.implementation import (
    Concern,
    Delegation,
    ImplementationDecision,
    implementation_faults,
    notices,
)
from pages.parts import entering, holding, on_table, records, support_reports, tables
from pages.parts.controls import Context
from pages.parts.on_table import OnTable
from pages.parts.plain import plain
from pages.parts.records import Kept
from scenarios import written

KIND = "genomforande"
SHOWN = 60  # characters of a decision that name it in a list


def show(here: Context) -> None:
    """Show an area's decisions on carrying out with their notices, then what is to be reported."""
    area = on_table.ask_area(here)
    table = on_table.on_table(here, area)
    names = entering.names_of(here)
    every = records.read_all(KIND, ImplementationDecision)
    found = sorted(
        (one for one in every if one.record.parent == area),
        key=lambda one: (one.record.on, one.key),
        reverse=True,
    )
    steps = support_reports.read_steps()
    _show_standing(table, len(found))
    for one in found:
        _show_decision(here, one.record, table.standing.accord, names)
    _show_dispatch(here, table, names)
    support_reports.show_reports(steps)
    st.header("För in")
    entering.ask_who()
    accord = table.standing.accord
    if accord is not None and accord.reached:
        st.subheader("Ett genomförandebeslut")
        _ask(table, accord, found, names)
    _remove(found)
    support_reports.ask_reports(steps)


def decision_words(one: ImplementationDecision) -> str:
    """Return a decision on one line."""
    text = " ".join(one.text.split())
    return f"{one.on}: {text if len(text) <= SHOWN else f'{text[:SHOWN]}…'}"


def _show_standing(table: OnTable, made: int) -> None:
    accord = table.standing.accord
    if accord is None or not accord.reached:
        why = accord.sentence if accord else "Området har inget fryst paket."
        st.markdown(
            f"**Det finns inget att genomföra för {plain(table.label)} än.** {plain(why)} Ett "
            "genomförandebeslut vilar på ett samstämmigt beslut."
        )
        return
    number = {0: "Inga", 1: "Ett"}.get(made) or written.count(made).capitalize()
    st.markdown(
        f"**{number} genomförandebeslut för {plain(table.label)}.** {plain(accord.sentence)} "
        "Ledningsgruppen beslutar bara om genomförande, med stöd av varje kommuns egen delegation, "
        "och varje beslut anmäls i varje kommun."
    )


def _show_decision(
    here: Context, one: ImplementationDecision, accord: Accord | None, names: dict[str, str]
) -> None:
    """Show a decision with a notice for each municipality, or why there is none any longer."""
    parents = {} if accord is None else {one.parent: accord}
    # A council that comes in later was no part of it and has nothing to be told.
    acting = {d.code for d in one.delegations}
    own = {code: name for code, name in names.items() if code in acting}
    given = notices(one, parents, own, on_table.today())
    st.subheader(plain(decision_words(one)))
    st.markdown(plain(one.text))
    if one.note:
        st.caption(plain(one.note))
    if not given:
        wrong = implementation_faults(one, parents, own, on_table.today())
        st.warning(
            "\n".join(["Beslutet ger ingen anmälan:", "", *(f"- {plain(str(f))}" for f in wrong)])
        )
        return
    tables.show_table(
        ("Kommun", "Nämnd", "Delegation", "Anmälan"),
        [(names[n.code], n.committee, n.reference, n.sentence) for n in given],
        caption=f"Anmälan i varje kommun av beslutet {decision_words(one)}",
        text_columns=range(4),
        sums=entering.mine(here, [n.code for n in given]),
    )


def _show_dispatch(here: Context, table: OnTable, names: dict[str, str]) -> None:
    own = {file.head.code: file.head.receivers for file in table.files}
    tables.show_table(
        ("Kommun", "Fullmäktiges beslut skickas till"),
        [
            (name, "; ".join(dispatch_list(code, own.get(code, ()), names)))
            for code, name in names.items()
        ],
        caption=f"Expedieringslista för {table.label}",
        text_columns=range(2),
        sums=entering.mine(here, list(names)),
    )
    st.caption(
        "De andra kommunernas kommunstyrelser står alltid med. Kommunens egna mottagare förs in "
        "under Dokument."
    )


@dataclass(frozen=True, slots=True)
class _Typed:
    """What stands in the fields of a decision; a municipality's delegation may be empty."""

    on: str
    concern: Concern
    text: str
    note: str
    delegations: tuple[Delegation, ...]


def _form(at: str, names: dict[str, str]) -> _Typed | None:
    """Return what has been typed, None until it is sent."""
    with st.form(f"form_{at}"):
        left, right = st.columns(2)
        on = left.text_input(
            "Beslutets dag", entering.day_text(on_table.today()), key=f"{at}_beslutsdag"
        )
        concern = right.selectbox(
            "Vad rör beslutet?", list(Concern), format_func=str, key=f"{at}_ror"
        )
        text = st.text_area("Beslutet", key=f"{at}_text")
        own = []
        for code, name in names.items():
            one, two = st.columns(2)
            committee = one.text_input(f"Nämnd, {name}", key=f"{at}_namnd_{code}")
            reference = two.text_input(
                f"Punkt i delegationsordningen, {name}", key=f"{at}_punkt_{code}"
            )
            own.append(Delegation(code, reference.strip(), committee.strip()))
        note = st.text_area("Anteckning", key=f"{at}_anteckning", height=80)
        if not st.form_submit_button("Spara genomförandebeslutet"):
            return None
    return _Typed(on, Concern(concern), text.strip(), note.strip(), tuple(own))


def _ask(
    table: OnTable,
    accord: Accord,
    found: Sequence[Kept[ImplementationDecision]],
    names: dict[str, str],
) -> None:
    """Ask for a decision; the municipalities are those whose councils have adopted the words."""
    taking_part = {code: name for code, name in names.items() if code in accord.adopted}
    place = f"{KIND}:{table.area}"
    typed = _form(f"{KIND}_{table.area}_{holding.round_of(place)}", taking_part)
    if typed is None:
        return
    faults: list[Fault] = []
    on = entering.needed_day(typed.on, "Genomförandebeslutet, dag", faults)
    if on is None:
        entering.show_faults(faults)
        return
    key = f"{table.area}:{on}:{words_hash((typed.text,))}"
    acting = tuple(one for one in typed.delegations if one.reference or one.committee)
    made = ImplementationDecision(
        key, table.area, on, typed.text, typed.concern, acting, typed.note
    )
    faults += implementation_faults(made, {table.area: accord}, taking_part, on_table.today())
    if any(one.key == key for one in found):
        faults.append(
            fault(
                f"Genomförandebeslutet {on}",
                "ett beslut som redan är infört",
                "ett nytt beslut",
                "ta bort det gamla först om det ska rättas",
            )
        )
    if faults:
        entering.show_faults(faults)
        return
    what = f"Förde in genomförandebeslutet {decision_words(made)}"
    records.save(Kept(KIND, key, made), made, what, empties=place)


def _remove(found: Sequence[Kept[ImplementationDecision]]) -> None:
    rows = [decision_words(one.record) for one in found]
    key = f"{KIND}_bort_{holding.round_of(KIND)}"
    row = entering.ask_removal(rows, key, "Ta bort ett genomförandebeslut")
    if row is not None:
        records.remove(found[row], f"Tog bort genomförandebeslutet {rows[row]}", KIND)
