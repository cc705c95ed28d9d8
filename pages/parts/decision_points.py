"""The six points: what each says, the figures it is bound to, and the words to write."""

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from models.joint_decision import Missing, Point, Words, goals_met
from pages.parts import decision_form, decision_tables, swedish
from pages.parts.controls import Context
from pages.parts.decision_fields import BESIDE, FIELDS, Choices, save_words, show_fields
from pages.parts.decision_rows import (
    GOAL_COLUMNS,
    LEVELS,
    MEASURE_COLUMNS,
    SEAT_COLUMNS,
    goal_rows,
    goals_of,
    measure_rows,
    measures_of,
    seat_rows,
    seats_of,
)
from pages.parts.on_table import OnTable
from pages.parts.plain import plain
from pages.parts.row_editor import edit_rows
from scenarios.decision_text import CONDITION, decision_points
from scenarios.desk import missing_in
from scenarios.frozen import DecisionPoint
from scenarios.numbers import figures
from scenarios.suggested import general_texts


def show_points(here: Context, table: OnTable, choices: Choices) -> None:
    """Show one of the points at a time: its text and figures to the left, what to write beside."""
    if table.package is None or table.draft is None:
        return
    labels = {f"{p.value} {p.label}": p for p in Point}
    chosen = st.segmented_control(
        "Punkt",
        list(labels),
        default=next(iter(labels)),
        required=True,
        key="punkt",
        bind="query-params",
    )
    point = labels.get(str(chosen), Point.GOALS)
    left, right = st.columns([0.56, 0.44], gap="large")
    with left:
        _show_text(table, point)
    with right:
        _show_missing(table, point)
        show_fields(table, tuple(f for f in FIELDS if f.point is point), choices)
    _show_rows(table, point, choices)
    decision_tables.show(table.package, point, here.only)
    if point is Point.GOVERNANCE:
        decision_form.show_forms(here, table)
    if point is Point.GOALS:
        with st.expander("Det som bara står i tjänsteskrivelsen"):
            show_fields(table, BESIDE, choices)


def _missing(table: OnTable) -> Sequence[Missing]:
    """Return what the draft still does not say, as it is now and not as it was frozen."""
    if table.package is None or table.draft is None:
        return ()
    as_written = replace(table.package, words=table.draft.words)
    return missing_in(as_written, general_texts(table.area))


def _show_text(table: OnTable, point: Point) -> None:
    """Show the point as the councils would adopt it with the draft's words."""
    if table.package is None or table.draft is None:
        return
    words, frozen = table.draft.words, table.package.frozen
    points = decision_points(frozen, words, figures(frozen, words))
    shown = [found for found in points if found.number == point.value]
    if point is Point.GOVERNANCE:
        shown += [found for found in points if found.number == CONDITION]
    for found in shown:
        st.markdown(_as_list(found))
    if any(move.cause for move in table.standing.moved):
        st.caption("Talen och nyckeln är de som är frysta. Frys om för att få med det som ändrats.")


def _as_list(point: DecisionPoint) -> str:
    lines = "\n".join(f"- {plain(c[:1].upper() + c[1:])}." for c in point.clauses)
    return f"**{point.number}. {point.heading}**\n\n{lines}"


def _show_missing(table: OnTable, point: Point) -> None:
    lacking = [lack for lack in _missing(table) if lack.point is point]
    if not lacking:
        st.markdown("Punkten är ifylld.")
        return
    lines = "\n".join(f"- {plain(lack.what)}" for lack in lacking)
    st.markdown(f"**Återstår innan punkten är klar**\n\n{lines}")


def _show_rows(table: OnTable, point: Point, choices: Choices) -> None:
    """Let the point's rows be edited, where it has any, and save what can be read."""
    words = table.draft.words if table.draft else Words()
    if point is Point.GOALS:
        met, judged = goals_met(words.goals)
        if judged:
            share = swedish.percent(met / judged)
            st.markdown(f"**{met} av {judged} mål med utfall är nådda ({share}).**")
        goals = edit_rows(
            f"mal_{table.area}", goal_rows(words.goals), GOAL_COLUMNS, goals_of, {"level": LEVELS}
        )
        if goals is not None and goals != words.goals:
            save_words(table, replace(words, goals=goals), "målen")
            st.rerun()
    if point is Point.EVALUATION:
        found = edit_rows(
            f"nyckeltal_{table.area}",
            measure_rows(words.evaluation.measures),
            MEASURE_COLUMNS,
            measures_of,
        )
        if found is not None and found != words.evaluation.measures:
            evaluation = replace(words.evaluation, measures=found)
            save_words(table, replace(words, evaluation=evaluation), "nyckeltalen")
            st.rerun()
    if point is Point.GOVERNANCE and words.governance.joint_body:
        joining = [p.code for p in table.package.frozen.joining] if table.package else []
        names = {code: name for code, name in choices.municipalities.items() if code in joining}
        seats = edit_rows(
            f"platser_{table.area}",
            seat_rows(words.governance.seats, names),
            SEAT_COLUMNS,
            lambda rows: seats_of(rows, names),
            fixed=("code",),
        )
        if seats is not None and seats != words.governance.seats:
            governance = replace(words.governance, seats=seats)
            save_words(table, replace(words, governance=governance), "platserna")
            st.rerun()
