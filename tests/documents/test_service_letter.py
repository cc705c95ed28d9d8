"""The tjänsteskrivelse: the same matter in five councils, under five letterheads."""

import zipfile
from dataclasses import replace
from io import BytesIO

import pytest
from docx import Document

from documents.charts import Pictures
from documents.content import Table, headings, texts
from documents.read_back import compared, points_in
from documents.service_letter import service_letter, summary
from documents.word import docx_of
from scenarios.decision_text import hash_of_written
from scenarios.frozen import Head
from tests.documents.matter import CONTEXT, HEADS
from tests.documents.package import EMPTY, PACKAGE

WANTED = (
    "Förslag till beslut",
    "Sammanfattning",
    "Ärendebeskrivning",
    "Alternativ",
    "Bedömning",
    "Ekonomiska konsekvenser",
    "Konsekvenser för personal och sysselsättning per ort",
    "Konsekvenser för invånare, företag och små orter",
    "Prövning av barnets bästa",
    "Rättslig bedömning",
    "Risker och åtgärder",
    "Facklig samverkan och förhandling",
    "Tidplan och uppföljning",
    "Beslutsunderlag",
    "Bilagor",
    "Beslutet expedieras till",
)
LINE = 95  # characters of our body text on a line of A4


@pytest.fixture(scope="module")
def letters(drawn: Pictures) -> dict[str, bytes]:
    """Every municipality's letter as a file, by its code."""
    return {
        head.code: docx_of(service_letter(PACKAGE, head, CONTEXT, drawn), PACKAGE, draft=False)
        for head in HEADS
    }


def test_every_wanted_heading_is_there_in_order_and_is_a_real_heading(
    letters: dict[str, bytes],
) -> None:
    """Word's navigation pane shows them: they are headings by style, not by looks."""
    for content in letters.values():
        styled = [
            paragraph.text
            for paragraph in Document(BytesIO(content)).paragraphs
            if paragraph.style.name.startswith("Heading")
        ]
        assert [text for text in styled if text in WANTED] == list(WANTED)


def test_the_decision_points_are_the_same_words_in_all_five(letters: dict[str, bytes]) -> None:
    """Two of them write ”att”; the hash read back from the files is the package's in all."""
    habits = {head.that_clauses for head in HEADS}
    assert habits == {True, False}
    for content in letters.values():
        assert hash_of_written(points_in(content)) == PACKAGE.text_hash
        assert compared(content, PACKAGE).changes == ()


def test_a_municipality_that_writes_att_begins_every_clause_with_it(
    letters: dict[str, bytes],
) -> None:
    """And one that does not begins none."""
    for head in HEADS:
        clauses = [
            paragraph.text
            for paragraph in Document(BytesIO(letters[head.code])).paragraphs
            if paragraph.style.name == "Beslutssats"
        ]
        assert clauses
        assert all(text.startswith("att ") is head.that_clauses for text in clauses)


def test_two_letters_differ_only_in_what_the_head_says(drawn: Pictures) -> None:
    """With the same habit: the letterhead, the own date in the list of papers, the receivers."""
    same = [replace(head, that_clauses=False) for head in HEADS]
    told = [texts(service_letter(PACKAGE, head, CONTEXT, drawn)) for head in same]
    own = {
        word
        for head in same
        for word in (head.name, head.office, head.handler, head.date, head.dnr, *head.receivers)
    }
    for one in told[1:]:
        for text in set(one) ^ set(told[0]):
            assert any(word in text for word in own), text
            assert len(text) < 80


def test_a_municipality_may_want_more_headings(drawn: Pictures) -> None:
    """They come after the common assessment, with the text that belongs to them."""
    head = replace(HEADS[0], parts=("Jämställdhet", "Miljö"))
    paper = service_letter(PACKAGE, head, CONTEXT, drawn)
    assert {"Jämställdhet", "Miljö"} <= set(headings(paper))
    assert "Tjänsteresorna ökar något; möten hålls i första hand på distans." in texts(paper)


def test_the_other_four_are_always_told_of_the_decision(drawn: Pictures) -> None:
    """Whatever a municipality's own list says."""
    head = replace(HEADS[2], receivers=())
    told = texts(service_letter(PACKAGE, head, CONTEXT, drawn))
    for other in HEADS:
        assert (f"Kommunstyrelsen i {other.name}" in told) is (other.code != head.code)


