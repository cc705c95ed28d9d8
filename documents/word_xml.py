"""What python-docx has no words for, in WordprocessingML: tables in one go, fields, languages."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from documents.content import Columns, Table

if TYPE_CHECKING:
    from docx.text.paragraph import Paragraph

SPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
# XML holds no control characters but tab and new line, and no half surrogate pairs.
UNWRITABLE = re.compile(r"[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
TWIPS = 567  # to a centimetre
KEPT_WHOLE = 14  # rows: a shorter table is not broken over two pages
CELL_PT, TIGHT_CELL_PT = 8.5, 8.0
SHADE, LINE = "E9EDF1", "9AA3AC"


def clean(text: str) -> str:
    """Return the text without the characters that a Word file cannot hold.

    Those that count as space become one, so that words are not joined that were apart.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return UNWRITABLE.sub(lambda found: " " if found.group().isspace() else "", lines)


def held_together(text: str) -> str:
    """Return the text with ”9 kap. 20 §” on one line."""
    return re.sub(r"(?<=\d) (?=§|kap\.)|(?<=kap\.) (?=\d)", "\u00a0", text)


def _element(name: str, **values: str) -> Any:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    found = OxmlElement(f"w:{name}")
    for key, value in values.items():
        found.set(qn(f"w:{key}"), value)
    return found


def field(line: "Paragraph", code: str) -> None:
    """Add a field that Word fills in, such as the page's number."""
    for kind, text in (("begin", ""), ("", code), ("separate", ""), ("1", "1"), ("end", "")):
        run = line.add_run(text if text == "1" else "")._r
        if kind in ("begin", "separate", "end"):
            run.append(_element("fldChar", fldCharType=kind))
        elif not kind:
            instruction = _element("instrText")
            instruction.text = f" {text} "
            run.append(instruction)


def language(styles: Any, code: str) -> None:
    """Set the language of everything that says no other."""
    from docx.oxml.ns import qn

    for defaults in styles.iter(qn("w:rPrDefault")):
        for old in list(defaults.iter(qn("w:lang"))):
            old.getparent().remove(old)
        defaults.find(qn("w:rPr")).append(_element("lang", val=code, eastAsia=code, bidi="ar-SA"))


def typeface(style: Any, name: str) -> None:
    """Set a style's typeface in every script, and take away the theme's."""
    from docx.oxml.ns import qn

    properties = style.get_or_add_rPr()
    for old in properties.findall(qn("w:rFonts")):
        properties.remove(old)
    properties.insert(0, _element("rFonts", ascii=name, hAnsi=name, cs=name, eastAsia=name))


def spaced(style: Any) -> None:
    """Let a style's paragraphs keep their space between each other."""
    from docx.oxml.ns import qn

    for old in list(style.iter(qn("w:contextualSpacing"))):
        old.getparent().remove(old)


def border_below(owner: Any, *, keep: bool) -> None:
    """Set or take away the line under a paragraph or a style's paragraphs."""
    from docx.oxml.ns import qn

    properties = owner.get_or_add_pPr()
    for old in properties.findall(qn("w:pBdr")):
        properties.remove(old)
    if keep:
        line = _element("pBdr")
        # Without a line between, Word draws one alone under a run of such paragraphs.
        for edge in ("bottom", "between"):
            line.append(_element(edge, val="single", sz="4", space="1", color=LINE))
        properties.append(line)


def alternative_text(inline: Any, text: str, number: int) -> None:
    """Say what a picture shows, for those who cannot see it."""
    from docx.oxml.ns import qn

    for name in (inline.docPr, *inline.iter(qn("pic:cNvPr"))):
        name.set("descr", clean(text))
        name.set("name", f"Diagram {number}")


def table_xml(table: Table, width_cm: float, *, tight: bool) -> str:
    """Return a table with its first row repeated on every page."""
    parts = table.widths or (1.0,) * len(table.headings)
    whole = round(width_cm * TWIPS)
    widths = [round(whole * part / sum(parts)) for part in parts]
    kept = len(table.rows) <= KEPT_WHOLE
    size = TIGHT_CELL_PT if tight else CELL_PT
    rows = [_row(table.headings, widths, table.texts, size, head=True, bold=True, keep=True)]
    for n, row in enumerate(table.rows):
        last = n == len(table.rows) - 1
        bold = last and table.summed
        rows.append(_row(row, widths, table.texts, size, bold=bold, keep=kept and not last))
    return _table(rows, widths, f'<w:tblCaption w:val="{_quoted(table.caption)}"/>', lines=True)


def columns_xml(block: Columns, width_cm: float, size: float) -> str:
    """Return two columns of text without lines."""
    widths = [round(width_cm * TWIPS * part) for part in (0.6, 0.4)]
    rows = [_row(row, widths, 2, size) for row in block.rows]
    return _table(rows, widths, "", lines=False)


def _table(rows: Sequence[str], widths: Sequence[int], caption: str, *, lines: bool) -> str:
    edges = "".join(
        f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="{LINE}"/>'
        for edge in ("top", "bottom", "insideH")
    )
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl xmlns:w="{SPACE}"><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f"{f'<w:tblBorders>{edges}</w:tblBorders>' if lines else ''}"
        '<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="60" w:type="dxa"/>'
        '<w:right w:w="60" w:type="dxa"/></w:tblCellMar>'
        f'<w:tblLook w:val="0020" w:firstRow="1"/>{caption}</w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def _row(
    cells: Sequence[str],
    widths: Sequence[int],
    texts: int,
    size: float,
    *,
    head: bool = False,
    bold: bool = False,
    keep: bool = False,
) -> str:
    cells_xml = "".join(
        _cell(text, width, size, right=n >= texts, head=head, bold=bold, keep=keep)
        for n, (text, width) in enumerate(zip(cells, widths, strict=True))
    )
    repeated = "<w:tblHeader/>" if head else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{repeated}</w:trPr>{cells_xml}</w:tr>"


def _cell(
    text: str, width: int, size: float, *, right: bool, head: bool, bold: bool, keep: bool
) -> str:
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{SHADE}"/>' if head else ""
    place = ("bottom" if head else "top") if width else "top"
    form = (
        f"<w:pPr>{'<w:keepNext/>' if keep else ''}"
        '<w:spacing w:before="30" w:after="30" w:line="240" w:lineRule="auto"/>'
        f'<w:jc w:val="{"right" if right else "left"}"/></w:pPr>'
    )
    letters = f'<w:rPr>{"<w:b/>" if bold else ""}<w:sz w:val="{round(size * 2)}"/></w:rPr>'
    paragraphs = "".join(
        f'<w:p>{form}<w:r>{letters}<w:t xml:space="preserve">{escape(line)}</w:t></w:r></w:p>'
        for line in clean(text).split("\n")
    )
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shade}<w:vAlign w:val="{place}"/>'
        f"</w:tcPr>{paragraphs}</w:tc>"
    )


def _quoted(text: str) -> str:
    return escape(clean(text).replace("\n", " "), {'"': "&quot;"})
