"""Serves app.py as a Swedish document: `streamlit run serve.py`, or `make run`.

Streamlit's page says lang="en", and a screen reader would read Swedish with English sounds.
See docs/decisions/0001-svensk-sida-genom-asgi.md.
"""

from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from streamlit.runtime.pages_manager import PagesManager
from streamlit.starlette import App

from pages.parts.swedish_html import SwedishHtml

# The folder's name makes Streamlit take pages/plan.py for a page of its own, until app.py has run
# once: a link to /plan, opened first, would run it without app.py.
PagesManager.uses_pages_directory = False


def explain_fault(fault: Exception) -> bool:
    """Say in Swedish that the page stopped; Streamlit has written `fault` in the terminal."""
    with st.container(key="programfel"):
        st.error(
            "Sidan kunde inte visas till slut: det är ett fel i programmet, inte i era uppgifter. "
            "Inget som är sparat har ändrats. Läs in sidan igen. Kommer felet tillbaka, skicka "
            "det som står i programmets terminalfönster till den som förvaltar Samstämt."
        )
    return True  # instead of Streamlit's own message, which is in English


app = App(
    Path(__file__).with_name("app.py"),
    middleware=[Middleware(SwedishHtml)],
    on_script_error=explain_fault,
)