def test_the_summary_is_at_most_ten_lines() -> None:
    """It becomes the minutes' description of the matter."""
    assert len(summary(PACKAGE)) <= 10 * LINE


def test_a_letter_about_nothing_written_shows_every_gap(drawn: Pictures) -> None:
    """A draft can be made from the first day, and says what it lacks."""
    told = " ".join(texts(service_letter(EMPTY, Head("0513", "Kinda"), CONTEXT, drawn)))
    for what in ("bakgrund", "handläggare", "diarienummer", "prövning av barnets bästa", "metod"):
        assert f"[uppgift saknas: {what}]" in told


def test_tables_of_money_add_up_to_their_last_row(drawn: Pictures) -> None:
    """A councillor adds the column by hand."""
    paper = service_letter(PACKAGE, HEADS[0], CONTEXT, drawn)
    summed = [block for block in paper.blocks if isinstance(block, Table) and block.summed]
    assert len(summed) == 2
    for table in summed:
        for column in range(table.texts, len(table.headings)):
            values = [_value(row[column]) for row in table.rows]
            assert sum(values[:-1]) == pytest.approx(values[-1])


def _value(shown: str) -> float:
    plain = shown.split(" (")[0].replace("\u00a0", "").replace("\u2212", "-").replace(",", ".")
    return float(plain)


def test_every_picture_says_in_words_what_it_shows(letters: dict[str, bytes]) -> None:
    """With the same figures as the table, for those who cannot see it."""
    drawn = Document(BytesIO(letters["0513"])).inline_shapes
    said = [shape._inline.docPr.get("descr") for shape in drawn]
    assert len(said) == 2
    assert "Tranås 11,7 i dag och 12,5 med förslaget" in said[1]


def test_the_same_letter_is_the_same_file(drawn: Pictures) -> None:
    """Byte for byte, and its times are the package's."""
    paper = service_letter(PACKAGE, HEADS[0], CONTEXT, drawn)
    once = docx_of(paper, PACKAGE, draft=False)
    assert once == docx_of(paper, PACKAGE, draft=False)
    times = {entry.date_time for entry in zipfile.ZipFile(BytesIO(once)).infolist()}
    assert times == {(2026, 11, 20, 14, 5, 0)}


def test_no_heading_can_be_parted_from_what_it_stands_above(letters: dict[str, bytes]) -> None:
    """Nor a table's caption, a decision point's name, or a short table's rows."""
    document = Document(BytesIO(letters["0513"]))
    for name in ("Heading 1", "Heading 2", "Caption", "Beslutspunkt"):
        assert document.styles[name].paragraph_format.keep_with_next, name
    for table in document.tables[1:]:
        rows = [row.cells[0].paragraphs[0].paragraph_format.keep_with_next for row in table.rows]
        assert rows[:-1] == [True] * (len(rows) - 1)
        assert "w:tblHeader" in table.rows[0]._tr.xml


def test_the_file_is_in_swedish_and_has_its_title(letters: dict[str, bytes]) -> None:
    """So that Word checks the spelling in the right language and readers hear what it is."""
    document = Document(BytesIO(letters["0513"]))
    assert 'w:lang w:val="sv-SE"' in document.styles.element.xml
    assert document.core_properties.title.startswith("Gemensam administration: gemensam nämnd")


@pytest.mark.parametrize("text", ["\x00\x0bA\ufffe\ud800B", "x" * 100_000, "a\r\nb\n\n<w:p/>&"])
def test_no_text_that_people_write_breaks_a_letter(text: str, drawn: Pictures) -> None:
    """Control characters are left out, long texts stay whole, and nothing is taken for XML."""
    context = replace(CONTEXT, assessment=text, consultation=(text,))
    head = replace(HEADS[0], handler=text, receivers=(text,))
    content = docx_of(service_letter(PACKAGE, head, context, drawn), PACKAGE, draft=True)
    found = "".join(p.text for p in Document(BytesIO(content)).paragraphs)
    wanted = {"x": "x" * 100_000, "\x00": "AB", "a": "<w:p/>&"}
    assert wanted[text[0]] in found
