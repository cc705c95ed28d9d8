"""Rows typed in a table read into goals, measures and seats; every fault at once, in Swedish."""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

from models.entered import LINE, NOTE, text_faults
from models.errors import Fault
from models.joint_decision import Goal, GoalLevel, Measure, Seats
from models.words import exact
from pages.parts.numbers import parse_number

Row: TypeAlias = Mapping[str, object]
LEVELS = [str(level) for level in GoalLevel]
GOAL_COLUMNS = {
    "level": "Nivå",
    "text": "Mål",
    "indicator": "Indikator",
    "unit": "Enhet",
    "baseline": "Nuläge",
    "baseline_year": "Nulägets år",
    "target": "Målvärde",
    "year": "Målår",
    "source": "Källa",
    "owner": "Ägare",
    "outcome": "Utfall",
}
MEASURE_COLUMNS = {
    "name": "Nyckeltal",
    "unit": "Enhet",
    "baseline": "Nuläge",
    "baseline_year": "Nulägets år",
    "source": "Källa",
}
SEAT_COLUMNS = {"code": "Kommun", "members": "Ledamöter", "substitutes": "Ersättare"}
FIRST_YEAR, LAST_YEAR = 1970, 2100
MOST_SEATS = 99


def goal_rows(goals: Sequence[Goal]) -> list[dict[str, str]]:
    """Return the goals as rows of text, as people type them."""
    return [{name: _typed(getattr(goal, name)) for name in GOAL_COLUMNS} for goal in goals]


def measure_rows(measures: Sequence[Measure]) -> list[dict[str, str]]:
    """Return the measures as rows of text."""
    return [{name: _typed(getattr(m, name)) for name in MEASURE_COLUMNS} for m in measures]


def seat_rows(seats: Sequence[Seats], names: Mapping[str, str]) -> list[dict[str, str]]:
    """Return one row a municipality, empty where nothing is said."""
    known = {seat.code: seat for seat in seats}
    rows = []
    for code, name in names.items():
        seat = known.get(code)
        rows.append(
            {
                "code": name,
                "members": "" if seat is None else str(seat.members),
                "substitutes": "" if seat is None else str(seat.substitutes),
            }
        )
    return rows


def goals_of(rows: Sequence[Row]) -> tuple[tuple[Goal, ...], tuple[Fault, ...]]:
    """Return the goals in the rows that say anything, and everything that cannot be read."""
    reader = _Reader("Målen", GOAL_COLUMNS)
    goals = tuple(
        Goal(
            GoalLevel(reader.one_of(n, row, "level", LEVELS)),
            reader.text(n, row, "text", NOTE),
            reader.text(n, row, "indicator"),
            reader.text(n, row, "unit"),
            reader.number(n, row, "baseline"),
            reader.year(n, row, "baseline_year"),
            reader.number(n, row, "target"),
            reader.year(n, row, "year"),
            reader.text(n, row, "source"),
            reader.text(n, row, "owner"),
            reader.number(n, row, "outcome"),
        )
        for n, row in _said(rows, without="level")
    )
    return goals, tuple(reader.faults)


def measures_of(rows: Sequence[Row]) -> tuple[tuple[Measure, ...], tuple[Fault, ...]]:
    """Return the measures in the rows that say anything, and everything that cannot be read."""
    reader = _Reader("Nyckeltalen", MEASURE_COLUMNS)
    measures = tuple(
        Measure(
            reader.text(n, row, "name"),
            reader.text(n, row, "unit"),
            reader.number(n, row, "baseline"),
            reader.year(n, row, "baseline_year"),
            reader.text(n, row, "source"),
        )
        for n, row in _said(rows)
    )
    return measures, tuple(reader.faults)


def seats_of(
    rows: Sequence[Row], names: Mapping[str, str]
) -> tuple[tuple[Seats, ...], tuple[Fault, ...]]:
    """Return the seats of every municipality that has been given any."""
    reader = _Reader("Platserna", SEAT_COLUMNS)
    codes = {name: code for code, name in names.items()}
    seats = []
    for n, row in _said(rows, without="code"):
        members = reader.whole(n, row, "members", MOST_SEATS)
        substitutes = reader.whole(n, row, "substitutes", MOST_SEATS)
        seats.append(Seats(codes[_text(row, "code")], members or 0, substitutes or 0))
    return tuple(seats), tuple(reader.faults)


class _Reader:
    """Reads cells and collects what is wrong, so that all of it is told at once."""

    def __init__(self, file: str, columns: Mapping[str, str]) -> None:
        self.file, self.columns = file, columns
        self.faults: list[Fault] = []

    def text(self, n: int, row: Row, name: str, longest: int = LINE) -> str:
        """Return a text that can be kept and printed."""
        found = _text(row, name)
        where = f"{self.file}, rad {n}, {self.columns[name].lower()}"
        self.faults += text_faults(found, where, longest)
        return found

    def number(self, n: int, row: Row, name: str) -> float | None:
        """Return a number as people type it."""
        try:
            return parse_number(_text(row, name))
        except ValueError as error:
            self._fault(n, name, row, "ett tal", str(error))
            return None

    def whole(self, n: int, row: Row, name: str, most: int, least: int = 0) -> int | None:
        """Return a whole number from `least` to `most`."""
        found = self.number(n, row, name)
        if found is None:
            return None
        if found != int(found) or not least <= found <= most:
            expected = f"ett heltal från {least} till {most}"
            self._fault(n, name, row, expected, "rätta talet")
            return None
        return int(found)

    def year(self, n: int, row: Row, name: str) -> int | None:
        """Return a year."""
        return self.whole(n, row, name, LAST_YEAR, FIRST_YEAR)

    def one_of(self, n: int, row: Row, name: str, allowed: Sequence[str]) -> str:
        """Return one of some words; the first where nothing is said."""
        found = _text(row, name) or allowed[0]
        if found in allowed:
            return found
        self._fault(n, name, row, " eller ".join(f"”{word}”" for word in allowed), "välj ett")
        return allowed[0]

    def _fault(self, n: int, name: str, row: Row, expected: str, remedy: str) -> None:
        found = f"”{_text(row, name)}”"
        self.faults.append(Fault(self.file, n, self.columns[name], found, expected, remedy))


def _said(rows: Sequence[Row], without: str = "") -> list[tuple[int, Row]]:
    """Return the rows that say something beside what is chosen for them, numbered from 1."""
    return [
        (n, row)
        for n, row in enumerate(rows, 1)
        if any(_text(row, name) for name in row if name != without)
    ]


def _text(row: Row, name: str) -> str:
    found = row.get(name)
    # An empty cell comes as None, or as the only value that is not itself.
    return "" if found is None or found != found else " ".join(str(found).split())


def _typed(value: object) -> str:
    if value is None:
        return ""
    # As it was given: what is only shown must not be saved as something else.
    return exact(value) if isinstance(value, float) else str(value)


Parsed: TypeAlias = tuple[tuple[object, ...], tuple[Fault, ...]]
Parse: TypeAlias = Callable[[Sequence[Row]], Parsed]
