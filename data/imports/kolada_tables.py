"""The municipalities' own tables: what a figure becomes, and how new meets old.

Official rows are replaced by newer official ones. Rows with any other status belong to the
municipality and are never touched.
"""

import csv
import io
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from kolada_sources import KOLADA, Observation

OFFICIAL = "official"
KPI = re.compile(r"[NU]\d{5}")
UNITS = frozenset(
    {
        *("antal", "antal/1000 inv", "barn/grupp", "barn/årsarbetare", "dagar", "elever/lärare"),
        *("index", "km2", "kr/barn", "kr/elev", "kr/inv", "kr/inv 80+", "mandat", "poäng"),
        *("procent", "årsarbetare"),
    }
)

Row = dict[str, str]
Identity = tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """One CSV file of a municipality: its columns, and those that name a row."""

    columns: tuple[str, ...]
    identity: tuple[str, ...]

    def names(self, row: Row) -> Identity:
        """Return what the row is about, without the year."""
        return tuple(row[column] for column in self.identity)


def _table(identity: str, columns: str) -> Table:
    return Table(tuple(columns.split(",")), tuple(identity.split(",")))


TABLES = {
    "key_figures": _table("key", "key,year,value,unit,price_year,status,source,place,note"),
    "accounts": _table(
        "line,item", "line,item,year,value,low,high,unit,price_year,status,source,place,note"
    ),
    "staffing": _table(
        "activity,role", "activity,role,year,value,low,high,unit,status,source,place,note"
    ),
    "resources": _table(
        "activity,resource", "activity,resource,year,value,low,high,unit,status,source,place,note"
    ),
    "service": _table(
        "activity,dimension", "activity,dimension,year,value,unit,level,status,source,place,note"
    ),
    "towns": _table(
        "town", "town,name,municipality,inhabitants,lat,lon,seat,year,status,source,place,note"
    ),
}


@dataclass(frozen=True, eq=False)
class Series:
    """One line of `series.csv`: which row a source's figure becomes, and in which years."""

    series: str
    kind: str
    table: str
    names: Identity
    fields: Row
    first_year: int
    last_year: int

    def takes(self, observation: Observation) -> bool:
        """Return whether the figure is one of this series."""
        return (self.kind, self.series) == (
            observation.kind,
            observation.series,
        ) and self.first_year <= observation.year <= self.last_year

    def row(self, observation: Observation) -> Row:
        """Return the table's row for the figure, exactly as the source gives it."""
        assert observation.value is not None
        year = str(observation.year)
        known = {
            **self.fields,
            "year": year,
            "value": written(observation.value),
            "price_year": year if self.fields["price"] == "ja" else "",
            "status": OFFICIAL,
            "place": self.fields["place"] or self.series,
        }
        return {column: known.get(column, "") for column in TABLES[self.table].columns}


@dataclass
class Merged:
    """A table after the import, and what the import did to it."""

    rows: list[Row]
    added: int = 0
    changed: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)


def read_series(path: Path) -> tuple[tuple[Series, ...], list[str]]:
    """Return the series of `series.csv`, and what is wrong with the file."""
    series: list[Series] = []
    faults: list[str] = []
    with path.open(encoding="utf-8", newline="") as file:
        for line, row in enumerate(csv.DictReader(file), start=2):
            wrong = _wrong(row)
            if wrong:
                faults.append(f"{path.name}, rad {line}: {row['series']} {wrong}")
                continue
            one = Series(
                series=row["series"],
                kind=row["source_kind"].removeprefix("csv:"),
                table=row["table"],
                names=TABLES[row["table"]].names(row),
                fields=row,
                first_year=int(row["first_year"] or 0),
                last_year=int(row["last_year"] or 9999),
            )
            if any(_collide(one, other) for other in series):
                faults.append(
                    f"{path.name}, rad {line}: {one.series} ger samma rad och år som en tidigare "
                    f"serie ({', '.join(one.names)}). Skilj dem åt med first_year och last_year."
                )
            series.append(one)
    return tuple(series), faults


