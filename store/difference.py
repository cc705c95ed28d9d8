"""What differs between three versions of one thing: before, mine and theirs, field by field."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from store.revision import Body


class Absent(Enum):
    """The one value `ABSENT`: the field is not there, which is something else than empty."""

    ABSENT = "finns inte"


ABSENT = Absent.ABSENT


@dataclass(frozen=True, slots=True)
class Differing:
    """A field that is not alike in all three; a value is ABSENT where there is no such field."""

    path: tuple[str | int, ...]
    before: Any
    mine: Any
    theirs: Any

    @property
    def where(self) -> str:
        """Return the path in one word, as ”decide.how.2”; what is in a list is counted from 1."""
        return ".".join(str(step + 1) if isinstance(step, int) else step for step in self.path)

    @property
    def clash(self) -> bool:
        """Whether both have changed the field, and not to the same."""
        return self.mine != self.theirs and self.before not in (self.mine, self.theirs)


def differing(base: Body | None, mine: Body | None, theirs: Body | None) -> tuple[Differing, ...]:
    """Return every field that is not alike in all three, in the order of the fields.

    Lists are compared place by place. None is a version that is not there at all.
    """
    three = (ABSENT if body is None else body for body in (base, mine, theirs))
    return tuple(_differing((), *three))


def _differing(path: tuple[str | int, ...], *three: Any) -> list[Differing]:
    before, mine, theirs = three
    if before == mine == theirs:
        return []
    there = [part for part in three if part is not ABSENT]
    steps: Sequence[str | int] = ()
    if all(isinstance(part, Mapping) for part in there):
        steps = list(dict.fromkeys(key for part in there for key in part))
    elif all(_is_list(part) for part in there):
        steps = range(max(map(len, there)))
    rows = [
        row for step in steps for row in _differing((*path, step), *(_at(p, step) for p in three))
    ]
    # An empty table where there was none has no field of its own to show.
    return rows or [Differing(path, before, mine, theirs)]


def _at(part: Any, step: str | int) -> Any:
    if part is ABSENT:
        return ABSENT
    if isinstance(step, int):
        return part[step] if step < len(part) else ABSENT
    return part.get(step, ABSENT)


def _is_list(part: Any) -> bool:
    return isinstance(part, Sequence) and not isinstance(part, str)
