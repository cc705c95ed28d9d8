"""The paragraphs that something rests on, to be read in full where they are cited."""

from collections.abc import Iterable
from pathlib import Path

import streamlit as st

from models.errors import PackError
from models.law import Law, Section, places, read_law
from pages.parts.plain import plain

FOLDER = Path(__file__).parents[2] / "data" / "law"


@st.cache_resource(max_entries=1, show_spinner=False)
def law() -> Law:
    """Return the stored act.

    Raises:
        PackError: when it cannot be read.
    """
    return read_law(FOLDER)


def show_sections(citations: Iterable[str], title: str = "Lagtexten") -> None:
    """Show, behind a click, each paragraph once, in the order of the act."""
    wanted = sorted({place for cited in citations for place in places(cited)})
    if not wanted:
        return
    with st.expander(title):
        try:
            found = law()
        except PackError as error:
            st.error(plain(str(error)))
            return
        for chapter, number in wanted:
            if found.has(chapter, number):
                _show(found.section(chapter, number))


def _show(section: Section) -> None:
    lines = "\n\n".join(plain(line) for line in section.text.splitlines() if line.strip())
    st.markdown(f"**{section.name}.** {plain(section.heading)}\n\n{lines}")
    st.caption(plain(f"Källa: {section.source}"))
