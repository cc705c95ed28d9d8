"""What the tests of the documents share: pictures drawn once, and LibreOffice run once."""

import os
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest

from documents.charts import Pictures, pictures
from documents.presidium_sheet import presidium_sheet
from documents.release import Document, all_documents
from documents.word import docx_of
from documents.workbook import workbook
from tests.documents.matter import CONTEXT, HEADS, WORDS
from tests.documents.package import PACKAGE, package

LONG = "Ett långt stycke om det som kan hända. " * 2_000
# One municipality's papers, every common one, and every presidium's sheet.
PRINTED = re.compile(r"0513|bilaga-\d.*docx|pressmeddelande|presidieblad")
WAIT = 300  # seconds


@pytest.fixture(scope="session")
def drawn() -> Pictures:
    """The package's two pictures, drawn once."""
    return pictures(PACKAGE)


@pytest.fixture(scope="session")
def finals() -> dict[str, bytes]:
    """Every final document by its name."""
    return _named(all_documents(PACKAGE, HEADS, draft=False, context=CONTEXT))


@pytest.fixture(scope="session")
def drafts() -> dict[str, bytes]:
    """The same as drafts, of one municipality."""
    return _named(all_documents(PACKAGE, HEADS[:1], draft=True, context=CONTEXT))


def _named(documents: tuple[Document, ...]) -> dict[str, bytes]:
    return {document.name: document.content for document in documents}


@pytest.fixture(scope="session")
def soffice() -> str:
    """LibreOffice. Under CI it must be there; on a desk the test may be skipped."""
    found = shutil.which("soffice")
    if found is None:
        give_up = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
        give_up("LibreOffice saknas. Installera det (Debian: apt-get install libreoffice-writer).")
    return str(found)


@pytest.fixture(scope="session")
def printed(
    soffice: str,
    finals: dict[str, bytes],
    drafts: dict[str, bytes],
    tmp_path_factory: pytest.TempPathFactory,
) -> dict[str, Path]:
    """Papers as PDF by their file's name without its ending, converted in one go."""
    files = {
        name: content
        for name, content in (*finals.items(), *drafts.items())
        if PRINTED.search(name) and name.endswith(".docx")
    }
    wordy = replace(WORDS.impact, risks=LONG, residents=LONG, small_places=LONG)
    long = package(replace(WORDS, impact=wordy))
    sheet = presidium_sheet(long, HEADS[4])
    files["langa-texter.docx"] = docx_of(sheet, long, draft=True)
    folder = tmp_path_factory.mktemp("papper")
    converted(soffice, folder, files, "pdf")
    return {path.stem: path for path in (folder / "ut").iterdir()}


@pytest.fixture(scope="session")
def recalculated(soffice: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Excel annex without any of its stored results, recalculated by LibreOffice."""
    folder = tmp_path_factory.mktemp("kalkyl")
    content = without_results(workbook(PACKAGE, draft=False))
    converted(soffice, folder, {"kalkyl.xlsx": content}, "xlsx")
    return folder / "ut" / "kalkyl.xlsx"


def converted(soffice: str, folder: Path, files: dict[str, bytes], ending: str) -> None:
    """Convert files to another format in the folder ”ut”, with a profile of their own."""
    for name, content in files.items():
        (folder / name).write_bytes(content)
    subprocess.run(
        [
            soffice,
            f"-env:UserInstallation={(folder / 'profil').as_uri()}",
            "--headless",
            "--convert-to",
            ending,
            "--outdir",
            str(folder / "ut"),
            *(str(folder / name) for name in files),
        ],
        check=True,
        timeout=WAIT,
        capture_output=True,
    )


def without_results(content: bytes) -> bytes:
    """Return a workbook whose formulas have no stored result, so that each must be reckoned."""
    out = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(content)) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for entry in source.infolist():
            part = source.read(entry)
            if entry.filename.startswith("xl/worksheets/"):
                part = re.sub(rb"(<f>[^<]*</f>)<v>[^<]*</v>", rb"\1", part)
            target.writestr(entry, part)
    return out.getvalue()
