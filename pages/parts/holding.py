"""What a form was filled from: nobody writes over what somebody else has saved meanwhile.

The page reads the store anew at every click, so the revision read is not the one that the fields
show. A form keeps the revision it was filled from as long as its fields stand there; saved over
another one, the store says so. What has been typed stands in the fields until it is saved.
"""

from collections.abc import Callable
from typing import TypeVar

import streamlit as st

from store.errors import ConflictError

ROUNDS, FILLED = "sparvarv", "ifyllt_ur"
From = TypeVar("From")


def round_of(place: str) -> int:
    """Return how many times this screen has saved in a place; each time has fields of its own."""
    return int(st.session_state.setdefault(ROUNDS, {}).get(place, 0))


def next_round(place: str) -> None:
    """Let the fields of a place be filled anew, as after a save."""
    st.session_state.setdefault(ROUNDS, {})[place] = round_of(place) + 1


def filled_from(form: str, field: str, now: From) -> From:
    """Return what a form was filled from: `now` unless `field`, one of its fields, stands there."""
    filled = st.session_state.setdefault(FILLED, {})
    if field not in st.session_state:
        filled[form] = now
    found: From = filled.setdefault(form, now)
    return found


def telling(write: Callable[[], object], form: str) -> None:
    """Write; when somebody else was first the form's writer is told, and may then write again.

    Raises:
        StoreError: when it is not written.
    """
    try:
        write()
    except ConflictError:
        has_seen(form)
        raise


def has_seen(form: str) -> None:
    """Let a form be saved over what is there now: its writer has been told of it."""
    st.session_state.setdefault(FILLED, {}).pop(form, None)
