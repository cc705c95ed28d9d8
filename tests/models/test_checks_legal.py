"""Faults in the legal tables: each told in Swedish with its row, and the shared pack stopped."""

import csv
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from models.pack import read_pack
from tests.conftest import ROOT
from tests.models.test_pack_faults import only_fault, removed, rewrite, shared_cell

Change = Callable[[Path], object]


def added_row(table: str, *cells: str) -> Change:
    """Return what adds a row to a shared table."""
    return lambda folder: rewrite(folder / f"{table}.csv", lambda rows: [*rows, list(cells)])


@pytest.fixture
def with_law(pack_copy: Path) -> Path:
    """A copy of the shipped pack with the stored law beside it."""
    shutil.copytree(ROOT / "data" / "law", pack_copy.parent / "law")
    return pack_copy


REQUIRED = {"form": "avtal", "requirement": "beslut"}
POINT = {"form": "avtal", "document": "avtal", "order": "1"}
FAULTY: dict[str, tuple[Change, str, str]] = {
    "a section that is not stored": (
        shared_cell("legal_forms", {"form": "bolag"}, "authority_section", "10:99"),
        "legal_forms.csv",
        "10 kap. 99 §",
    ),
    "a section in a sentence that is not stored": (
        shared_cell("legal_forms", {"form": "avtal"}, "section", "KL 9 kap. 37–39 §§"),
        "legal_forms.csv",
        "9 kap. 39 §",
    ),
    "a citation that is none": (
        shared_cell("matter_types", {"matter": "rutiner"}, "section", "6 kap 37"),
        "matter_types.csv",
        "”6 kap 37”",
    ),
    "a required thing's section that is not stored": (
        shared_cell("legal_form_requirements", REQUIRED, "section", "9:37;9:77"),
        "legal_form_requirements.csv",
        "9 kap. 77 §",
    ),
    "a requirement of an unknown form": (
        shared_cell(
            "legal_form_requirements",
            {"form": "natverk", "requirement": "avsiktsforklaring"},
            "form",
            "stiftelse",
        ),
        "legal_form_requirements.csv",
        "”stiftelse”",
    ),
    "a requirement twice": (
        shared_cell("legal_form_requirements", REQUIRED, "requirement", "arsrapport"),
        "legal_form_requirements.csv",
        "samma uppgift (avtal · arsrapport)",
    ),
    "a requirement of an unknown kind": (
        shared_cell("legal_form_requirements", REQUIRED, "kind", "önskan"),
        "legal_form_requirements.csv",
        "”önskan”",
    ),
    "something required by no law": (
        shared_cell("legal_form_requirements", REQUIRED, "section", ""),
        "legal_form_requirements.csv",
        "inget lagrum",
    ),
    "a point required by no law": (
        shared_cell("legal_form_points", POINT, "section", ""),
        "legal_form_points.csv",
        "inget lagrum",
    ),
    "a point of an unknown form": (
        shared_cell("legal_form_points", POINT, "form", "stiftelse"),
        "legal_form_points.csv",
        "”stiftelse”",
    ),
    "a point in something that is no document": (
        shared_cell("legal_form_points", POINT, "document", "arsrapport"),
        "legal_form_points.csv",
        "”arsrapport”",
    ),
    "a point twice": (
        shared_cell("legal_form_points", POINT, "order", "2"),
        "legal_form_points.csv",
        "samma uppgift (avtal · avtal · 2)",
    ),
    "a conflict of an unknown activity": (
        shared_cell("conflicts_of_interest", {"activity": "bygglov"}, "activity", "byggnad"),
        "conflicts_of_interest.csv",
        "”byggnad”",
    ),
    "a conflict with an unknown activity": (
        shared_cell("conflicts_of_interest", {"activity": "bygglov"}, "other", "avfall"),
        "conflicts_of_interest.csv",
        "”avfall”",
    ),
    "a conflict with itself": (
        shared_cell("conflicts_of_interest", {"activity": "bygglov"}, "other", "bygglov"),
        "conflicts_of_interest.csv",
        "bygglov och bygglov",
    ),
    "a conflict the other way round": (
        added_row("conflicts_of_interest", "fastighetsovervakning", "bygglov", "6:7", "igen"),
        "conflicts_of_interest.csv",
        "som på rad 3",
    ),
    "a matter twice": (
        shared_cell("matter_types", {"matter": "rutiner"}, "matter", "mal"),
        "matter_types.csv",
        "samma uppgift (mal)",
    ),
    "a matter that may perhaps be delegated": (
        shared_cell("matter_types", {"matter": "rutiner"}, "delegable", "kanske"),
        "matter_types.csv",
        "”kanske”",
    ),
    "an experience nobody has told": (
        shared_cell("legal_forms", {"form": "kommunalforbund"}, "experience_source", ""),
        "legal_forms.csv",
        "källan ””",
    ),
    "an alternative that there is not": (
        shared_cell("legal_forms", {"form": "avtal"}, "fits", "samverkan;sammanslagning"),
        "legal_forms.csv",
        "”samverkan;sammanslagning”",
    ),
    "no table of matters": (removed("matter_types.csv"), "matter_types.csv", "ingen fil"),
}


