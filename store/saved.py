"""Scenarios that somebody has saved: never over another, and all that they have been is kept.

What is saved and cannot be read is told of and left as it is.
"""

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace

from models.errors import Fault
from models.pack import Pack
from scenarios.scenario import (
    LIBRARY,
    TODAY,
    Scenario,
    as_toml,
    leaning_on,
    read_folder,
    read_texts,
)
from store.difference import Differing, differing
from store.errors import ConflictError, StoreError
from store.revision import Body, Revision
from store.store import Store

KIND = "scenario"
LONGEST_NAME = 60
LONGEST_TITLE = 40
MOST_COPIES = 999
# Names that a file may not have in Windows: a scenario is fetched as a file under its key.
RESERVED = {"con", "prn", "aux", "nul", *(f"{d}{n}" for d in ("com", "lpt") for n in range(1, 10))}


class CannotSaveError(StoreError):
    """Nothing has been saved or removed; why and what to do, in Swedish.

    `taken` when there is a scenario by that name already, which may be replaced if that is meant.
    """

    def __init__(self, message: str, *, taken: bool = False) -> None:
        """Keep whether it is the name that is taken."""
        self.taken = taken
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class Saved:
    """What is saved under a key: the scenario, or None and the faults that keep it from being read.

    `revision` is what it was read from.
    """

    key: str
    scenario: Scenario | None
    faults: tuple[Fault, ...]
    revision: Revision


def texts(store: Store) -> dict[str, str]:
    """Return every saved scenario as the file it would be, by key."""
    return {one.key: _text(one) for one in store.all_latest(KIND)}


def saved(store: Store, pack: Pack) -> tuple[Saved, ...]:
    """Return every saved scenario, in the order of their keys."""
    revisions = store.all_latest(KIND)
    read = read_texts(pack, {one.key: _text(one) for one in revisions})
    return tuple(
        Saved(one.key, None if read[one.key][1] else read[one.key][0], read[one.key][1], one)
        for one in revisions
    )


def save(
    store: Store,
    pack: Pack,
    scenario: Scenario,
    *,
    who: str,
    at: str,
    replacing: bool = False,
    seen: int | None = None,
) -> Scenario:
    """Save the scenario under its title and return it as saved.

    What is saved are the differences from the scenario's base where that one is in the library or
    saved, and else everything. `seen` is the revision that is replaced, the last where it is None.

    Raises:
        CannotSaveError: when the name says nothing or is taken.
        ConflictError: when what is replaced has been changed since it was seen.
        StoreError: when it cannot be written.
    """
    key = key_of(scenario.title)
    if not key:
        raise CannotSaveError("Skriv ett namn med minst en bokstav eller siffra.")
    if (LIBRARY / f"{key}.toml").exists():
        raise CannotSaveError(
            f"”{scenario.title}” heter ett scenario som följer med. Välj ett annat namn."
        )
    there = store.latest(KIND, key)
    if there is not None and not replacing:
        raise _taken(scenario.title)
    base = _base_of(store, pack, scenario.base, key)
    kept = replace(scenario, key=key, base=TODAY if base is None else base.key)
    last = there.number if there else 0
    try:
        store.save(
            KIND,
            key,
            {"toml": as_toml(kept, pack, base)},
            who=who,
            at=at,
            what=f"{'Ersatte' if there else 'Sparade'} scenariot ”{scenario.title}”",
            seen=seen if replacing and seen is not None else last,
        )
    except ConflictError:
        if replacing:
            raise
        # The name was free a moment ago.
        raise _taken(scenario.title) from None
    return kept


def _taken(title: str) -> CannotSaveError:
    return CannotSaveError(
        f"Det finns redan ett sparat scenario som heter ”{title}”. Välj ett annat "
        "namn, eller välj att ersätta det.",
        taken=True,
    )


def duplicate(store: Store, pack: Pack, scenario: Scenario, *, who: str, at: str) -> Scenario:
    """Save a copy under the first title that is free: ”Förslag, kopia”, then ”Förslag, kopia 2”.

    Raises:
        StoreError: when it cannot be written.
    """
    # Cut off beforehand, so that the number is not what a long title loses.
    title = f"{scenario.title[:LONGEST_TITLE]}, kopia"
    taken = texts(store)
    for number in range(2, MOST_COPIES + 1):
        if key_of(title) not in taken:
            break
        title = f"{scenario.title[:LONGEST_TITLE]}, kopia {number}"
    return save(store, pack, replace(scenario, title=title), who=who, at=at)


