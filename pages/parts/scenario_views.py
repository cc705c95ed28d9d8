"""Views of the page Scenarier that are put together from several parts."""

import streamlit as st

from pages.parts import (
    controls,
    differing,
    growing,
    plan_sections,
    scenario_files,
    scenario_log,
    weighing,
)
from pages.parts.controls import Context
from scenarios.run import Outcome


def show_weighing(here: Context) -> None:
    """Show the criteria of a planned activity's alternatives, weighed."""
    planned = [a.key for a in here.pack.activities if a.optimised]
    weighing.show_weighing(here, controls.setting(here.pack, here.scenario), planned)


def show_over_time(outcome: Outcome, here: Context) -> None:
    """Show the plan year by year, and where the population is heading."""
    st.header("Planen år för år")
    if outcome.plan.starts:
        plan_sections.show_years(outcome)
    else:
        st.markdown("Inget ändras mot i dag, så det finns inget att visa år för år.")
    st.header("Befolkningen")
    growing.show_demography(here, controls.setting(here.pack, here.scenario))
    differing.offer_trend(here)


def show_files_and_log(outcome: Outcome, here: Context) -> None:
    """Show what differs, keep and fetch scenarios, and write in the meeting's log."""
    st.header("Vad som skiljer")
    differing.show_differences(here)
    st.header("Spara, hämta och läs in")
    scenario_files.show_files(here)
    st.header("Mötets logg")
    scenario_log.show_log(here, outcome)
