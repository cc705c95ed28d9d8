"""A paper as a Word file: the only modules that know python-docx are this and its two helpers.

The same paper gives the same bytes: times are the package's, and nothing else is asked of the desk.
"""

import re
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

from documents.content import (
    CLAUSE_STYLE,
    POINT_STYLE,
    Blank,
    Block,
    Bullets,
    Columns,
    Decision,
    Heading,
    Paper,
    Picture,
    Prose,
    Table,
    written,
)
from documents.packing import moment, repacked
from documents.word_styles import (
    BODY_PT,
    BULLET_STYLE,
    CAPTION_STYLE,
    LABEL_STYLE,
    TIGHT_PT,
    set_footer,
    set_header,
    set_page,
    set_styles,
)
from documents.word_xml import alternative_text, border_below, clean, columns_xml, table_xml
from scenarios.frozen import Package

if TYPE_CHECKING:
    from docx.document import Document


@dataclass(slots=True)
class _Page:
    """The file being written, and how wide its text is."""

    document: "Document"
    width_cm: float
    tight: bool
    pictures: int = 0


def footer_text(package: Package) -> str:
    """Return what identifies a package on every page: its stamp, its version and its text."""
    return (
        f"{package.frozen.origin.stamp} · version {package.version} · "
        f"beslutstext {package.text_hash}"
    )


def docx_of(paper: Paper, package: Package, *, draft: bool) -> bytes:
    """Return the paper as a .docx; the same bytes every time."""
    from docx import Document

    document = Document()
    set_styles(document, tight=paper.tight)
    width = set_page(document, landscape=paper.landscape, tight=paper.tight)
    dnr = f"Dnr {paper.dnr}" if paper.dnr else ""
    set_header(document, clean(paper.kind), clean(dnr), width, draft)
    set_footer(document, clean(paper.kind), clean(footer_text(package)), width)
    _properties(document, paper, package)
    page = _Page(document, width, paper.tight)
    if paper.letterhead:
        _write(page, Columns(paper.letterhead))
    document.add_paragraph(_line(paper.title), style="Title")
    for block in paper.blocks:
        _write(page, block)
    out = BytesIO()
    document.save(out)
    return repacked(out.getvalue(), moment(package.frozen.origin.frozen))


def _properties(document: "Document", paper: Paper, package: Package) -> None:
    properties = document.core_properties
    time = moment(package.frozen.origin.frozen)
    properties.created = properties.modified = properties.last_printed = time
    # Word holds at most 255 characters in each of these.
    properties.title = _line(paper.title)[:255]
    properties.subject, properties.version = _line(paper.kind)[:255], package.version[:255]
    properties.author = properties.last_modified_by = "Samstämt"
    properties.comments = properties.keywords = ""
    properties.language, properties.revision = "sv-SE", 1


def _line(text: str) -> str:
    # Not split(): it would take no-break spaces for spaces, and figures would be broken.
    return re.sub(r"[ \t\n]+", " ", clean(text)).strip()


def _write(page: _Page, block: Block) -> None:
    document = page.document
    match block:
        case Heading(text=text, level=level):
            document.add_heading(_line(text), level)
        case Prose(text=text, strong=strong):
            for line in filter(None, (part.strip() for part in clean(text).split("\n"))):
                document.add_paragraph().add_run(line).bold = strong or None
        case Bullets(items=items, kept=kept):
            for n, item in enumerate(items, 1):
                bullet = document.add_paragraph(_line(item), style=BULLET_STYLE)
                bullet.paragraph_format.keep_with_next = kept or 1 < n + 1 == len(items)
        case Decision(points=points, head=head):
            for name, clauses in written(points, head):
                document.add_paragraph(_line(name), style=POINT_STYLE)
                for clause in clauses:
                    document.add_paragraph(_line(clause), style=CLAUSE_STYLE)
        case Table():
            document.add_paragraph(_line(block.caption), style=CAPTION_STYLE)
            _append(page, table_xml(block, page.width_cm, tight=page.tight))
        case Columns():
            size = TIGHT_PT if page.tight else BODY_PT
            _append(page, columns_xml(block, page.width_cm, size))
        case Picture():
            _picture(page, block)
        case Blank(label=label, lines=lines):
            _blank(page, label, lines)


def _append(page: _Page, xml: str) -> None:
    """Put a table last, and a small space after it."""
    from docx.oxml import parse_xml
    from docx.shared import Pt

    body: Any = page.document.element.body
    body.insert_element_before(parse_xml(xml), "w:sectPr")
    after = page.document.add_paragraph().paragraph_format
    after.space_after, after.line_spacing = Pt(0), Pt(6)


def _picture(page: _Page, block: Picture) -> None:
    from docx.shared import Cm

    page.pictures += 1
    page.document.add_paragraph(_line(block.caption), style=CAPTION_STYLE)
    width = Cm(min(block.width_cm, page.width_cm))
    drawn = page.document.add_picture(BytesIO(block.png), width=width)
    alternative_text(drawn._inline, block.alt, page.pictures)


def _blank(page: _Page, label: str, lines: int) -> None:
    from docx.shared import Pt

    page.document.add_paragraph(_line(label), style=LABEL_STYLE)
    for n in range(lines):
        line = page.document.add_paragraph()
        border_below(line._p, keep=True)
        line.paragraph_format.space_before = Pt(8)
        line.paragraph_format.keep_with_next = n < lines - 1
