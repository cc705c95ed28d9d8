"""Shows charts: the report's look, larger on a projector, always with their text alternative."""

import altair as alt
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.parts.charts import INK, NUMBERS, QUIET

TEXT_PX, TITLE_PX = 13, 15
# On a projector nothing is smaller than 18 px, as frame.py says of the rest of the page.
PROJECTOR_TEXT_PX, PROJECTOR_TITLE_PX = 18, 21
PROJECTOR_HEIGHT = 1.35


def show_chart(chart: alt.Chart, title: str) -> None:
    """Show a chart with its title as text alternative."""
    projector = bool(st.session_state.get("projektor"))
    text, heading = (PROJECTOR_TEXT_PX, PROJECTOR_TITLE_PX) if projector else (TEXT_PX, TITLE_PX)
    if projector:
        chart = chart.properties(height=round(chart.height * PROJECTOR_HEIGHT))
    st.altair_chart(
        chart.configure(locale={"number": NUMBERS}, font="Source Sans, sans-serif")
        .configure_title(fontSize=heading, fontWeight=600, color=INK, anchor="start", offset=12)
        .configure_axis(
            labelColor=INK,
            titleColor=QUIET,
            labelFontSize=text,
            titleFontSize=text,
            titleFontWeight="normal",
            gridColor="#e6e9eb",
            domainColor="#8b939a",
            tickColor="#8b939a",
            labelLimit=20 * text,
        )
        .configure_legend(labelFontSize=text, labelColor=INK, titleFontSize=text, titleColor=QUIET)
        .configure_text(fontSize=text)
        .configure_view(stroke=None),
        theme=None,
        alt=title,
    )


def halves() -> list[DeltaGenerator]:
    """Return two places side by side; under each other on a projector, where text is larger."""
    if st.session_state.get("projektor"):
        return [st.container(), st.container()]
    return list(st.columns(2, gap="large"))
