"""What the Excel annex holds, sheet by sheet, before it is a file: texts, figures and formulas."""

from collections.abc import Iterator
from dataclasses import dataclass

from documents import phrases, tables
from scenarios.frozen import EconomyRow, Package

KR, FTE, PLAIN, CHECK = "kr", "fte", "plain", "check"
INPUT, RESULT = "Indata", "Resultat"
# A difference below this is the last digits of binary numbers, not of money or people.
TOLERANCE = 0.005


@dataclass(frozen=True, slots=True)
class Number:
    """A figure as a number in a cell."""

    value: float
    form: str = KR


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula with the value it has, so that the file can be read without being recalculated."""

    text: str
    value: float | str
    form: str = KR


@dataclass(frozen=True, slots=True)
class Head:
    """A heading above a column."""

    text: str


Cell = str | Head | Number | Formula | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: its name, its rows from the top, and the widths of its columns."""

    name: str
    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[float, ...]


# The columns of the economy in Indata, after code and name, and the record's field.
ECONOMY = (
    ("own", "Kostnad i dag, kr/år"),
    ("pays", "Betalar, kr/år"),
    ("change", "Förändring enligt planen, kr/år"),
    ("gains", "Vinst mot att göra det ensam, kr/år"),
    ("one_off", "Engångskostnad, kr"),
    ("coordination", "Andel av samordningen, kr/år"),
)


def sheets(package: Package, *, draft: bool) -> tuple[Sheet, ...]:
    """Return the five sheets; what goes in is in one, and what is reckoned from it in another."""
    return (
        _read_me(package, draft),
        _input(package),
        _result(package),
        _figures(package),
        _goals(package),
    )


def _read_me(package: Package, draft: bool) -> Sheet:
    origin = package.frozen.origin
    lines: list[tuple[Cell, ...]] = [(Head(phrases.title(package)),)]
    if draft:
        lines.append((Head("UTKAST, inte beslutat"),))
    lines += [
        ("Indata har de tal som planen låstes med. Ändra inget där.",),
        ("Resultat räknar summor och skillnader ur Indata med formler och jämför med planen.",),
        ("Taltabell har varje tal i handlingarna med enhet, spann, status, källa och år.",),
        ("Mål och nyckeltal har det som utvärderingen ska följa.",),
        (f"Belopp är i kronor i {origin.price_year} års priser om inget annat sägs.",),
        (f"Låst: {origin.frozen[:10]}",),
        (f"Version: {package.version}",),
        (f"Beslutstextens avtryck: {package.text_hash}",),
        (f"Stämpel: {origin.stamp}",),
    ]
    return Sheet("Läs mig", tuple(lines), (110,))


def _input(package: Package) -> Sheet:
    frozen = package.frozen
    rows: list[tuple[Cell, ...]] = [(Head("Kommun"), *(Head(text) for _, text in ECONOMY))]
    rows += [(row.name, *_amounts(row)) for row in frozen.economy]
    rows += [("Enligt planen, alla", *_amounts(frozen.total)), ()]
    years = frozen.total.years
    rows.append((Head("Förändring mot i dag, kr"), *(Head(str(y.year)) for y in years)))
    rows += [
        (row.name, *(Number(y.amount.value) for y in row.years))
        for row in (*frozen.economy, frozen.total)
    ]
    rows += [(), tuple(map(Head, ("Ort", "Årsarbetare i dag", "Årsarbetare med förslaget")))]
    rows += [(t.town, Number(t.before, FTE), Number(t.after, FTE)) for t in frozen.towns]
    rows += [(), tuple(map(Head, ("Kommun", "Dagar utan bemanning i dag", "Med förslaget")))]
    rows += [
        (s.name, Number(s.days_before, FTE), Number(s.days_after, FTE)) for s in frozen.service
    ]
    return Sheet(INPUT, tuple(rows), (30, *(17.0,) * max(len(ECONOMY), len(years))))


def _amounts(row: EconomyRow) -> tuple[Number, ...]:
    return tuple(Number(getattr(row, field).value) for field, _ in ECONOMY)


def _result(package: Package) -> Sheet:
    """Reckon from Indata again, with what the plan says beside it and whether they agree."""
    heads = ("Storhet", "Räknat här", "Enligt planen", "Skillnad", "Kontroll")
    rows: list[tuple[Cell, ...]] = [tuple(map(Head, heads))]
    for what, formula, value, planned, form in _lines(package):
        line = len(rows) + 1
        apart = 0.0
        rows.append(
            (
                what,
                Formula(formula, value, form),
                Formula(planned, value, form),
                Formula(f"=B{line}-C{line}", apart, form),
                Formula(
                    f'=IF(ABS(D{line})<{TOLERANCE},"stämmer","stämmer inte")', "stämmer", CHECK
                ),
            )
        )
    return Sheet(RESULT, tuple(rows), (52, 18, 18, 14, 16))