@pytest.mark.parametrize("name", FAULTY)
def test_a_fault_in_a_legal_table_is_told_once_and_stops_the_pack(
    with_law: Path, name: str
) -> None:
    """Where, what was found, what was expected, what to do."""
    change, file, part = FAULTY[name]
    change(with_law)
    reading = read_pack(with_law)
    assert reading.pack is None
    fault = only_fault(reading)
    assert fault.file == file
    assert part in str(fault)


def test_a_stored_paragraph_that_goes_missing_is_told_where_it_is_cited(with_law: Path) -> None:
    """The law is read from its own folder, beside the pack's."""

    def change(rows: list[list[str]]) -> list[list[str]]:
        return [row for row in rows if row[:2] != ["9", "38"]]

    rewrite(with_law.parent / "law" / "kommunallagen.csv", change)
    found = {(fault.file, fault.found) for fault in read_pack(with_law).faults}
    assert found == {
        ("legal_forms.csv", "9 kap. 38 §"),
        ("legal_form_requirements.csv", "9 kap. 38 §"),
        ("legal_form_points.csv", "9 kap. 38 §"),
    }


def test_a_law_that_cannot_be_read_stops_the_pack(with_law: Path) -> None:
    """One fault, about the law and not about everything that cites it."""
    (with_law.parent / "law" / "kommunallagen.csv").unlink()
    assert only_fault(read_pack(with_law)).file == "kommunallagen.csv"


def test_a_pack_without_a_law_beside_it_can_be_read(pack_copy: Path) -> None:
    """A pack that lies by itself: the form of a citation is all that can be checked."""
    assert read_pack(pack_copy).faults == ()
    shared_cell("legal_forms", {"form": "bolag"}, "authority_section", "10:99")(pack_copy)
    assert read_pack(pack_copy).faults == ()
    shared_cell("legal_forms", {"form": "bolag"}, "authority_section", "tionde")(pack_copy)
    assert "”tionde”" in str(only_fault(read_pack(pack_copy)))


def test_the_tables_are_read_whole(pack_copy: Path) -> None:
    """As many records as rows."""
    pack = read_pack(pack_copy).pack
    assert pack is not None
    counted = {
        "legal_forms": len(pack.legal.forms),
        "legal_form_requirements": len(pack.legal.requirements),
        "legal_form_points": len(pack.legal.points),
        "conflicts_of_interest": len(pack.legal.conflicts),
        "matter_types": len(pack.legal.matters),
    }
    for table, count in counted.items():
        with (pack_copy / f"{table}.csv").open(encoding="utf-8", newline="") as file:
            assert count == len(list(csv.DictReader(file))), table
