"""Scenarios that somebody has saved in a folder: put there whole or not at all, never overwritten.

What stands in the folder and cannot be read is told of and left as it is.
"""

import contextlib
import os
import re
import tempfile
import unicodedata
from dataclasses import dataclass, replace
from pathlib import Path

from models.errors import Fault
from models.pack import Pack
from scenarios.scenario import LIBRARY, TODAY, Scenario, as_toml, leaning_on, read_folder

LONGEST_NAME = 60
LONGEST_TITLE = 40
MOST_COPIES = 999
# Names that a file may not have in Windows.
RESERVED = {"con", "prn", "aux", "nul", *(f"{d}{n}" for d in ("com", "lpt") for n in range(1, 10))}


class CannotSaveError(Exception):
    """Nothing has been saved or removed; why and what to do, in Swedish.

    `taken` when there is a scenario by that name already, which may be replaced if that is meant.
    """

    def __init__(self, message: str, *, taken: bool = False) -> None:
        """Keep whether it is the name that is taken."""
        self.taken = taken
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class Saved:
    """A file in the folder: the scenario, or None and the faults that keep it from being read."""

    key: str
    scenario: Scenario | None
    faults: tuple[Fault, ...]


def saved(folder: Path, pack: Pack) -> tuple[Saved, ...]:
    """Return every scenario file in the folder, in the order of their names."""
    if not folder.is_dir():
        return ()
    return tuple(
        Saved(path.stem, None if faults else scenario, faults)
        for path, (scenario, faults) in read_folder(pack, folder)
    )


def save(folder: Path, pack: Pack, scenario: Scenario, *, replacing: bool = False) -> Scenario:
    """Save the scenario under its title and return it as saved.

    The file holds the differences from the scenario's base where that one is in the library or in
    the folder, and else everything.

    Raises:
        CannotSaveError: when the name says nothing, is taken or cannot be written.
    """
    key = key_of(scenario.title)
    if not key:
        raise CannotSaveError("Skriv ett namn med minst en bokstav eller siffra.")
    if (LIBRARY / f"{key}.toml").exists():
        raise CannotSaveError(
            f"”{scenario.title}” heter ett scenario som följer med. Välj ett annat namn."
        )
    path = folder / f"{key}.toml"
    if path.exists() and not replacing:
        raise CannotSaveError(
            f"Det finns redan ett sparat scenario som heter ”{scenario.title}”. Välj ett annat "
            "namn, eller välj att ersätta det.",
            taken=True,
        )
    base = _base_of(folder, pack, scenario.base, key)
    kept = replace(scenario, key=key, base=TODAY if base is None else base.key)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _write_whole(path, as_toml(kept, pack, base).encode(), replacing=replacing)
    except OSError as error:
        raise CannotSaveError(
            f"Det gick inte att spara ”{path}”: {error.strerror}. Kontrollera att mappen finns och "
            "får skrivas i, och försök igen."
        ) from error
    return kept


def duplicate(folder: Path, pack: Pack, scenario: Scenario) -> Scenario:
    """Save a copy under the first title that is free: ”Förslag, kopia”, then ”Förslag, kopia 2”.

    Raises:
        CannotSaveError: when it cannot be written.
    """
    # Cut off beforehand, so that the number is not what a long title loses.
    title = f"{scenario.title[:LONGEST_TITLE]}, kopia"
    for number in range(2, MOST_COPIES + 1):
        if not (folder / f"{key_of(title)}.toml").exists():
            break
        title = f"{scenario.title[:LONGEST_TITLE]}, kopia {number}"
    return save(folder, pack, replace(scenario, title=title))


def remove(folder: Path, pack: Pack, key: str) -> None:
    """Remove a saved scenario.

    Raises:
        CannotSaveError: when it is not there or others state their differences from it.
    """
    found = saved(folder, pack)
    if key not in {one.key for one in found}:
        raise CannotSaveError("Det sparade scenariot finns inte kvar. Ladda om sidan.")
    leaning = leaning_on(key, [one.scenario for one in found if one.scenario is not None])
    if leaning:
        titles = ", ".join(f"”{one.title}”" for one in leaning)
        raise CannotSaveError(
            f"{titles} utgår från det här scenariot. Ta bort det eller dem först."
        )
    try:
        (folder / f"{key}.toml").unlink()
    except OSError as error:
        raise CannotSaveError(f"Det gick inte att ta bort filen: {error.strerror}.") from error


def key_of(title: str) -> str:
    """Return the title as a file's name: letters without marks, digits and _, nothing else."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    key = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:LONGEST_NAME].strip("_")
    return f"{key}_" if key in RESERVED | {TODAY} else key


def _base_of(folder: Path, pack: Pack, base: str, key: str) -> Scenario | None:
    """Return the scenario to state differences from, None for today.

    That is the base where it is there and does not itself lean on `key`.
    """
    if base == TODAY:
        return None
    shelf = {
        path.stem: scenario
        for place in (folder, LIBRARY)
        for path, (scenario, faults) in read_folder(pack, place)
        if not faults
    }
    above = base
    while above in shelf:
        if above == key:  # it would lean on itself: what it leans on today is the nearest
            return shelf.get(shelf[key].base)
        above = shelf[above].base
    return shelf.get(base)


def _write_whole(path: Path, data: bytes, *, replacing: bool) -> None:
    """Put the file there in one step, so that nobody ever reads half of it."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if not replacing:
            # Refused where the name has been taken in the meantime, which a move is not.
            path.open("xb").close()
        Path(name).replace(path)
    finally:
        with contextlib.suppress(FileNotFoundError):
            Path(name).unlink()