Line = tuple[str, str, float, str, str]


def _lines(package: Package) -> Iterator[Line]:
    """Yield what is reckoned: its name, formula, value, where the plan's value is, and form."""
    frozen = package.frozen
    n = len(frozen.economy)
    last = n + 1
    for i, row in enumerate(frozen.economy, 2):
        yield (
            f"{row.name}: förändring = betalar − i dag, kr/år",
            f"={INPUT}!C{i}-{INPUT}!B{i}",
            row.change.value,
            f"={INPUT}!D{i}",
            KR,
        )
    for (field, text), column in zip(ECONOMY, "BCDEFG", strict=True):
        yield (
            f"Summa: {text[:1].lower()}{text[1:]}",
            f"=SUM({INPUT}!{column}2:{column}{last})",
            getattr(frozen.total, field).value,
            f"={INPUT}!{column}{last + 1}",
            KR,
        )
    yield from _year_lines(package, last + 4)
    yield from _town_lines(package, last + 4 + n + 3)


def _year_lines(package: Package, first: int) -> Iterator[Line]:
    total, n = package.frozen.total, len(package.frozen.economy)
    for k, year in enumerate(total.years, 1):
        column = column_name(k)
        yield (
            f"Summa: förändring mot i dag år {year.year}, kr",
            f"=SUM({INPUT}!{column}{first}:{column}{first + n - 1})",
            year.amount.value,
            f"={INPUT}!{column}{first + n}",
            KR,
        )


def _town_lines(package: Package, first: int) -> Iterator[Line]:
    """Yield the towns' change, which the plan has as the difference of its own two columns."""
    towns = package.frozen.towns
    last = first + len(towns) - 1
    for i, town in enumerate(towns, first):
        apart = f"={INPUT}!C{i}-{INPUT}!B{i}"
        yield f"{town.town}: förändring, årsarbetare", apart, town.after - town.before, apart, FTE
    if towns:
        change = sum(t.after for t in towns) - sum(t.before for t in towns)
        yield (
            "Summa: förändring, årsarbetare",
            f"=SUM(B{_town_row(package, 0)}:B{_town_row(package, len(towns) - 1)})",
            change,
            f"=SUM({INPUT}!C{first}:C{last})-SUM({INPUT}!B{first}:B{last})",
            FTE,
        )


def _town_row(package: Package, n: int) -> int:
    """Return a town's row in Resultat: after the heads, the economy, its sums and the years."""
    frozen = package.frozen
    return 2 + len(frozen.economy) + len(ECONOMY) + len(frozen.total.years) + n


def column_name(n: int) -> str:
    """Return a column's letters; 0 is A and 26 is AA."""
    return (column_name(n // 26 - 1) if n >= 26 else "") + chr(ord("A") + n % 26)


def _figures(package: Package) -> Sheet:
    heads = (
        "Nyckel",
        "Uppgift",
        "Som det skrivs",
        "Enhet",
        "Värde",
        "Lägst (5 %)",
        "Högst (95 %)",
        "Status",
        "Källa",
        "År",
        "Prisår",
    )
    rows: list[tuple[Cell, ...]] = [tuple(map(Head, heads))]
    for one in package.figures:
        ends = (None if x is None else Number(x, PLAIN) for x in (one.low, one.high))
        when = (None if x is None else str(x) for x in (one.year, one.price_year))
        value = Number(one.value, PLAIN)
        source = tables.source_of(one, package)
        rows.append(
            (one.key, one.label, one.shown, one.unit, value, *ends, one.status, source, *when)
        )
    return Sheet("Taltabell", tuple(rows), (26, 48, 30, 14, 14, 14, 14, 11, 40, 8, 8))


def _goals(package: Package) -> Sheet:
    rows: list[tuple[Cell, ...]] = []
    for table in (tables.goals(package), tables.measures(package)):
        rows += [(Head(table.caption),), tuple(map(Head, table.headings)), *table.rows, ()]
    found = package.words.evaluation
    rows.append((Head("Utvärdering"), phrases.dates(found.dates, "datum")))
    return Sheet("Mål och nyckeltal", tuple(rows), (26, 60, 44, 28, 28, 30, 34))