def _wrong(row: Row) -> str:
    """Return what is wrong with one line of `series.csv`, or nothing."""
    if row["table"] not in TABLES:
        return f"har tabellen ”{row['table']}”. Välj en av {', '.join(sorted(TABLES))}."
    if not all(TABLES[row["table"]].names(row)):
        return f"saknar {' eller '.join(TABLES[row['table']].identity)}."
    if row["unit"] not in UNITS:
        return f"har enheten ”{row['unit']}”. Välj en av {', '.join(sorted(UNITS))}."
    if row["price"] not in {"ja", "nej"}:
        return f"har price ”{row['price']}”. Skriv ja för pengar, annars nej."
    if row["source_kind"] == KOLADA and not KPI.fullmatch(row["series"]):
        return "är inget id från Kolada (N eller U och fem siffror, som N01951)."
    return ""


def _collide(one: Series, other: Series) -> bool:
    return (
        (one.table, one.names) == (other.table, other.names)
        and one.first_year <= other.last_year
        and other.first_year <= one.last_year
    )


def written(value: Decimal) -> str:
    """Return the number in the shortest form that loses nothing: 10068, not 10068.0."""
    return format(value.normalize() + 0, "f")


def read_rows(path: Path, table: Table) -> list[Row]:
    """Return the rows of a municipality's table, none if it does not exist yet.

    Raises:
        ValueError: the file has other columns than the table.
    """
    if not path.exists():
        return []
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        if tuple(reader.fieldnames or ()) != table.columns:
            raise ValueError(
                f"{path.parent.name}/{path.name}: kolumnerna är "
                f"{', '.join(reader.fieldnames or ())}. De ska vara {', '.join(table.columns)}."
            )
        return list(reader)


def merge(
    table: Table,
    existing: Iterable[Row],
    fresh: Iterable[Row],
    withdrawn: Iterable[Identity] = (),
    order: Iterable[Identity] = (),
) -> Merged:
    """Return the table with newer official rows in, and the municipality's own rows untouched.

    `withdrawn` names figures (identity and year) that the source no longer gives. The rows come
    in the order of `order`, then by year; what it does not name stays last, as it stood.
    """
    merged = Merged([])
    rows = {_figure(table, row): row for row in existing if row["status"] == OFFICIAL}
    own = [row for row in existing if row["status"] != OFFICIAL]
    taken = {_figure(table, row) for row in own}
    for row in fresh:
        figure = _figure(table, row)
        label = " ".join(figure)
        if figure in taken:
            merged.kept.append(label)
            continue
        if figure not in rows:
            merged.added += 1
        elif rows[figure] != row:
            merged.changed.append(f"{label}: {_summary(rows[figure])} → {_summary(row)}")
        rows[figure] = row
    for figure in withdrawn:
        if rows.pop(figure, None):
            merged.removed.append(" ".join(figure))
    place = {names: index for index, names in enumerate(dict.fromkeys(order))}
    merged.rows = sorted(
        [*rows.values(), *own],
        key=lambda row: (
            place.get(table.names(row), len(place)),
            row["year"] if table.names(row) in place else "",
        ),
    )
    return merged


def _figure(table: Table, row: Row) -> Identity:
    return (*table.names(row), row["year"])


def _summary(row: Row) -> str:
    return row.get("value") or row.get("inhabitants") or ""


def as_text(table: Table, rows: Iterable[Row]) -> str:
    """Return the rows as the CSV text that the file holds."""
    text = io.StringIO()
    writer = csv.DictWriter(text, table.columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def town_rows(municipality: str, towns: Iterable[Row]) -> list[Row]:
    """Return the municipality's localities of the newest year, the seat first, then by size."""
    own = [town for town in towns if town["kommunkod"] == municipality]
    newest = max((town["ar"] for town in own), default="")
    rows = [
        {
            "town": town_key(town["tatort"]),
            "name": town["tatort"],
            "municipality": municipality,
            "inhabitants": town["folkmangd"],
            "lat": town["lat"],
            "lon": town["lon"],
            "seat": "ja" if town["centralort"].lower() in {"true", "ja", "1"} else "nej",
            "year": town["ar"],
            "status": OFFICIAL,
            "source": "scb_tatorter",
            "place": town["tatortskod"],
            "note": "",
        }
        for town in own
        if town["ar"] == newest and town["folkmangd"].isdigit()
    ]
    return sorted(rows, key=lambda row: (row["seat"] != "ja", -int(row["inhabitants"])))


def town_key(name: str) -> str:
    """Return the town's key: the name in ASCII, as `osterbymo` for Österbymo."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "_", plain.lower()).strip("_")
