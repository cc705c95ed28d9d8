"""Arrangements: which municipalities, around which office, with the work placed how."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from models.case import Bools
from models.entities import Placement


@dataclass(frozen=True, slots=True)
class Arrangements:
    """Groups with office town and pattern: members (V, M), seat (V,) by position among towns."""

    members: Bools
    seat: NDArray[np.intp]
    pattern: tuple[Placement, ...]

    @property
    def count(self) -> int:
        """Number of arrangements V."""
        return len(self.pattern)

    def blocks(self, size: int) -> Iterator["Arrangements"]:
        """Return the same arrangements, at most `size` at a time."""
        for start in range(0, self.count, size):
            rows = slice(start, start + size)
            yield Arrangements(self.members[rows], self.seat[rows], self.pattern[rows])

    def describe(self, v: int) -> tuple[tuple[int, ...], int, Placement]:
        """Return (member indices, seat index, pattern) of one arrangement."""
        return (
            tuple(int(m) for m in np.flatnonzero(self.members[v])),
            int(self.seat[v]),
            self.pattern[v],
        )


def arrangements(
    count: int,
    sizes: Iterable[int],
    patterns: Sequence[Placement],
    seats: Callable[[tuple[int, ...]], Iterable[int]] = lambda group: group,
    groups: Sequence[tuple[int, ...]] | None = None,
) -> Arrangements:
    """Return every group of the given sizes with every seat and pattern, in a fixed order.

    `groups` names the groups instead; the sizes are then not asked for.
    """
    if groups is None:
        groups = [group for size in sizes for group in combinations(range(count), size)]
    rows = [
        (group, seat, pattern) for group in groups for seat in seats(group) for pattern in patterns
    ]
    return arrange(count, rows)


def arrange(count: int, rows: Sequence[tuple[tuple[int, ...], int, Placement]]) -> Arrangements:
    """Return arrangements from (members, seat, pattern) rows."""
    members = np.zeros((len(rows), count), dtype=bool)
    for v, (group, _, _) in enumerate(rows):
        members[v, list(group)] = True
    return Arrangements(
        members,
        np.array([seat for _, seat, _ in rows], dtype=np.intp),
        tuple(p for _, _, p in rows),
    )
