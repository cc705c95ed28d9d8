"""The papers as they come out on A4: read from PDF, page by page."""

import re
from pathlib import Path

import pytest
from pypdf import PdfReader

from documents.word import footer_text
from tests.documents.package import PACKAGE

A4 = (595, 842)  # points
# The fewest and most pages, of this package: far fewer or more is a fault in the setting.
PAGES = {
    "tjansteskrivelse-0513-kinda": (4, 8),
    "protokoll-0513-kinda": (2, 4),
    "bilaga-1-beslutsunderlag": (7, 13),
    "bilaga-2-samverkansavtal": (3, 6),
    "bilaga-4-reglemente": (2, 3),
    "pressmeddelande": (1, 1),
}


def pages(path: Path) -> list[str]:
    """Return every page's text with its spaces made one."""
    return [" ".join((page.extract_text() or "").split()) for page in PdfReader(path).pages]


def test_a_presidiums_sheet_is_one_page_whatever_people_have_written(
    printed: dict[str, Path],
) -> None:
    """Five municipalities, a draft, and one with texts of many pages."""
    sheets = [name for name in printed if "presidieblad" in name or name == "langa-texter"]
    assert len(sheets) == 7
    for name in sheets:
        assert len(pages(printed[name])) == 1, name


@pytest.mark.parametrize("name", PAGES)
def test_a_paper_has_about_as_many_pages_as_it_should(name: str, printed: dict[str, Path]) -> None:
    """And every page is an A4."""
    least, most = PAGES[name]
    reader = PdfReader(printed[name])
    assert least <= len(reader.pages) <= most
    for page in reader.pages:
        sides = sorted((float(page.mediabox.width), float(page.mediabox.height)))
        assert sides == pytest.approx(A4, abs=2)


def test_every_page_has_its_number_and_the_stamp(printed: dict[str, Path]) -> None:
    """Who finds one page on a copier knows what it belongs to."""
    plain = "".join(footer_text(PACKAGE).split())
    for name, path in printed.items():
        if name == "langa-texter":
            continue
        found = pages(path)
        for n, text in enumerate(found, 1):
            assert f"Sida {n} av {len(found)}" in text, (name, n)
            assert plain in text.replace(" ", ""), (name, n)


def test_every_page_of_a_draft_says_so_and_no_page_of_a_final(printed: dict[str, Path]) -> None:
    """The word stands in the header."""
    for name, path in printed.items():
        is_draft = name.startswith("utkast-") or name == "langa-texter"
        assert all(("UTKAST" in text) is is_draft for text in pages(path)), name


def test_a_long_table_repeats_its_headings_on_every_page(printed: dict[str, Path]) -> None:
    """The table of every figure runs over several pages."""
    found = [text for text in pages(printed["bilaga-1-beslutsunderlag"]) if "räknat" in text]
    assert len(found) > 3
    assert all(re.search(r"Uppgift\s+Värde\s+Enhet\s+Status", text) for text in found[1:])


def test_no_heading_is_left_alone_at_the_bottom_of_a_page(printed: dict[str, Path]) -> None:
    """What stands last above the footer is never one of the letter's headings."""
    from tests.documents.test_service_letter import WANTED

    for text in pages(printed["tjansteskrivelse-0513-kinda"]):
        body, mark, _ = text.partition("Tjänsteskrivelse Sida")
        assert mark
        body = body.rstrip()
        assert not body.endswith(WANTED)
