"""Faults that a pack author can mend, told in Swedish: where, found, expected, what to do."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault in a file of the pack.

    `municipality` is the folder it stops, or empty when it concerns the shared tables.
    """

    file: str
    row: int | None
    column: str
    found: str
    expected: str
    remedy: str
    municipality: str = ""

    def __str__(self) -> str:
        """Return the fault as one Swedish sentence in four parts."""
        where = self.file
        if self.row is not None:
            where += f", rad {self.row}"
        if self.column:
            where += f", kolumn ”{self.column}”"
        return f"{where}: fann {self.found}; väntade {self.expected}. Gör så här: {self.remedy}"


class PackError(Exception):
    """The data pack cannot be used; carries every fault found."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        """Keep the faults; the message lists them all."""
        self.faults = faults
        super().__init__("\n".join(f"• {fault}" for fault in faults))


class ScenarioError(Exception):
    """A scenario file cannot be used; carries every fault found."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        """Keep the faults; the message lists them all."""
        self.faults = faults
        super().__init__("\n".join(f"• {fault}" for fault in faults))


class NoPlanError(Exception):
    """No plan satisfies every decision; `contradiction` when that is plain before solving."""

    def __init__(self, message: str, *, contradiction: bool = False) -> None:
        """Keep whether there is anything to search for."""
        self.contradiction = contradiction
        super().__init__(message)


class UndecidedError(NoPlanError):
    """The time ran out before a plan was found or shown to be impossible."""
