"""The store, opened once for each place it may lie in."""

import os

import streamlit as st

from pages.parts import controls
from pages.parts.plain import plain
from store.difference import differing
from store.errors import ConflictError
from store.store import Store, open_store, url_of

CONFLICT = "krock"


@st.cache_resource(max_entries=4, show_spinner=False)
def _store(url: str) -> Store:
    return open_store(url)


def store() -> Store:
    """Return the store.

    Raises:
        StoreError: when it cannot be opened.
    """
    return _store(url_of(os.environ, controls.saved_folder()))


def remember_conflict(error: ConflictError) -> None:
    """Remember that somebody else was first, until the page has been drawn anew."""
    st.session_state[CONFLICT] = error


def show_conflict() -> None:
    """Say, once, that somebody else was first, and what differs."""
    error = st.session_state.pop(CONFLICT, None)
    if error is None:
        return
    st.error(plain(str(error)))
    base = error.base.body if error.base else None
    for row in differing(base, error.mine, error.theirs.body):
        st.markdown(f"- {plain(row.where)}: {plain(str(row.mine))} / {plain(str(row.theirs))}")
