"""Orter: where the offices lie, jobs by town, who moves, how far people travel, what is locked."""

import streamlit as st

from pages.parts import controls, jobs, moving, placing

here = controls.context()

st.title("Orter")
outcome = controls.plan_or_stop(here)
st.markdown(placing.headline(outcome, here.only))
placing.show_map(outcome, here.only)

st.header("Flytta ett kontor")
moving.try_another_town(outcome, here)

jobs.show_jobs(outcome, here.only)
jobs.show_moves(outcome, here.only)
jobs.show_travel(outcome, here.only)
jobs.show_rents(outcome, here.only)
st.caption(str(outcome.stamp))
