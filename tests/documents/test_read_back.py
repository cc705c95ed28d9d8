"""A municipality's own version read back: the same words, or which ones differ, or why not."""

import zipfile
from io import BytesIO

import pytest
from docx import Document

from documents import read_back
from documents.charts import Pictures
from documents.read_back import ReadBackError, compared, points_in
from documents.service_letter import service_letter
from documents.word import docx_of
from scenarios.decision_text import as_written
from tests.documents.matter import CONTEXT, HEADS
from tests.documents.package import PACKAGE

STYLES = (
    b'<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    b'<w:style w:styleId="P"><w:name w:val="Beslutspunkt"/></w:style></w:styles>'
)


@pytest.fixture(scope="module")
def letter(drawn: Pictures) -> bytes:
    """Boxholm's letter, as it was downloaded."""
    return docx_of(service_letter(PACKAGE, HEADS[2], CONTEXT, drawn), PACKAGE, draft=False)


def edited(content: bytes, old: str, new: str) -> bytes:
    """Return the letter with a word of a clause changed, as somebody does in Word."""
    document = Document(BytesIO(content))
    changed = 0
    for paragraph in document.paragraphs:
        if paragraph.style.name == "Beslutssats" and old in paragraph.text:
            paragraph.runs[0].text = paragraph.text.replace(old, new)
            changed += 1
    assert changed == 1
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def zip_of(**parts: bytes) -> bytes:
    """Return a zip file with a document part and a styles part."""
    names = {"document": "word/document.xml", "styles": "word/styles.xml"}
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for key, part in parts.items():
            target.writestr(names.get(key, key), part)
    return out.getvalue()


def test_the_points_come_back_as_they_were_written(letter: bytes) -> None:
    """Line by line what the master says."""
    master = as_written(PACKAGE.points, HEADS[2])
    assert [p.replace("\u00a0", " ") for p in points_in(letter)] == [
        p.replace("\u00a0", " ") for p in master
    ]


def test_a_word_that_differs_is_shown_with_its_point(letter: bytes) -> None:
    """”24 månader” made ”36 månader” in point 5."""
    found = compared(edited(letter, "24 månader", "36 månader"), PACKAGE)
    assert not found.same
    assert found.text_hash != PACKAGE.text_hash
    (change,) = found.changes
    assert (change.number, change.master, change.found) == (5, "24", "36")


def test_a_clause_in_another_paragraph_or_with_other_spaces_is_the_same(letter: bytes) -> None:
    """How it is set is habit; only the words are adopted."""
    spaced = edited(letter, "Uppsägningstiden är 24 månader.", "Uppsägningstiden  är 24\tmånader.")
    assert compared(spaced, PACKAGE).same


def test_a_tracked_change_is_read_as_if_it_were_accepted() -> None:
    """What is struck out or moved away is gone, and what is put in is there."""
    w = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    body = (
        f'<w:document xmlns:w="{w}"><w:body><w:p><w:pPr><w:pStyle w:val="P"/></w:pPr>'
        "<w:r><w:t>1. Mål: </w:t></w:r><w:del><w:r><w:delText>bort</w:delText></w:r></w:del>"
        "<w:moveFrom><w:r><w:t>flyttat</w:t></w:r></w:moveFrom>"
        "<w:ins><w:r><w:t>nytt.</w:t></w:r></w:ins></w:p></w:body></w:document>"
    )
    assert points_in(zip_of(document=body.encode(), styles=STYLES)) == ("1. Mål: nytt.",)


def test_a_point_that_has_been_taken_out_is_a_change(letter: bytes) -> None:
    """Nothing is not the same as what the master says."""
    document = Document(BytesIO(letter))
    for paragraph in document.paragraphs:
        if paragraph.text.startswith("7. Villkor"):
            paragraph._p.getparent().remove(paragraph._p)
    out = BytesIO()
    document.save(out)
    assert not compared(out.getvalue(), PACKAGE).same


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "inte en Word-fil"),
        (b"%PDF-1.7 hej", "inte en Word-fil"),
        (zip_of(annat=b"x"), "inte en Word-fil"),
        (zip_of(document=b"<w:p", styles=STYLES), "text är skadad"),
        (zip_of(document=b"<p/>", styles=STYLES), "inga beslutspunkter"),
        (zip_of(document=b" " * 31 * 1024**2, styles=STYLES), "orimligt stor"),
        (b"P" * (21 * 1024**2), "större än"),
        (zip_of(**{str(n): b"" for n in range(2_001)}), "många delar"),
    ],
    ids=["empty", "pdf", "other_zip", "broken", "no_points", "bomb", "huge", "many"],
)
def test_a_file_that_cannot_be_compared_says_why(content: bytes, why: str) -> None:
    """In Swedish, and with what to do; never a traceback."""
    with pytest.raises(ReadBackError, match=why):
        points_in(content)


def test_a_damaged_letter_says_so(letter: bytes) -> None:
    """Cut short, or with bytes changed in the middle."""
    with pytest.raises(ReadBackError):
        points_in(letter[: len(letter) // 2])
    start = letter.index(b"word/document.xml") + 40
    with pytest.raises(ReadBackError):
        points_in(letter[:start] + b"\xff" * 400 + letter[start + 400 :])


def test_entities_are_not_followed() -> None:
    """A file cannot make the reader open another file, or swell."""
    w = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    body = (
        '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
        f'<w:document xmlns:w="{w}"><w:body><w:p><w:pPr><w:pStyle w:val="P"/></w:pPr>'
        "<w:r><w:t>1. Mål: &x;</w:t></w:r></w:p></w:body></w:document>"
    )
    assert points_in(zip_of(document=body.encode(), styles=STYLES)) == ("1. Mål: ",)


def test_the_limits_are_generous(letter: bytes) -> None:
    """No letter of ours comes near them."""
    assert len(letter) < read_back.MAX_FILE / 20
