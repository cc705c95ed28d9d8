"""Reads one table of the pack and checks every cell against the codebook, all faults at once."""

import csv
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from models.errors import Fault


@dataclass(frozen=True, slots=True)
class Column:
    """What the codebook says about one column of one table."""

    table: str
    name: str
    type: str
    unit: str
    required: bool
    key: bool
    allowed: tuple[str, ...]
    low: float | None
    high: float | None
    label: str
    help: str


@dataclass(frozen=True, slots=True)
class Row:
    """A row that passed the codebook: its number in the file and its cells as text and numbers."""

    file: str
    number: int
    text: Mapping[str, str]
    numbers: Mapping[str, float | None]

    def number_of(self, column: str) -> float:
        """Return a number the codebook requires."""
        value = self.numbers[column]
        if value is None:
            raise KeyError(column)
        return value


CODEBOOK_HEADER = (
    "table",
    "column",
    "type",
    "unit",
    "required",
    "key",
    "allowed",
    "low",
    "high",
    "label",
    "help",
)


def read_codebook(path: Path) -> dict[str, tuple[Column, ...]]:
    """Return the columns of every table, in order.

    Raises:
        FileNotFoundError: when there is no codebook; without it nothing can be checked.
    """
    tables: dict[str, list[Column]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for cells in csv.DictReader(file):
            column = Column(
                table=cells["table"],
                name=cells["column"],
                type=cells["type"],
                unit=cells["unit"],
                required=cells["required"] == "ja",
                key=cells["key"] == "ja",
                allowed=tuple(filter(None, cells["allowed"].split(";"))),
                low=float(cells["low"]) if cells["low"] else None,
                high=float(cells["high"]) if cells["high"] else None,
                label=cells["label"],
                help=cells["help"],
            )
            tables.setdefault(column.table, []).append(column)
    return {name: tuple(columns) for name, columns in tables.items()}


def read_table(
    path: Path, shown: str, columns: Sequence[Column], folder: str = ""
) -> tuple[list[Row], list[Fault]]:
    """Return the rows of `path` that hold, and a fault for each cell that does not.

    `shown` is the file name as the user knows it; `folder` the municipality the faults would stop.
    """

    def fault(row: int | None, column: str, found: str, expected: str, remedy: str) -> Fault:
        return Fault(shown, row, column, found, expected, remedy, folder)

    if not path.is_file():
        return [], [
            fault(
                None,
                "",
                "ingen fil",
                "en fil med kolumnerna " + ", ".join(c.name for c in columns),
                "lägg till filen, med bara rubrikraden om inga uppgifter finns",
            )
        ]
    try:
        lines = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        return [], [
            fault(
                None,
                "",
                "tecken som inte är UTF-8",
                "text i UTF-8",
                "spara filen som ”CSV UTF-8 (kommaavgränsad)”",
            )
        ]
    reader = csv.reader(lines.splitlines())
    header = next(reader, [])
    faults = [
        fault(
            1,
            column.name,
            "ingen sådan kolumn",
            f"kolumnen ”{column.name}” ({column.label})",
            "lägg till kolumnen i rubrikraden",
        )
        for column in columns
        if column.name not in header
    ]
    known = {column.name for column in columns}
    faults += [
        fault(
            1,
            name,
            "en okänd kolumn",
            "bara kolumnerna i kodboken",
            "ta bort kolumnen eller rätta stavningen",
        )
        for name in header
        if name not in known
    ]
    if faults:
        return [], faults

    rows: list[Row] = []
    seen: dict[tuple[str, ...], int] = {}
    keys = [column.name for column in columns if column.key]
    for number, cells in enumerate(reader, start=2):
        if not any(cells):
            continue
        if len(cells) != len(header):
            faults.append(
                fault(
                    number,
                    "",
                    f"{len(cells)} celler",
                    f"{len(header)} celler",
                    "kontrollera kommatecken och citattecken på raden",
                )
            )
            continue
        text = dict(zip(header, (cell.strip() for cell in cells), strict=True))
        numbers: dict[str, float | None] = {}
        wrong = []
        for column in columns:
            cell = text[column.name]
            found = _fault_in_cell(column, cell)
            if found:
                wrong.append(fault(number, column.name, *found))
            elif column.type in {"number", "integer"}:
                numbers[column.name] = float(cell) if cell else None
        if keys and not wrong:
            key = tuple(text[name] for name in keys)
            if key in seen:
                wrong.append(
                    fault(
                        number,
                        ", ".join(keys),
                        f"samma uppgift ({' · '.join(filter(None, key))}) som på rad {seen[key]}",
                        "varje uppgift en gång",
                        "ta bort en av raderna",
                    )
                )
            seen.setdefault(key, number)
        faults += wrong
        if not wrong:
            rows.append(Row(shown, number, text, numbers))
    return rows, faults


def _fault_in_cell(column: Column, cell: str) -> tuple[str, str, str] | None:
    """Return (found, expected, remedy) when the cell does not fit the codebook, else None."""
    if not cell:
        if column.required:
            return "en tom cell", column.label.lower(), "fyll i cellen eller ta bort raden"
        return None
    if column.type in {"number", "integer"}:
        return _fault_in_number(column, cell)
    if column.allowed and not set(cell.split(";")) <= set(column.allowed):
        return (
            f"”{cell}”",
            "något av " + ", ".join(f"”{word}”" for word in column.allowed),
            "rätta stavningen",
        )
    return None


def _fault_in_number(column: Column, cell: str) -> tuple[str, str, str] | None:
    try:
        value = float(cell)
    except ValueError:
        remedy = (
            "skriv talet med decimalpunkt och utan mellanslag, till exempel 1234.5"
            if any(sign.isdigit() for sign in cell)
            else "skriv ett tal eller lämna cellen tom om uppgift saknas"
        )
        return f"texten ”{cell}”", "ett tal", remedy
    if not math.isfinite(value):
        return f"”{cell}”", "ett ändligt tal", "lämna raden borta om uppgift saknas"
    if column.type == "integer" and value != int(value):
        return f"”{cell}”", "ett heltal", "ta bort decimalerna"
    if column.low is not None and value < column.low:
        return f"{cell}", f"minst {column.low:g}", "kontrollera tecken och enhet"
    if column.high is not None and value > column.high:
        return f"{cell}", f"högst {column.high:g}", "kontrollera enheten"
    return None
