"""Plan: what to do under the chosen decisions; who runs what with whom, where, at what effect."""

import streamlit as st

from pages.parts import charts, controls, planning, summaries, tables
from pages.parts.pictures import halves, show_chart

here = controls.context()
outcome = controls.plan_or_stop(here)

st.title("Plan")
st.markdown(summaries.headline(outcome, here.only))
st.markdown(planning.proof(outcome))

tables.show_table(
    ("Verksamhet", *(m.name for m in here.pack.municipalities)),
    planning.matrix_rows(outcome),
    caption="Driftform per verksamhet och kommun; samma bokstav är samma grupp, ● gemensamt kontor "
    "eller den som säljer",
    text_columns=range(len(here.pack.municipalities) + 1),
)

st.caption(planning.existing_note(here.pack))

chosen = planning.changed(outcome, here.only)
if chosen:
    added = [] if here.only else planning.sum_rows(outcome)
    rows = [*planning.choice_rows(outcome, chosen), *added]
    tables.show_table(
        planning.CHOICE_HEADINGS,
        rows,
        caption=f"Det som ändras mot i dag, tkr i {here.pack.price_year} års priser",
        text_columns=(0, 1, 2, 3),
        sums=planning.last_row(rows) if added else (),
    )
st.caption(summaries.range_note(outcome))

left, right = halves()
with left:
    title = planning.municipalities_title(outcome)
    show_chart(
        charts.range_chart(
            planning.municipality_ranges(outcome), unit="tkr/år", divisor=1e3, title=title
        ),
        title,
    )
    with st.expander("Visa tabellen per kommun"):
        planning.show_municipalities(outcome)
with right:
    title = summaries.jobs_title(outcome)
    show_chart(charts.towns(outcome.towns, title=title), title)
    with st.expander("Visa tabellen per ort"):
        summaries.show_towns(outcome)

st.header("Besluten bakom planen")
planning.show_decisions(outcome)
st.caption(str(outcome.stamp))
