"""Plan: the decisions to the left, what to do under them to the right, what follows below."""

import streamlit as st

from pages.parts import controls, deciding, plan_sections, planning

here = controls.context()

st.title("Plan")
left, right = st.columns([0.29, 0.71], gap="large")
with left:
    deciding.show_panel(here.pack, here.base)
with right:
    outcome = plan_sections.answer(here)
    plan_sections.show_matrix(outcome, here)

plan_sections.show_changes(outcome, here)
plan_sections.show_crew(outcome)
plan_sections.show_nearly_as_good(outcome, here)
plan_sections.show_prices(outcome)
plan_sections.show_frontiers(outcome)
plan_sections.show_groups(outcome, here)

st.header("Besluten bakom planen")
planning.show_decisions(outcome)
planning.show_downloads(outcome, controls.workbook(outcome))
st.caption(str(outcome.stamp))
