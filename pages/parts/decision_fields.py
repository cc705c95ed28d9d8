"""The fields in which a decision's words are written, saved as soon as one is left.

What the fields hold follows the draft: when somebody else has changed it they are filled anew, and
whoever then leaves a field with other words is told, with the difference.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date

import streamlit as st

from models.entered import NOTE, date_of, text_faults
from models.errors import Fault
from models.joint_decision import Point, Words
from pages.parts import on_table
from pages.parts.on_table import OnTable
from pages.parts.plain import plain
from scenarios import written
from scenarios.desk import Draft

LINE, AREA, DATE, DATES, MONTHS, MUNICIPALITY, FORM, LEAST = (
    "rad",
    "text",
    "dag",
    "dagar",
    "månader",
    "kommun",
    "form",
    "antal",
)
LONGEST_NOTICE = 600
ALL_COUNCILS = "alla"


@dataclass(frozen=True, slots=True)
class Field:
    """One field: where in the words it stands, what it is called, and what it takes."""

    point: Point
    path: tuple[str, ...]
    label: str
    takes: str = AREA
    help: str = ""

    def key(self, area: str) -> str:
        """Return the widget's key."""
        return f"ord_{area}_{'_'.join(self.path)}"


FIELDS = (
    Field(Point.ECONOMY, ("money", "financing"), "Anslag som pengarna tas ur", LINE),
    Field(Point.ECONOMY, ("money", "one_offs"), "Vem betalar engångskostnaderna, och när?", LINE),
    Field(Point.ECONOMY, ("money", "settlement"), "Hur regleras över- och underskott?", LINE),
    Field(Point.EMPLOYMENT, ("jobs", "premises"), "Lokaler och hyresavtal"),
    Field(Point.EMPLOYMENT, ("jobs", "staff"), "Personalen: övergång, restid, erbjudanden"),
    Field(
        Point.EVALUATION,
        ("evaluation", "dates"),
        "Datum för utvärdering",
        DATES,
        "Flera datum skiljs med semikolon: 2028-12-31; 2030-12-31",
    ),
    Field(Point.EVALUATION, ("evaluation", "method"), "Metod", LINE),
    Field(Point.EVALUATION, ("evaluation", "respondents"), "Vilka tillfrågas?", LINE),
    Field(Point.GOVERNANCE, ("governance", "form"), "Juridisk form", FORM),
    Field(Point.GOVERNANCE, ("governance", "host"), "Värdkommun", MUNICIPALITY),
    Field(
        Point.GOVERNANCE,
        ("governance", "seat"),
        "Säte",
        MUNICIPALITY,
        "Var organet hör hemma. Kontorsorten är en annan fråga och står i punkt 3.",
    ),
    Field(Point.GOVERNANCE, ("governance", "chair"), "Hur utses ordföranden?", LINE),
    Field(Point.GOVERNANCE, ("governance", "rights"), "Vad får organet besluta?"),
    Field(
        Point.GOVERNANCE,
        ("governance", "signing"),
        "Vem undertecknar för varje kommun?",
        LINE,
    ),
    Field(Point.GOVERNANCE, ("governance", "notice_months"), "Uppsägningstid, månader", MONTHS),
    Field(Point.GOVERNANCE, ("start",), "Gäller från", DATE),
    Field(
        Point.GOVERNANCE,
        ("least",),
        "Villkor: hur många fullmäktige måste besluta lika?",
        LEAST,
    ),
    Field(Point.LEADERSHIP, ("leadership", "post"), "Befattning som leder", LINE),
    Field(Point.LEADERSHIP, ("leadership", "employer"), "Arbetsgivare", MUNICIPALITY),
    Field(Point.LEADERSHIP, ("leadership", "town"), "Placeringsort", LINE),
    Field(Point.LEADERSHIP, ("leadership", "delegation"), "Vad delegeras till ledningen?"),
    Field(Point.LEADERSHIP, ("leadership", "recruitment"), "Hur och när tillsätts befattningen?"),
)
# What stands in the letter to the council beside the six points.
BESIDE = (
    Field(Point.GOALS, ("background",), "Bakgrund till ärendet"),
    Field(
        Point.GOALS,
        ("impact", "children"),
        "Prövning av barnets bästa",
        help="Påverkas inga barn: skriv det, och varför.",
    ),
    Field(Point.GOALS, ("impact", "residents"), "Vad märker invånarna?"),
    Field(Point.GOALS, ("impact", "businesses"), "Vad märker företagen?"),
    Field(Point.GOALS, ("impact", "small_places"), "Vad märker de små orterna?"),
    Field(Point.GOALS, ("impact", "risks"), "Risker och åtgärder"),
    Field(Point.GOALS, ("impact", "law"), "Rättslig bedömning"),
)


