"""Tables: what somebody typed in a file is text on the page and nothing else."""

from models.entities import Alternative
from pages.parts.tables import Cell, chip, chips, table_html
from tests.pages.seeing import rows

EVIL = '<script>alert("x")</script>'


def test_everything_typed_is_escaped() -> None:
    """A label in a pack must not be able to run in the browser of the one who opens it."""
    html = table_html((EVIL, "B"), [(EVIL, "<b>2</b>")], caption=EVIL)
    assert "<script" not in html
    assert "<b>" not in html
    assert 'aria-label="&lt;script&gt;alert(&quot;x&quot;)' in html
    assert rows(html) == [[EVIL, "B"], [EVIL, "<b>2</b>"]]


def test_a_chip_escapes_its_text() -> None:
    """The only cells that carry HTML are made here, and their words are escaped too."""
    assert "<script" not in chip(Alternative.OWN, EVIL).html
    assert ">Egen<" in chip(Alternative.OWN).html
    both = chips([Alternative.OWN, Alternative.MERGED]).html
    assert both.index("Egen") < both.index("Sammanslagen")


def test_a_table_can_be_read_aloud() -> None:
    """A screen reader needs the caption, and headings for columns and rows."""
    html = table_html(("Kommun", "Kostnad"), [("Ydre", "3")], caption="Kostnad per kommun")
    assert "<caption>Kostnad per kommun</caption>" in html
    assert html.count('scope="col"') == 2
    assert html.count('scope="row"') == 1
    assert 'tabindex="0"' in html


def test_sums_and_text_columns_are_marked() -> None:
    """Figures stand under each other; the sum is in bold."""
    html = table_html(
        ("A", "B", "C"), [("a", "b", "1"), ("Summa", "", "1")], caption="T", text_columns=(0, 1),
        sums=(1,),
    )  # fmt: skip
    assert html.count('<tr class="summa">') == 1
    assert '<th scope="col" class="text">B</th>' in html
    assert '<th scope="col">C</th>' in html


def test_what_is_missing_is_marked() -> None:
    """Uppgift saknas is seen at once and is never a zero."""
    html = table_html(("A", "B"), [("a", "uppgift saknas")], caption="T")
    assert '<span class="saknas">uppgift saknas</span>' in html


def test_a_cell_made_here_keeps_its_html() -> None:
    """Chips are the exception that somebody has to ask for by name."""
    assert "<i>x</i>" in table_html(("A",), [(Cell("<i>x</i>"),)], caption="T")
