"""Which legal forms are open to an area, what shuts the others out, and what one requires."""

from dataclasses import replace

import streamlit as st

from models.entities import Alternative
from models.form_gates import Gate, gates, missing, notice_warning, point_key
from models.law import cite
from models.legal_form import CAUTION, Suggestion, Wishes, forms_for
from pages.parts import tables
from pages.parts.controls import Context
from pages.parts.decision_fields import save_draft_with
from pages.parts.on_table import OnTable
from pages.parts.plain import plain

ANSWERS = {"inte sagt": None, "ja": True, "nej": False}
SAID = {value: words for words, value in ANSWERS.items()}
QUESTIONS = {
    "joint_control": "Gemensam politisk styrning?",
    "own_legal_person": "Egen juridisk person och arbetsgivare?",
    "only_some_handling": "Köps bara viss handläggning?",
    "long_horizon": "Är samverkan tänkt för lång tid?",
}


def show_forms(here: Context, table: OnTable) -> None:
    """Ask what is wanted, and show every form as open or shut out, with the paragraph."""
    if table.draft is None or table.package is None:
        return
    st.subheader("Vilken juridisk form?")
    wishes = _ask(table, table.draft.wishes)
    found = _suggestions(here, table, wishes)
    st.warning(CAUTION)
    tables.show_table(
        ("Form", "Läge", "Varför", "Beslutas av", "Tar minst", "Utträde"),
        [_row(one) for one in found],
        caption="Formerna, den som bäst svarar mot önskemålen först",
        text_columns=(0, 1, 2, 3, 4, 5),
    )
    st.caption(
        "Tar minst: från det sista beslutet tills det har vunnit laga kraft (5 kap. 69 §, 8 kap. "
        "12 § och 13 kap. 5 § kommunallagen); beredning och facklig förhandling kommer till."
    )
    _show_gates(here, table)


def _ask(table: OnTable, wishes: Wishes) -> Wishes:
    asked: dict[str, bool | None] = {}
    for column, (name, words) in zip(st.columns(len(QUESTIONS)), QUESTIONS.items(), strict=True):
        with column:
            key = f"form_{name}_{table.area}"
            st.session_state.setdefault(key, SAID[getattr(wishes, name)])
            asked[name] = ANSWERS[str(st.selectbox(words, list(ANSWERS), key=key))]
    key = f"form_speciallag_{table.area}"
    st.session_state.setdefault(key, wishes.special_law_confirmed)
    confirmed = st.checkbox(
        "Vi har kontrollerat att ingen annan lag avviker (9 kap. 37 § tredje stycket)", key=key
    )
    key = f"form_stod_{table.area}"
    st.session_state.setdefault(key, wishes.support)
    support = st.text_input(
        "Lagstöd för att ett bolag får utöva myndighet här, om det finns", key=key, max_chars=200
    )
    said = replace(wishes, **asked, special_law_confirmed=confirmed, support=support.strip())
    if said != wishes:
        save_draft_with(
            table, lambda draft: replace(draft, wishes=said), "Ändrade önskemålen om formen"
        )
        st.rerun()
    return said


def _suggestions(here: Context, table: OnTable, wishes: Wishes) -> tuple[Suggestion, ...]:
    organisations = table.package.frozen.joint if table.package else ()
    keys = {one.activity for one in organisations}
    merged = any(one.merged for one in organisations)
    return forms_for(
        here.pack.legal,
        [a for a in here.pack.activities if a.key in keys],
        Alternative.MERGED if merged else Alternative.COOPERATION,
        wishes,
    )


def _row(one: Suggestion) -> tuple[str, ...]:
    reasons = one.excluded or (
        *((one.highlight,) if one.highlight else ()),
        *one.limits,
        *one.conflicts,
    )
    decided = one.decided_by
    return (
        one.form.label,
        "öppen" if one.admissible else "utesluten",
        " ".join(reason.sentence for reason in reasons) or "Inget utesluter formen.",
        decided.text,
        f"{one.least_days}–{one.most_days} dagar" if one.most_days else "–",
        one.form.exit.text,
    )


def _show_gates(here: Context, table: OnTable) -> None:
    """Show what the chosen form requires, to be ticked off."""
    draft = table.draft
    if draft is None or not draft.words.governance.form:
        return
    form = here.pack.legal.form(draft.words.governance.form)
    months = draft.words.governance.notice_months
    warning = notice_warning(form, None if months is None else months / 12)
    if warning:
        st.warning(plain(warning))
    joining = table.package.frozen.joining if table.package else ()
    found = gates(
        here.pack.legal,
        form.key,
        {party.code: party.name for party in joining},
        dict.fromkeys(draft.done, True),
    )
    left = missing(found)
    with st.expander(f"Vad {form.label.lower()} kräver: {len(left)} återstår"):
        for gate in found:
            _tick(table, gate.key, _gate_words(gate), gate.said_done)
        # A document is one for all, also where every municipality adopts it.
        points = {point_key(point): point for gate in found for point in gate.points}
        if points:
            st.markdown("**Vad handlingarna ska innehålla**")
        for key, point in points.items():
            words = f"{point.label} ({cite(point.section)})" if point.section else point.label
            _tick(table, key, words, key in draft.done)


def _gate_words(gate: Gate) -> str:
    law = f" ({gate.requirement.rests_on})" if gate.requirement.rests_on else ""
    points = f", {len(gate.missing_points)} punkter återstår" if gate.missing_points else ""
    return f"{gate.label}: {gate.requirement.decided_by}{law}{points}"


def _tick(table: OnTable, key: str, words: str, done: bool) -> None:
    name = f"krav_{table.area}_{key}"
    st.session_state.setdefault(name, done)
    st.checkbox(plain(words), key=name, on_change=_ticked, args=(table, key, name))


def _ticked(table: OnTable, key: str, name: str) -> None:
    on = bool(st.session_state[name])

    save_draft_with(
        table,
        lambda draft: replace(
            draft,
            done=tuple(sorted({*draft.done, key} if on else set(draft.done) - {key})),
        ),
        "Bockade av ett krav",
    )
