"""What a legal form still lacks: one gate per requirement, per municipality where each decides."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from models.law import cite
from models.legal_entities import FormTerms, Kind, LegalTables, Point, Requirement
from models.words import amount


@dataclass(frozen=True, slots=True)
class Gate:
    """A requirement that is met or not; `municipality` is a code, empty when it is for all.

    A document is not done before every required point of it is: `missing_points` are the others.
    """

    key: str
    requirement: Requirement
    municipality: str
    name: str
    said_done: bool
    points: tuple[Point, ...]
    missing_points: tuple[Point, ...]

    @property
    def done(self) -> bool:
        """Return whether the user has said so and no required point is missing."""
        return self.said_done and not any(point.mandatory for point in self.missing_points)

    @property
    def yearly(self) -> bool:
        """Return whether this comes back every year, and so holds up no start."""
        return self.requirement.kind is Kind.YEARLY

    @property
    def blocks(self) -> bool:
        """Return whether the form cannot start as things stand because of this."""
        return self.requirement.mandatory and not self.yearly and not self.done

    @property
    def label(self) -> str:
        """Return ”Kinda: Förbundsordningen antagen”, or the requirement alone."""
        return ": ".join(filter(None, (self.name, self.requirement.label)))


def gates(
    tables: LegalTables,
    form: str,
    municipalities: Mapping[str, str],
    done: Mapping[str, bool],
) -> tuple[Gate, ...]:
    """Return the gates of a form for the participating municipalities (code → name).

    `done` is what the user has ticked, by `gate_key` and `point_key`; what is absent is not done.
    """
    tables.form(form)  # a form there is none of is a mistake, never an empty list of gates
    found = []
    for requirement in tables.required_by(form):
        points = tables.points_of(form, requirement.key)
        missing = tuple(point for point in points if not done.get(point_key(point)))
        each = municipalities.items() if requirement.each else (("", ""),)
        for code, name in each:
            key = gate_key(requirement, code)
            said = bool(done.get(key))
            found.append(Gate(key, requirement, code, name, said, points, missing))
    return tuple(found)


def gate_key(requirement: Requirement, municipality: str = "") -> str:
    """Return the key a tick is kept by: form/requirement, and /code where each decides."""
    return "/".join(filter(None, (requirement.form, requirement.key, municipality)))


def point_key(point: Point) -> str:
    """Return the key of a tick for a point: form/document/punkt number."""
    return f"{point.form}/{point.document}/punkt {point.order}"


def missing(found: Sequence[Gate]) -> tuple[str, ...]:
    """Return the name of everything required that is not done, each missing point by itself.

    Optional requirements, optional points and what comes back every year are not missing.
    """
    names: list[str] = []
    for gate in found:
        if not gate.blocks:
            continue
        # A document that each adopts is written once: its points are named once.
        lacking = [
            f"{gate.requirement.label}, punkt {point.order}: {point.label}"
            for point in gate.missing_points
            if point.mandatory
        ]
        names += [name for name in lacking if name not in names]
        if not gate.said_done:
            names.append(gate.label)
    return tuple(names)


def complete(found: Sequence[Gate]) -> bool:
    """Return whether nothing required is missing."""
    return not any(gate.blocks for gate in found)


def yearly(found: Sequence[Gate]) -> tuple[Gate, ...]:
    """Return the tasks that come back every year."""
    return tuple(gate for gate in found if gate.yearly)


def notice_warning(form: FormTerms, years: float | None) -> str:
    """Return a warning when the notice is longer than the law lets it be, else nothing."""
    longest = form.notice_years
    if longest is None or years is None or years <= longest:
        return ""
    return (
        f"Uppsägningstiden {amount(years)} år är längre än lagens {amount(longest)} år, som bara "
        f"får kortas ({cite(form.exit.section)})."
    )
