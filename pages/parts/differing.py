"""What a scenario changes: everything that differs from its base, and the trend offered."""

from dataclasses import replace

import streamlit as st

from pages.parts import controls, swedish, tables
from pages.parts.controls import Context
from pages.parts.plain import plain
from scenarios.differences import DECISION, differences
from scenarios.scenario import TODAY, TREND, Scenario


def show_differences(here: Context) -> None:
    """Show everything that differs from what the scenario builds on, or from another scenario."""
    known, titles = controls.scenarios_known(here.pack)
    named = {TODAY: "I dag: inget beslutat, hela spannen"} | titles
    others = [key for key in named if key != here.scenario.key or here.scenario != here.base]
    at_first = here.scenario.base if here.scenario == here.base else here.base.key
    against = st.selectbox(
        "Skillnader mot",
        others,
        index=others.index(at_first) if at_first in others else 0,
        format_func=named.__getitem__,
        key=f"skiljer_{here.scenario.key}_{at_first}",
    )
    rows = differences(here.scenario, _scenario(against or TODAY, known), here.pack)
    title = plain(here.scenario.title)
    if not rows:
        st.markdown(f"**{title}** skiljer sig inte från {plain(named[against or TODAY])}.")
        return
    decided = sum(row.kind == DECISION for row in rows)
    st.markdown(
        f"**{title}: {swedish.count(len(rows))} {'skillnad' if len(rows) == 1 else 'skillnader'}"
        f"**, varav {swedish.number(decided)} beslut."
    )
    tables.show_table(
        ("Slag", "Vad", "Där", "Här", "Nyckel i filen"),
        [(row.kind, row.label, row.old_words, row.new_words, row.key) for row in rows],
        caption=f"Allt som skiljer från {named[against or TODAY]}",
        text_columns=range(5),
    )


def _scenario(key: str, known: dict[str, Scenario]) -> Scenario:
    return known.get(key) or Scenario(TODAY, "I dag", "")


def offer_trend(here: Context) -> None:
    """Offer the same scenario with volumes that follow the trend, or with today's again."""
    follows = here.scenario.follows_trend
    words = "dagens volymer" if follows else "trenden"
    st.button(
        f"Räkna scenariot med {words}",
        on_click=_with_volumes,
        args=(here.scenario, TODAY if follows else TREND),
        help="Öppnar scenariot på nytt med den volymen; det kan sedan sparas och jämföras.",
    )


def _with_volumes(scenario: Scenario, volumes: str) -> None:
    ending = ", med befolkningens trend"
    title = scenario.title.removesuffix(ending) + (ending if volumes == TREND else "")
    controls.open_scenario(replace(scenario, volumes=volumes, title=title))
