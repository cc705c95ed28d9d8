"""The store, opened once for each place it may lie in, and what has to be said of it."""

import os
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from time import monotonic

import streamlit as st

from models.pack import Pack
from pages.parts import tables
from pages.parts.plain import plain
from store import saved
from store.difference import Absent, differing
from store.earlier_files import take_in
from store.errors import ConflictError
from store.saved import Saved
from store.store import Store, StoreError, open_store, url_of

SAVED = Path(__file__).resolve().parents[2] / "sparat"
CONFLICT, SEEN = "krock", "sett"
AUTHOR, LAST_NAME = "filer_av", "filer_vem"
# A server that did not answer for so long is not asked again for a while: every page would wait.
LONG, A_WHILE = 2.0, 30.0


def saved_folder() -> Path:
    """Return the folder where the database lies; SAMSTAMT_SPARAT points elsewhere."""
    return Path(os.environ.get("SAMSTAMT_SPARAT", SAVED))


def now() -> str:
    """Return the time as it is told everywhere, to the minute."""
    return datetime.now().astimezone().strftime("%Y-%m-%d %H:%M")


def who() -> str:
    """Return the name in the field Av, or the last that stood there; empty if none has."""
    name = str(st.session_state.get(AUTHOR, "")).strip()
    if name:
        st.session_state[LAST_NAME] = name
    return name or str(st.session_state.get(LAST_NAME, ""))


@st.cache_resource(max_entries=16, show_spinner=False)
def _store(url: str, folder: str) -> tuple[Store, str]:
    """Return the store, and why what lay in the folder as files could not be taken in, if so."""
    opened = open_store(url)
    try:
        take_in(opened, Path(folder), now())
    except StoreError as error:
        return opened, f"Det som tidigare sparats som filer kunde inte läsas in. {error}"
    return opened, ""


@st.cache_resource
def _silent() -> dict[str, tuple[float, str]]:
    """Return when each address last did not answer, and what was said of it."""
    return {}


def store() -> Store:
    """Return the store.

    Raises:
        StoreError: when it cannot be opened.
    """
    return _opened()[0]


def not_taken_in() -> str:
    """Return why earlier files could not be taken in, empty when they could.

    Raises:
        StoreError: when the store cannot be opened.
    """
    return _opened()[1]


def _opened() -> tuple[Store, str]:
    url, begun = url_of(os.environ, saved_folder()), monotonic()
    since, said = _silent().get(url, (0.0, ""))
    if said and begun - since < A_WHILE:
        raise StoreError(said)
    try:
        return _store(url, str(saved_folder()))
    except StoreError as error:
        if monotonic() - begun > LONG:
            _silent()[url] = (monotonic(), str(error))
        raise


def saved_scenarios(pack: Pack) -> tuple[tuple[Saved, ...], str]:
    """Return the saved scenarios; or none, and why they cannot be read."""
    try:
        return saved.saved(store(), pack), ""
    except StoreError as error:
        return (), str(error)


def remember_seen(found: Sequence[Saved], working_on: str) -> None:
    """Remember which revision of each saved scenario this session has on its screen.

    What is being `working_on` keeps the one that the work began from.
    """
    before = st.session_state.get(SEEN, {})
    numbers = {one.key: one.revision.number for one in found}
    began = {key: number for key, number in before.items() if key == working_on}
    st.session_state[SEEN] = numbers | {key: n for key, n in began.items() if key in numbers}


def seen(key: str) -> int:
    """Return the revision of a saved scenario that this session has seen, 0 for none."""
    return int(st.session_state.get(SEEN, {}).get(key, 0))


def remember_conflict(error: ConflictError) -> None:
    """Remember that somebody else was first, until the page has been drawn anew."""
    st.session_state[CONFLICT] = error
    if error.theirs.kind == saved.KIND:
        # What differs is going to be shown: whoever then saves has seen it.
        st.session_state.setdefault(SEEN, {})[error.theirs.key] = error.theirs.number


def show_conflict(labels: Mapping[str, str] | None = None) -> None:
    """Say, once, that somebody else was first, and what differs field by field.

    `labels` are what fields are called, by where they stand; others are shown as they are kept.
    """
    error = st.session_state.pop(CONFLICT, None)
    if error is None:
        return
    st.error(plain(str(error)))
    if error.theirs.kind == saved.KIND:
        rows = saved.differences(error)
    else:
        base = error.base.body if error.base else None
        rows = differing(base, error.mine, error.theirs.body)
    if rows:
        tables.show_table(
            ("Fält", "Före", "Er version", "Sparad nu"),
            [
                (
                    (labels or {}).get(row.where, row.where),
                    _word(row.before),
                    _word(row.mine),
                    _word(row.theirs),
                )
                for row in rows
            ],
            caption="Vad som skiljer",
            text_columns=(0, 1, 2, 3),
        )


def _word(value: object) -> str:
    return "–" if isinstance(value, Absent) else str(value)
