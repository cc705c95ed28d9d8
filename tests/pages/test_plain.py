"""What somebody typed in a file is shown as they typed it and does nothing else."""

from pages.parts.plain import plain


def test_a_picture_in_a_note_is_never_fetched() -> None:
    """A plan is nobody else's business: an address in a note must not call anywhere."""
    assert plain("![x](http://exempel.se/a.png)") == r"\!\[x\]\(http\://exempel.se/a.png\)"


def test_swedish_text_is_left_alone() -> None:
    """Only marks that mean something to Markdown are escaped."""
    assert plain("Ödeshög, 20–30 % – ”så här”") == "Ödeshög, 20–30 % – ”så här”"
