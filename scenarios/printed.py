"""A meeting's result on paper: the one module that knows fpdf2."""

import unicodedata
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import groupby, zip_longest
from textwrap import wrap
from typing import Literal

from fpdf import FPDF
from fpdf.enums import XPos, YPos
from fpdf.fonts import FontFace

from scenarios.handout import Part, Table, headline, parts
from scenarios.run import Outcome

# A3 is A4 with everything √2 times as large: the same lines on the same pages, to be put on a wall.
SIZES = {"A4": 1.0, "A3": 2**0.5}
FONT, ENCODING = "helvetica", "cp1252"
MARGIN, FOOT = 12.0, 14.0  # mm on A4
BODY, SMALL, HEADING, TITLE = 9.5, 8.0, 13.0, 20.0  # points on A4
LINE = 0.46  # mm of line for each point of type
KEPT = 32.0  # mm that a heading wants below it, so that it never ends a page
# Lines a table's row may have: half of what a page holds, since letters differ in width.
MOST_LINES = 15
UNKNOWN = "[?]"
UNKNOWN_NOTE = f"{UNKNOWN} står för tecken som inte kan skrivas ut."
# The paper's own words for what its letters lack; spaces of every width that do not break are one.
SAID = str.maketrans(
    {"\u2212": "–", "\u2192": "till", "\u202f": "\u00a0", "\u2009": "\u00a0"}
    | dict.fromkeys("\n\r\t\u2028\u2029", " ")
)
# Stands for how many pages there are, up to three figures; `on_paper` takes such signs away.
PAGES = "\x01\x02\x03"
UNDATED = datetime(2000, 1, 1, tzinfo=UTC)
GREY, PALE, RULE = 90, 232, 150


def meeting_pdf(
    outcome: Outcome,
    time: str,
    note: str,
    version: str,
    paper: Literal["A4", "A3"] = "A4",
    only: str | None = None,
) -> bytes:
    """Return a frozen version to print, landscape; the same arguments give the same bytes.

    `time` is as the log has it, `version` as `scenarios.stamp.version_id` gives it, on every page.
    `only` is the code of the municipality that the screen looks at.
    """
    sheet = _Sheet(paper, f"Version {version} · {outcome.stamp}", outcome.scenario.title)
    sheet.set_creation_date(_date(time))
    sheet.set_lang("sv-SE")
    sheet.set_title(on_paper(outcome.scenario.title))
    sheet.set_author("Samstämt")
    sheet.add_page()
    sheet.say(outcome.scenario.title, TITLE, bold=True)
    sheet.say(outcome.scenario.question, HEADING)
    sheet.say(f"Fryst version {version}, {time}", BODY, bold=True)
    if note:
        sheet.say(f"Anteckning: {note}", BODY)
    sheet.rule()
    sheet.say(headline(outcome, only), HEADING, bold=True)
    for part in parts(outcome, only):
        sheet.part(part)
    if sheet.lacking:
        sheet.say(UNKNOWN_NOTE, BODY)
    return bytes(sheet.output())


def on_paper(text: str) -> str:
    """Return the text in the letters that the paper's type has; other signs become [?]."""
    whole = unicodedata.normalize("NFC", text).translate(SAID)
    seen = (sign for sign in whole if unicodedata.category(sign) not in {"Cc", "Cf"})
    return "".join(
        "".join(signs) if known else UNKNOWN for known, signs in groupby(seen, _can_be_written)
    )


def _can_be_written(sign: str) -> bool:
    return bool(sign.encode(ENCODING, "ignore"))


def _date(time: str) -> datetime:
    """Return the time as a date, taken as universal so that every machine writes the same."""
    try:
        return datetime.fromisoformat(time).replace(tzinfo=UTC)
    except ValueError:
        return UNDATED


