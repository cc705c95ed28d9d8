"""The shipped legal tables: every paragraph they cite is stored, and no form is half described."""

import csv

import pytest

from models.entities import Alternative
from models.law import Law, places, places_in_prose, read_law
from models.legal_entities import Kind
from models.pack import Pack
from tests.conftest import MUNICIPALITIES, ROOT

TABLES = (
    "legal_forms",
    "legal_form_requirements",
    "legal_form_points",
    "conflicts_of_interest",
    "matter_types",
)


@pytest.fixture(scope="module")
def law() -> Law:
    """The act stored in the project."""
    return read_law(ROOT / "data" / "law")


def cells(table: str) -> list[tuple[int, str, str]]:
    """Return (row, column, cell) of a table as it lies in the file."""
    with (MUNICIPALITIES / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows
    return [(n, name, cell) for n, row in enumerate(rows, 2) for name, cell in row.items()]


@pytest.mark.parametrize("table", TABLES)
def test_every_paragraph_cited_in_the_tables_is_stored(law: Law, table: str) -> None:
    """Read from the files themselves, so that it holds whatever the pack's reader checks."""
    cited = 0
    for row, column, cell in cells(table):
        found = list(places_in_prose(cell))
        if column.endswith("section") and not cell.startswith("KL "):
            found += places(cell)
        for place in found:
            assert law.has(*place), (table, row, column, place)
        cited += len(found)
    assert cited


def test_the_statutes_of_an_association_have_the_points_of_the_act(law: Law, pack: Pack) -> None:
    """Eighteen, all required, in the act's own words."""
    points = pack.legal.points_of("kommunalforbund", "forbundsordning")
    text = law.section(9, 6).text
    assert [point.order for point in points] == list(range(1, 19))
    for point in points:
        assert point.mandatory
        assert point.section == "9:6"
        assert point.label[1:] in text
        assert point.label[0].lower() in text


def test_every_form_is_described_all_the_way(pack: Pack) -> None:
    """It fits some alternative and has something it needs."""
    assert len(pack.legal.forms) == 6
    for form in pack.legal.forms:
        assert form.fits, form.key
        assert pack.legal.required_by(form.key), form.key
        assert form.delegation.text, form.key
        assert form.decides.section, form.key
        assert form.exit.text, form.key


def test_the_reckoning_knows_the_forms_that_a_merged_organisation_may_have(pack: Pack) -> None:
    """A network is no organisation: it is never a choice for one."""
    merged = [form.key for form in pack.legal.forms if Alternative.MERGED in form.fits]
    assert [form.key for form in pack.legal_forms] == merged
    assert merged == ["avtal", "gemensam_namnd", "kommunalforbund", "bolag"]


def test_every_merged_form_begins_with_one_decision(pack: Pack) -> None:
    """One kind of decision that forms it, in each municipality."""
    for form in pack.legal_forms:
        required = pack.legal.required_by(form.key)
        assert [r.each for r in required if r.kind is Kind.DECISION] == [True], form.key


def test_a_matter_of_aim_direction_extent_or_quality_stays_with_the_committee(pack: Pack) -> None:
    """6 kap. 38 § first point."""
    for key in ("mal", "inriktning", "omfattning", "kvalitet"):
        assert not pack.legal.matters[key].delegable
        assert pack.legal.matters[key].section == "6:38"
    assert any(matter.delegable for matter in pack.legal.matters.values())


def test_environment_and_property_in_one_committee_is_a_conflict(pack: Pack) -> None:
    """6 kap. 7 § second paragraph."""
    pairs = {(c.activity, c.other): c.section for c in pack.legal.conflicts}
    assert pairs["miljo_halsoskydd", "fastighetsovervakning"] == "6:7"
    assert set(pairs.values()) == {"6:7"}
