"""Beslut: the same decision for every council; six points, papers, clock and documents."""

import streamlit as st

from pages.parts import controls, decision_today, decision_views, on_table

VIEWS = (
    "Dagens beslut",
    "Paketet",
    "Kommunerna",
    "Beslutsklockan",
    "Dokument",
    "Presidiet",
    "Förankring",
    "Omgången 2005–06",
)

here = controls.context()

st.title("Samstämmiga beslut")
view = st.segmented_control(
    "Visa",
    VIEWS,
    default=VIEWS[0],
    required=True,
    key="beslut_vy",
    bind="query-params",
    label_visibility="collapsed",
)
on_table.show_said()

if view == VIEWS[0]:
    decision_today.show_today(here)
elif view == VIEWS[1]:
    decision_views.show_package(here)
elif view == VIEWS[2]:
    decision_views.show_councils(here)
elif view == VIEWS[3]:
    decision_views.show_clock(here)
elif view == VIEWS[4]:
    decision_views.show_documents(here)
elif view == VIEWS[5]:
    decision_views.show_presidium(here)
elif view == VIEWS[6]:
    decision_views.show_support(here)
else:
    decision_views.show_round(here)
