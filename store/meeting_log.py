"""The meeting's log as it is kept: rows are added last, and none is ever changed."""

from scenarios.meeting_log import Entry
from store.codec import record_of, to_body
from store.errors import ConflictError, StoreError
from store.store import Store

# One thing with many revisions: the row's number is the revision's.
KIND = KEY = "logg"
MOST_TURNS = 50


def append(store: Store, entry: Entry, *, who: str, at: str, what: str = "") -> None:
    """Write a row last in the log.

    Raises:
        StoreError: when it cannot be written.
    """
    what = what or f"Skrev ”{entry.title}” i loggen"
    # Somebody may write a row in the same moment: then this one comes after it.
    for _ in range(MOST_TURNS):
        try:
            last = store.latest(KIND, KEY)
            seen = 0 if last is None else last.number
            store.save(KIND, KEY, to_body(entry), who=who, at=at, what=what, seen=seen)
        except ConflictError:
            continue
        except StoreError as error:
            raise StoreError(f"Det gick inte att skriva i loggen. {error}") from error
        return
    raise StoreError("Det gick inte att skriva i loggen: många skriver just nu. Försök igen.")


def read_log(store: Store) -> tuple[tuple[Entry, ...], tuple[str, ...]]:
    """Return the rows in the order they were written, and a sentence for each that is broken."""
    entries: list[Entry] = []
    broken: list[str] = []
    for row in store.history(KIND, KEY):
        try:
            entries.append(record_of(Entry, row))
        except StoreError:
            broken.append(f"Loggen, rad {row.number}: går inte att läsa och visas inte.")
    return tuple(entries), tuple(broken)
