"""Official totals against the activities of the pack: what is covered and what is left over."""

from dataclasses import dataclass

from models.checks import coverage
from models.entities import Line
from models.pack import Pack


@dataclass(frozen=True, slots=True)
class BalanceRow:
    """One official line, SEK/year: None where no official figure exists."""

    label: str
    official: float | None
    covered: float
    rest: float | None


def balance(pack: Pack, only: str | None = None) -> tuple[BalanceRow, ...]:
    """Return each line of the tree of official accounts, added up over the municipalities shown.

    A line with a missing figure in any of them has no total.
    """
    codes = [m.code for m in pack.municipalities if only is None or m.code == only]
    found: dict[str, list[tuple[Line, float | None, float]]] = {}
    for code in codes:
        accounts = [a for a in pack.accounts.values() if a.municipality == code]
        for line, total, covered in coverage(
            code, accounts, pack.official, pack.activities, pack.lines, pack.items, pack.base_year
        ):
            found.setdefault(line.key, []).append((line, total, covered))
    rows = []
    for parts in found.values():
        line = parts[0][0]
        covered = sum(part[2] for part in parts)
        totals = [part[1] for part in parts]
        if not covered:
            continue
        known = [total for total in totals if total is not None]
        official = sum(known) if len(known) == len(totals) else None
        rows.append(
            BalanceRow(
                line.label, official, covered, None if official is None else official - covered
            )
        )
    return tuple(rows)