# What the fields are called where a draft or a municipality's papers are compared.
LABELS = {f"words.{'.'.join(field.path)}": field.label for field in (*FIELDS, *BESIDE)} | {
    "key": "Kostnadsnyckel",
    "fixed": "Fast del, lika för alla",
    "rule": "Fördelning av vinsten",
    "version": "Fryst version",
    "scenario_key": "Scenario",
    "head.office": "Förvaltning",
    "head.handler": "Handläggare",
    "head.date": "Datum",
    "head.dnr": "Diarienummer",
    "head.that_clauses": "Att-satser",
    "dates.union_info": "Information, 19 §",
    "dates.union_talks": "Förhandling, 11 §",
    "dates.committee": "Nämnd",
    "dates.executive_committee": "Kommunstyrelse",
    "dates.council": "Fullmäktige",
    "dates.posted": "Anslag",
}


@dataclass(frozen=True, slots=True)
class Form:
    """What a legal form is called, where it stands in the act, and if it has a joint body."""

    label: str
    section: str
    joint_body: bool


@dataclass(frozen=True, slots=True)
class Choices:
    """What the fields choose among: municipalities by code, and legal forms by key."""

    municipalities: Mapping[str, str]
    forms: Mapping[str, Form]


def follow(table: OnTable) -> bool:
    """Fill the fields from the draft when it is another than the one they were filled from."""
    draft, seen = table.draft, table.seen.get((on_table.DRAFT, table.area), 0)
    kept = st.session_state.get(_kept(table.area))
    if draft is None or (kept is not None and kept[1] == seen):
        return False
    keep_draft(table.area, draft, seen)
    return True


def keep_draft(area: str, draft: Draft, seen: int) -> None:
    """Remember the draft that the fields hold, with its revision, and fill them from it.

    What could not be read is left as it was typed, to be put right.
    """
    before = st.session_state.get(_kept(area), (None, 0))[0]
    st.session_state[_kept(area)] = (draft, seen)
    for field in (*FIELDS, *BESIDE):
        anew = _as_typed(field, draft.words)
        # A field that says what it said is left alone: somebody may be writing in it.
        same = before is not None and _as_typed(field, before.words) == anew
        if not same and not st.session_state.get(_fault(area, field)):
            st.session_state[field.key(area)] = anew


def show_fields(table: OnTable, fields: tuple[Field, ...], choices: Choices) -> None:
    """Show some fields; one that cannot be read says so under itself and is not saved."""
    draft, _ = st.session_state[_kept(table.area)]
    for field in fields:
        # A field that was not on the last page has been forgotten by it.
        st.session_state.setdefault(field.key(table.area), _as_typed(field, draft.words))
        _show(table, field, choices)
        fault = st.session_state.get(_fault(table.area, field))
        if fault:
            st.error(plain(fault))


def _show(table: OnTable, field: Field, choices: Choices) -> None:
    key = field.key(table.area)
    leave = {"on_change": _left, "args": (table, field, choices)}
    if field.takes == AREA:
        st.text_area(field.label, key=key, help=field.help or None, height=90, **leave)
    elif field.takes in {MUNICIPALITY, FORM, LEAST}:
        offered = _offered(field, choices, len(table.files))
        st.selectbox(
            field.label,
            list(offered),
            format_func=lambda found: offered.get(found, found),
            key=key,
            help=field.help or None,
            **leave,
        )
    else:
        st.text_input(field.label, key=key, help=field.help or None, **leave)


