"""Records read from the store with the revision they were read in, and saved over it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

import streamlit as st

from pages.parts import kept, on_table
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

    def field(self, part: str) -> str:
        """Return a field's key; another revision has fields of its own, as they are saved."""
        return f"{self.kind}_{self.key}_{self.seen}_{part}"


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


def save(found: Kept[Record], record: Record, what: str) -> None:
    """Save a record over the one that was read, and draw the page anew."""

    def do() -> None:
        kept.store().save(
            found.kind,
            found.key,
            to_body(record),
            who=on_table.who(),
            at=on_table.now(),
            what=what,
            seen=found.seen,
        )

    on_table.saving(do, f"{what}.")
    st.rerun()


def remove(found: Kept[Record], what: str) -> None:
    """Remove a record, and draw the page anew."""

    def do() -> None:
        kept.store().remove(
            found.kind,
            found.key,
            who=on_table.who(),
            at=on_table.now(),
            what=what,
            seen=found.seen,
        )

    on_table.saving(do, f"{what}.")
    st.rerun()
