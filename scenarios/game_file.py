"""Reads a table of groups with one value each as a game; every fault at once, in Swedish.

group;value
A;163 520
A+B;301 607,5

Cells are divided by comma or semicolon. Other columns than these two are passed over.
"""

import csv
import io
import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from unicodedata import normalize

from models.errors import Fault
from models.game import Game, game_of

COST, GAIN = "cost", "gain"
KINDS = (COST, GAIN)
COLUMNS = {"group": "gruppens medlemmar, till exempel A+B", "value": "gruppens belopp"}
# A table of 18 has 262 143 rows.
MOST_PLAYERS = 18
# Beyond this a float no longer holds every krona.
GREATEST = 1e15
SPACE = "[ \u00a0\u202f\u2009]"
NUMBER = re.compile(
    rf"[-+]?([0-9]+|[0-9]{{1,3}}({SPACE}[0-9]{{3}})+)([.,][0-9]+)?([eE][-+]?[0-9]+)?"
)
FORM = (
    "en CSV-fil med kolumnerna group och value",
    "skriv en rubrikrad och under den en rad för varje grupp",
)


def read_game(path: Path, kind: str) -> tuple[Game | None, list[Fault]]:
    """Return the game in costs, players in the order they first occur, or None and the faults."""
    table = _Table(str(path))
    try:
        # The same letters typed on different machines are the same name.
        text = normalize("NFC", path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError:
        remedy = "spara filen som ”CSV UTF-8”"
        table.fault(None, "", "tecken som inte är UTF-8", "text i UTF-8", remedy)
        return None, table.faults
    except OSError:
        table.fault(None, "", "ingen fil som går att läsa", *FORM)
        return None, table.faults
    table.read(text)
    game = table.game(-1.0 if kind == GAIN else 1.0)
    return (None if table.faults else game), table.faults


@dataclass(frozen=True, slots=True)
class _Table:
    """The table while it is read, filled as it goes: what is stated, and the faults."""

    shown: str
    faults: list[Fault] = field(default_factory=list)
    # Names in the order they occur; where each group stands and its value, 0 when unreadable.
    players: dict[str, None] = field(default_factory=dict)
    rows: dict[frozenset[str], int] = field(default_factory=dict)
    values: dict[frozenset[str], float] = field(default_factory=dict)

    def fault(self, row: int | None, column: str, found: str, expected: str, remedy: str) -> None:
        self.faults.append(Fault(self.shown, row, column, found, expected, remedy))

    def read(self, text: str) -> None:
        first = next((line for line in text.splitlines() if line.strip()), "")
        reader = csv.reader(
            io.StringIO(text, newline=""), delimiter=";" if ";" in first else ",", strict=True
        )
        try:
            lines = [(n, row) for n, row in enumerate(reader, start=1) if any(map(str.strip, row))]
        except csv.Error:
            remedy = 'kontrollera citattecknen: en cell som börjar med " ska sluta med "'
            self.fault(
                reader.line_num,
                "",
                "en rad som inte går att dela i celler",
                "celler med komma eller semikolon mellan",
                remedy,
            )
            return
        if not lines:
            self.fault(None, "", "en tom fil", *FORM)
            return
        self._rows(*lines[0], lines[1:])

    def _rows(
        self, number: int, header: Sequence[str], lines: Iterable[tuple[int, Sequence[str]]]
    ) -> None:
        names = [name.strip() for name in header]
        for name, label in COLUMNS.items():
            if name not in names:
                self.fault(
                    number,
                    name,
                    "ingen sådan kolumn",
                    f"kolumnen ”{name}” ({label})",
                    "lägg till kolumnen i rubrikraden",
                )
            elif names.count(name) > 1:
                self.fault(
                    number,
                    name,
                    f"kolumnen {names.count(name)} gånger",
                    "varje kolumn en gång",
                    "ta bort den kolumn som är för mycket",
                )
        if self.faults:
            return
        for row, cells in lines:
            if len(cells) == len(names):
                self._row(row, cells[names.index("group")], cells[names.index("value")])
            else:
                self.fault(
                    row,
                    "",
                    f"{len(cells)} celler",
                    f"{len(names)} celler",
                    "kontrollera skiljetecknen; decimalkomma kräver semikolon mellan cellerna "
                    "eller citattecken om talet",
                )
        if not self.players and not self.faults:
            self.fault(None, "", "inga rader under rubriken", *FORM)

    def _row(self, row: int, group: str, value: str) -> None:
        members = self._members(row, group)
        amount = self._amount(row, value)
        if not members:
            return
        first = self.rows.setdefault(members, row)
        if first != row:
            self.fault(
                row,
                "group",
                f"samma grupp (”{group.strip()}”) som på rad {first}",
                "varje grupp en gång, i vilken ordning medlemmarna än står",
                "ta bort en av raderna",
            )
        self.values.setdefault(members, amount)

    def _members(self, row: int, cell: str) -> frozenset[str]:
        """Return the members, or none when the cell does not state a group."""
        names = [name.strip() for name in cell.split("+")]
        members = frozenset(names)
        if not members <= self.players.keys():
            self.players.update(dict.fromkeys(filter(None, names)))
        if len(members) == len(names) and "" not in members:
            return members
        twice = [name for name in dict.fromkeys(names) if name and names.count(name) > 1]
        if not cell.strip():
            remedy = "fyll i gruppen eller ta bort raden; en grupp utan medlemmar ska inte vara med"
            self.fault(row, "group", "en tom cell", COLUMNS["group"], remedy)
        elif "" in names:
            self.fault(
                row,
                "group",
                f"ett tomt namn i ”{cell.strip()}”",
                "ett namn på var sida om varje +",
                "fyll i namnet eller ta bort plustecknet",
            )
        for name in twice:
            self.fault(
                row,
                "group",
                f"”{name}” {names.count(name)} gånger i ”{cell.strip()}”",
                "varje medlem en gång",
                "ta bort eller byt ut det namn som är för mycket",
            )
        return frozenset()

    def _amount(self, row: int, cell: str) -> float:
        """Return the value, 0 when the cell does not state one."""
        value = _number(cell)
        if value is not None and abs(value) < GREATEST:
            return value
        if not cell.strip():
            remedy = "fyll i beloppet; varje grupp ska ha ett"
            self.fault(row, "value", "en tom cell", COLUMNS["value"], remedy)
        elif value is None:
            remedy = "skriv talet som 163520, 163 520 eller 163520,5"
            self.fault(row, "value", f"texten ”{cell.strip()}”", "ett tal", remedy)
        elif not math.isfinite(value):
            remedy = "skriv gruppens belopp; varje grupp ska ha ett"
            self.fault(row, "value", f"”{cell.strip()}”", "ett ändligt tal", remedy)
        else:
            remedy = "kontrollera beloppet, eller räkna i en större enhet"
            self.fault(row, "value", f"”{cell.strip()}”", "ett belopp på högst 15 siffror", remedy)
        return 0.0

    def game(self, sign: float) -> Game | None:
        """Return the game; None, and a fault, when players are too many or groups are missing."""
        names = tuple(self.players)
        if len(names) > MOST_PLAYERS:
            self.fault(
                None,
                "group",
                f"{len(names)} namn: {', '.join(names)}",
                f"högst {MOST_PLAYERS} namn",
                "rätta namn som är stavade på flera sätt, eller slå ihop dem som alltid följs åt",
            )
            return None
        try:
            return game_of(names, {group: sign * self.values[group] for group in self.values})
        except KeyError as error:
            missing = ["+".join(n for n in names if n in group) for group in error.args]
        count = "1 grupp" if len(missing) == 1 else f"{len(missing)} grupper"
        self.fault(
            None,
            "group",
            f"{count} utan rad: {', '.join(missing)}",
            f"en rad för var och en av de {2 ** len(names) - 1} grupperna av {', '.join(names)}",
            "lägg till raderna, eller rätta ett namn som är stavat på flera sätt",
        )
        return None


def _number(cell: str) -> float | None:
    """Return the number in ”163 520”, ”2,5”, ”2.5”, ”−3” or ”nan”; None when it is none."""
    text = cell.strip().replace("\u2212", "-")
    if NUMBER.fullmatch(text):
        text = re.sub(SPACE, "", text).replace(",", ".")
    try:
        return float(text)
    except ValueError:
        return None