def _offered(field: Field, choices: Choices, count: int) -> dict[str, str]:
    if field.takes == LEAST:
        some = {str(n): f"minst {written.count(n)}" for n in range(2, count)}
        return {ALL_COUNCILS: f"alla {written.count(count)}"} | some
    forms = {key: form.label for key, form in choices.forms.items()}
    return {"": "inte bestämt"} | (forms if field.takes == FORM else dict(choices.municipalities))


def _as_typed(field: Field, words: Words) -> str:
    value: object = words
    for name in field.path:
        value = getattr(value, name)
    if field.takes == LEAST:
        return ALL_COUNCILS if value is None else str(value)
    if isinstance(value, tuple):
        return "; ".join(value)
    return "" if value is None else str(value)


def _left(table: OnTable, field: Field, choices: Choices) -> None:
    """Save what a field holds when it has been left."""
    area = table.area
    read = _read(field, str(st.session_state[field.key(area)]))
    if isinstance(read, Fault):
        st.session_state[_fault(area, field)] = str(read)
        return
    st.session_state.pop(_fault(area, field), None)
    draft, _ = st.session_state[_kept(area)]
    words = _with(draft.words, field.path, read)
    if field.takes == FORM:
        words = _with_form(words, choices.forms.get(str(read), Form("", "", joint_body=False)))
    save_words(table, words, f"{field.point.label}: {field.label.lower().rstrip('?')}")


def _with(record: Words, path: tuple[str, ...], value: object) -> Words:
    if len(path) == 1:
        return replace(record, **{path[0]: value})
    part = replace(getattr(record, path[0]), **{path[1]: value})
    return replace(record, **{path[0]: part})


def _with_form(words: Words, form: Form) -> Words:
    """Return the words with what the chosen form is called and whether it has a joint body."""
    governance = replace(
        words.governance,
        form_label=form.label,
        section=form.section,
        joint_body=form.joint_body,
    )
    return replace(words, governance=governance)


def _read(field: Field, text: str) -> object:
    if field.takes == LEAST:
        return None if text == ALL_COUNCILS else int(text)
    if field.takes in {MUNICIPALITY, FORM}:
        return text
    if field.takes == MONTHS:
        return _months(field, text)
    if field.takes == DATE:
        found = date_of(text, field.label) if text.strip() else ""
        return found.isoformat() if isinstance(found, date) else found
    if field.takes == DATES:
        return _dates(field, text)
    wrong = text_faults(text, field.label, NOTE, lines=field.takes == AREA)
    return wrong[0] if wrong else text.strip()


def _months(field: Field, text: str) -> int | Fault | None:
    plain_text = text.strip()
    if not plain_text:
        return None
    if plain_text.isdecimal() and 0 < int(plain_text) <= LONGEST_NOTICE:
        return int(plain_text)
    expected = f"ett antal månader från 1 till {LONGEST_NOTICE}"
    return Fault(field.label, None, "", f"”{text}”", expected, "skriv till exempel 24")


def _dates(field: Field, text: str) -> tuple[str, ...] | Fault:
    found = [date_of(part, field.label) for part in text.split(";") if part.strip()]
    wrong = next((day for day in found if isinstance(day, Fault)), None)
    if wrong is not None:
        return wrong
    return tuple(sorted({day.isoformat() for day in found if isinstance(day, date)}))


def save_words(table: OnTable, words: Words, what: str) -> None:
    """Save the draft with other words, and remember it as the one the fields hold."""
    save_draft_with(table, lambda draft: replace(draft, words=words), f"Ändrade {what}")


def save_draft_with(table: OnTable, change: Callable[[Draft], Draft], what: str) -> None:
    """Save the draft that is held with a change; the same draft again is not saved."""
    held: tuple[Draft, int] = st.session_state[_kept(table.area)]
    draft, seen = held
    changed = change(draft)
    if changed == draft:
        return
    saved = on_table.saving(lambda: on_table.save_draft(table.area, changed, what, seen))
    if saved:
        keep_draft(table.area, changed, seen + 1)


def _kept(area: str) -> str:
    return f"ord_utkast_{area}"


def _fault(area: str, field: Field) -> str:
    return f"{field.key(area)}_fel"