def remove(store: Store, pack: Pack, key: str, *, who: str, at: str, seen: int) -> None:
    """Remove a saved scenario; what it was is kept and can be taken back.

    Raises:
        CannotSaveError: when it is not there or others state their differences from it.
        ConflictError: when it has been changed since it was seen.
        StoreError: when it cannot be written.
    """
    found = saved(store, pack)
    if key not in {one.key for one in found}:
        raise CannotSaveError("Det sparade scenariot finns inte kvar. Ladda om sidan.")
    _refuse_if_leaned_on(key, found, "Ta bort det eller dem först.")
    what = f"Tog bort scenariot ”{title_of(store.latest(KIND, key)) or key}”"
    store.remove(KIND, key, who=who, at=at, what=what, seen=seen)


def undo(store: Store, pack: Pack, key: str, *, who: str, at: str, seen: int) -> None:
    """Take back the last change of a scenario, also a removal.

    Raises:
        CannotSaveError: when a scenario could then no longer be read.
        ConflictError: when it has been changed since it was seen.
        StoreError: when it cannot be written.
    """
    found = saved(store, pack)
    before = next((o.body for o in store.history(KIND, key) if o.number == seen - 1), None)
    if before is None:
        _refuse_if_leaned_on(key, found, "Ta bort det eller dem först, eller ändra i stället.")
    else:
        files = {one.key: _text(one.revision) for one in found} | {key: _toml(before)}
        unread = {one.key for one in found if one.faults}
        broken = [k for k, (_, faults) in read_texts(pack, files).items() if faults]
        if lost := [one for one in broken if one not in unread]:
            names = ", ".join(f"”{one}”" for one in lost)
            raise CannotSaveError(
                f"Det går inte att ångra: {names} skulle sedan inte gå att läsa, för det som "
                "stod före bygger på något som har ändrats. Spara en ny version i stället."
            )
    store.undo(KIND, key, who=who, at=at, seen=seen)


def _refuse_if_leaned_on(key: str, found: tuple[Saved, ...], remedy: str) -> None:
    leaning = leaning_on(key, [one.scenario for one in found if one.scenario is not None])
    if leaning:
        titles = ", ".join(f"”{one.title}”" for one in leaning)
        raise CannotSaveError(f"{titles} utgår från det här scenariot. {remedy}")


def differences(conflict: ConflictError) -> tuple[Differing, ...]:
    """Return what differs between what was seen, mine and theirs: by the words of the file."""
    base = None if conflict.base is None else conflict.base.body
    three = (base, conflict.mine, conflict.theirs.body)
    return differing(*(None if body is None else _table(_toml(body)) for body in three))


def key_of(title: str) -> str:
    """Return the title as a file's name: letters without marks, digits and _, nothing else."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    key = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:LONGEST_NAME].strip("_")
    return f"{key}_" if key in RESERVED | {TODAY} else key


def title_of(revision: Revision | None) -> str:
    """Return what a scenario is called, empty where that cannot be read."""
    if revision is None or revision.body is None:
        return ""
    title = _table(_toml(revision.body)).get("title", "")
    return title if isinstance(title, str) else ""


def _text(revision: Revision) -> str:
    return "" if revision.body is None else _toml(revision.body)


def _toml(body: Body) -> str:
    return str(body.get("toml", ""))


def _table(text: str) -> Mapping[str, object]:
    """Return the tables of a file, or its whole text as one field where it is no TOML."""
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError):
        return {"toml": text}


def _base_of(store: Store, pack: Pack, base: str, key: str) -> Scenario | None:
    """Return the scenario to state differences from, None for today.

    That is the base where it is there and does not itself lean on `key`.
    """
    if base == TODAY:
        return None
    kept = read_texts(pack, texts(store))
    shipped = {path.stem: reading for path, reading in read_folder(pack, LIBRARY)}
    shelf = {k: scenario for k, (scenario, faults) in (kept | shipped).items() if not faults}
    above = base
    while above in shelf:
        if above == key:  # it would lean on itself: what it leans on today is the nearest
            return shelf.get(shelf[key].base)
        above = shelf[above].base
    return shelf.get(base)
