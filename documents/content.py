"""What a paper holds, block by block, before it is Word: so that it can be read and checked."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scenarios.frozen import DecisionPoint, Head

POINT_STYLE, CLAUSE_STYLE = "Beslutspunkt", "Beslutssats"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 is a part of the paper."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Prose:
    """Running text; every new line in it is a paragraph of its own."""

    text: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list without numbers; `kept` on the same page as what follows."""

    items: tuple[str, ...]
    kept: bool = False


@dataclass(frozen=True, slots=True)
class Decision:
    """The numbered points that the councils adopt, as one municipality writes them."""

    points: tuple[DecisionPoint, ...]
    head: Head


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose first row is repeated on every page.

    `texts` columns from the left are text, the rest figures to the right. `widths` are parts of
    the page's width, empty for equal. `summed` when the last row is a sum.
    """

    caption: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    texts: int = 1
    widths: tuple[float, ...] = ()
    summed: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture with what it shows in words, for those who cannot see it."""

    png: bytes
    alt: str
    caption: str
    width_cm: float = 15.5


@dataclass(frozen=True, slots=True)
class Blank:
    """Something a secretary fills in by hand: a label and empty lines."""

    label: str
    lines: int = 1


@dataclass(frozen=True, slots=True)
class Columns:
    """Rows of two texts side by side without lines, as in a letterhead."""

    rows: tuple[tuple[str, str], ...]


Block = Heading | Prose | Bullets | Decision | Table | Picture | Blank | Columns


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper: its title, what kind it is, and its blocks; `tight` to hold it on one page.

    `letterhead` stands above the title: rows of what is to the left and to the right.
    """

    title: str
    kind: str
    blocks: tuple[Block, ...]
    dnr: str = ""
    letterhead: tuple[tuple[str, str], ...] = ()
    landscape: bool = False
    tight: bool = False


def texts(paper: Paper) -> tuple[str, ...]:
    """Return every text in a paper in reading order; a table's row is one text."""
    top = tuple(" | ".join(pair) for pair in paper.letterhead)
    return (*top, paper.title, *(text for block in paper.blocks for text in _texts(block)))


def headings(paper: Paper) -> tuple[str, ...]:
    """Return the paper's headings in order."""
    return tuple(block.text for block in paper.blocks if isinstance(block, Heading))


def _texts(block: Block) -> Iterator[str]:
    match block:
        case Heading(text=text) | Prose(text=text) | Blank(label=text):
            yield text
        case Bullets(items=items):
            yield from items
        case Decision(points=points, head=head):
            for name, clauses in written(points, head):
                yield name
                yield from clauses
        case Table(caption=caption, headings=names, rows=rows):
            yield from (caption, " | ".join(names))
            yield from (" | ".join(row) for row in rows)
        case Picture(alt=alt, caption=caption):
            yield from (caption, alt)
        case Columns(rows=pairs):
            yield from (" | ".join(pair) for pair in pairs)


def written(points: Sequence[DecisionPoint], head: Head) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return each point's heading and its clauses, as sentences or as ”att …”.

    Put after each other they are what `decision_text.as_written` gives.
    """
    return tuple((f"{point.number}. {point.heading}:", _clauses(point, head)) for point in points)


def _clauses(point: DecisionPoint, head: Head) -> tuple[str, ...]:
    if not head.that_clauses:
        return tuple(f"{clause[:1].upper()}{clause[1:]}." for clause in point.clauses)
    last = len(point.clauses) - 1
    return tuple(
        f"att {clause}{'.' if n == last else ','}" for n, clause in enumerate(point.clauses)
    )
