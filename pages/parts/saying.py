"""What has just been done, or could not be: said once, on the page where it was asked for."""

from collections.abc import Sequence

import streamlit as st

from pages.parts.plain import plain

SAID = "filer_sagt"


def say(kind: str, words: Sequence[str], place: str) -> None:
    """Remember what to say, ”done” or ”fault”, until the place is drawn."""
    st.session_state[SAID] = (place, kind, tuple(words))


def show_said(place: str) -> None:
    """Say, once and where it was asked for, how the last thing went: done before the drawing."""
    said = st.session_state.get(SAID)
    if said is None or said[0] != place:
        return
    _, kind, words = st.session_state.pop(SAID)
    show = {"done": st.success, "fault": st.error}[kind]
    show("\n\n".join(plain(sentence) for sentence in words))
