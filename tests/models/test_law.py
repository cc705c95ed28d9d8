"""The stored paragraphs: what is cited exists, says what it says, and is written out in Swedish."""

import re
from pathlib import Path

import pytest

from models.errors import PackError
from models.law import Law, cite, places, places_in_prose, read_law
from tests.conftest import ROOT

LAW = ROOT / "data" / "law"


@pytest.fixture(scope="module")
def law() -> Law:
    """The act stored in the project."""
    return read_law(LAW)


GOLDEN = {
    (5, 9): "för fyra år räknat från och med den 15 oktober valåret",
    (5, 28): "Styrelsen ska alltid ges tillfälle att yttra sig",
    (5, 33): "om samtliga närvarande ledamöter är ense om beslutet",
    (5, 69): "senast fjorton dagar efter sammanträdet",
    (6, 7): "föreskriven tillsyn över sådan verksamhet som nämnden själv bedriver",
    (6, 37): "delegera beslutanderätten till presidiet, ett utskott",
    (6, 38): "verksamhetens mål, inriktning, omfattning eller kvalitet",
    (8, 12): "Senast andra dagen efter det att protokollet har justerats",
    (9, 18): "Uppsägningstiden ska vara tre år, om inte en kortare tid anges",
    (9, 22): "ska närmare preciseras i en överenskommelse",
    (9, 33): "ska antas av fullmäktige i var och en av de samverkande",
    (9, 37): "uppdra åt en anställd i den andra kommunen",
    (9, 38): "Styrelsen ska årligen till fullmäktige rapportera",
    (10, 1): "får den lämnas över endast om det finns stöd för det i lag",
    (11, 8): "före oktober månads utgång",
    (11, 10): "ska budgeten fastställas av nyvalda fullmäktige",
    (11, 15): "en anvisning om hur utgiften ska finansieras",
    (13, 5): "inom tre veckor från den dag då det tillkännagavs",
    (13, 14): "får verkställas innan det fått laga kraft",
}


@pytest.mark.parametrize(("place", "phrase"), GOLDEN.items())
def test_a_stored_paragraph_says_what_the_act_says(
    law: Law, place: tuple[int, int], phrase: str
) -> None:
    """The phrases are typed from the act: a changed cell shows here."""
    assert phrase in law.section(*place).text


def test_every_paragraph_is_whole_and_stands_under_a_heading(law: Law) -> None:
    """No paragraph ends in the heading of the next, nor in the middle of a word."""
    for section in law.sections.values():
        assert section.heading, section.place
        assert section.text.endswith("."), section.place
        assert not re.search(r"\w- (?!och|eller)\w", section.text), section.place


def test_the_article_on_the_statutes_of_an_association_has_eighteen_points(law: Law) -> None:
    """9 kap. 6 § counts to eighteen."""
    lines = law.section(9, 6).text.splitlines()
    assert [line.split(".")[0] for line in lines[1:]] == [str(n) for n in range(1, 19)]


@pytest.mark.parametrize(
    ("short", "written"),
    [
        ("9:37", "9 kap. 37 § kommunallagen"),
        ("9:19;9:22", "9 kap. 19 och 22 §§ kommunallagen"),
        ("7:4;7:5;7:6;7:7;7:8", "7 kap. 4–8 §§ kommunallagen"),
        ("9:1;9:2;9:6", "9 kap. 1, 2 och 6 §§ kommunallagen"),
        ("5:69;8:12;13:5", "5 kap. 69 §, 8 kap. 12 § och 13 kap. 5 § kommunallagen"),
        ("", ""),
    ],
)
def test_a_short_citation_is_written_out(short: str, written: str) -> None:
    """Two in a row are named, three or more become a span."""
    assert cite(short) == written


@pytest.mark.parametrize(
    ("prose", "found"),
    [
        ("KL 9 kap. 37 §", [(9, 37)]),
        ("KL 3 kap. 8 § och 9 kap. 1–2 §§", [(3, 8), (9, 1), (9, 2)]),
        ("besluter (10 kap. 1, 3 och 4 §§)", [(10, 1), (10, 3), (10, 4)]),
        ("inget lagrum", []),
    ],
)
def test_citations_are_found_in_a_sentence(prose: str, found: list[tuple[int, int]]) -> None:
    """A span is every paragraph in it."""
    assert list(places_in_prose(prose)) == found


@pytest.mark.parametrize("wrong", ["9", "9 kap. 37 §", "9:x", "0:1", "9:37;nio", "9:37,9:38"])
def test_what_is_no_citation_is_refused(wrong: str) -> None:
    """The error carries the part that cannot be read."""
    with pytest.raises(ValueError, match=r".+"):
        places(wrong)


def test_a_section_names_itself_and_a_citation_leads_to_its_sections(law: Law) -> None:
    """What a page prints beside the text."""
    assert law.section(9, 37).name == "9 kap. 37 § kommunallagen"
    assert [s.place for s in law.cited("9:19;9:33")] == [(9, 19), (9, 33)]
    assert not law.has(9, 99)
    with pytest.raises(KeyError):
        law.section(9, 99)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "ingen fil"),
        ("chapter,section,heading,text,source\n", "inga rader"),
        ("chapter,section,heading,text,source\n9,nio,Avtal,Text.,kommunallagen\n", "”nio”"),
        (
            "chapter,section,heading,text,source\n" + "9,37,Avtal,Text.,kommunallagen\n" * 2,
            "samma uppgift (9 · 37)",
        ),
        ("chapter,section,heading,source\n9,37,Avtal,kommunallagen\n", "ingen sådan kolumn"),
    ],
)
def test_a_law_that_cannot_be_read_says_why(tmp_path: Path, content: str | None, said: str) -> None:
    """In Swedish, with the file's name."""
    if content is not None:
        (tmp_path / "kommunallagen.csv").write_text(content, encoding="utf-8")
    with pytest.raises(PackError) as error:
        read_law(tmp_path)
    assert said in str(error.value)
    assert "kommunallagen.csv" in str(error.value)
