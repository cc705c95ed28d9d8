"""What must hold in the known cases as a whole; each fault told in Swedish."""

from collections.abc import Collection, Mapping, Sequence

from models.entities import FactKind
from models.errors import Fault
from models.references import leads_nowhere
from models.tables import Column, Row, fault_in_number
from models.words import amount

FILE = "known_cases.csv"
# Where the codebook names the cases, and where it says the unit and limits of each kind of fact.
CASES, FACTS = "known_case", "known_fact"
# These are said once for everybody; the others are about one member each.
OF_THE_WHOLE = {FactKind.TOTAL_COST, FactKind.NOTICE_MONTHS, FactKind.EXIT_DEFICIT}
# Changes that cancel out may leave this share of themselves: what is rounded away when added.
ROUNDING = 1e-9


def known_cases_hold(
    rows: Sequence[Row],
    codebook: Mapping[str, Sequence[Column]],
    codes: Collection[str] | None,
) -> list[Fault]:
    """Return a fault for each fact that cannot be reckoned with, alone or beside the others."""
    faults = _are_described(rows, codebook) + leads_nowhere(rows, FILE, "fact", set(FactKind))
    described = {column.name: column for column in codebook.get(FACTS, ())}
    for row in rows:
        column = described.get(row.text["fact"])
        if column is not None:
            faults += _value_holds(row, column)
        faults += _concerns_the_right_one(row)
    if codes is not None:
        faults += leads_nowhere(rows, FILE, "municipality", {"", *codes})
    for case in dict.fromkeys(row.text["case"] for row in rows):
        of_case = [row for row in rows if row.text["case"] == case]
        faults += _members_have_inhabitants(of_case)
        faults += _changes_cancel_out(of_case)
        faults += _one_leaves(of_case)
    return faults


def _of_kind(rows: Sequence[Row], kind: FactKind) -> list[Row]:
    return [row for row in rows if row.text["fact"] == kind]


def _are_described(rows: Sequence[Row], codebook: Mapping[str, Sequence[Column]]) -> list[Fault]:
    """Every case has a name in the codebook, and every kind of fact its unit."""
    return [
        Fault(
            "codebook.csv",
            None,
            "column",
            f"ingen rad för ”{key}” under {table}",
            f"en rad med namnet på allt som {FILE} använder",
            "lägg till raden",
        )
        for table, cell in ((CASES, "case"), (FACTS, "fact"))
        for key in dict.fromkeys(row.text[cell] for row in rows)
        if key not in {column.name for column in codebook.get(table, ())}
    ]


def _value_holds(row: Row, column: Column) -> list[Fault]:
    faults = []
    if row.text["unit"] != column.unit:
        found, expected = f"”{row.text['unit']}”", f"”{column.unit}” för {column.name}"
        faults.append(Fault(FILE, row.number, "unit", found, expected, "räkna om talet"))
    wrong = fault_in_number(column, row.text["value"])
    return [*faults, Fault(FILE, row.number, "value", *wrong)] if wrong else faults


def _concerns_the_right_one(row: Row) -> list[Fault]:
    whole, code = row.text["fact"] in OF_THE_WHOLE, row.text["municipality"]
    if whole == (not code):
        return []
    found = f"”{code}”" if code else "en tom cell"
    expected = "en tom cell: uppgiften gäller helheten" if whole else "medlemmens kommunkod"
    remedy = "töm cellen" if whole else "ange den fyrsiffriga koden"
    return [Fault(FILE, row.number, "municipality", found, expected, remedy)]


def _members_have_inhabitants(rows: Sequence[Row]) -> list[Fault]:
    """Who is named at all has inhabitants, in the same years as the others."""
    counted: dict[str, set[int]] = {}
    for row in _of_kind(rows, FactKind.INHABITANTS):
        counted.setdefault(row.text["municipality"], set()).add(int(row.number_of("year")))
    years = set().union(*counted.values())
    first: dict[str, Row] = {}
    for row in rows:
        first.setdefault(row.text["municipality"], row)
    return [
        Fault(
            FILE,
            row.number,
            "municipality",
            f"”{code}” utan folkmängd för varje år som någon annan har",
            f"en rad {FactKind.INHABITANTS} för varje medlem, samma år som för de andra",
            "lägg till raden",
        )
        for code, row in first.items()
        if code and not (code in counted and counted[code] == years)
    ]


def _changes_cancel_out(rows: Sequence[Row]) -> list[Fault]:
    """What one pays less another pays more; where everybody's change is told, nothing is left."""
    members = {row.text["municipality"] for row in rows} - {""}
    changes = _of_kind(rows, FactKind.KEY_CHANGE)
    faults = []
    for year in sorted({int(row.number_of("year")) for row in changes}):
        told = [row for row in changes if int(row.number_of("year")) == year]
        amounts = [row.number_of("value") for row in told]
        left = abs(sum(amounts)) > ROUNDING * sum(map(abs, amounts))
        if left and {row.text["municipality"] for row in told} == members:
            found = f"ändringar {year} som tillsammans blir {amount(sum(amounts))} kr"
            expected = "ändringar som tar ut varandra: hela kostnaden är densamma"
            remedy = "rätta beloppen, eller ta bort en rad: den följer av de andra"
            faults.append(Fault(FILE, told[-1].number, "value", found, expected, remedy))
    return faults


def _one_leaves(rows: Sequence[Row]) -> list[Fault]:
    return [
        Fault(
            FILE,
            row.number,
            "fact",
            f"ett utträde till i fallet ”{row.text['case']}”",
            "ett utträde i varje fall",
            "skriv det andra utträdet som ett eget fall, med dem som då var medlemmar",
        )
        for row in _of_kind(rows, FactKind.EXIT_MONTH)[1:]
    ]
