"""Verksamhet: the alternatives side by side; why; staffing; service; cover; every source."""

from itertools import cycle

import streamlit as st

from pages.parts import charts, comparing, controls, tracing
from pages.parts.pictures import halves, show_chart
from scenarios.compare import compare_alternatives

here = controls.context()
setting = controls.setting(here.pack, here.scenario)

head = st.container()
subject = comparing.choose_subject(here.pack)
arrangement = comparing.choose_arrangement(setting, subject)
comparison = compare_alternatives(setting, subject.activities, arrangement, here.only)

head.title(subject.label)
st.markdown(comparing.headline(comparison, here))
if not comparing.concerns(comparison, here):
    code, activity = tracing.choose_account(here.pack, subject.activities, here.only, "utanfor")
    tracing.show_account(here.pack, code, activity)
    st.stop()
comparing.show_existing_cooperation(here.pack, subject, arrangement)
comparing.show_statuses(here.pack, subject, here.only)

comparing.show_columns(comparison, here)

st.header("Varför skiljer det?")
for side, column in zip(cycle(halves()), comparing.joint(comparison), strict=False):
    with side:
        title = comparing.bridge_title(column)
        own_net = comparison.columns[0].net
        show_chart(charts.bridge(column, own_net, title=title), title)
        with st.expander("Visa stegen per kostnadsslag"):
            comparing.show_steps(column)

if comparing.joint(comparison):
    left, right = halves()
    with left:
        title = comparing.municipality_title(comparison)
        show_chart(charts.by_municipality(comparison.municipalities, title=title), title)
        with st.expander("Visa tabellen per kommun"):
            comparing.show_municipalities(comparison)
    with right:
        title = comparing.payback_title(comparison)
        show_chart(charts.cumulative(comparing.joint(comparison), title=title), title)
        with st.expander("Visa omställningen år för år"):
            comparing.show_flow(comparison)

st.header("Bemanning, service och sårbarhet")
comparing.show_service(comparison, here)

st.header("Varifrån kommer talen?")
code, activity = tracing.choose_account(here.pack, subject.activities, here.only, "spar")
with st.expander("Visa kontot: varje tal med spann, status, räkneregel och källa"):
    tracing.show_account(here.pack, code, activity)
