"""What somebody has typed into the register: texts and dates, checked where they are taken in."""

import hashlib
import re
import unicodedata
from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from models.errors import Fault
from models.words import MONTH_NAMES

LINE, NOTE = 200, 2_000  # the longest title, and the longest note, in characters
FIRST_YEAR, LAST_YEAR = 1863, 2199  # the first municipal ordinance is from 1862
# The last month of a season that lies within one year; a winter belongs to two.
SEASONS = {"våren": 5, "sommaren": 8, "hösten": 11}
MISSING = "uppgift saknas"
# Letters that are not seen: control, format (also those that turn the writing), half a letter, and
# letters that no standard has. A line break is let in where a text may have several lines.
UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
BREAKS = {"\n", "\t"}
_DASHES = str.maketrans("\u2010\u2011\u2012\u2013\u2212\u00a0\u202f", "-----  ")
_DAY = "skriv dagen som 2006-03-27 eller 27 mars 2006"


@dataclass(frozen=True, slots=True)
class Clearance:
    """Whether something may go on, and one Swedish sentence that says why or why not."""

    passes: bool
    sentence: str


def fault(where: str, found: str, expected: str, remedy: str) -> Fault:
    """Return a fault in something typed on the screen, where there is no row and no column."""
    return Fault(where, None, "", found, expected, remedy)


def text_faults(
    value: str, where: str, longest: int = LINE, *, required: bool = False, lines: bool = False
) -> tuple[Fault, ...]:
    """Return every fault in a text: missing, too long, or with letters that cannot be seen.

    Anything that can be printed is let in, in any order: a municipality's own way of writing a
    number is never corrected. `lines` lets line breaks and tabs in.
    """
    return tuple(_text_faults(value, where, longest, required, lines))


def _text_faults(
    value: str, where: str, longest: int, required: bool, lines: bool
) -> Iterator[Fault]:
    if required and not value.strip():
        yield fault(where, MISSING, "en text", "fyll i uppgiften")
    if len(value) > longest:
        yield fault(
            where,
            f"{len(value)} tecken",
            f"högst {longest} tecken",
            "korta texten, eller lägg den i en bilaga",
        )
    allowed = BREAKS if lines else set()
    unseen = [
        (place, letter)
        for place, letter in enumerate(value, start=1)
        if unicodedata.category(letter) in UNSEEN and letter not in allowed
    ]
    if unseen:
        place, letter = unseen[0]
        yield fault(
            where,
            f"tecken som inte syns, det första (U+{ord(letter):04X}) på plats {place}",
            "bokstäver, siffror och skiljetecken",
            "skriv texten på nytt i stället för att klistra in den",
        )


def words_hash(parts: Sequence[str]) -> str:
    """Return the hash of a text in parts: equal when the words are, however they are broken.

    Line breaks and repeated spaces are no words. A comma is: it may change what is said.
    """
    plain = [" ".join(unicodedata.normalize("NFC", part).split()) for part in parts]
    return hashlib.sha256("\n".join(plain).encode("utf-8", "replace")).hexdigest()[:16]


def date_of(text: str, where: str = "Datum") -> date | Fault:
    """Return the day that a text means, or a fault that asks.

    2006-03-27, 20060327, 27 mars 2006 and 27/3 2006 are the same day. 3/4 2006 may be two days and
    06-03-27 three, so they are asked about and never guessed.
    """
    plain = _plain(text)
    if not plain:
        return fault(where, MISSING, "en dag", _DAY)
    if found := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})|(\d{4})(\d\d)(\d\d)", plain):
        year, month, day = (int(part) for part in found.groups() if part)
        return _day(year, month, day, text, where)
    found = re.fullmatch(r"(\d{1,2})(?::?e)? ([a-zåäö]+)\.? (\d{4})", plain)
    named = _month(found[2]) if found else None
    if found and named:
        return _day(int(found[3]), named, int(found[1]), text, where)
    if found := re.fullmatch(r"(\d{1,2})[/.](\d{1,2})[ /.-] ?(\d{4})", plain):
        first, second, year = (int(part) for part in found.groups())
        if first > 12 or first == second:
            return _day(year, second, first, text, where)
        return fault(where, f"”{text}”, som kan läsas på två sätt", "en dag", _DAY)
    return fault(where, f"”{text}”", "en dag med år, månad och dag", _DAY)


def last_day_of(text: str, where: str = "Datum") -> date | Fault:
    """Return the last day of what a text means: a day, days, a month, a season or a year.

    29–30 januari 2004, juni 2003, 2003-06, våren/sommaren 2005 and 2005 all have a last day; that
    is what a list in date order goes by, since something that went on was there when it ended.
    """
    plain = _plain(text)
    if found := re.fullmatch(r"(\d{1,2}) ?- ?(\d{1,2} [a-zåäö]+\.? \d{4})", plain):
        last = date_of(found[2], where)
        if isinstance(last, date) and not 1 <= int(found[1]) < last.day:
            return fault(where, f"”{text}”", "första dagen före den sista", _DAY)
        return last
    if found := re.fullmatch(r"([a-zåäö]+)\.? (\d{4})", plain):
        ends = _month(found[1]) or SEASONS.get(found[1])
        if ends:
            return _last(int(found[2]), ends, text, where)
    if found := re.fullmatch(r"([a-zåäö]+)/([a-zåäö]+) (\d{4})", plain):
        first, second = SEASONS.get(found[1]), SEASONS.get(found[2])
        if first and second and first < second:
            return _last(int(found[3]), second, text, where)
    if found := re.fullmatch(r"(\d{4})(?:-(\d\d))?", plain):
        return _last(int(found[1]), int(found[2] or 12), text, where)
    return date_of(text, where)


def _plain(text: str) -> str:
    # Figures in other scripts than ours are no figures to a reader of minutes.
    plain = " ".join(text.translate(_DASHES).split()).casefold().removeprefix("den ")
    return plain if plain.isascii() or re.fullmatch(r"[ -~åäö]*", plain) else "?"


def _month(word: str) -> int | None:
    names = [m for m, name in enumerate(MONTH_NAMES, start=1) if name == word or name[:3] == word]
    return names[0] if names else None


def _last(year: int, month: int, text: str, where: str) -> date | Fault:
    if not (1 <= month <= 12 and FIRST_YEAR <= year <= LAST_YEAR):
        return _day(year, month, 1, text, where)
    return date(year, month, monthrange(year, month)[1])


def _day(year: int, month: int, day: int, text: str, where: str) -> date | Fault:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return fault(
            where, f"”{text}”", f"ett år mellan {FIRST_YEAR} och {LAST_YEAR}", "rätta året"
        )
    try:
        return date(year, month, day)
    except ValueError:
        return fault(where, f"”{text}”, en dag som inte finns", "en dag i kalendern", _DAY)
