"""Who does what in a cooperation: one who answers for each task, and at least one who does it.

The letters are those of a RACI table: R does the work, A answers for it, C is asked before, I is
told after.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from models.entered import fault, text_faults
from models.errors import Fault
from models.words import listed


class Part(StrEnum):
    """What a body does with a task."""

    DOES = "R"
    ANSWERS = "A"
    ASKED = "C"
    TOLD = "I"


PART_LABELS = {
    Part.DOES: "utför",
    Part.ANSWERS: "ansvarar",
    Part.ASKED: "rådfrågas",
    Part.TOLD: "informeras",
}


@dataclass(frozen=True, slots=True)
class Share:
    """What one body does with a task; it may both answer for it and do it."""

    body: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Task:
    """One row of the table: a task, and the bodies that have a part in it."""

    key: str
    label: str
    shares: tuple[Share, ...]

    def bodies(self, part: Part) -> tuple[str, ...]:
        """Return the bodies that have this part."""
        return tuple(share.body for share in self.shares if part in share.parts)


@dataclass(frozen=True, slots=True)
class Responsibilities:
    """The table of one cooperation: its form, the bodies by key and label, and the tasks."""

    form: str
    bodies: tuple[tuple[str, str], ...]
    tasks: tuple[Task, ...]


def parts_of(letters: str) -> tuple[Part, ...] | None:
    """Return the parts in a cell like ”A/R”, ”ar” or ””; None when it says something else.

    The order of the letters and their case say nothing.
    """
    wanted = [letter for letter in letters.upper() if letter not in " /,;+"]
    if len(set(wanted)) != len(wanted) or not set(wanted) <= set(Part):
        return None
    return tuple(part for part in Part if part in wanted)


def with_share(
    table: Responsibilities, task: str, body: str, parts: Sequence[Part]
) -> Responsibilities:
    """Return the table in which one body has these parts in one task, and nothing else differs."""

    def changed(row: Task) -> Task:
        others = {share.body: share for share in row.shares} | {body: Share(body, tuple(parts))}
        kept = tuple(others[key] for key, _ in table.bodies if key in others and others[key].parts)
        return replace(row, shares=kept)

    return replace(
        table, tasks=tuple(changed(row) if row.key == task else row for row in table.tasks)
    )


def responsibility_faults(table: Responsibilities) -> tuple[Fault, ...]:
    """Return, in Swedish, each row where it is not plain who answers and who does; all at once."""
    labels = dict(table.bodies)
    seen: set[str] = set()
    found: list[Fault] = []
    for task in table.tasks:
        where = f"Ansvar för ”{task.label or task.key}”"
        if task.key in seen:
            found.append(fault(where, "två rader", "en rad för varje uppgift", "slå ihop raderna"))
        seen.add(task.key)
        found += text_faults(task.label, f"{where}, uppgift", required=True)
        found += _row_faults(task, labels, where)
    return tuple(found)


def _row_faults(task: Task, labels: Mapping[str, str], where: str) -> Iterator[Fault]:
    answers = task.bodies(Part.ANSWERS)
    if len(answers) != 1:
        named = listed([labels.get(body, body) for body in answers])
        yield fault(
            where,
            f"{len(answers)} ansvariga ({named})" if answers else "ingen ansvarig",
            "exakt en ansvarig (A)",
            "låt en ansvara; de andra kan rådfrågas (C) eller informeras (I)",
        )
    if not task.bodies(Part.DOES):
        yield fault(
            where,
            "ingen som utför",
            "minst en som utför (R)",
            "ange vem som utför; den som ansvarar kan göra båda delarna (A/R)",
        )
    for share in task.shares:
        if share.body not in labels:
            yield fault(
                where,
                f"”{share.body}”",
                "en av " + ", ".join(labels.values()),
                "välj ett organ som finns i samverkansformen",
            )
    bodies = [share.body for share in task.shares]
    for body in sorted({body for body in bodies if bodies.count(body) > 1}):
        yield fault(
            where, f"{labels.get(body, body)} två gånger", "en cell för varje organ", "slå ihop dem"
        )
