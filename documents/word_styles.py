"""How the papers look in Word: A4, one typeface, headings, and what stands on every page."""

from typing import TYPE_CHECKING, Any

from documents.content import CLAUSE_STYLE, POINT_STYLE
from documents.word_xml import border_below, field, language, spaced, typeface

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

# Arial is on every municipal desk, and what stands in for it elsewhere has the same widths.
FONT = "Arial"
INK, QUIET, WARNING = 0x1C2024, 0x50575E, 0xA02020
BODY_PT, TIGHT_PT, SMALL_PT = 10.5, 9.5, 7.5
DRAFT = "UTKAST"
TITLE_STYLE = "Title"
CAPTION_STYLE, BULLET_STYLE, LABEL_STYLE = "Caption", "List Bullet", "Ifylls"


def set_styles(document: "Document", *, tight: bool) -> None:
    """Set the template's styles and add our own."""
    language(document.styles.element, "sv-SE")
    body = TIGHT_PT if tight else BODY_PT
    gap = 3.0 if tight else 6.0
    _style(document, "Normal", body, after=gap, spacing=1.0 if tight else 1.12)
    _style(document, "Title", body + 7, bold=True, before=gap, after=gap + 2)
    _style(document, "Heading 1", body + 2.5, bold=True, before=gap * 2.2, after=gap / 2)
    _style(document, "Heading 2", body + 0.5, bold=True, before=gap * 1.5, after=gap / 2)
    _style(document, CAPTION_STYLE, body - 1.5, bold=True, before=gap, after=2)
    _style(document, BULLET_STYLE, body, after=gap / 2)
    for name in ("Header", "Footer"):
        _style(document, name, SMALL_PT, colour=QUIET)
    for name, indent, bold in (
        (POINT_STYLE, 0.0, True),
        (CLAUSE_STYLE, 0.6, False),
        (LABEL_STYLE, 0.0, True),
    ):
        _add_style(document, name, body, indent, bold)
    for name in ("Title", "Heading 1", "Heading 2", CAPTION_STYLE, POINT_STYLE, LABEL_STYLE):
        document.styles[name].paragraph_format.keep_with_next = True


def _style(
    document: "Document",
    name: str,
    size: float,
    *,
    bold: bool = False,
    before: float = 0,
    after: float = 0,
    spacing: float = 1.0,
    colour: int = INK,
) -> None:
    from docx.shared import Pt, RGBColor

    style: Any = document.styles[name]
    typeface(style.element, FONT)
    spaced(style.element)
    style.font.size, style.font.bold, style.font.italic = Pt(size), bold, False
    style.font.color.rgb = RGBColor.from_string(f"{colour:06X}")
    form = style.paragraph_format
    form.space_before, form.space_after = Pt(before), Pt(after)
    form.line_spacing, form.widow_control = spacing, True
    border_below(style.element, keep=False)


def _add_style(document: "Document", name: str, size: float, indent: float, bold: bool) -> None:
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Cm, Pt

    style: Any = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.hidden, style.quick_style = False, True
    style.base_style = document.styles["Normal"]
    style.font.bold, style.font.size = bold, Pt(size)
    form = style.paragraph_format
    form.left_indent = Cm(indent)
    form.space_before, form.space_after = Pt(4 if bold else 0), Pt(2 if bold else 3)


def set_page(document: "Document", *, landscape: bool, tight: bool) -> float:
    """Set A4 and the margins; return the width of the text in centimetres."""
    from docx.enum.section import WD_ORIENT
    from docx.shared import Cm

    section = document.sections[0]
    across, along = (29.7, 21.0) if landscape else (21.0, 29.7)
    section.page_width, section.page_height = Cm(across), Cm(along)
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    side = 2.0 if landscape or tight else 2.5
    section.left_margin = section.right_margin = Cm(side)
    section.top_margin = section.bottom_margin = Cm(1.9 if tight else 2.2)
    section.header_distance = section.footer_distance = Cm(0.9)
    return across - 2 * side


def set_header(document: "Document", left: str, right: str, width_cm: float, draft: bool) -> None:
    """Write what the paper is at the top of every page, and in a draft that it is one."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt, RGBColor

    header = document.sections[0].header
    line = header.paragraphs[0]
    _right_tab(line, width_cm)
    line.add_run(f"{left}\t{right}")
    if draft:
        mark = header.add_paragraph(style="Header")
        mark.alignment = WD_ALIGN_PARAGRAPH.CENTER
        run = mark.add_run(DRAFT)
        run.font.size, run.font.bold = Pt(20), True
        run.font.color.rgb = RGBColor.from_string(f"{WARNING:06X}")
        mark.add_run("  inte beslutat").font.size = Pt(9)


def set_footer(document: "Document", left: str, stamp: str, width_cm: float) -> None:
    """Write the page's number of how many, and the stamp, at the bottom of every page."""
    footer = document.sections[0].footer
    line = footer.paragraphs[0]
    _right_tab(line, width_cm)
    line.add_run(f"{left}\tSida ")
    field(line, "PAGE")
    line.add_run(" av ")
    field(line, "NUMPAGES")
    footer.add_paragraph(stamp, style="Footer")


def _right_tab(line: "Paragraph", width_cm: float) -> None:
    from docx.enum.text import WD_TAB_ALIGNMENT
    from docx.shared import Cm

    stops: Any = line.paragraph_format.tab_stops
    for old in ("Header", "Footer"):
        if line.style is not None and line.style.name == old:
            line.style.paragraph_format.tab_stops.clear_all()
    stops.add_tab_stop(Cm(width_cm), WD_TAB_ALIGNMENT.RIGHT)
