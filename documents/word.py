"""A paper as a Word file: the only modules that know python-docx are this and its two helpers.

The same paper gives the same bytes: times are the package's, and nothing else is asked of the desk.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
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
    TITLE_STYLE,
    set_footer,
    set_header,
    set_page,
    set_styles,
)
from documents.word_xml import (
    alternative_text,
    border_below,
    clean,
    columns_xml,
    held_together,
    table_xml,
)
from scenarios.frozen import Package

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph


WRITING_PT = 24  # between lines that somebody writes on by hand


@dataclass(slots=True)
class _Page:
    """The file being written, and how wide its text is."""

    document: "Document"
    width_cm: float
    tight: bool
    styles: dict[str, str]
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

    document = Document(BytesIO(_template(paper.tight)))
    width = set_page(document, landscape=paper.landscape, tight=paper.tight)
    dnr = f"Dnr {paper.dnr}" if paper.dnr else ""
    set_header(document, clean(paper.kind), clean(dnr), width, draft)
    set_footer(document, clean(paper.kind), clean(footer_text(package)), width)
    _properties(document, paper, package)
    styles = {str(style.name): str(style.style_id) for style in document.styles}
    page = _Page(document, width, paper.tight, styles)
    if paper.letterhead:
        _write(page, Columns(paper.letterhead), None)
    _paragraph(page, _line(paper.title), TITLE_STYLE)
    for block, after in zip(paper.blocks, (*paper.blocks[1:], None), strict=True):
        _write(page, block, after)
    out = BytesIO()
    document.save(out)
    return repacked(out.getvalue(), moment(package.frozen.origin.frozen))


@lru_cache(maxsize=2)
def _template(tight: bool) -> bytes:
    """Return an empty file with every style set, made once for each size of letters."""
    from docx import Document

    document, out = Document(), BytesIO()
    set_styles(document, tight=tight)
    document.save(out)
    return out.getvalue()


def _paragraph(page: _Page, text: str, style: str) -> "Paragraph":
    """Add a paragraph in a style, which is set by its id: looking it up by name is slow."""
    found = page.document.add_paragraph(text)
    found._p.style = page.styles[style]
    return found


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
    return held_together(re.sub(r"[ \t\n]+", " ", clean(text)).strip())


def _write(page: _Page, block: Block, after: Block | None) -> None:
    document = page.document
    match block:
        case Heading(text=text, level=level):
            _paragraph(page, _line(text), f"Heading {level}")
        case Prose(text=text, strong=strong):
            for line in filter(None, (part.strip() for part in clean(text).split("\n"))):
                paragraph = document.add_paragraph()
                paragraph.add_run(held_together(line)).bold = strong or None
                paragraph.paragraph_format.keep_with_next = isinstance(after, Table) or None
        case Bullets(items=items, kept=kept):
            for n, item in enumerate(items, 1):
                bullet = _paragraph(page, _line(item), BULLET_STYLE)
                bullet.paragraph_format.keep_with_next = kept or 1 < n + 1 == len(items)
        case Decision(points=points, head=head):
            for name, clauses in written(points, head):
                _paragraph(page, _line(name), POINT_STYLE)
                for clause in clauses:
                    _paragraph(page, _line(clause), CLAUSE_STYLE)
        case Table():
            _paragraph(page, _line(block.caption), CAPTION_STYLE)
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
    _paragraph(page, _line(block.caption), CAPTION_STYLE)
    width = Cm(min(block.width_cm, page.width_cm))
    drawn = page.document.add_picture(BytesIO(block.png), width=width)
    alternative_text(drawn._inline, block.alt, page.pictures)


def _blank(page: _Page, label: str, lines: int) -> None:
    from docx.shared import Pt

    _paragraph(page, _line(label), LABEL_STYLE)
    for n in range(lines):
        line = page.document.add_paragraph()
        border_below(line._p, keep=True)
        line.paragraph_format.line_spacing = Pt(WRITING_PT)
        line.paragraph_format.keep_with_next = n < lines - 1
