"""Dokument: five heads and one text, drafts at once and finals when nothing is missing."""

import io
import zipfile
from dataclasses import replace
from pathlib import Path

from models.pack import Pack
from pages.parts import on_table
from pages.parts.decision_documents import HEAD_COLUMNS, heads_of
from scenarios.desk import CouncilFile
from scenarios.frozen import Head, Package
from store.codec import record_of
from tests.pages.deciding import (
    AREA,
    beslut,
    failed,
    field,
    file_of,
    lay,
    lay_file,
    press,
    said,
    store_in,
)
from tests.pages.seeing import table_about

NAMES = ("Kinda", "Ödeshög", "Boxholm", "Ydre", "Tranås")


def test_without_a_package_it_is_said_what_to_do(folder: Path):
    """An empty table is a designed state."""
    app = beslut("Dokument")

    assert "har inget fryst paket än" in said(app)
    assert not app.exception


def test_five_versions_have_the_same_words(folder: Path, found: Package, pack: Pack):
    """Whatever habit each writes in."""
    lay(folder, found)
    ours = file_of(pack, "0512")
    lay_file(folder, replace(ours, head=replace(ours.head, that_clauses=True, dnr="KS 2026:7/ä")))
    app = beslut("Dokument")

    rows = table_about(app, "versioner av en text")[1:]
    assert [row[0] for row in rows] == list(NAMES)
    assert {row[2] for row in rows} == {found.text_hash}
    assert {row[3] for row in rows} == {"ja"}
    assert rows[3][1] == "att-satser"


def test_drafts_are_written_at_once(folder: Path, found: Package):
    """Three papers for each municipality and the common ones, in one zip file."""
    lay(folder, found)
    app = beslut("Dokument")

    press(app, "Skriv handlingarna (utkast)")

    assert not app.exception
    labels = [one.label for one in app.get("download_button")]
    assert any("alla" in label and "zip" in label for label in labels)
    assert sum(label.startswith("utkast-tjansteskrivelse-") for label in labels) == 5
    assert any(label.endswith(".xlsx") for label in labels)


def test_finals_name_everything_that_is_missing(folder: Path, found: Package):
    """Nothing leaves with a gap in it; every gap is told at once."""
    lay(folder, found)
    app = beslut("Dokument")
    app.radio(key="handlingar_slag").set_value("Slutliga").run()

    press(app, "Skriv handlingarna (slutliga)")

    for name in NAMES:
        assert f"{name}: förvaltning, handläggare, datum, diarienummer saknas" in failed(app)
    assert app.get("download_button") == []


def test_finals_are_refused_when_the_package_is_not_what_the_draft_says(
    folder: Path, found: Package
):
    """A key that has been changed since stops the final export."""
    lay(folder, found)
    app = beslut("Paketet", punkt="2 Ekonomi")
    field(app, "selectbox", "Kostnadsnyckel").select("equal").run()

    app = beslut("Dokument")
    app.radio(key="handlingar_slag").set_value("Slutliga").run()

    assert "paketet är ändrat sedan det frystes" in said(app)
    assert "Skriv handlingarna (slutliga)" not in [one.label for one in app.button]


def test_what_the_agreement_needs_is_saved(folder: Path, found: Package):
    """The clause is there in a new session."""
    lay(folder, found)
    app = beslut("Dokument")
    field(app, "text_area", "Bedömning").set_value("Förslaget bör antas.")
    press(app, "Spara")

    again = beslut("Dokument")
    assert field(again, "text_area", "Bedömning").value == "Förslaget bör antas."


def test_heads_are_read_with_every_fault_at_once():
    """A date that can be two, and a control character in a diary number."""
    before = [Head("0513", "Kinda"), Head("0512", "Ydre")]
    empty = dict.fromkeys(HEAD_COLUMNS, "")

    heads, faults = heads_of(
        [
            empty | {"date": "3/4 2027", "dnr": "KS\x072026"},
            empty | {"date": "15 mars 2027", "dnr": "dnr KS 2005/0097 §16", "habit": "att-satser"},
        ],
        before,
    )

    assert len(faults) == 2
    assert heads[1] == replace(
        before[1], date="2027-03-15", dnr="dnr KS 2005/0097 §16", that_clauses=True
    )


def test_a_zip_holds_files_that_are_word_files(folder: Path, found: Package, pack: Pack):
    """What is fetched is what was made, and the head is in it."""
    from documents.release import all_documents, zipped

    lay(folder, found)
    ours = file_of(pack, "0512")
    lay_file(folder, replace(ours, head=replace(ours.head, dnr="KS 2026:7/ä")))
    rows = store_in(folder).all_latest(on_table.COUNCIL)
    heads = [record_of(CouncilFile, row).head for row in rows if row.key.startswith(AREA)]

    files = all_documents(found, heads, draft=True)

    with zipfile.ZipFile(io.BytesIO(zipped(files, found))) as whole:
        names = whole.namelist()
        letter = next(name for name in names if "tjansteskrivelse-0512" in name)
        with zipfile.ZipFile(io.BytesIO(whole.read(letter))) as word:
            assert "KS 2026:7/ä" in word.read("word/document.xml").decode()
