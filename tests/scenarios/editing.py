"""Small edits in a copy of the shipped pack, as somebody with a text editor would make them."""

import csv
from dataclasses import replace
from pathlib import Path

from models.pack import Pack, read_pack


def swap(path: Path, old: str, new: str) -> None:
    """Replace the first `old` in a file; a test whose edit hits nothing proves nothing."""
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{path.name} has no {old!r}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def set_cell(path: Path, where: dict[str, str], column: str, value: str) -> None:
    """Set one column in every row of a CSV file whose cells match `where`."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    hit = [row for row in rows if all(row[key] == cell for key, cell in where.items())]
    assert hit, f"{path.name} has no row with {where}"
    for row in hit:
        row[column] = value
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def pack_in(folder: Path) -> Pack:
    """Return the pack in a folder that has no faults."""
    reading = read_pack(folder)
    assert reading.faults == ()
    assert reading.pack is not None
    return reading.pack


def with_parameter(pack: Pack, key: str, **ends: float) -> Pack:
    """Return the pack with another range for one parameter."""
    changed = replace(pack.parameters[key], **ends)  # type: ignore[arg-type]
    return replace(pack, parameters={**pack.parameters, key: changed})
