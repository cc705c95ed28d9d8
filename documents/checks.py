"""What a document is tried on before it leaves: no stray figure, no gap, no empty phrase."""

import dataclasses
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from documents.context import Context
from documents.word import footer_text
from scenarios.frozen import Figure, Head, Package

# A sign, digits in groups of three with no-break spaces or spaces, and decimals.
TOKEN = re.compile(
    r"(?:(?<![\w,.\u2013-])[+\u2212-])?\d+(?:[\u00a0\u202f ]\d{3}(?!\d))*(?:[,.]\d+)*"
)
DATE = re.compile(r"(?<!\d)\d{4}-\d{2}-\d{2}(?!\d)")
# ”9 kap. 19–22 §§”, ”6 b § LAS”, ”lagen (2018:1197)”, ”§ 65”: law, whose numbers are no figures.
# Bounded everywhere: a text may be long, and nobody should wait for it.
SECTION = r"(?<!\d)\d{1,3}(?:\s[a-z])?"
SECTIONS = rf"{SECTION}(?:\s?[–-]\s?\d{{1,3}}|(?:,\s\d{{1,3}}){{0,6}}\soch\s\d{{1,3}})?\s§§?"
LAW = re.compile(
    rf"(?<!\d)\d{{1,2}}\skap\.(?:\s{SECTIONS})?|{SECTIONS}|\(\d{{4}}:\d{{1,4}}\)|§§?\s\d{{1,3}}(?!\d)"
)
STRUCTURE = re.compile(
    r"^\d+\.(?=\s)|(?i:\b(?:punkt|punkten|bilaga|bilagan|alternativ)\s\d{1,2}\b)(?![\u00a0,]\d)"
    r"|\b5–95\s%|\((?:5|95)\s%\)"
)
PLACEHOLDERS = (
    re.compile(r"\[uppgift saknas[^\]]*\]?"),
    re.compile(r"\[(?:namn|titel|datum|belopp|ort|nr|dnr|kommun|organ|text)\b[^\]]*\]", re.I),
    re.compile(r"\[\s*(?:\.\.+|…)\s*\]|▢|_{3,}|ÅÅÅÅ|\bXXX+\b|\bTODO\b|\bTBD\b|lorem ipsum", re.I),
)
EMPTY_PHRASE = re.compile(r"enligt\s+(?:det\s+)?föreliggande\s+förslag", re.I)
SENTENCE = re.compile(r"(?<=[.!?])\s+")
LEAST_ID = 6  # characters
SHOWN = 240  # characters of a sentence that is quoted


@dataclass(frozen=True, slots=True)
class Stray:
    """A number in a text that the package does not know, and the sentence it stands in."""

    number: str
    sentence: str

    def __str__(self) -> str:
        """Return it as ”1 234” i ”…”."""
        return f"”{self.number}” i ”{self.sentence}”"


def check_figures(
    texts: Iterable[str], package: Package, head: Head | None = None, context: Context | None = None
) -> tuple[Stray, ...]:
    """Return every number in the texts that is not in the package, with its sentence.

    Known are the figures as they are shown, what people have written, the head's and the
    context's texts, years, law and the numbering of points, annexes and alternatives.
    """
    known = known_numbers(package, head, context)
    dnr = head.dnr if head else ""
    # A short id is a number like others: taken out, it would hide digits of longer ones. A hash is
    # long, and is one also when it happens to be digits alone.
    marks = [footer_text(package), package.text_hash, package.version]
    marks += [dnr] if len(dnr) >= LEAST_ID and not dnr.isdecimal() else []
    found = (stray for text in texts for stray in _strays(text, known, marks))
    return tuple(dict.fromkeys(found))


