"""Text from files shown as text: no mark in it is taken for formatting, a link or a picture."""

import re

MARKS = re.compile(r"([\\`*_{}\[\]()#!|<>$~:])")


def plain(text: str) -> str:
    """Return the text with every mark of Markdown escaped: a picture's address is never fetched."""
    return MARKS.sub(r"\\\1", text)
