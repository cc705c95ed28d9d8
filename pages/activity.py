"""Verksamhet: three alternatives side by side; why; staffing; service; cover; every figure's source."""

import streamlit as st

from pages.parts import charts, comparing, controls, tracing
from scenarios.compare import compare_alternatives

here = controls.context()
setting = controls.setting(here.pack, here.scenario)

head = st.container()
subject = comparing.choose_subject(here.pack)
arrangement = comparing.choose_arrangement(setting, subject)
comparison = compare_alternatives(setting, subject.activities, arrangement, here.only)

head.title(subject.label)
st.markdown(comparing.headline(comparison, here))
comparing.show_existing_cooperation(here.pack, subject, arrangement)
comparing.show_statuses(here.pack, subject, here.only)

comparing.show_columns(comparison, here)

st.header("Varför skiljer det?")
for side, column in zip(st.columns(2, gap="large"), comparing.joint(comparison), strict=False):
    with side:
        title = comparing.bridge_title(column)
        own_net = comparison.columns[0].net
        st.altair_chart(charts.bridge(column, own_net, title=title), theme=None, alt=title)
        with st.expander("Visa stegen per kostnadsslag"):
            comparing.show_steps(column)

if comparing.joint(comparison):
    left, right = st.columns(2, gap="large")
    with left:
        title = comparing.municipality_title(comparison)
        st.altair_chart(
            charts.by_municipality(comparison.municipalities, title=title), theme=None, alt=title
        )
        with st.expander("Visa tabellen per kommun"):
            comparing.show_municipalities(comparison)
    with right:
        title = comparing.payback_title(comparison)
        st.altair_chart(
            charts.cumulative(comparing.joint(comparison), title=title), theme=None, alt=title
        )
        with st.expander("Visa omställningen år för år"):
            comparing.show_flow(comparison)

st.header("Bemanning, service och sårbarhet")
comparing.show_service(comparison, here)

st.header("Varifrån kommer talen?")
code, activity = tracing.choose_account(here.pack, subject.activities, here.only, "spar")
with st.expander("Visa kontot: varje tal med spann, status, räkneregel och källa"):
    tracing.show_account(here.pack, code, activity)