def _strays(text: str, known: frozenset[str], marks: list[str]) -> Iterator[Stray]:
    for sentence in SENTENCE.split(text) if len(text) > SHOWN else [text]:
        plain = sentence
        for mark in marks:
            plain = plain.replace(mark, " ")
        yield from (Stray(d, _short(sentence)) for d in DATE.findall(plain) if d not in known)
        plain = DATE.sub(" ", plain)
        plain = STRUCTURE.sub(" ", LAW.sub(" ", plain))
        for token in TOKEN.findall(plain):
            if not _is_known(token, known):
                yield Stray(token, _short(sentence))


def _short(sentence: str) -> str:
    return sentence if len(sentence) <= SHOWN else f"{sentence[:SHOWN]}…"


def _is_known(token: str, known: frozenset[str]) -> bool:
    """Whether a token is known, or each part where spaces join what may be two numbers."""
    if _plain(token) in known:
        return True
    parts = token.split(" ")
    return len(parts) > 1 and all(_plain(part) in known for part in parts)


def _plain(token: str) -> str:
    plain = re.sub(r"[\u00a0\u202f ]", "", token).replace("-", "\u2212").replace(".", ",")
    return plain.rstrip(",")


def known_numbers(package: Package, head: Head | None, context: Context | None) -> frozenset[str]:
    """Return every number that a text of this package may hold, without its spaces.

    A number with a sign is known with it and, as ”sänks med 120” reads, without it.
    """
    texts = [figure.shown for figure in package.figures]
    texts += [str(number) for figure in package.figures for number in _years(figure)]
    texts += [figure.label for figure in package.figures]
    texts += [*_strings(package.words), *_strings(head), *_of_context(context)]
    # The scenario's own text is no paper, and holds any number.
    origin = dataclasses.replace(package.frozen.origin, toml="")
    texts += _names(dataclasses.replace(package.frozen, origin=origin))
    texts += [origin.stamp, package.version, origin.frozen[:10]]
    dates = {date for text in texts for date in DATE.findall(text)}
    known = {_plain(token) for text in texts for token in _tokens(DATE.sub(" ", text))}
    known |= dates | {date[:4] for date in dates}
    return frozenset({*known, *(one.lstrip("+\u2212") for one in known)})


def _of_context(context: Context | None) -> Iterator[str]:
    """Yield what people have written in the context; the clauses' own numbers are no figures."""
    if context is not None:
        yield from (text for _, text in context.clauses)
        yield from _strings(dataclasses.replace(context, clauses=()))


def _years(figure: Figure) -> Iterator[int]:
    yield from (year for year in (figure.year, figure.price_year) if year is not None)


def _tokens(text: str) -> list[str]:
    """Return a text's numbers, and each part of those that spaces join."""
    tokens = TOKEN.findall(text)
    return [*tokens, *(part for token in tokens for part in token.split(" "))]


def _names(frozen: object) -> Iterator[str]:
    """Yield what is called something and the years in what is frozen, never its amounts."""
    yield from _strings(frozen, floats=False)


def _strings(found: object, *, floats: bool = True) -> Iterator[str]:
    """Yield every text and whole number in a record, and what people have written with decimals."""
    match found:
        case str():
            yield found
        case bool():
            return
        case int():
            yield str(found)
        case float():
            if floats:
                yield f"{found:g}".replace(".", ",")
        case tuple():
            for one in found:
                yield from _strings(one, floats=floats)
        case _ if dataclasses.is_dataclass(found):
            for one in dataclasses.fields(found):
                yield from _strings(getattr(found, one.name), floats=floats)


def check_complete(texts: Iterable[str]) -> tuple[str, ...]:
    """Return every placeholder and empty phrase in the texts: none may stand in a final paper."""
    found = []
    for text in texts:
        for pattern in PLACEHOLDERS:
            found += [f"”{mark.group()}” i ”{_short(text)}”" for mark in pattern.finditer(text)]
        if mark := EMPTY_PHRASE.search(text):
            found.append(
                f"”{mark.group()}” i ”{_short(text)}”: skriv ut vad förslaget är, så att beslutet "
                "kan läsas för sig"
            )
    return tuple(dict.fromkeys(found))
