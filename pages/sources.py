"""Underlag: every figure with source and status, what is missing, and the faults of the pack."""

import streamlit as st

from pages.parts import controls, ledger, tracing

here = controls.context()

st.title("Underlag")
st.markdown(ledger.headline(here.pack))
code = tracing.choose_municipality(
    here.pack, here.only, "underlag", note="Gäller flikarna Konton och Officiella tal."
)
figures, parameters, official, gaps, sources = st.tabs(
    ["Konton", "Antaganden", "Officiella tal", "Luckor", "Källor"]
)
with figures:
    activity = tracing.choose_activity(here.pack, ledger.every(here.pack), "underlag")
    tracing.show_account(here.pack, code, activity)
with parameters:
    ledger.show_parameters(here.pack)
with official:
    ledger.show_key_figures(here.pack, code)
with gaps:
    ledger.show_gaps(here.pack)
with sources:
    ledger.show_sources(here.pack)
