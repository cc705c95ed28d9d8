"""Tables as plain HTML: they print, a screen reader reads them, figures stand in columns."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import streamlit as st

from models.entities import Alternative
from pages.parts import swedish
from pages.parts.swedish import MISSING
from pages.parts.wording import ALTERNATIVE_COLOURS, ALTERNATIVES
from scenarios.setting import Range


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that is not plain text: already safe HTML."""

    html: str


def show_table(
    headings: Sequence[str],
    rows: Sequence[Sequence[str | Cell]],
    *,
    caption: str,
    text_columns: Sequence[int] = (0,),
    sums: Sequence[int] = (),
) -> None:
    """Show a table; `sums` are the rows in bold, `text_columns` those aligned to the left."""
    st.html(table_html(headings, rows, caption=caption, text_columns=text_columns, sums=sums))


def table_html(
    headings: Sequence[str],
    rows: Sequence[Sequence[str | Cell]],
    *,
    caption: str,
    text_columns: Sequence[int] = (0,),
    sums: Sequence[int] = (),
) -> str:
    """Return the table; everything but `Cell`s is escaped."""
    head = "".join(
        f'<th scope="col"{_left(i, text_columns)}>{escape(text)}</th>'
        for i, text in enumerate(headings)
    )
    body = []
    for n, row in enumerate(rows):
        cells = []
        for i, cell in enumerate(row):
            tag = 'th scope="row"' if i == 0 else "td"
            end = "th" if i == 0 else "td"
            cells.append(f"<{tag}{_left(i, text_columns)}>{_inside(cell)}</{end}>")
        total = ' class="summa"' if n in sums else ""
        body.append(f"<tr{total}>{''.join(cells)}</tr>")
    return (
        f'<div class="samstamt-bred" tabindex="0" role="region" aria-label="{escape(caption)}">'
        f'<table class="samstamt"><caption>{escape(caption)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{''.join(body)}</tbody></table></div>"
    )


def chip(alternative: Alternative, text: str = "") -> Cell:
    """Return the alternative's name on its colour."""
    colour = ALTERNATIVE_COLOURS[alternative]
    label = escape(text or ALTERNATIVES[alternative])
    return Cell(f'<span class="samstamt-val" style="background:{colour}">{label}</span>')


def chip_with(alternative: Alternative, text: str) -> Cell:
    """Return the alternative's name on its colour and a few words on the line below it."""
    return Cell(f"{chip(alternative).html}<br>{escape(text)}")


def chips(alternatives: Sequence[Alternative]) -> Cell:
    """Return several alternatives' chips after each other."""
    return Cell(" ".join(chip(alternative).html for alternative in alternatives))


def with_span(value: str, span: str) -> Cell:
    """Return a value with its range on a line below it, where a line holds only one of them."""
    return Cell(f'{escape(value)} <span class="samstamt-spann">({escape(span)})</span>')


def span_cell(shown: str) -> Cell | str:
    """Return a written value with its range on a line below it, where it has one."""
    value, _, span = shown.partition(" (")
    return with_span(value, span.removesuffix(")")) if span else shown


def change_cell(r: Range) -> Cell:
    """Return a change in tkr with its range."""
    return with_span(swedish.signed_tkr(r.value), swedish.span_tkr(r.low, r.high))


def cost_cell(r: Range) -> Cell:
    """Return a cost in tkr with its range."""
    return with_span(swedish.tkr(r.value), f"{swedish.tkr(r.low)}–{swedish.tkr(r.high)}")


def _left(i: int, text_columns: Sequence[int]) -> str:
    return ' class="text"' if i in text_columns else ""


def _inside(cell: str | Cell) -> str:
    if isinstance(cell, Cell):
        return cell.html
    if cell == MISSING:
        return f'<span class="saknas">{MISSING}</span>'
    return escape(cell)
