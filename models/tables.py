"""Reads one table of the pack and checks every cell against the codebook, all faults at once."""

import csv
import io
import math
from collections.abc import Iterable, Mapping, Sequence
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


COLUMN_TYPES = ("text", "number", "integer")
YES_NO = ("ja", "nej")
OPTIONAL_IN_CODEBOOK = {"unit", "allowed", "low", "high", "help"}
# The codebook describes every table but itself.
_CODEBOOK_COLUMNS = tuple(
    Column(
        table="codebook",
        name=name,
        type="number" if name in {"low", "high"} else "text",
        unit="",
        required=name not in OPTIONAL_IN_CODEBOOK,
        key=name in {"table", "column"},
        allowed={"type": COLUMN_TYPES, "required": YES_NO, "key": YES_NO}.get(name, ()),
        low=None,
        high=None,
        label=name,
        help="",
    )
    for name in CODEBOOK_HEADER
)


def read_codebook(
    path: Path, tables: Sequence[str]
) -> tuple[dict[str, tuple[Column, ...]], list[Fault]]:
    """Return the columns of every table, in order, and a fault for each thing that is not clear.

    Every table of `tables` must be described; without the codebook nothing else can be checked.
    """
    if not path.is_file():
        return {}, [
            Fault(
                str(path),
                None,
                "",
                "ingen fil",
                "kodboken codebook.csv",
                "peka ut en mapp som har samma form som data/",
            )
        ]
    rows, faults = read_table(path, path.name, _CODEBOOK_COLUMNS)
    described: dict[str, list[Column]] = {}
    for row in rows:
        described.setdefault(row.text["table"], []).append(_column(row))
    if not faults:
        faults = [
            Fault(
                path.name,
                None,
                "table",
                f"inga kolumner för ”{table}”",
                f"en rad för varje kolumn i {table}.csv",
                "lägg tillbaka raderna ur den levererade kodboken",
            )
            for table in tables
            if table not in described
        ]
    return {name: tuple(columns) for name, columns in described.items()}, faults


def _column(row: Row) -> Column:
    text = row.text
    return Column(
        table=text["table"],
        name=text["column"],
        type=text["type"],
        unit=text["unit"],
        required=text["required"] == "ja",
        key=text["key"] == "ja",
        allowed=tuple(filter(None, text["allowed"].split(";"))),
        low=row.numbers["low"],
        high=row.numbers["high"],
        label=text["label"],
        help=text["help"],
    )


def read_table(
    path: Path, shown: str, columns: Sequence[Column], folder: str = ""
) -> tuple[list[Row], list[Fault]]:
    """Return the rows of `path` that hold, and a fault for each cell that does not.

    `shown` is the file name as the user knows it; `folder` the municipality the faults would stop.
    """
    table = _Table(shown, tuple(columns), folder)
    text, fault = table.text_of(path)
    if fault:
        return [], [fault]
    reader = csv.reader(io.StringIO(text, newline=""))
    try:
        header = next(reader, [])
        faults = table.faults_in_header(header)
        if faults:
            return [], faults
        return table.rows_in(header, enumerate(reader, start=2))
    except csv.Error:
        return [], [
            table.fault(
                reader.line_num,
                "",
                "en rad som inte går att dela i celler",
                "celler med kommatecken mellan",
                'kontrollera citattecknen: en cell som börjar med " ska sluta med "',
            )
        ]


