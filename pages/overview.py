"""Översikt: where do we stand; areas, chosen alternatives, effect with range, jobs by town."""

import streamlit as st

from pages.parts import charts, controls, on_table, planning, summaries, tables
from pages.parts.pictures import halves, show_chart
from scenarios.published import against_published

here = controls.context()
outcome = controls.plan_or_stop(here)

st.title("–".join(m.name for m in here.pack.municipalities))
st.markdown(summaries.headline(outcome, here.only))
summaries.show_status(outcome, *on_table.progress(here))

areas = summaries.area_rows(outcome, here.only)
tables.show_table(
    summaries.AREA_HEADINGS,
    areas.cells,
    caption=f"De nio områdena ({here.whose}): vad planen gör, {here.pack.price_year} års priser",
    text_columns=(0, 1),
    sums=areas.sums,
)
st.caption(summaries.range_note(outcome))
st.caption(planning.existing_note(here.pack))

compared = controls.areas(here.pack, here.scenario)
left, right = halves()
with left:
    title = summaries.alternatives_title(compared)
    drawn = summaries.alternative_ranges(here.pack, compared)
    show_chart(charts.alternatives_by_area(drawn, title=title), title)
    with st.expander("Visa tabellen bakom diagrammet"):
        summaries.show_alternatives(here.pack, compared)
    published = against_published(controls.setting(here.pack, here.scenario), compared)
    st.caption(summaries.published_note(published))
with right:
    title = summaries.effect_title(outcome, here.only)
    show_chart(charts.range_chart(areas.ranges, unit="tkr/år", divisor=1e3, title=title), title)
    title = summaries.jobs_title(outcome)
    show_chart(charts.towns(outcome.towns, title=title), title)
    with st.expander("Visa arbetsplatserna per ort"):
        summaries.show_towns(outcome)

with st.expander("Vad ingår inte i planen? Jämförelserader och övrig verksamhet"):
    summaries.show_rest(here.pack, here.only)
st.caption(str(outcome.stamp))
