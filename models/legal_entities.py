"""What the pack says of legal forms, their requirements, conflicts of interest and matters."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from models.entities import Alternative
from models.law import cite


class Kind(StrEnum):
    """What sort of thing a form requires. Values are the keys pack authors write."""

    DOCUMENT = "dokument"
    DECISION = "beslut"
    YEARLY = "arlig"
    CONDITION = "villkor"


@dataclass(frozen=True, slots=True)
class Ground:
    """A statement about a form and the short citation it rests on, empty when the act is silent."""

    text: str
    section: str


@dataclass(frozen=True, slots=True)
class FormTerms:
    """What the act says of a form, beside the `LegalForm` that the reckoning knows.

    `authority_section` is where authority over the individual is let in, or shut out; cited support
    opens it when `support_lifts`. `prepares`: work can be done there while the own municipality
    decides. `from_activities` is how many activities make the form worth showing, None for never.
    """

    key: str
    label: str
    note: str
    authority: bool
    authority_section: str
    support_lifts: bool
    prepares: bool
    joint_body: bool
    joint_body_section: str
    legal_person: bool
    legal_person_section: str
    own_leadership: bool
    own_leadership_section: str
    performs: bool
    fits: frozenset[Alternative]
    fits_because: Ground
    delegation: Ground
    decides: Ground
    decision_rounds: int
    special_law_section: str
    from_activities: int | None
    notice_years: float | None
    exit: Ground
    experience: str
    experience_source: str


@dataclass(frozen=True, slots=True)
class Requirement:
    """Something a form needs, once or in `each` municipality; optional unless `mandatory`."""

    form: str
    key: str
    order: int
    label: str
    kind: Kind
    decided_by: str
    each: bool
    section: str
    other_law: str
    mandatory: bool

    @property
    def rests_on(self) -> str:
        """Return the paragraphs or the other law, empty when no law asks for it."""
        return cite(self.section) or self.other_law


@dataclass(frozen=True, slots=True)
class Point:
    """A point that a form's document must have, or wisely has."""

    form: str
    document: str
    order: int
    label: str
    section: str
    mandatory: bool


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two activities where one body would supervise what it runs itself."""

    activity: str
    other: str
    section: str
    note: str


@dataclass(frozen=True, slots=True)
class MatterType:
    """A sort of matter and whether a committee may delegate it to its presidium."""

    key: str
    label: str
    delegable: bool
    section: str
    note: str


@dataclass(frozen=True, slots=True)
class LegalTables:
    """Everything the pack says of form and mandate, in the order it is written."""

    forms: tuple[FormTerms, ...]
    requirements: tuple[Requirement, ...]
    points: tuple[Point, ...]
    conflicts: tuple[Conflict, ...]
    matters: Mapping[str, MatterType]

    def form(self, key: str) -> FormTerms:
        """Return a form; a KeyError names the one there is not."""
        found = next((form for form in self.forms if form.key == key), None)
        if found is None:
            raise KeyError(key)
        return found

    def required_by(self, form: str) -> tuple[Requirement, ...]:
        """Return what a form requires, in order."""
        found = (r for r in self.requirements if r.form == form)
        return tuple(sorted(found, key=lambda r: r.order))

    def points_of(self, form: str, document: str) -> tuple[Point, ...]:
        """Return the points of a form's document, in order."""
        found = (p for p in self.points if (p.form, p.document) == (form, document))
        return tuple(sorted(found, key=lambda p: p.order))