@dataclass(frozen=True, slots=True)
class _Table:
    """One table being read: the file's shown name, its columns and the folder it belongs to."""

    shown: str
    columns: tuple[Column, ...]
    folder: str

    def fault(self, row: int | None, column: str, found: str, expected: str, remedy: str) -> Fault:
        return Fault(self.shown, row, column, found, expected, remedy, self.folder)

    def text_of(self, path: Path) -> tuple[str, Fault | None]:
        if not path.is_file():
            return "", self.fault(
                None,
                "",
                "ingen fil",
                "en fil med kolumnerna " + ", ".join(c.name for c in self.columns),
                "lägg till filen, med bara rubrikraden om inga uppgifter finns",
            )
        try:
            return path.read_text(encoding="utf-8-sig"), None
        except UnicodeDecodeError:
            return "", self.fault(
                None,
                "",
                "tecken som inte är UTF-8",
                "text i UTF-8",
                "spara filen som ”CSV UTF-8 (kommaavgränsad)”",
            )

    def faults_in_header(self, header: Sequence[str]) -> list[Fault]:
        if len(header) == 1 and ";" in header[0]:
            return [
                self.fault(
                    1,
                    "",
                    "semikolon mellan kolumnerna",
                    "kommatecken mellan kolumnerna",
                    "spara filen som ”CSV UTF-8 (kommaavgränsad)”",
                )
            ]
        known = {column.name for column in self.columns}
        missing = [
            self.fault(
                1,
                column.name,
                "ingen sådan kolumn",
                f"kolumnen ”{column.name}” ({column.label})",
                "lägg till kolumnen i rubrikraden",
            )
            for column in self.columns
            if column.name not in header
        ]
        unknown = [
            self.fault(
                1,
                name,
                "en okänd kolumn",
                "bara kolumnerna i kodboken",
                "ta bort kolumnen eller rätta stavningen",
            )
            for name in header
            if name not in known
        ]
        twice = [
            self.fault(
                1,
                name,
                f"kolumnen {header.count(name)} gånger",
                "varje kolumn en gång",
                "ta bort den kolumn som är för mycket",
            )
            for name in sorted(known)
            if header.count(name) > 1
        ]
        return missing + unknown + twice

    def rows_in(
        self, header: Sequence[str], lines: Iterable[tuple[int, list[str]]]
    ) -> tuple[list[Row], list[Fault]]:
        rows: list[Row] = []
        faults: list[Fault] = []
        seen: dict[tuple[str | float | None, ...], int] = {}
        for number, cells in lines:
            if not any(cells):
                continue
            if len(cells) != len(header):
                faults.append(
                    self.fault(
                        number,
                        "",
                        f"{len(cells)} celler",
                        f"{len(header)} celler",
                        "kontrollera kommatecken och citattecken på raden",
                    )
                )
                continue
            text = dict(zip(header, (cell.strip() for cell in cells), strict=True))
            row, wrong = self._row(number, text)
            wrong = wrong or self._twin(row, seen)
            faults += wrong
            if not wrong:
                rows.append(row)
        return rows, faults

    def _row(self, number: int, text: Mapping[str, str]) -> tuple[Row, list[Fault]]:
        numbers: dict[str, float | None] = {}
        wrong = []
        for column in self.columns:
            cell = text[column.name]
            found = _fault_in_cell(column, cell)
            if found:
                wrong.append(self.fault(number, column.name, *found))
            elif column.type in {"number", "integer"}:
                numbers[column.name] = float(cell) if cell else None
        return Row(self.shown, number, text, numbers), wrong

    def _twin(self, row: Row, seen: dict[tuple[str | float | None, ...], int]) -> list[Fault]:
        """Return a fault when an earlier row states the same; 2022 and 2022.0 are the same."""
        keys = [column.name for column in self.columns if column.key]
        if not keys:
            return []
        key = tuple(row.numbers.get(name, row.text[name]) for name in keys)
        first = seen.setdefault(key, row.number)
        if first == row.number:
            return []
        stated = " · ".join(filter(None, (row.text[name] for name in keys)))
        return [
            self.fault(
                row.number,
                ", ".join(keys),
                f"samma uppgift ({stated}) som på rad {first}",
                "varje uppgift en gång",
                "ta bort en av raderna",
            )
        ]


def _fault_in_cell(column: Column, cell: str) -> tuple[str, str, str] | None:
    """Return (found, expected, remedy) when the cell does not fit the codebook, else None."""
    if not cell:
        if column.required:
            return "en tom cell", column.label.lower(), "fyll i cellen eller ta bort raden"
        return None
    if column.type in {"number", "integer"}:
        return fault_in_number(column, cell)
    if column.allowed and not set(cell.split(";")) <= set(column.allowed):
        return (
            f"”{cell}”",
            "något av " + ", ".join(f"”{word}”" for word in column.allowed),
            "rätta stavningen",
        )
    return None


def fault_in_number(column: Column, cell: str) -> tuple[str, str, str] | None:
    """Return (found, expected, remedy) when the cell is no number that the column allows."""
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