class _Sheet(FPDF):
    """Pages with a foot that says which version they are of."""

    def __init__(self, paper: Literal["A4", "A3"], foot: str, title: str) -> None:
        super().__init__(orientation="landscape", unit="mm", format=paper)
        self.core_fonts_encoding = ENCODING
        self.scale, self.foot, self.running = SIZES[paper], on_paper(foot), on_paper(title)
        self.lacking = False
        self.alias_nb_pages(PAGES)
        self.set_margin(MARGIN * self.scale)
        self.set_auto_page_break(True, (FOOT + 4) * self.scale)
        self.c_margin = 0

    def header(self) -> None:
        """Say on every page but the first what it is about, on one line."""
        if self.page_no() == 1:
            return
        self._type(SMALL, grey=GREY)
        text = self.running
        if self.get_string_width(text) > self.epw:
            while self.get_string_width(f"{text}…") > self.epw:
                text = text[:-1]
            text += "…"
        self._line(text, SMALL)
        self.ln(2 * self.scale)

    def footer(self) -> None:
        """Say the version, the stamp, and which page of how many it is."""
        self.set_y(-FOOT * self.scale)
        self.set_draw_color(RULE)
        self.line(self.l_margin, self.y, self.l_margin + self.epw, self.y)
        self.set_y(self.y + 1.5 * self.scale)
        self._type(SMALL - 1, grey=GREY)
        page = f"sida {self.page_no()} av {PAGES}"
        height = LINE * SMALL * self.scale
        self.cell(0, height, page, align="R", new_x=XPos.LMARGIN, new_y=YPos.TOP)
        self.cell(0, height, self.foot)

    def part(self, part: Part) -> None:
        """Set a part's heading with its sentences, and its table below."""
        self.ln(3 * self.scale)
        if self.will_page_break(KEPT * self.scale):
            self.add_page()
        self.say(part.heading, HEADING, bold=True)
        for text in part.sentences:
            self.say(text, BODY)
        if part.table:
            self.tabulate(part.table)

    def say(self, text: str, size: float, bold: bool = False) -> None:
        """Set a paragraph as wide as the page, broken where it has to be."""
        self._type(size, bold)
        self._line(text, size)
        self.ln(1.2 * self.scale)

    def rule(self) -> None:
        """Draw a line across the page."""
        self.set_draw_color(0)
        self.line(self.l_margin, self.y, self.l_margin + self.epw, self.y)
        self.ln(2 * self.scale)

    def tabulate(self, table: Table) -> None:
        """Set a table: its headings on each page it is on, no row over two pages."""
        self._type(SMALL)
        self.set_draw_color(RULE)
        bold = FontFace(emphasis="BOLD")
        aligned = ["LEFT"] * table.texts + ["RIGHT"] * (len(table.headings) - table.texts)
        with self.table(
            borders_layout="HORIZONTAL_LINES",
            col_widths=table.widths,
            headings_style=FontFace(emphasis="BOLD", fill_color=PALE),
            line_height=LINE * SMALL * self.scale,
            padding=(0.7 * self.scale, 1.2 * self.scale),
            text_align=aligned,
        ) as drawn:
            heads, *more = self._in_pieces(table.headings, table.widths)
            drawn.row(heads)
            for cells in more:
                drawn.row(cells, style=bold)
            for n, row in enumerate(table.rows):
                style = bold if n >= len(table.rows) - table.sums else None
                for cells in self._in_pieces(row, table.widths):
                    line = drawn.row()
                    for text in cells:
                        line.cell(text, style=style)
        self.ln(1.5 * self.scale)

    def _in_pieces(
        self, row: tuple[str, ...], widths: tuple[float, ...]
    ) -> Iterator[tuple[str, ...]]:
        """Yield the row, going on below itself where a cell is longer than a page could hold."""
        letters = self.epw / self.get_string_width("n") / sum(widths)
        cells = [
            wrap(self._seen(text), max(1, int(MOST_LINES * width * letters))) or [""]
            for text, width in zip(row, widths, strict=True)
        ]
        yield from zip_longest(*cells, fillvalue="")

    def _line(self, text: str, size: float) -> None:
        height = LINE * size * self.scale
        self.multi_cell(0, height, self._seen(text), align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)

    def _seen(self, text: str) -> str:
        shown = on_paper(text)
        self.lacking = self.lacking or (UNKNOWN in shown and UNKNOWN not in text)
        return shown

    def _type(self, size: float, bold: bool = False, grey: int = 0) -> None:
        self.set_font(FONT, "B" if bold else "", size * self.scale)
        self.set_text_color(grey)
