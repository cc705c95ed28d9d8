"""Scenarier: side by side; how sure; what decides; which plan holds; weights; time; files."""

import streamlit as st

from pages.parts import (
    besides,
    controls,
    deciders,
    differing,
    growing,
    lasting,
    plan_sections,
    scenario_files,
    spreads,
    weighing,
)

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
    planned = [a.key for a in here.pack.activities if a.optimised]
    weighing.show_weighing(here, controls.setting(here.pack, here.scenario), planned)
elif view == VIEWS[5]:
    st.header("Planen år för år")
    plan_sections.show_years(outcome)
    st.header("Befolkningen")
    growing.show_demography(here, controls.setting(here.pack, here.scenario))
    differing.offer_trend(here)
else:
    differing.show_differences(here)
    scenario_files.show_files(here)
    st.header("Mötets logg")
    scenario_files.show_log(here, outcome)
st.caption(str(outcome.stamp))
