"""Records read from the store with the revision they were read in, and saved over it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Generic, TypeVar

import streamlit as st

from pages.parts import entering, holding, kept, on_table
from pages.parts.plain import plain
from store.codec import record_of, to_body
from store.errors import StoreError

Record = TypeVar("Record")


@dataclass(frozen=True, slots=True)
class Kept(Generic[Record]):
    """A record, where it is kept and in which revision it was read; 0 for one not yet saved."""

    kind: str
    key: str
    record: Record
    seen: int = 0

    @property
    def place(self) -> str:
        """Return the place in which this screen counts what it has saved."""
        return f"{self.kind}:{self.key}"

    def field(self, part: str) -> str:
        """Return a field's key; what has been saved here has new fields."""
        return f"{self.kind}_{self.key}_{holding.round_of(self.place)}_{part}"

    def filled_from(self, form: str, field: str) -> "Kept[Record]":
        """Return the place as it was when a form was filled, to be saved over that and no other."""
        return replace(self, seen=holding.filled_from(form, field, self.seen))


def read(kind: str, key: str, empty: Record) -> Kept[Record]:
    """Return what is kept under a key, or what is empty; what cannot be read is said in words."""
    try:
        row = kept.store().latest(kind, key)
        if row is None:
            return Kept(kind, key, empty)
        return Kept(kind, key, record_of(type(empty), row), row.number)
    except StoreError as error:
        st.error(plain(str(error)))
        st.stop()


def read_all(kind: str, cls: type[Record]) -> Sequence[Kept[Record]]:
    """Return everything kept of a kind; what cannot be read is said in words."""
    try:
        rows = kept.store().all_latest(kind)
        return [Kept(kind, row.key, record_of(cls, row), row.number) for row in rows]
    except StoreError as error:
        st.error(plain(str(error)))
        st.stop()


def save(found: Kept[Record], record: Record, what: str, form: str = "", empties: str = "") -> None:
    """Save a record over the one that was read, and draw the page anew.

    `form` is told that its writer has seen what is there, when somebody else was first; `empties`
    is another place whose fields are to be empty again.
    """
    body = to_body(record)
    write = partial(kept.store().save, found.kind, found.key, body, **_said(found, what))
    _do([found.place, empties], write, what, form)


def remove(found: Kept[Record], what: str, empties: str = "") -> None:
    """Remove a record, and draw the page anew; `empties` as when saving."""
    write = partial(kept.store().remove, found.kind, found.key, **_said(found, what))
    _do([found.place, empties], write, what, "")


def _said(found: Kept[Record], what: str) -> dict[str, Any]:
    return {"who": on_table.who(), "at": kept.now(), "what": what, "seen": found.seen}


def _do(places: Sequence[str], write: Callable[[], object], what: str, form: str) -> None:
    saved = on_table.saving(lambda: holding.telling(write, form), f"{what}.")
    entering.remember_saved(f"{what}." if saved else "")
    if saved:
        for place in places:
            holding.next_round(place)
    st.rerun()
