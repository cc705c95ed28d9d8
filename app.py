"""The frame: page settings, menu, the choices that hold everywhere; then the page asked for."""

import streamlit as st

from pages.parts import controls
from pages.parts.frame import FAVICON, apply_frame

PAGES = (
    ("overview", "Översikt", "oversikt"),
    ("activity", "Verksamhet", "verksamhet"),
    ("plan", "Plan", "plan"),
    ("places", "Orter", "orter"),
    ("sharing", "Fördelning", "fordelning"),
    ("scenarios", "Scenarier", "scenarier"),
    ("decision", "Beslut", "beslut"),
    ("sources", "Underlag", "underlag"),
)

st.set_page_config(page_title="Samstämt", page_icon=FAVICON, layout="wide")
page = st.navigation(
    [
        st.Page(f"pages/{file}.py", title=title, url_path=path, default=path == "oversikt")
        for file, title, path in PAGES
    ]
)
found = controls.reading()
projector = st.sidebar.toggle("Projektor", key="projektor", bind="query-params")
apply_frame(projector=projector)
if found.pack is None:
    st.title("Datapaketet behöver rättas")
    controls.show_faults(found)
    st.stop()
controls.ask_in_sidebar(found.pack)
controls.show_faults(found)
page.run()
