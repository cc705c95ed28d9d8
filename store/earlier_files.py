"""What was saved as files, before there was a store: taken in once, and left where it lies."""

import json
from dataclasses import dataclass, replace
from datetime import datetime
from math import isfinite
from pathlib import Path
from typing import Any

from scenarios.meeting_log import Entry
from scenarios.setting import Range
from store import meeting_log, saved
from store.codec import to_body
from store.errors import StoreError
from store.revision import Revision
from store.store import Store
from store.text import as_text, check_words

KIND = "filer"
LOG = "logg.jsonl"
MONEY = ("annual", "change", "one_off")
WORDS = ("time", "note", "title", "toml", "fingerprint", "stamp", "figures")


@dataclass(frozen=True, slots=True)
class Taken:
    """How much was taken in, and the names of what could not be and only lies in the folder."""

    scenarios: int = 0
    rows: int = 0
    left: tuple[str, ...] = ()


def take_in(store: Store, folder: Path, at: str) -> Revision | None:
    """Take in the scenario files and the log of a folder; None when there was nothing to do.

    It is done once for each folder, and what it came to is kept as a revision. If it is broken off,
    the next time goes on where it was.

    Raises:
        StoreError: when the store cannot be read or written, or somebody else is taking in.
    """
    log, key = folder / LOG, str(folder.resolve())[-150:]
    try:
        files, logged = sorted(folder.glob("*.toml")), log.is_file()
    except OSError as error:
        raise StoreError(f"Mappen ”{folder}” går inte att läsa ({error.strerror}).") from error
    if not (files or logged) or store.history(KIND, key):
        return None
    found = _scenarios(store, files, at)
    if logged:
        found = _rows(store, log, at, found)
    words = f"Läste in {found.scenarios} sparade scenarier och {found.rows} rader i loggen"
    what = f"{words} ur mappen ”{folder.name}”; filerna ligger kvar där"
    if found.left:
        what += f". Går inte att läsa och ligger bara där: {', '.join(found.left)}"
    body = {"scenarier": found.scenarios, "rader": found.rows, "kvar": found.left}
    return store.save(KIND, key, body, who="", at=at, what=what[:1500], seen=0)


def _scenarios(store: Store, files: list[Path], at: str) -> Taken:
    count, left = 0, []
    for path in files:
        try:
            body = {"toml": path.read_bytes().decode("utf-8-sig")}
        except (OSError, UnicodeDecodeError):
            left.append(path.name)
            continue
        draft = Revision(saved.KIND, path.stem, 0, at, "", f"Läste in filen ”{path.name}”", body)
        history = store.history(draft.kind, draft.key)
        if not _can_be_kept(draft):
            left.append(path.name)
        elif body in [one.body for one in history]:
            count += 1  # a turn that was broken off had come this far
        elif history:
            left.append(f"{path.name} (namnet är upptaget)")
        else:
            _save(store, draft, seen=0)
            count += 1
    return Taken(count, 0, tuple(left))


def _rows(store: Store, log: Path, at: str, found: Taken) -> Taken:
    try:
        lines = log.read_bytes().split(b"\n")
    except OSError:
        return replace(found, left=(*found.left, LOG))
    rows, left = 0, []
    history = store.history(meeting_log.KIND, meeting_log.KEY)
    there, seen = {row.what for row in history}, len(history)
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        what = f"Läste in {LOG}, rad {number}"
        entry = _entry(line)
        draft = None if entry is None else _row(entry, at, what)
        if draft is None or not _can_be_kept(draft):
            left.append(f"{LOG}, rad {number}")
            continue
        rows += 1
        if what not in there:
            _save(store, draft, seen)
            seen += 1
    return replace(found, rows=rows, left=(*found.left, *left))


def _row(entry: Entry, at: str, what: str) -> Revision:
    try:
        datetime.fromisoformat(entry.time)
    except ValueError:
        when = at
    else:
        when = entry.time
    return Revision(meeting_log.KIND, meeting_log.KEY, 0, when, "", what, to_body(entry))


def _can_be_kept(draft: Revision) -> bool:
    try:
        check_words(draft)
        as_text(draft.body or {})
    except StoreError:
        return False
    return True


def _save(store: Store, draft: Revision, seen: int) -> None:
    at, what = draft.at, draft.what
    store.save(draft.kind, draft.key, draft.body or {}, who="", at=at, what=what, seen=seen)


def _entry(line: bytes) -> Entry | None:
    """Return the row, or None when anything in it is not as it was written."""
    try:
        raw = json.loads(line)
        annual, change, one_off = (_range(raw[name]) for name in MONEY)
        words = {name: raw[name] for name in WORDS}
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    if not all(isinstance(word, str) for word in words.values()):
        return None
    return Entry(annual=annual, change=change, one_off=one_off, **words)


def _range(raw: Any) -> Range:
    ends = (float(raw["value"]), float(raw["low"]), float(raw["high"]))
    if not all(isfinite(end) for end in ends):
        raise ValueError(raw)
    return Range(*ends)
