"""All documents at once: finals that hold, drafts that say so, and reasons for every refusal."""

import subprocess
import sys
import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document

from documents.context import Context
from documents.read_back import points_in
from documents.release import Document as File
from documents.release import (
    NotReadyError,
    StrayFigureError,
    all_documents,
    not_ready,
    plain_name,
    zipped,
)
from documents.word import footer_text
from models.joint_decision import Impact, Words
from scenarios.decision_text import hash_of, hash_of_written
from scenarios.frozen import DecisionPoint
from tests.documents.matter import CONTEXT, HEADS, WORDS
from tests.documents.package import EMPTY, PACKAGE, package

ROOT = Path(__file__).parents[2]
OWN = ("tjansteskrivelse", "protokoll", "presidieblad")
COMMON = {
    "bilaga-1-beslutsunderlag.docx",
    "bilaga-2-samverkansavtal.docx",
    "bilaga-3-kalkylblad.xlsx",
    "bilaga-4-reglemente.docx",
    "pressmeddelande.docx",
}


def test_every_municipality_has_its_papers_and_the_rest_is_common(
    finals: dict[str, bytes],
) -> None:
    """Three papers each, and five for everybody, under names that every desk can hold."""
    own = {f"{kind}-{h.code}-{plain_name(h.name)}.docx" for kind in OWN for h in HEADS}
    assert set(finals) == own | COMMON
    assert all(name.isascii() for name in finals)


def test_every_decision_in_every_paper_is_the_same_words(finals: dict[str, bytes]) -> None:
    """Tjänsteskrivelser and minutes alike, whatever the habit."""
    papers = [n for n in finals if n.startswith(("tjansteskrivelse", "protokoll"))]
    assert len(papers) == 2 * len(HEADS)
    assert {hash_of_written(points_in(finals[name])) for name in papers} == {PACKAGE.text_hash}


def test_every_page_says_which_version_it_is(finals: dict[str, bytes]) -> None:
    """Stamp, version and the text's hash, with the page's number of how many."""
    for name, content in finals.items():
        if name.endswith(".docx"):
            footer = Document(BytesIO(content)).sections[0].footer
            assert footer_text(PACKAGE) in [p.text for p in footer.paragraphs]
            assert {"PAGE", "NUMPAGES"} <= set(footer._element.xml.replace("<", " ").split())


def test_a_draft_says_so_on_every_page_and_a_final_nowhere(
    finals: dict[str, bytes], drafts: dict[str, bytes]
) -> None:
    """In the header, in the file's name, and first in the workbook."""
    assert all(name.startswith("utkast-") for name in drafts)
    for files, is_draft in ((drafts, True), (finals, False)):
        for name, content in files.items():
            if name.endswith(".docx"):
                header = Document(BytesIO(content)).sections[0].header
                assert any("UTKAST" in p.text for p in header.paragraphs) is is_draft
            else:
                parts = zipfile.ZipFile(BytesIO(content))
                assert ("UTKAST" in parts.read("xl/sharedStrings.xml").decode()) is is_draft


def test_a_final_with_nothing_said_names_everything_that_is_missing() -> None:
    """All six points at once, so that nobody has to come back six times."""
    with pytest.raises(NotReadyError) as refused:
        all_documents(EMPTY, HEADS, draft=False)
    for point in ("Mål", "Ekonomi", "Sysselsättning", "Utvärdering", "styrning", "ledning"):
        assert any(point in reason for reason in refused.value.reasons), point
    assert "Punkt 4 Utvärdering: metod saknas" in str(refused.value)


def test_a_draft_can_be_made_with_nothing_said() -> None:
    """The first day's papers are drafts full of visible gaps."""
    files = all_documents(package(Words()), HEADS[:1], draft=True)
    letter = next(file for file in files if "tjansteskrivelse" in file.name)
    assert any("[uppgift saknas" in line for line in points_in(letter.content))


def test_a_final_needs_every_municipalitys_head() -> None:
    """A missing head, and what a head lacks, are named by municipality."""
    heads = (replace(HEADS[0], dnr=" ", handler=""), *HEADS[1:4])
    assert not_ready(PACKAGE, heads) == (
        "Kinda: handläggare, diarienummer saknas",
        "Tranås: dokumenthuvud saknas",
    )


