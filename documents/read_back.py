"""The decision points read back from a Word file that a municipality has worked in.

Only the file's text is read, with bounds on its size: whatever is sent is treated as unknown.
"""

import zipfile
import zlib
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from documents.content import CLAUSE_STYLE, POINT_STYLE
from scenarios.decision_text import Change, changes, hash_of_written
from scenarios.frozen import Package

MAX_FILE, MAX_PART, MAX_PARTS = 20 * 1024**2, 30 * 1024**2, 2_000
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
DOCUMENT, STYLES = "word/document.xml", "word/styles.xml"


class ReadBackError(ValueError):
    """A file cannot be compared with the master; the message says why, in Swedish."""


@dataclass(frozen=True, slots=True)
class Compared:
    """What a municipality's version says: its hash, whether it is the same, and what differs."""

    text_hash: str
    same: bool
    changes: tuple[Change, ...]


def compared(content: bytes, package: Package) -> Compared:
    """Return how a Word file's decision points differ from the package's.

    Raises ReadBackError when the file cannot be read or has no decision points.
    """
    lines = points_in(content)
    found = hash_of_written(lines)
    return Compared(found, found == package.text_hash, changes(package.points, lines))


def points_in(content: bytes) -> tuple[str, ...]:
    """Return the numbered points of a .docx, each on one line, found by their style.

    Raises ReadBackError when the file cannot be read or has no decision points.
    """
    document, styles = _parts(content)
    keys = {
        name: {
            style.get(f"{W}styleId")
            for style in styles.iter(f"{W}style")
            if (found := style.find(f"{W}name")) is not None and found.get(f"{W}val") == name
        }
        for name in (POINT_STYLE, CLAUSE_STYLE)
    }
    # What has been moved away, and the copy of a text box for old versions, is not read twice.
    for element in list(document.iter(f"{W}moveFrom", FALLBACK)):
        element.getparent().remove(element)
    lines: list[list[str]] = []
    for paragraph in document.iter(f"{W}p"):
        mark = paragraph.find(f"{W}pPr/{W}pStyle")
        style = None if mark is None else mark.get(f"{W}val")
        text = _text(paragraph)
        if not text.strip():
            continue
        if style in keys[POINT_STYLE]:
            lines.append([text])
        elif style in keys[CLAUSE_STYLE] and lines:
            lines[-1].append(text)
    if not lines:
        raise ReadBackError(
            "Filen har inga beslutspunkter. De känns igen på formatmallarna "
            f"”{POINT_STYLE}” och ”{CLAUSE_STYLE}”, som följer med i tjänsteskrivelsen. Utgå "
            "från den fil som hämtades härifrån och behåll formatmallarna."
        )
    return tuple(" ".join(line) for line in lines)


def _text(paragraph: Any) -> str:
    """Return a paragraph's text as it reads with every tracked change accepted."""
    found = []
    for element in paragraph.iter():
        if element.tag == f"{W}t":
            found.append(element.text or "")
        elif element.tag in (f"{W}tab", f"{W}br", f"{W}cr"):
            found.append(" ")
        elif element.tag == f"{W}noBreakHyphen":
            found.append("-")
    return "".join(found)


def _parts(content: bytes) -> tuple[Any, Any]:
    if len(content) > MAX_FILE:
        raise ReadBackError(
            f"Filen är större än {MAX_FILE // 1024**2} MB, vilket ingen tjänsteskrivelse är. "
            "Ta bort bilder som lagts till, eller skicka bara tjänsteskrivelsen."
        )
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            if len(archive.infolist()) > MAX_PARTS:
                raise ReadBackError("Filen har orimligt många delar och öppnas inte.")
            return _parsed(archive, DOCUMENT), _parsed(archive, STYLES)
    except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, OSError) as error:
        raise ReadBackError(
            "Filen är inte en Word-fil (.docx), eller så är den skadad. Spara den på nytt som "
            ".docx i Word och försök igen."
        ) from error
    except (RuntimeError, NotImplementedError) as error:
        raise ReadBackError(
            "Filen är skyddad med lösenord eller packad på ett sätt som inte kan läsas. Spara den "
            "på nytt som .docx utan lösenord."
        ) from error


def _parsed(archive: zipfile.ZipFile, name: str) -> Any:
    from lxml import etree

    with archive.open(name) as part:
        # What the file says of its size is not to be trusted: no more than this is unpacked.
        content = part.read(MAX_PART + 1)
    if len(content) > MAX_PART:
        raise ReadBackError("Filen blir orimligt stor när den packas upp och öppnas inte.")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise ReadBackError(
            "Filens text är skadad och kan inte läsas. Öppna den i Word, spara den på nytt som "
            ".docx och försök igen."
        ) from error
