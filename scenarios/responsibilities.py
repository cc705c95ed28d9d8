"""Reads who does what by default in each form of cooperation: proposals to change, as data."""

from collections.abc import Sequence
from pathlib import Path

from models.errors import Fault
from models.responsibility import (
    Responsibilities,
    Share,
    Task,
    parts_of,
    responsibility_faults,
)
from models.tables import Column, Row, read_table

FOLDER = Path(__file__).parents[1] / "data" / "decisions"
BODIES = ("kf", "ks", "namnd", "gemensamt_organ", "kommunchef", "gemensam_chef")


def default_responsibilities(
    folder: Path = FOLDER,
) -> tuple[dict[str, Responsibilities], tuple[Fault, ...]]:
    """Return the table of each form, and every fault in the two files; a faulty cell is empty."""
    named, in_bodies = read_table(
        folder / "bodies.csv", "bodies.csv", _columns("bodies", ("form", "body"), ("label",))
    )
    rows, in_rows = read_table(
        folder / "responsibilities.csv",
        "responsibilities.csv",
        _columns("responsibilities", ("form", "task"), ("label",), (*BODIES, "note")),
    )
    faults = [*in_bodies, *in_rows]
    tables = {}
    for form in dict.fromkeys(row.text["form"] for row in rows):
        own = [row for row in rows if row.text["form"] == form]
        bodies = tuple((r.text["body"], r.text["label"]) for r in named if r.text["form"] == form)
        table = Responsibilities(form, bodies, tuple(_task(row, faults) for row in own))
        faults += responsibility_faults(table)
        tables[form] = table
    return tables, tuple(faults)


def default_notes(folder: Path = FOLDER) -> dict[tuple[str, str], str]:
    """Return what governs a task, by form and task; a task that nothing is said of is absent."""
    rows, _ = read_table(
        folder / "responsibilities.csv",
        "responsibilities.csv",
        _columns("responsibilities", ("form", "task"), ("label",), (*BODIES, "note")),
    )
    return {
        (row.text["form"], row.text["task"]): row.text["note"] for row in rows if row.text["note"]
    }


def _task(row: Row, faults: list[Fault]) -> Task:
    shares = []
    for body in BODIES:
        letters = row.text[body]
        parts = parts_of(letters)
        if parts is None:
            faults.append(
                Fault(
                    row.file,
                    row.number,
                    body,
                    f"”{letters}”",
                    "R, A, C, I eller flera som A/R",
                    "rätta cellen, eller lämna den tom",
                )
            )
        elif parts:
            shares.append(Share(body, parts))
    return Task(row.text["task"], row.text["label"], tuple(shares))


def _columns(
    table: str, keys: Sequence[str], required: Sequence[str], other: Sequence[str] = ()
) -> tuple[Column, ...]:
    return tuple(
        Column(table, name, "text", "", name not in other, name in keys, (), None, None, name, "")
        for name in (*keys, *required, *other)
    )
