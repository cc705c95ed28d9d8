"""Ansvar: who does what in the cooperation, one who answers for each task."""

from html import escape

import streamlit as st

from models.entered import fault
from models.errors import Fault
from models.responsibility import (
    PART_LABELS,
    Responsibilities,
    Task,
    parts_of,
    responsibility_faults,
    with_share,
)
from pages.parts import entering, on_table, records, tables
from pages.parts.controls import Context
from pages.parts.on_table import OnTable
from pages.parts.records import Kept
from pages.parts.tables import Cell
from scenarios import written
from scenarios.responsibilities import default_notes, default_responsibilities

KIND = "ansvar"
ABREAST = 3


@st.cache_data(max_entries=1, show_spinner=False)
def _defaults() -> tuple[dict[str, Responsibilities], tuple[Fault, ...]]:
    return default_responsibilities()


def show(here: Context) -> None:
    """Show an area's table of who does what, and let it be changed."""
    table = on_table.on_table(here, on_table.ask_area(here))
    known, faults = _defaults()
    if faults:
        entering.show_faults(faults)
        return
    form = _ask_form(here, table, known)
    found = records.read(KIND, f"{table.area}:{form}", known[form])
    answers = found.record
    wrong = responsibility_faults(answers)
    of = len(answers.tasks)
    st.markdown(
        f"**Ansvaret är oklart i några av de {written.count(of)} uppgifterna.**"
        if wrong
        else f"**Var och en av de {written.count(of)} uppgifterna har en som ansvarar och minst "
        "en som utför.**"
    )
    if wrong:
        entering.show_faults(wrong)
    _show_table(answers)
    st.header("Ändra vem som gör vad")
    entering.ask_who()
    _ask(found)
    if found.seen and _back_asked(found):
        records.remove(found, f"Återgick till förslaget till ansvar för {table.label}")


def _back_asked(found: Kept[Responsibilities]) -> bool:
    """Say whether the area's own table is to give way to what is proposed for the form."""
    row = entering.ask_removal(
        ["Områdets egen tabell"], found.field("bort"), "Återgå till förslaget för formen"
    )
    return row is not None


def _ask_form(here: Context, table: OnTable, known: dict[str, Responsibilities]) -> str:
    """Ask for the form; the package's own is proposed."""
    labels = {f.key: f.label for f in here.pack.legal.forms}
    written = table.package.words.governance.form if table.package else ""
    forms = list(known)
    chosen = st.selectbox(
        "Samverkansform",
        forms,
        forms.index(written) if written in forms else 0,
        format_func=lambda key: labels.get(key, key),
        key=f"ansvar_form_{table.area}",
    )
    return str(chosen or forms[0])


def _letters(task: Task, body: str) -> str:
    return "/".join(part for share in task.shares if share.body == body for part in share.parts)


def _label(task: Task, note: str) -> Cell:
    below = f'<span class="samstamt-spann">{escape(note)}</span>' if note else ""
    return Cell(f"{escape(task.label)}{below}")


def _show_table(answers: Responsibilities) -> None:
    notes = default_notes()
    tables.show_table(
        ("Uppgift", *(label for _, label in answers.bodies)),
        [
            (
                _label(task, notes.get((answers.form, task.key), "")),
                *(_letters(task, body) or "–" for body, _ in answers.bodies),
            )
            for task in answers.tasks
        ],
        caption="Vem som gör vad",
        text_columns=range(len(answers.bodies) + 1),
    )
    said = ", ".join(f"{part} {label}" for part, label in PART_LABELS.items())
    st.caption(f"{said}. Tabellen är ett förslag att ändra i, inte rättslig rådgivning.")


def _ask(found: Kept[Responsibilities]) -> None:
    """Ask for one task's letters, body by body; a row that does not hold is not saved."""
    answers = found.record
    labels = {task.key: task.label for task in answers.tasks}
    key = st.selectbox(
        "Uppgift", list(labels), format_func=labels.__getitem__, key=found.field("uppgift")
    )
    task = next(one for one in answers.tasks if one.key == key)
    at = found.field(task.key)
    place = found.filled_from(at, f"{at}_{answers.bodies[0][0]}")
    with st.form(f"form_{at}"):
        # Three abreast: a body's whole name is to be read above its field.
        columns = [c for _ in range(0, len(answers.bodies), ABREAST) for c in st.columns(ABREAST)]
        typed = {
            body: column.text_input(label, _letters(task, body), key=f"{at}_{body}")
            for column, (body, label) in zip(columns, answers.bodies, strict=False)
        }
        if not st.form_submit_button("Spara uppgiften"):
            return
    changed, faults = _changed(answers, task, typed)
    faults += responsibility_faults(changed)
    if faults:
        entering.show_faults(faults)
        return
    records.save(place, changed, f"Ändrade vem som gör vad: {task.label}", at)


def _changed(
    answers: Responsibilities, task: Task, typed: dict[str, str]
) -> tuple[Responsibilities, list[Fault]]:
    """Return the table with a task as typed; letters that say nothing are faults."""
    faults: list[Fault] = []
    for body, label in answers.bodies:
        parts = parts_of(typed[body])
        if parts is None:
            faults.append(
                fault(
                    f"Ansvar för ”{task.label}”, {label}",
                    f"”{typed[body]}”",
                    "R, A, C, I eller flera som A/R",
                    "rätta bokstäverna, eller lämna tomt",
                )
            )
        else:
            answers = with_share(answers, task.key, body, parts)
    return answers, faults
