"""What may be saved: text that every database can hold, of a size that can be read again."""

import json
import re
from datetime import datetime
from typing import Any

from store.errors import StoreError
from store.revision import Body, Revision

LONGEST_NAME = 200
LONGEST_WORDS = 2_000
MOST_BYTES = 5_000_000
# Control characters but for tab and line ends, and halves of surrogate pairs.
REFUSED = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


def as_text(body: Body) -> str:
    """Return the body as JSON.

    Raises:
        StoreError: when it holds a character or a number that cannot be kept, or is too large.
    """
    _refuse_characters(body, "")
    try:
        text = json.dumps(body, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    except ValueError as error:
        raise StoreError(
            "Det finns ett tal utan ändligt värde i det som skulle sparas. Rätta det."
        ) from error
    if (size := len(text.encode())) > MOST_BYTES:
        raise StoreError(
            f"Det som skulle sparas är för stort: {size / 1e6:.1f} miljoner tecken, högst "
            f"{MOST_BYTES // 1_000_000} går. Dela upp det eller korta det.".replace(".", ",", 1)
        )
    return text


def check_words(draft: Revision) -> None:
    """Refuse names and words that cannot be kept.

    Raises:
        StoreError: when one of them is too long or holds a character that cannot be kept.
        ValueError: when kind or key is empty or the time is not in ISO form.
    """
    if not draft.kind or not draft.key:
        raise ValueError(f"kind and key are needed: {draft.kind!r}, {draft.key!r}")
    datetime.fromisoformat(draft.at)
    words = (("slag", draft.kind), ("nyckel", draft.key), ("av", draft.who), ("vad", draft.what))
    for name, word in words:
        _refuse_characters(word, name)
        longest = LONGEST_WORDS if name == "vad" else LONGEST_NAME
        if len(word) > longest:
            raise StoreError(
                f"”{word[:30]}…” ({name}) är för långt: {len(word)} tecken, högst {longest} går. "
                "Korta det."
            )


def _refuse_characters(part: Any, where: str) -> None:
    """Refuse what PostgreSQL or a file cannot hold: control characters and halves of pairs."""
    if isinstance(part, str):
        wrong = REFUSED.search(part)
        if wrong is not None:
            place = f" i ”{where}”" if where else ""
            raise StoreError(
                f"Texten{place} innehåller ett tecken som inte kan sparas (U+{ord(wrong[0]):04X}). "
                "Ta bort det, eller skriv om texten, och försök igen."
            )
    elif isinstance(part, dict):
        for key, value in part.items():
            _refuse_characters(str(key), where)
            _refuse_characters(value, f"{where}.{key}" if where else str(key))
    elif isinstance(part, list | tuple):
        for number, value in enumerate(part, 1):
            _refuse_characters(value, f"{where}.{number}" if where else str(number))
