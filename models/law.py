"""The paragraphs of the local government act that the project cites, as stored text.

A citation in a table is short: ”9:37” is 9 kap. 37 §, and several stand with semicolons between.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from models.errors import Fault, PackError
from models.tables import Column, Row, read_table
from models.words import listed

FILE = "kommunallagen.csv"
ACT = "kommunallagen"
_NAMES = {
    "chapter": "Kapitel",
    "section": "Paragraf",
    "heading": "Rubrik",
    "text": "Lydelse",
    "source": "Källa",
}
_COLUMNS = tuple(
    Column(
        table=ACT,
        name=name,
        type="integer" if name in {"chapter", "section"} else "text",
        unit="",
        required=True,
        key=name in {"chapter", "section"},
        allowed=(),
        low=1 if name in {"chapter", "section"} else None,
        high=None,
        label=label,
        help="",
    )
    for name, label in _NAMES.items()
)
_SHORT = re.compile(r"([1-9]\d*):([1-9]\d*)")
_IN_PROSE = re.compile(r"(\d+) kap\.\s((?:\d+|[–,\s]|och)+)§")

Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Section:
    """One paragraph of the act: its place, the heading it stands under and its text."""

    chapter: int
    number: int
    heading: str
    text: str
    source: str

    @property
    def place(self) -> Place:
        """Return (chapter, paragraph)."""
        return self.chapter, self.number

    @property
    def name(self) -> str:
        """Return ”9 kap. 37 § kommunallagen”."""
        return f"{_of_chapter(self.chapter, [self.number])} {ACT}"


@dataclass(frozen=True, slots=True)
class Law:
    """The stored paragraphs by place; `has` before `section`, which wants the place to exist."""

    sections: Mapping[Place, Section]

    def has(self, chapter: int, number: int) -> bool:
        """Return whether the paragraph is stored."""
        return (chapter, number) in self.sections

    def section(self, chapter: int, number: int) -> Section:
        """Return a stored paragraph; a KeyError says which one is not."""
        return self.sections[chapter, number]

    def cited(self, references: str) -> tuple[Section, ...]:
        """Return the paragraphs of a citation such as ”9:19;9:22”, in the order written."""
        return tuple(self.section(*place) for place in places(references))


def read_law(folder: Path) -> Law:
    """Return the act stored in `folder` (data/law); a PackError carries every fault in it."""
    rows, faults = read_table(folder / FILE, FILE, _COLUMNS)
    if not rows and not faults:
        faults = [Fault(FILE, None, "", "inga rader", "en rad per paragraf", "fyll i lagtexten")]
    if faults:
        raise PackError(tuple(faults))
    return Law({section.place: section for section in map(_section, rows)})


def _section(row: Row) -> Section:
    return Section(
        int(row.number_of("chapter")),
        int(row.number_of("section")),
        row.text["heading"],
        row.text["text"],
        row.text["source"],
    )


def places(references: str) -> tuple[Place, ...]:
    """Return the places of a short citation; a ValueError names the part that is none."""
    found = []
    for part in filter(None, references.split(";")):
        match = _SHORT.fullmatch(part.strip())
        if match is None:
            raise ValueError(part)
        found.append((int(match[1]), int(match[2])))
    return tuple(found)


def places_in_prose(text: str) -> tuple[Place, ...]:
    """Return the places a sentence names as ”9 kap. 1–2 §§” or ”10 kap. 1, 3 och 4 §§”."""
    return tuple(
        (int(chapter), number)
        for chapter, numbers in _IN_PROSE.findall(text)
        for part in re.split(r",|och", numbers)
        for number in _span(part)
    )


def _span(part: str) -> range:
    ends = [int(end) for end in re.findall(r"\d+", part)]
    return range(ends[0], ends[-1] + 1) if ends else range(0)


def cite(references: str) -> str:
    """Return a short citation in full: ”9 kap. 19 och 22 §§ kommunallagen”, or nothing for none."""
    by_chapter = [
        _of_chapter(chapter, [number for _, number in group])
        for chapter, group in groupby(places(references), key=lambda place: place[0])
    ]
    return f"{listed(by_chapter)} {ACT}" if by_chapter else ""


def _of_chapter(chapter: int, numbers: Iterable[int]) -> str:
    """Return ”9 kap. 19–22 och 33 §§”: three or more in a row are written as a span."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    parts = [
        part
        for run in runs
        for part in ([f"{run[0]}–{run[-1]}"] if len(run) > 2 else [str(n) for n in run])
    ]
    several = len(parts) > 1 or "–" in parts[0]
    return f"{chapter} kap. {listed(parts)} §{'§' if several else ''}"
