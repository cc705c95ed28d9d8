"""The store: what users have entered, as revisions under a kind and a key.

A revision is added and never changed. A change is a new revision, and so is a removal and an undo;
whoever changes something says which revision they saw, and is told when it is no longer the last.
Here is no clock and no knowledge of who asks: both are given.
"""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from store.database import Database, database_at, url_of
from store.errors import ConflictError, StoreError, explained
from store.revision import Body, Revision
from store.schema import REVISION
from store.text import as_text, check_words
from store.upgrading import bring_up_to_date, is_newest, version_of

__all__ = ["ConflictError", "Revision", "Store", "StoreError", "open_store", "url_of"]

OLDEST_FIRST = (REVISION.c.at, REVISION.c.kind, REVISION.c.key, REVISION.c.number)


class Store:
    """Everything that has been saved in one database; safe to share between threads.

    Every method raises StoreError when the database cannot be read or written.
    """

    def __init__(self, database: Database) -> None:
        """Keep where it is; nothing is opened."""
        self._database = database
        self._ready: object = None

    @property
    def place(self) -> str:
        """Return what to call the store in a message, without passwords."""
        return self._database.place

    # ---- Reading --------------------------------------------------------------------------------

    def latest(self, kind: str, key: str) -> Revision | None:
        """Return what is saved, None when it never was or has been removed."""
        found = self._read(_of(kind, key).order_by(REVISION.c.number.desc()).limit(1))
        return found[0] if found and found[0].body is not None else None

    def all_latest(self, kind: str) -> tuple[Revision, ...]:
        """Return everything of a kind that is saved and not removed, in the order of the keys."""
        newest = (
            sa.select(REVISION.c.key, sa.func.max(REVISION.c.number).label("number"))
            .where(REVISION.c.kind == kind)
            .group_by(REVISION.c.key)
            .subquery()
        )
        return self._read(
            sa.select(REVISION)
            .join(
                newest,
                (REVISION.c.key == newest.c.key) & (REVISION.c.number == newest.c.number),
            )
            .where(REVISION.c.kind == kind, REVISION.c.body.is_not(None))
            .order_by(REVISION.c.key)
        )

    def history(self, kind: str, key: str) -> tuple[Revision, ...]:
        """Return every revision of one thing, the first first."""
        return self._read(_of(kind, key).order_by(REVISION.c.number))

    def recent(self, limit: int, kinds: Sequence[str] = ()) -> tuple[Revision, ...]:
        """Return the last changes, the newest first, of these kinds or of all."""
        asked = sa.select(REVISION).order_by(*(c.desc() for c in OLDEST_FIRST)).limit(limit)
        return self._read(asked.where(REVISION.c.kind.in_(kinds)) if kinds else asked)

    # ---- Writing --------------------------------------------------------------------------------

    def save(
        self, kind: str, key: str, body: Body, *, who: str, at: str, what: str, seen: int
    ) -> Revision:
        """Save a body as a new revision and return it.

        `seen` is the number of the revision that was changed, 0 for something new, also under the
        key of something that has been removed.

        Raises:
            ConflictError: when somebody else has saved or removed meanwhile; nothing is saved.
            StoreError: when it cannot be written, or holds what cannot be kept.
        """
        return self._add(Revision(kind, key, 0, at, who, what, body), seen)

    def remove(self, kind: str, key: str, *, who: str, at: str, what: str, seen: int) -> Revision:
        """Remove something: what it was is kept as history and can be taken back with `undo`.

        Raises:
            ConflictError: when somebody else has saved or removed meanwhile; nothing is removed.
            StoreError: when it is not there, or cannot be written.
        """
        return self._add(Revision(kind, key, 0, at, who, what, None), seen)

    def undo(self, kind: str, key: str, *, who: str, at: str, seen: int) -> Revision:
        """Save once more what stood before the last change, and return it.

        What was new is removed, what was removed is back. It is a change like any other: undoing
        twice does the first change again. `seen` is the number of the change that is undone.

        Raises:
            ConflictError: when somebody else has saved or removed meanwhile; nothing is changed.
            StoreError: when there is nothing to undo, or it cannot be written.
        """
        before = {one.number: one.body for one in self.history(kind, key)}
        what = f"Ångrade ändring {seen}"
        return self._add(Revision(kind, key, 0, at, who, what, before.get(seen - 1)), seen)

    def _add(self, draft: Revision, seen: int) -> Revision:
        """Add the draft after the last revision, if that is the one that was seen."""
        check_words(draft)
        text = None if draft.body is None else as_text(draft.body)
        # What is returned is what is read: no tuple that has become a list.
        draft = replace(draft, body=None if text is None else json.loads(text))
        last_of = _of(draft.kind, draft.key).order_by(REVISION.c.number.desc()).limit(1)
        with self._explaining():
            self.make_ready(writing=True)
            try:
                with self._database.writing.begin() as connection:
                    last = next(map(_revision, connection.execute(last_of)), None)
                    if not _follows(draft, last, seen):
                        raise _Overtaken
                    made = replace(draft, number=last.number + 1 if last else 1)
                    row = {**_words(made), "body": text}
                    connection.execute(sa.insert(REVISION).values(row))
                return made
            except (_Overtaken, IntegrityError):
                # Two who saw the same revision get the same number, and the key is one's alone.
                pass
        raise self._conflict(draft, seen)

    def _conflict(self, draft: Revision, seen: int) -> StoreError:
        history = self.history(draft.kind, draft.key)
        if not history:
            return StoreError(f"Det finns inget sparat som heter ”{draft.key}”. Ladda om sidan.")
        if draft.body is None and history[-1].number == seen:
            return StoreError(f"”{draft.key}” är redan borttaget. Ladda om sidan.")
        base = next((one for one in history if one.number == seen), None)
        return ConflictError(draft.body, history[-1], base)

    # ---- The database ---------------------------------------------------------------------------

    def make_ready(self, *, writing: bool) -> bool:
        """Whether there is anything to read; an older database is brought up to date.

        For writing the table is made where there is none.

        Raises:
            StoreError: when it cannot be opened, is not ours or is newer than this program.
        """
        with self._explaining():
            there = self._identity()
            if there is not None and there == self._ready:
                return True
            version = None
            if there is not None:
                with self._database.engine.connect() as connection:
                    version = version_of(connection, self.place)
            if version is None and not writing:
                return False
            if not is_newest(version):
                if self._database.path is not None:
                    self._database.path.parent.mkdir(parents=True, exist_ok=True)
                bring_up_to_date(self._database)
            self._ready = self._identity()
            return True

    def _identity(self) -> object:
        """Return what tells this database from another put in its place, None if there is none."""
        path = self._database.path
        if path is None:
            return self.place
        try:
            found = path.stat()
        except FileNotFoundError:
            return None
        return found.st_dev, found.st_ino

    def _read(self, asked: sa.Select[Any]) -> tuple[Revision, ...]:
        with self._explaining():
            if not self.make_ready(writing=False):
                return ()
            with self._database.engine.connect() as connection:
                return tuple(map(_revision, connection.execute(asked)))

    @contextmanager
    def _explaining(self) -> Iterator[None]:
        """Turn what the database or the disk says into Swedish, without address or password."""
        try:
            yield
        except SQLAlchemyError as error:
            raise explained(error, self.place) from None
        except OSError as error:
            raise StoreError(
                f"{self.place}: mappen går inte att använda ({error.strerror}). Kontrollera att "
                "den finns och får läsas och skrivas i."
            ) from error


class _Overtaken(Exception):  # noqa: N818 (never leaves this module)
    """Somebody else was first."""


def open_store(url: str) -> Store:
    """Return the store at an address, brought up to date if it is older.

    Where nothing has been saved yet, nothing is made until something is.

    Raises:
        StoreError: when it cannot be opened, is not ours or is newer than this program.
    """
    store = Store(database_at(url))
    store.make_ready(writing=False)
    return store


def _of(kind: str, key: str) -> sa.Select[Any]:
    return sa.select(REVISION).where(REVISION.c.kind == kind, REVISION.c.key == key)


def _follows(draft: Revision, last: Revision | None, seen: int) -> bool:
    """Whether the draft was made with the last revision in sight, and changes something."""
    there = last is not None and last.body is not None
    if draft.body is None and not there:
        return False
    return seen == (last.number if last else 0) or (seen == 0 and not there)


def _revision(row: sa.Row[Any]) -> Revision:
    words = row._asdict()
    body = words.pop("body")
    return Revision(**words, body=None if body is None else json.loads(body))


def _words(revision: Revision) -> dict[str, object]:
    names = ("kind", "key", "number", "at", "who", "what")
    return {name: getattr(revision, name) for name in names}
