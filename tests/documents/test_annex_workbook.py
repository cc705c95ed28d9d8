"""The Excel annex: inputs and results apart, formulas that live, and text that stays text."""

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from documents.tables import source_of
from documents.workbook import workbook
from scenarios.frozen import Party
from tests.documents.conftest import converted, without_results
from tests.documents.matter import WORDS
from tests.documents.package import FROZEN, PACKAGE, package

SHEETS = ["Läs mig", "Indata", "Resultat", "Taltabell", "Mål och nyckeltal"]


def test_the_annex_has_its_five_sheets() -> None:
    """What goes in is in one and what is reckoned from it in another."""
    book = openpyxl.load_workbook(BytesIO(workbook(PACKAGE, draft=False)))
    assert book.sheetnames == SHEETS
    formulas = {
        sheet.title
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    }
    assert formulas == {"Resultat"}


def test_every_figure_of_the_package_is_in_the_annex() -> None:
    """Key, text, unit, value, range, status, source and years."""
    book = openpyxl.load_workbook(BytesIO(workbook(PACKAGE, draft=False)))
    rows = list(book["Taltabell"].iter_rows(min_row=2, values_only=True))
    assert len(rows) == len(PACKAGE.figures)
    for row, one in zip(rows, PACKAGE.figures, strict=True):
        years = tuple(None if x is None else str(x) for x in (one.year, one.price_year))
        assert row[:4] == (one.key, one.label, one.shown, one.unit)
        assert row[4] == pytest.approx(one.value)
        assert row[7:] == (one.status, source_of(one, PACKAGE), *years)


def test_libreoffice_reckons_what_the_plan_says(recalculated: Path) -> None:
    """Every formula, from empty: same as the plan, and every check agrees."""
    rows = list(
        openpyxl.load_workbook(recalculated, data_only=True)["Resultat"].iter_rows(
            min_row=2, values_only=True
        )
    )
    written = openpyxl.load_workbook(BytesIO(workbook(PACKAGE, draft=False)), data_only=True)[
        "Resultat"
    ]
    stored = list(written.iter_rows(min_row=2, values_only=True))
    assert len(rows) == len(stored) > 25
    for row, before in zip(rows, stored, strict=True):
        assert row[0] == before[0]
        assert row[1] == pytest.approx(before[1], abs=1e-6)
        assert row[2] == pytest.approx(before[2], abs=1e-6)
        assert row[4] == "stämmer", row
    sums = {row[0]: row[1] for row in rows}
    assert sums["Summa: förändring enligt planen, kr/år"] == pytest.approx(
        FROZEN.total.change.value
    )


def test_a_figure_that_somebody_changes_is_seen_in_the_checks(soffice: str, tmp_path: Path) -> None:
    """The sums are reckoned from Indata and not written there."""
    book = openpyxl.load_workbook(BytesIO(without_results(workbook(PACKAGE, draft=False))))
    book["Indata"]["B2"] = 1.0
    out = BytesIO()
    book.save(out)
    converted(soffice, tmp_path, {"andrad.xlsx": out.getvalue()}, "xlsx")
    told = openpyxl.load_workbook(tmp_path / "ut" / "andrad.xlsx", data_only=True)["Resultat"]
    wrong = {row[0] for row in told.iter_rows(min_row=2, values_only=True) if row[4] != "stämmer"}
    assert wrong == {
        "Kinda: förändring = betalar − i dag, kr/år",
        "Summa: kostnad i dag, kr/år",
    }


@pytest.mark.parametrize(
    "text", ["=1+1", "@SUM(A1)", '+cmd|"/c calc"!A1', "-2+3", "\x00\x0b\ufffe"]
)
def test_no_text_becomes_a_formula(text: str) -> None:
    """What people write is text, whatever it begins with."""
    first, *others = FROZEN.parties
    rows = (replace(FROZEN.economy[0], name=text), *FROZEN.economy[1:])
    named = Party(first.code, text, first.seat_town, first.joins)
    words = replace(WORDS, goals=tuple(replace(g, text=text, owner=text) for g in WORDS.goals))
    of = package(words, replace(FROZEN, parties=(named, *others), economy=rows))
    book = openpyxl.load_workbook(BytesIO(workbook(of, draft=True)))
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f" or sheet.title == "Resultat"
    assert all(
        str(cell.value).startswith(("=Indata!", "=SUM(", "=B", "=IF("))
        for row in book["Resultat"].iter_rows(min_row=2, min_col=2)
        for cell in row
    )


def test_a_text_longer_than_a_cell_is_cut_and_says_so() -> None:
    """Excel would refuse the file."""
    words = replace(WORDS, goals=(replace(WORDS.goals[0], text="x" * 100_000),))
    book = openpyxl.load_workbook(BytesIO(workbook(package(words), draft=True)))
    longest = max(
        (str(c.value) for row in book["Mål och nyckeltal"].iter_rows() for c in row), key=len
    )
    assert longest.endswith("(avkortat)")
    assert len(longest) < 32_767


def test_the_same_annex_is_the_same_file() -> None:
    """Byte for byte."""
    assert workbook(PACKAGE, draft=False) == workbook(PACKAGE, draft=False)
