"""The Excel annex as a file; what people have written is text and never a formula."""

from io import BytesIO
from typing import TYPE_CHECKING

from documents.packing import moment, repacked
from documents.word import footer_text
from documents.word_xml import clean
from documents.workbook_sheets import CHECK, FTE, INPUT, KR, PLAIN, Formula, Head, Number, sheets
from scenarios.frozen import Package

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from documents.workbook_sheets import Cell

CELL_HOLDS = 32_000  # characters: Excel refuses a cell with more than 32 767
FORMS = {KR: "#,##0", FTE: "0.0", PLAIN: "#,##0.0", CHECK: "General"}
TWO_LINES = 32  # points, for a row of headings that are broken
SHADE = "#E9EDF1"


def cells(package: Package) -> tuple[str, ...]:
    """Return every text in the annex's cells, to be tried like any other document.

    A figure's key is not read as text: what looks like a number in it is the key's own.
    """
    keys = {figure.key for figure in package.figures}
    return tuple(
        cell if isinstance(cell, str) else cell.text
        for sheet in sheets(package, draft=False)
        for row in sheet.rows
        for cell in row
        if isinstance(cell, str | Head) and cell not in keys
    )


def workbook(package: Package, *, draft: bool) -> bytes:
    """Return the .xlsx: Läs mig, Indata, Resultat, Taltabell, and Mål och nyckeltal."""
    import xlsxwriter

    out, time = BytesIO(), moment(package.frozen.origin.frozen)
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False})
    title = f"{package.frozen.area_label}: samtliga tal"
    book.set_properties({"title": clean(title)[:255], "created": time, "author": "Samstämt"})
    forms = {form: book.add_format({"num_format": text}) for form, text in FORMS.items()}
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "bg_color": SHADE})
    forms[CHECK].set_align("center")
    for content in sheets(package, draft=draft):
        sheet = book.add_worksheet(content.name)
        for column, width in enumerate(content.widths):
            sheet.set_column(column, column, width)
        for line, row in enumerate(content.rows):
            if len(row) > 1 and isinstance(row[1], Head):
                sheet.set_row(line, TWO_LINES)
            for column, cell in enumerate(row):
                _write(sheet, line, column, cell, forms, head)
        _page(sheet, package, draft)
        if content.name == INPUT:
            sheet.protect()
    book.close()
    return repacked(out.getvalue(), time)


def _write(
    sheet: "Worksheet",
    line: int,
    column: int,
    cell: "Cell",
    forms: "dict[str, Format]",
    head: "Format",
) -> None:
    match cell:
        case None:
            return
        case Number(value=value, form=form):
            sheet.write_number(line, column, value, forms[form])
        case Formula(text=text, value=value, form=form):
            sheet.write_formula(line, column, text, forms[form], value)
        case Head(text=text):
            sheet.write_string(line, column, _held(text), head)
        case _:
            sheet.write_string(line, column, _held(cell))


def _held(text: str) -> str:
    plain = clean(text)
    return plain if len(plain) <= CELL_HOLDS else f"{plain[:CELL_HOLDS]} … (avkortat)"


def _page(sheet: "Worksheet", package: Package, draft: bool) -> None:
    """Set the sheet to be printed: on A4 that lies down, one page wide, with the stamp."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    mark = "UTKAST, inte beslutat" if draft else ""
    sheet.set_header(f"&C{mark}&R&A")
    # 255 characters is what a footer holds, and & begins a code in it.
    stamp = clean(footer_text(package)).replace("&", "&&")
    sheet.set_footer(f"&L&7{stamp[:200]}&RSida &P av &N")