def test_a_final_does_not_hold_points_that_somebody_has_changed() -> None:
    """The points are those that the package was frozen with, or there are no papers."""
    first, *rest = PACKAGE.points
    point = DecisionPoint(first.number, first.heading, ("som mål gäller något annat",))
    changed = replace(PACKAGE, points=(point, *rest))
    assert "låstes" in not_ready(changed, HEADS)[0]


def test_a_goal_left_in_general_words_keeps_finals_back() -> None:
    """The general texts are a beginning, and not what councils decide."""
    generic = [WORDS.goals[1].text]
    assert "allmänna texten" in not_ready(PACKAGE, HEADS, generic)[0]
    assert not_ready(PACKAGE, HEADS) == ()


def test_a_gap_in_any_paper_keeps_all_finals_back() -> None:
    """Which paper it is, and what is missing in it."""
    silent = package(replace(WORDS, impact=replace(WORDS.impact, children="")))
    with pytest.raises(NotReadyError, match=r"Tjänsteskrivelse.*barnets bästa"):
        all_documents(silent, HEADS, draft=False, context=CONTEXT)
    with pytest.raises(NotReadyError, match=r"Samverkansavtal.*organisationsnummer"):
        all_documents(PACKAGE, HEADS, draft=False, context=replace(CONTEXT, company_numbers=()))


def test_an_open_negotiation_keeps_finals_back() -> None:
    """Each employer has its own: one municipality's does not do for another."""
    one = replace(CONTEXT, negotiations=CONTEXT.negotiations[:4])
    with pytest.raises(NotReadyError, match=r"Tranås \| \[uppgift saknas: datum\]"):
        all_documents(PACKAGE, HEADS, draft=False, context=one)


def test_a_stray_number_is_refused_with_its_sentence() -> None:
    """In drafts as well: a figure that the package does not know may not leave."""
    *rest, last = PACKAGE.points
    planted = "kommunerna avsätter 12\u00a0345 tkr i en reserv"
    points = (*rest, DecisionPoint(last.number, last.heading, (*last.clauses, planted)))
    with pytest.raises(StrayFigureError, match=r"12\u00a0345.*i en reserv") as refused:
        all_documents(
            replace(PACKAGE, points=points, text_hash=hash_of(points)),
            HEADS,
            draft=True,
            context=CONTEXT,
        )
    assert [stray.number for stray in refused.value.strays] == ["12\u00a0345"]


def test_a_reglemente_is_made_only_for_a_joint_committee() -> None:
    """Other forms have none."""
    files = all_documents(PACKAGE, (), draft=True, context=replace(CONTEXT, joint_committee=False))
    assert not [file for file in files if "reglemente" in file.name]


def test_no_text_that_people_write_stops_the_drafts() -> None:
    """Very long, full of control characters, or all digits: papers still come, and soon."""
    hostile = "\x00=cmd|'!A1'\x0b " + "1" * 50_000 + ", 1" * 20_000
    words = replace(WORDS, background=hostile, impact=Impact(*(hostile,) * 6))
    context = Context(assessment=hostile, clauses=((4, hostile),))
    files = all_documents(package(words), HEADS[:1], draft=True, context=context)
    assert len(files) == 7


def test_the_zip_holds_every_file_and_is_the_same_each_time(finals: dict[str, bytes]) -> None:
    """Whoever packs it again gets the same bytes."""
    files = [File(name, content) for name, content in finals.items()]
    once = zipped(files, PACKAGE)
    assert once == zipped(files, PACKAGE)
    archive = zipfile.ZipFile(BytesIO(once))
    assert {name: archive.read(name) for name in archive.namelist()} == finals


def test_nothing_heavy_is_read_until_a_paper_is_made() -> None:
    """The app starts as fast as before: Word and pictures are imported when they are asked for."""
    heavy = {"docx", "lxml", "vl_convert", "altair", "pandas", "xlsxwriter"}
    code = f"import sys, documents.release, documents.read_back; print({heavy} & set(sys.modules))"
    told = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert told.stdout.strip() == "set()"


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Ödeshög", "odeshog"), ("../../etc", "etc"), ("", "okand"), ("a" * 99, "a" * 40)],
)
def test_a_name_becomes_a_plain_part_of_a_files_name(text: str, expected: str) -> None:
    """No letter that a zip program may spell in its own way, and no path."""
    assert plain_name(text) == expected
