"""The frame around every page: the printed-report look, and Streamlit's own parts set right."""

from pathlib import Path

import streamlit as st

HERE = Path(__file__).parent

FAVICON = HERE / "favicon.svg"
"""For st.set_page_config(page_icon=...): a Material icon there is fetched from the internet."""


def apply_frame(*, projector: bool) -> None:
    """Give the page its look; `projector` makes every text at least 18 px.

    Called once, by app.py, before the page. Streamlit holds some parts of its own that cannot be
    reached from Python (the menu, a chart's root, English labels): frame.html repairs those.
    Streamlit drops a style or script in which "less than" stands next to a letter, even in a
    comment.
    """
    st.html(HERE / "frame.css")
    if projector:
        st.html(HERE / "projector.css")
    with st.container(key="samstamt-frame"):  # a named place, so that frame.css can hide it
        st.html(HERE / "frame.html", unsafe_allow_javascript=True)
