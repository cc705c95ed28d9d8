"""Mandat: whether presidiums that meet decide or prepare a matter, and who has let them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from html import escape

import streamlit as st

from models.entered import MISSING, fault, text_faults
from models.errors import Fault
from models.legal_entities import MatterType
from models.mandate import Mandate, Role, mandate_faults, meeting_standing
from pages.parts import entering, law_text, on_table, records, tables
from pages.parts.controls import Context
from pages.parts.decision_today import COLOURS, Light
from pages.parts.records import Kept
from scenarios.support import Mandates, parties

KIND = "mandat"
UNNAMED = "ansvarig nämnd"
ROLE_COLOURS = {Role.DECIDING: COLOURS[Light.GREEN], Role.PREPARING: COLOURS[Light.AMBER]}


def show(here: Context) -> None:
    """Ask which matter and when; answer whether the meeting decides; let mandates be written."""
    matters = here.pack.legal.matters
    names = entering.names_of(here)
    found = {code: records.read(KIND, code, Mandates(code)) for code in names}
    left, right = st.columns([0.7, 0.3])
    key = left.selectbox(
        "Vilket slags ärende?",
        list(matters),
        next((n for n, matter in enumerate(matters.values()) if matter.delegable), 0),
        format_func=lambda one: matters[one].label,
        key="arendeslag",
    )
    typed = right.text_input("Mötets dag", entering.day_text(on_table.today()), key="mandat_dag")
    chosen = _committees(found, names)
    faults: list[Fault] = []
    when = entering.typed_day(typed, "Mötets dag", faults)
    if faults:
        entering.show_faults(faults)
    _show_answer(matters[str(key)], found, names, chosen, when or on_table.today())
    _show_table(here, found, names, matters)
    st.header("För in ett mandat")
    left, right = st.columns(2)
    with left:
        code = entering.ask_municipality(here, "mandat_kommun")
    with right:
        entering.ask_who()
    _ask(found[code], names[code], matters)
    _remove(found[code], names[code])


def _committees(found: Mapping[str, Kept[Mandates]], names: Mapping[str, str]) -> dict[str, str]:
    """Ask which committee it is where a municipality has several with mandates."""
    chosen = {}
    for code, one in found.items():
        if len(one.record.committees) > 1:
            picked = st.selectbox(
                f"Nämnd i {names[code]}", one.record.committees, key=f"mandat_namnd_{code}"
            )
            chosen[code] = str(picked)
    return chosen


def _show_answer(
    matter: MatterType,
    found: Mapping[str, Kept[Mandates]],
    names: Mapping[str, str],
    chosen: Mapping[str, str],
    when: date,
) -> None:
    given = {code: one.record for code, one in found.items()}
    who = parties(names, given, chosen, UNNAMED)
    every = [mandate for one in given.values() for mandate in one.mandates]
    standing = meeting_standing(matter, who, every, when)
    colour = ROLE_COLOURS[standing.role]
    st.html(
        f'<p><span class="samstamt-val" style="background:{colour}">{standing.role}</span> '
        f"<strong>{escape(standing.sentence)}</strong> {escape(matter.note)}</p>"
    )
    law_text.show_sections([standing.section], "Läs paragrafen")


def _show_table(
    here: Context,
    found: Mapping[str, Kept[Mandates]],
    names: Mapping[str, str],
    matters: Mapping[str, MatterType],
) -> None:
    rows: list[tuple[str, ...]] = []
    codes = []
    for code, one in found.items():
        for mandate in one.record.mandates:
            labels = [matters[m].label if m in matters else m for m in sorted(mandate.matters)]
            rows.append(
                (
                    names[code],
                    mandate.committee,
                    "; ".join(labels),
                    str(mandate.decided),
                    str(mandate.until or "tills vidare"),
                    mandate.paragraph or MISSING,
                )
            )
            codes.append(code)
        if not one.record.mandates:
            rows.append((names[code], "inget mandat", *("–",) * 4))
            codes.append(code)
    tables.show_table(
        ("Kommun", "Nämnd", "Ärenden", "Beslutat", "Till och med", "Paragraf"),
        rows,
        caption="Vad nämnderna har delegerat till sina presidier",
        text_columns=(0, 1, 2, 5),
        sums=entering.mine(here, codes),
    )


def mandate_words(mandate: Mandate) -> str:
    """Return a mandate on one line."""
    return f"{mandate.committee}, {mandate.decided} {mandate.paragraph}".strip()


@dataclass(frozen=True, slots=True)
class _Typed:
    """What stands in the fields of a mandate."""

    committee: str
    decided: str
    until: str
    paragraph: str
    matters: tuple[str, ...]


def _form(found: Kept[Mandates], matters: Mapping[str, MatterType]) -> _Typed | None:
    """Return what has been typed, None until it is sent; only what may be delegated is offered."""
    may = [key for key, matter in matters.items() if matter.delegable]
    kept_back = [matter.label.lower() for matter in matters.values() if not matter.delegable]
    with st.form(f"form_{found.field('nytt')}"):
        one, two, three, four = st.columns(4)
        committee = one.text_input("Nämnd", key=found.field("namnd"))
        decided = two.text_input(
            "Beslutat den", placeholder=entering.DAY_HINT, key=found.field("beslutat")
        )
        until = three.text_input("Till och med, om det är sagt", key=found.field("till"))
        paragraph = four.text_input("Nämndens paragraf", key=found.field("paragraf"))
        picked = st.multiselect(
            "Ärenden som presidiet får besluta",
            may,
            format_func=lambda key: matters[key].label,
            key=found.field("arenden"),
        )
        st.caption("Får inte delegeras: " + "; ".join(kept_back) + ".")
        sent = st.form_submit_button("Spara mandatet")
    return _Typed(committee, decided, until, paragraph, tuple(picked)) if sent else None


def _ask(found: Kept[Mandates], name: str, matters: Mapping[str, MatterType]) -> None:
    typed = _form(found, matters)
    if typed is None:
        return
    made, faults = _made(found.record.code, name, typed)
    if made is not None:
        faults += mandate_faults([made], matters, {found.record.code: name})
    if faults or made is None:
        entering.show_faults(faults)
        return
    whole = replace(found.record, mandates=(*found.record.mandates, made))
    records.save(found, whole, f"Förde in mandat för {name}: {mandate_words(made)}")


def _made(code: str, name: str, typed: _Typed) -> tuple[Mandate | None, list[Fault]]:
    """Return the mandate typed, None without a day, and every fault in what was typed."""
    where = f"{name}, mandat"
    faults: list[Fault] = []
    on = entering.needed_day(typed.decided, f"{where}, beslutets dag", faults)
    last = entering.typed_day(typed.until, f"{where}, till och med", faults)
    today = on_table.today()
    if on is not None and on > today:
        faults.append(
            fault(
                f"{where}, beslutets dag",
                f"{on}, som inte har varit",
                f"en dag till och med {today}",
                "för in mandatet när nämnden har beslutat",
            )
        )
    faults += text_faults(typed.committee, f"{where}, nämnd", required=True)
    faults += text_faults(typed.paragraph, f"{where}, paragraf")
    if not typed.matters:
        faults.append(fault(f"{where}, ärenden", MISSING, "minst ett slags ärende", "välj ärenden"))
    if on is None:
        return None, faults
    matters = tuple(sorted(typed.matters))
    committee, paragraph = typed.committee.strip(), typed.paragraph.strip()
    return Mandate(code, committee, matters, on, last, paragraph), faults


def _remove(found: Kept[Mandates], name: str) -> None:
    mandates = found.record.mandates
    row = entering.ask_removal([mandate_words(one) for one in mandates], found.field("bort"))
    if row is not None:
        left = tuple(one for n, one in enumerate(mandates) if n != row)
        what = f"Tog bort mandat för {name}: {mandate_words(mandates[row])}"
        records.save(found, replace(found.record, mandates=left), what)
