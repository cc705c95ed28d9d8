"""What the downloaded files say: Kolada's answers and tables of one value a row.

Nothing here knows what a figure is used for; that is `series.csv` and `kolada_tables`.
"""

import csv
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path

MUNICIPALITY = re.compile(r"\d{4}")
KOLADA, TOWNS = "kolada", "tatorter"


@dataclass(frozen=True)
class Kind:
    """One kind of table: how it is recognised and where municipality and year stand."""

    name: str
    municipality: str
    year: str
    columns: tuple[str, ...]

    @property
    def required(self) -> tuple[str, ...]:
        """Every column such a table has."""
        return (self.municipality, self.year, *self.columns)


@dataclass(frozen=True)
class Observation:
    """One figure in one file; the value is None where the source has none or withdrew it."""

    kind: str
    series: str
    municipality: str
    year: int
    value: Decimal | None


@dataclass
class Reading:
    """All that the files hold, and all that was wrong with them."""

    observations: list[Observation] = field(default_factory=list)
    towns: list[dict[str, str]] = field(default_factory=list)
    answered: dict[str, str] = field(default_factory=dict)  # KPI in an API answer -> its file
    faults: list[str] = field(default_factory=list)


def read_kinds(path: Path) -> tuple[Kind, ...]:
    """Return the kinds of table that `kinds.csv` lists."""
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(
            Kind(row["kind"], row["municipality"], row["year"], tuple(row["columns"].split()))
            for row in csv.DictReader(file)
        )


def read_sources(paths: list[Path], kinds: tuple[Kind, ...]) -> Reading:
    """Return what all files say together, in the order they were given."""
    reading = Reading()
    following = preceding = 0
    for path in paths:
        before = len(reading.observations)
        if path.suffix.lower() == ".json":
            answer = _answer(path, reading)
            following += bool(answer.get("next_url") or answer.get("next_page"))
            preceding += bool(answer.get("previous_url") or answer.get("previous_page"))
        else:
            _table(path, kinds, reading)
        _contradictions(path, reading.observations[before:], reading)
    if following > preceding:
        reading.faults.append(
            f"Kolada-svaren: {following} sidor säger att det finns en sida till, men bara "
            f"{preceding} följande sidor är med. Hämta också sidan som next_url pekar på."
        )
    return reading


def number(text: object) -> Decimal | None:
    """Return the number exactly as written, or None for an empty cell.

    Raises:
        ValueError: the text is no number.
    """
    if text is None or str(text).strip() == "":
        return None
    try:
        value = Decimal(str(text).strip())
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite():
        raise ValueError(f"”{text}” är inget tal. Skriv talet med decimalpunkt, eller inget alls.")
    return value


def _answer(path: Path, reading: Reading) -> dict[str, object]:
    """Take the figures of one page of Kolada's API (version 3, or the older 2)."""
    try:
        answer: dict[str, object] = json.loads(
            path.read_text(encoding="utf-8-sig"), parse_float=Decimal
        )
    except (ValueError, UnicodeDecodeError) as error:
        reading.faults.append(f"{path.name}: går inte att läsa som JSON ({error}). Hämta om filen.")
        return {}
    rows = answer.get("values") if isinstance(answer, dict) else None
    if not isinstance(rows, list):
        reading.faults.append(
            f"{path.name}: listan ”values” saknas. Spara hela svaret från Kolada."
        )
        return {}
    if not rows:
        reading.faults.append(
            f"{path.name}: svaret är tomt. Kolada svarar så när nyckeltalet, kommunen eller året "
            "inte finns. Rätta frågan eller ta bort filen."
        )
    for place, row in enumerate(rows, start=1):
        try:
            reading.observations.extend(_answered(row))
            reading.answered.setdefault(str(row["kpi"]), path.name)
        except (KeyError, TypeError):
            reading.faults.append(
                f"{path.name}: post {place} är inget värde (kpi, period, municipality och values "
                "ska finnas). Spara svaret från /data, inte från /kpi eller /municipality."
            )
            break
        except ValueError as error:
            reading.faults.append(f"{path.name}, post {place}: {error}")
    return answer


def _answered(row: dict[str, object]) -> Iterator[Observation]:
    """Yield the totals (not women, not men) of one entry in an answer."""
    values = row["values"]
    if not isinstance(values, list):
        raise TypeError
    for entry in values:
        if entry["gender"] == "T":
            gone = entry.get("isdeleted") or entry.get("is_deleted")
            yield Observation(
                kind=KOLADA,
                series=str(row["kpi"]),
                municipality=_municipality(row["municipality"]),
                year=_year(row["period"]),
                value=None if gone else number(entry["value"]),
            )


def _table(path: Path, kinds: tuple[Kind, ...], reading: Reading) -> None:
    """Take the figures of one CSV file of a known kind."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        table = csv.DictReader(file)
        columns = list(table.fieldnames or ())
        kind = _kind(columns, kinds)
        if kind is None:
            known = "; ".join(f"{k.name}: {', '.join(k.required)}" for k in kinds)
            reading.faults.append(
                f"{path.name}: kolumnerna känns inte igen ({', '.join(columns)}). Döp om dem efter "
                f"någon av sorterna i kinds.csv, med komma mellan kolumnerna. Sorterna är {known}."
            )
            return
        for line, row in enumerate(table, start=2):
            try:
                if kind.name == TOWNS:
                    reading.towns.append(
                        {**row, kind.municipality: _municipality(row["kommunkod"])}
                    )
                else:
                    reading.observations.extend(_row(kind, row))
            except ValueError as error:
                reading.faults.append(f"{path.name}, rad {line}: {error}")
                if len(reading.faults) > 20:
                    return


def _kind(columns: list[str], kinds: tuple[Kind, ...]) -> Kind | None:
    """Return the kind that explains most of the columns, or None."""
    fitting = [kind for kind in kinds if set(kind.required) <= set(columns)]
    return max(fitting, key=lambda kind: len(kind.columns), default=None)


def _row(kind: Kind, row: dict[str, str]) -> Iterator[Observation]:
    """Yield the figures of one row: one for Kolada, one a value column for the others."""
    municipality, year = _municipality(row[kind.municipality]), _year(row[kind.year])
    if kind.name == KOLADA:
        if row.get("kon", "T") in {"T", ""}:
            yield Observation(kind.name, row["kpi_id"], municipality, year, number(row["varde"]))
        return
    for column in kind.columns:
        yield Observation(kind.name, column, municipality, year, number(row[column]))


def _municipality(code: object) -> str:
    if not (isinstance(code, str) and MUNICIPALITY.fullmatch(code)):
        raise ValueError(
            f"kommunkoden ”{code}” ska ha fyra siffror, som 0513. Läs kolumnen som text."
        )
    return code


def _year(text: object) -> int:
    if not re.fullmatch(r"(19|20)\d\d", str(text)):
        raise ValueError(f"”{text}” är inget år.")
    return int(str(text))


def _contradictions(path: Path, observations: list[Observation], reading: Reading) -> None:
    """Report a file that gives two different values for the same figure."""
    seen: dict[tuple[str, str, str, int], Decimal | None] = {}
    for o in observations:
        figure = (o.kind, o.series, o.municipality, o.year)
        if seen.setdefault(figure, o.value) != o.value:
            reading.faults.append(
                f"{path.name}: {o.series} för {o.municipality} år {o.year} finns med två olika "
                f"värden ({seen[figure]} och {o.value}). Ta bort det som inte gäller."
            )
