"""Återrapporter: decisions on direction, what is owed on them, and what has been reported."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import streamlit as st

from models.entered import fault, words_hash
from models.errors import Fault
from models.report_back import (
    DirectionDecision,
    ReportBack,
    may_decide_finally,
    open_reports,
    overdue_reports,
    report_faults,
    report_owed,
)
from pages.parts import entering, holding, on_table, records, tables
from pages.parts.records import Kept
from scenarios import written
from scenarios.support import TwoSteps

KIND = "aterrapport"
Steps = Sequence[Kept[TwoSteps]]


def read_steps() -> Steps:
    """Return every decision on direction with its reports, the oldest first."""
    return sorted(
        records.read_all(KIND, TwoSteps), key=lambda one: (one.record.decision.on, one.key)
    )


def _owed(steps: Steps) -> tuple[ReportBack, ...]:
    return open_reports(
        [one.record.decision for one in steps], [r for one in steps for r in one.record.reports]
    )


def show_reports(steps: Steps) -> None:
    """Show what is owed, with what is late first said, and what has been reported."""
    decisions = [one.record.decision for one in steps]
    reports = [report for one in steps for report in one.record.reports]
    left, late = _owed(steps), overdue_reports(decisions, reports, on_table.today())
    st.header("Återrapporter")
    st.markdown(f"**{_counted(len(left), len(late))}**")
    if left:
        tables.show_table(
            ("Inriktningsbeslut", "Organ", "Senast", "Läge", "Vad som ska återrapporteras"),
            [
                (r.title, r.organ, str(r.due), "försenad" if r in late else "väntas", r.questions)
                for r in left
            ],
            caption="Öppna återrapporter",
            text_columns=(0, 1, 3, 4),
        )
    if reports:
        _show_given(steps)


def _counted(left: int, late: int) -> str:
    """Return how many reports are owed and how many of them are late."""
    if not left:
        return "Ingen återrapport är öppen."
    number = written.count(left).capitalize()
    said = "En återrapport är öppen" if left == 1 else f"{number} återrapporter är öppna"
    if not late:
        return f"{said}, ingen är försenad."
    if left == 1:
        return f"{said}, och den är försenad."
    return f"{said}, varav {'en' if late == 1 else written.count(late)} försenad{'e' * (late > 1)}."


def _show_given(steps: Steps) -> None:
    today = on_table.today()
    tables.show_table(
        ("Inriktningsbeslut", "Organ", "Återrapporterat", "Hänvisning", "Slutligt beslut"),
        [
            (
                report.title,
                report.organ,
                str(report.reported),
                report.reference,
                "kan fattas"
                if may_decide_finally(one.record.decision, one.record.reports, today)
                else "väntar",
            )
            for one in steps
            for report in one.record.reports
        ],
        caption="Lämnade återrapporter",
        text_columns=(0, 1, 3, 4),
    )


def ask_reports(steps: Steps) -> None:
    """Ask for a decision on direction, for a report on one, and let either be taken away."""
    st.subheader("Ett inriktningsbeslut")
    _ask_decision(steps)
    waiting = {(owed.decision, owed.organ) for owed in _owed(steps)}
    still = [
        one for one in steps if (one.record.decision.key, one.record.decision.organ) in waiting
    ]
    if still:
        st.subheader("En återrapport")
        _ask_report(still)
    _remove(steps)


# ---- The decision on direction -------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Typed:
    """What stands in the fields of a decision on direction."""

    title: str
    organ: str
    on: str
    due: str
    questions: str


def _form(at: str) -> _Typed | None:
    """Return what has been typed, None until it is sent."""
    with st.form(f"form_{at}"):
        left, right = st.columns(2)
        title = left.text_input("Inriktningsbeslutets rubrik", key=f"{at}_rubrik")
        organ = right.text_input("Organ som ska få återrapporten", key=f"{at}_organ")
        on = left.text_input(
            "Inriktningsbeslutets dag", placeholder=entering.DAY_HINT, key=f"{at}_beslutat"
        )
        due = right.text_input(
            "Återrapport senast", placeholder=entering.DAY_HINT, key=f"{at}_senast"
        )
        questions = st.text_area("Vad som ska återrapporteras", key=f"{at}_fragor")
        if not st.form_submit_button("Spara inriktningsbeslutet"):
            return None
    return _Typed(title.strip(), organ.strip(), on, due, questions.strip())


def _ask_decision(steps: Steps) -> None:
    typed = _form(f"{KIND}_ny_{holding.round_of(KIND)}")
    if typed is None:
        return
    made, faults = _made(typed)
    if made is not None:
        faults += report_faults([made], (), on_table.today())
        if any(one.key == made.key for one in steps):
            faults.append(
                fault(
                    f"Inriktningsbeslutet ”{made.title}”",
                    "ett beslut som redan är infört",
                    "ett nytt beslut",
                    "ta bort det gamla först om det ska rättas",
                )
            )
    if faults or made is None:
        entering.show_faults(faults)
        return
    whole = TwoSteps(made)
    what = f"Förde in inriktningsbeslutet {made.title}"
    records.save(Kept(KIND, made.key, whole), whole, what, empties=KIND)


def _made(typed: _Typed) -> tuple[DirectionDecision | None, list[Fault]]:
    """Return the decision typed, None without a day, and what is wrong with its days."""
    where = f"Inriktningsbeslutet ”{typed.title}”"
    faults: list[Fault] = []
    on = entering.needed_day(typed.on, f"{where}, dag", faults)
    due = entering.typed_day(typed.due, f"{where}, återrapport", faults)
    unread = bool(faults)
    today = on_table.today()
    if on is not None and on > today:
        faults.append(
            fault(
                f"{where}, dag",
                f"{on}, som inte har varit",
                f"en dag till och med {today}",
                "för in beslutet när det är fattat",
            )
        )
    if on is None or unread:
        return None, faults
    key = f"{on}:{words_hash((typed.title, typed.organ))}"
    return DirectionDecision(key, typed.title, typed.organ, on, due, typed.questions), faults


# ---- The report ----------------------------------------------------------------------------------


def _ask_report(still: Steps) -> None:
    """Ask for the report on a decision that still waits for its own; given, it is closed."""
    rows = {one.key: f"{one.record.decision.title}, {one.record.decision.organ}" for one in still}
    key = st.selectbox(
        "Återrapport om",
        list(rows),
        format_func=rows.__getitem__,
        key=f"{KIND}_om_{holding.round_of(KIND)}",
    )
    found = next((one for one in still if one.key == key), still[0])
    at = found.field("lamnad")
    found = found.filled_from(at, f"{at}_dag")
    with st.form(f"form_{at}"):
        left, right = st.columns(2)
        day = left.text_input(
            "Återrapporterat den", entering.day_text(on_table.today()), key=f"{at}_dag"
        )
        reference = right.text_input("Protokoll eller diarienummer", key=f"{at}_hanvisning")
        sent = st.form_submit_button("Lämna återrapporten")
    if not sent:
        return
    decision = found.record.decision
    faults: list[Fault] = []
    reported = entering.needed_day(day, f"Återrapporten ”{decision.title}”, dag", faults)
    owed = report_owed(decision)
    if owed is None or reported is None:
        entering.show_faults([*faults, *report_faults([decision], (), on_table.today())])
        return
    given = replace(owed, reported=reported, reference=reference.strip())
    faults += report_faults([decision], [given], on_table.today())
    if faults:
        entering.show_faults(faults)
        return
    what = f"Lämnade återrapporten om {decision.title}"
    records.save(found, replace(found.record, reports=(given,)), what, at, KIND)


def _remove(steps: Steps) -> None:
    """Let a report be opened again, or the decision taken away with its reports."""
    rows: dict[str, tuple[Kept[TwoSteps], bool]] = {}  # and whether only the report goes
    for one in steps:
        decision = one.record.decision
        words = f"{decision.title}, {decision.organ}, {decision.on}"
        if one.record.reports:
            rows[f"Återrapporten om {words}"] = (one, True)
        rows[f"Inriktningsbeslutet {words}"] = (one, False)
    key = f"{KIND}_bort_{holding.round_of(KIND)}"
    row = entering.ask_removal(list(rows), key, "Ta bort ett inriktningsbeslut eller en rapport")
    if row is None:
        return
    words = list(rows)[row]
    found, report_only = rows[words]
    what = f"Tog bort {words}"
    if report_only:
        records.save(found, replace(found.record, reports=()), what, empties=KIND)
    else:
        records.remove(found, what, KIND)
