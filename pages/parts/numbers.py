"""Numbers as Swedish people type them, read into Python; the one place that does it."""

import re

# No-break, narrow no-break and thin spaces come along when figures are pasted from Excel or Word.
SPACES = str.maketrans("", "", " \u00a0\u202f\u2009")
MINUSES = str.maketrans({"\u2212": "-", "\u2013": "-"})
PLAIN = re.compile(r"-?\d+(\.\d+)?")
ONE_POINT_THREE = re.compile(r"-?[1-9]\d{0,2}\.\d{3}")
POINT_GROUPS = re.compile(r"-?[1-9]\d{0,2}(\.\d{3})+")


def parse_number(text: str) -> float | None:
    """Return the number in ”1 234,5”, ”1.234,5”, ”2,5”, ”−3” or ”1.5”; None when nothing is typed.

    Raises:
        ValueError: in Swedish, what was found and what to write instead.
    """
    tight = text.translate(SPACES).translate(MINUSES)
    if not tight:
        return None
    if "," not in tight and ONE_POINT_THREE.fullmatch(tight):
        decimal, thousands = tight.replace(".", ","), tight.replace(".", "\u00a0")
        raise ValueError(f"”{text}” kan läsas på två sätt. Skriv {decimal} eller {thousands}.")
    whole = tight.split(",")[0]
    if tight.count(",") < 2 and POINT_GROUPS.fullmatch(whole):
        tight = tight.replace(".", "")
    plain = tight.replace(",", ".", 1)
    if not PLAIN.fullmatch(plain):
        raise ValueError(f"”{text}” är inget tal. Skriv siffror, till exempel 2 eller 2,5.")
    return float(plain)
