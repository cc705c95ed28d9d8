"""What the documents need beside the package: the assessment, the agreement's own clauses, contact.

Kept for each area and saved with a button: they are written once, by one person.
"""

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import streamlit as st

from models.council_dates import CouncilDates
from models.entered import NOTE, date_of, text_faults
from models.errors import Fault
from models.staff_dialogue import LocalBox
from models.underlag import Underlag, underlag_list
from pages.parts import kept, on_table
from pages.parts.controls import Context
from pages.parts.on_table import OnTable
from pages.parts.plain import plain
from scenarios.frozen import Package
from store.codec import record_of, to_body
from store.errors import StoreError

if TYPE_CHECKING:
    from documents.context import Context as Matter

MATTER = "arende"
LOCAL, BASIS = "mbl", "handling"


def matter_of(here: Context, table: OnTable, package: Package) -> "Matter":
    """Return everything the documents need beside the package, as it has been entered.

    Raises:
        StoreError: when it cannot be read.
    """
    from documents.context import Dated, Negotiation

    said, _ = _entered(table)
    governance = package.words.governance
    form = next((f for f in here.pack.legal.forms if f.key == governance.form), None)
    years = form.notice_years if form else None
    boxes = _boxes(table)
    return replace(
        said,
        material=_material(table),
        negotiations=tuple(
            Negotiation(
                code,
                _iso(box.informed),
                _iso(box.risk_assessed),
                _iso(box.negotiated),
                box.note or box.protocol,
            )
            for code, box in boxes.items()
        ),
        timetable=tuple(
            Dated(_iso(day), f"{file.head.name}: {what}")
            for file in table.files
            for what, day in _steps(file.dates)
            if day is not None
        ),
        law=_law(here, package),
        longest_notice=None if years is None else round(years * 12),
        joint_committee=bool(form and form.joint_body and not form.legal_person),
    )


def show_matter(table: OnTable, package: Package) -> None:
    """Ask for what only the documents need."""
    try:
        said, seen = _entered(table)
    except StoreError as error:
        st.error(plain(str(error)))
        return
    from documents.agreement_clauses import CLAUSES

    with (
        st.expander("Det som handlingarna behöver utöver paketet"),
        st.form(f"arende_{table.area}_{seen}"),
    ):
        texts = {
            "assessment": st.text_area("Bedömning", said.assessment, max_chars=NOTE),
            "quotation": st.text_area(
                "Citat till pressmeddelandet (den som citeras har godkänt det)",
                said.quotation,
                max_chars=NOTE,
                height=80,
            ),
            "contact": st.text_input("Kontakt i pressmeddelandet", said.contact),
            "release_date": st.text_input("Pressmeddelandets datum", said.release_date),
        }
        clauses = {
            n: st.text_area(
                f"Avtalet {n}. {clause.name}: {clause.wanted}",
                said.clause(n),
                max_chars=NOTE,
                height=80,
            )
            for n, clause in enumerate(CLAUSES, 1)
            if clause.wanted
        }
        numbers = dict(said.company_numbers)
        companies = {
            party.code: st.text_input(
                f"Organisationsnummer {party.name} kommun", numbers.get(party.code, "")
            )
            for party in package.frozen.joining
        }
        sent = st.form_submit_button("Spara")
    if not sent:
        return
    faults = _faults({**texts, **{str(n): text for n, text in clauses.items()}, **companies})
    day = date_of(texts["release_date"], "Pressmeddelandets datum")
    if texts["release_date"].strip() and isinstance(day, Fault):
        faults.append(day)
    if faults:
        st.error("\n\n".join(plain(str(fault)) for fault in faults))
        return
    texts["release_date"] = day.isoformat() if isinstance(day, date) else ""
    anew = replace(
        said,
        **{name: text.strip() for name, text in texts.items()},
        clauses=tuple((n, text.strip()) for n, text in clauses.items() if text.strip()),
        company_numbers=tuple((c, text.strip()) for c, text in companies.items() if text.strip()),
    )
    on_table.saving(lambda: _save(table, anew, seen), "Sparat.")
    st.rerun()


def _faults(texts: dict[str, str]) -> list[Fault]:
    return [f for name, text in texts.items() for f in text_faults(text, name, NOTE, lines=True)]


def _save(table: OnTable, said: "Matter", seen: int) -> None:
    kept.store().save(
        MATTER,
        table.area,
        to_body(said),
        who=on_table.who(),
        at=kept.now(),
        what=f"Ändrade ärendets texter för {table.label}",
        seen=seen,
    )


def _entered(table: OnTable) -> tuple["Matter", int]:
    """Return what has been entered for the area, and the revision it was read from.

    An area nobody has written for begins with the organisationsnummer that another area has.
    """
    from documents.context import Context as Matter

    store = kept.store()
    row = store.latest(MATTER, table.area)
    if row is not None:
        return record_of(Matter, row), row.number
    others = [record_of(Matter, other) for other in store.all_latest(MATTER)]
    numbers = next((one.company_numbers for one in others if one.company_numbers), ())
    return Matter(company_numbers=numbers), 0


def _boxes(table: OnTable) -> dict[str, LocalBox]:
    """Return every municipality's own negotiation, as entered under Förankring or in the clock."""
    store, found = kept.store(), {}
    for file in table.files:
        code = file.head.code
        row = store.latest(LOCAL, f"{table.area}:{code}")
        box = LocalBox(code) if row is None else record_of(LocalBox, row)
        found[code] = replace(
            box,
            informed=box.informed or file.dates.union_info,
            negotiated=box.negotiated or file.dates.union_talks,
        )
    return found


def _material(table: OnTable) -> tuple[object, ...]:
    from documents.context import Dated

    rows = [record_of(Underlag, row) for row in kept.store().all_latest(BASIS)]
    return tuple(
        Dated(one.dated, ", ".join(part for part in (one.title, one.organ, one.place) if part))
        for one in underlag_list(rows)
    )


def _law(here: Context, package: Package) -> tuple[str, ...]:
    """Return what the chosen form requires, who decides it and by which paragraph."""
    key = package.words.governance.form
    return tuple(
        f"{one.label}: {one.decided_by}" + (f" ({one.rests_on})" if one.rests_on else "")
        for one in (here.pack.legal.required_by(key) if key else ())
    )


def _steps(dates: CouncilDates) -> tuple[tuple[str, date | None], ...]:
    return (
        ("kommunstyrelsen", dates.executive_committee),
        ("kommunfullmäktige", dates.council),
    )


def _iso(day: date | None) -> str:
    return "" if day is None else day.isoformat()
