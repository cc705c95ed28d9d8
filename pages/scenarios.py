"""Scenarier: side by side; how sure; what decides; which plan holds; weights; time; files."""

import streamlit as st

from pages.parts import besides, controls, deciders, lasting, scenario_views, spreads

VIEWS = (
    "Sida vid sida",
    "Hur säkert?",
    "Vad avgör?",
    "Vad håller?",
    "Vikta kriterier",
    "Över tid",
    "Filer och logg",
)

here = controls.context()

st.title("Scenarier")
view = st.segmented_control(
    "Visa",
    VIEWS,
    default=VIEWS[0],
    required=True,
    key="vy",
    bind="query-params",
    label_visibility="collapsed",
)
outcome = controls.plan_or_stop(here)

if view == VIEWS[0]:
    besides.show_beside(outcome, here)
elif view == VIEWS[1]:
    spreads.show_sureness(outcome, here)
elif view == VIEWS[2]:
    deciders.show_deciders(outcome, here)
elif view == VIEWS[3]:
    lasting.show_lasting(outcome, here)
elif view == VIEWS[4]:
    scenario_views.show_weighing(here)
elif view == VIEWS[5]:
    scenario_views.show_over_time(outcome, here)
else:
    scenario_views.show_files_and_log(outcome, here)
st.caption(str(outcome.stamp))
