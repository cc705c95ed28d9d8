"""The plan as a workbook: who recounts it with a pencil gets what the screen says."""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from io import BytesIO

import openpyxl
import pytest
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from models.pack import Pack
from scenarios.run import Outcome, run
from scenarios.scenario import Scenario
from scenarios.workbook import plan_workbook

SHEETS = ["Plan", "Tjänster", "År", "Beslut", "Kontroll"]
# A sum of a column, or of the rows that stand beside a text; both name every row.
SUM = re.compile(r"^=SUM\((\w+)!([A-Z])2:\2(\d+)\)(\+C2)?$")
SUM_WHERE = re.compile(
    r'SUMPRODUCT\(\((\w+)!([A-Z])2:\2(\d+)="((?:[^"]|"")*)"\)\*(\w+)!([A-Z])2:\6(\d+)\)'
)


@pytest.fixture(scope="module")
def outcome(outcomes: Mapping[str, Outcome]) -> Outcome:
    """The plan with the most rows."""
    return outcomes["04_kobyt_inriktning"]


@pytest.fixture(scope="module")
def content(outcome: Outcome) -> bytes:
    """Its workbook, as it is downloaded."""
    return plan_workbook(outcome)


@pytest.fixture(scope="module")
def named(pack: Pack, shipped: Mapping[str, Scenario]) -> Outcome:
    """A plan for municipalities and towns with names that a spreadsheet takes for formulas."""
    kinda, odeshog, *others = pack.municipalities
    renamed = (replace(kinda, name="=1+1"), replace(odeshog, name='"A*" <b>'), *others)
    towns = tuple(replace(t, name="@SUM(A1)") if t.key == "kisa" else t for t in pack.towns)
    own = replace(pack, municipalities=renamed, towns=towns)
    return run(own, shipped["03_plan_bygg_tre"])


def opened(content: bytes) -> Workbook:
    """Return the workbook with its formulas."""
    return openpyxl.load_workbook(BytesIO(content))


def table(sheet: Worksheet) -> list[dict[str, object]]:
    """Return a sheet's rows under its headings."""
    heads, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip((str(head) for head in heads), row, strict=True)) for row in rows]


def added(rows: list[dict[str, object]], number: str, by: str = "") -> dict[object, float]:
    """Return a column added up by another, in plain Python."""
    sums: dict[object, float] = defaultdict(float)
    for row in rows:
        value = row[number]
        assert isinstance(value, int | float), row
        sums[row[by] if by else ""] += value
    return dict(sums)


def recounted(book: Workbook, formula: str) -> float:
    """Return what a formula of Kontroll gives, read and added by hand."""
    whole = SUM.match(formula)
    if whole:
        sheet, column, last, _ = whole.groups()
        assert int(last) == book[sheet].max_row
        return sum(float(book[sheet][f"{column}{i}"].value) for i in range(2, int(last) + 1))
    assert SUM_WHERE.sub("", formula) in {"=", "=-"}, formula
    total, sign = 0.0, 1
    for sheet, texts, last, text, same, numbers, same_last in SUM_WHERE.findall(formula):
        assert (sheet, last) == (same, same_last)
        assert int(last) == book[sheet].max_row
        wanted = text.replace('""', '"')
        for i in range(2, int(last) + 1):
            if book[sheet][f"{texts}{i}"].value == wanted:
                total += sign * float(book[sheet][f"{numbers}{i}"].value)
        sign = -1
    return total


def test_the_rows_add_up_to_what_the_screen_says(outcome: Outcome, content: bytes) -> None:
    """Recounted from the sheets alone: the whole, each municipality and each town."""
    book = opened(content)
    assert book.sheetnames == SHEETS
    rows = table(book["Plan"])
    planned = sum(a.optimised for a in outcome.pack.activities)
    assert len(rows) == planned * len(outcome.pack.municipalities)
    effect = "Effekt per år, kr"
    together = outcome.coordination.value
    assert added(rows, effect)[""] + together == pytest.approx(outcome.annual.value, abs=1)
    one_off = added(rows, "Engångskostnad, kr")[""]
    assert one_off == pytest.approx(outcome.one_off.value, abs=1)
    by_municipality = added(rows, effect, "Kommun")
    names = {m.code: m.name for m in outcome.pack.municipalities}
    for m in outcome.municipalities:
        assert by_municipality[names[m.code]] == pytest.approx(m.annual.value, abs=1)
    posts = table(book["Tjänster"])
    before, after = (added(posts, f"Årsarbetare i {when}", "Ort") for when in ("dag", "planen"))
    for town in outcome.towns:
        change = after.get(town.town, 0.0) - before.get(town.town, 0.0)
        assert change == pytest.approx(town.after - town.before, abs=0.05), town.town


def test_the_years_add_up(outcome: Outcome, content: bytes) -> None:
    """Summerat is a formula over the years above it, and says what it adds up to."""
    as_formulas = table(opened(content)["År"])
    shown = table(openpyxl.load_workbook(BytesIO(content), data_only=True)["År"])
    total = 0.0
    for i, (row, seen) in enumerate(zip(as_formulas, shown, strict=True)):
        total += float(str(row["Effekt, kr"]))
        assert row["Summerat, kr"] == f"=SUM(C$2:C{i + 2})"
        assert seen["Summerat, kr"] == pytest.approx(total, abs=1)
        assert row["År"] == outcome.scenario.decide.first_year + i


@pytest.mark.parametrize("which", ["shipped", "with strange names"])
def test_the_check_sheet_has_formulas_that_give_what_is_beside_them(
    which: str, outcome: Outcome, named: Outcome
) -> None:
    """No figure is pasted where a formula should be, and the difference is a formula too."""
    asked = outcome if which == "shipped" else named
    content = plan_workbook(asked)
    book = opened(content)
    shown = table(openpyxl.load_workbook(BytesIO(content), data_only=True)["Kontroll"])
    rows = table(book["Kontroll"])
    assert len(rows) == 3 + len(asked.municipalities) + len(asked.towns)
    assert rows[0]["Räknat här"] == f"={asked.coordination.value!r}"
    for i, (row, seen) in enumerate(zip(rows, shown, strict=True), start=2):
        assert row["Skillnad"] == f"=B{i}-C{i}"
        on_screen = row["På skärmen"]
        assert seen["Räknat här"] == pytest.approx(on_screen)
        formula = str(row["Räknat här"])
        if i > 2:
            extra = asked.coordination.value if formula.endswith("+C2") else 0.0
            found = recounted(book, formula) + extra
            assert found == pytest.approx(on_screen, abs=1 if "kr" in str(row) else 0.05), row


def test_the_decisions_are_written_out(outcome: Outcome, content: bytes) -> None:
    """A printed workbook says what it was decided on and with which pack."""
    rows = dict(opened(content)["Beslut"].iter_rows(min_row=2, values_only=True))
    assert "Plan" in str(rows["beslutade driftformer"])
    assert rows["prisår"] == str(outcome.pack.price_year)
    assert rows["stämpel"] == str(outcome.stamp)


def test_a_name_that_looks_like_a_formula_stays_text(named: Outcome) -> None:
    """What somebody typed in a file never runs in the spreadsheet of another."""
    book = opened(plan_workbook(named))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.value for cell in cells} >= {"=1+1", '"A*" <b>', "@SUM(A1)"}
    for cell in cells:
        if isinstance(cell.value, str) and cell.value.startswith(("=1+1", "@SUM")):
            assert cell.data_type == "s", cell.coordinate
    formulas = {cell.parent.title for cell in cells if cell.data_type == "f"}
    assert formulas == {"År", "Kontroll"}
