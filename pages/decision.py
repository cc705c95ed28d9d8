"""Beslut: the same decision for every council; six points, papers, clock and documents."""

import streamlit as st

from pages.parts import (
    controls,
    decision_calendar,
    decision_councils,
    decision_documents,
    decision_fields,
    decision_package,
    decision_presidium,
    decision_round,
    decision_support,
    decision_today,
    on_table,
)

VIEWS = {
    "Dagens beslut": decision_today.show,
    "Paketet": decision_package.show,
    "Kommunerna": decision_councils.show,
    "Beslutsklockan": decision_calendar.show,
    "Dokument": decision_documents.show,
    "Presidiet": decision_presidium.show,
    "Förankring": decision_support.show,
    "Omgången 2005–06": decision_round.show,
}

here = controls.context()

st.title("Samstämmiga beslut")
view = st.segmented_control(
    "Visa",
    list(VIEWS),
    default="Dagens beslut",
    required=True,
    key="beslut_vy",
    bind="query-params",
    label_visibility="collapsed",
)
on_table.show_said(decision_fields.LABELS)
VIEWS[str(view)](here)
