"""Fördelning: who pays, who gains, who would rather leave, and what would change that."""

import streamlit as st

from pages.parts import controls, dividing, standing, straining

here = controls.context()

st.title("Fördelning")
outcome = controls.plan_or_stop(here)
asked = dividing.ask(outcome)
stake = dividing.stake_of(outcome, asked, here)

if stake is None or not stake.joint:
    st.markdown(
        "Planen gör inget gemensamt, så det finns inget att dela. Välj en verksamhet ovan för att "
        "se hur det skulle falla ut om den gjordes gemensamt."
    )
else:
    shared = controls.shared(stake, asked.key, asked.rule)
    st.markdown(dividing.headline(shared, stake, here))
    if here.only in stake.codes:
        standing.show_what_makes_yes(stake, asked, here)
    dividing.show_each(shared, stake, here)

    st.header("Vem skulle hellre lämna?")
    standing.show_leaving(shared, stake, asked, here)

    if here.only not in stake.codes:
        st.header("Vad skulle få en kommun att säga ja?")
        standing.show_what_makes_yes(stake, asked, here)

    st.header("Alla nycklar och regler sida vid sida")
    standing.show_side_by_side(stake, asked, here)
    if asked.whole:
        st.header("Vinster och förluster i hela planen")
        standing.show_balance(shared, stake, asked, here)

    st.header("Om något ändras")
    straining.show_stress(stake, asked.key, here)

st.header("Alla verksamheter")
standing.show_everywhere(outcome, here)
st.caption(str(outcome.stamp))
