"""Turns checked rows of the legal tables into records: one function per kind of record."""

from collections.abc import Mapping, Sequence

from models.entities import Alternative
from models.legal_entities import (
    Conflict,
    FormTerms,
    Ground,
    Kind,
    LegalTables,
    MatterType,
    Point,
    Requirement,
)
from models.tables import Row


def legal_tables_from(tables: Mapping[str, Sequence[Row]]) -> LegalTables:
    """Return the legal tables of a pack whose rows hold."""
    return LegalTables(
        forms=tuple(map(form_terms_from, tables["legal_forms"])),
        requirements=tuple(map(requirement_from, tables["legal_form_requirements"])),
        points=tuple(map(point_from, tables["legal_form_points"])),
        conflicts=tuple(map(conflict_from, tables["conflicts_of_interest"])),
        matters={matter.key: matter for matter in map(matter_type_from, tables["matter_types"])},
    )


def form_terms_from(row: Row) -> FormTerms:
    """Return what a row of legal_forms.csv says of a form."""
    text, activities = row.text, row.numbers["from_activities"]
    return FormTerms(
        key=text["form"],
        label=text["label"],
        note=text["note"],
        authority=text["authority"] == "ja",
        authority_section=text["authority_section"],
        support_lifts=text["support_lifts"] == "ja",
        prepares=text["prepares"] == "ja",
        joint_body=text["joint_body"] == "ja",
        joint_body_section=text["joint_body_section"],
        legal_person=text["legal_person"] == "ja",
        legal_person_section=text["legal_person_section"],
        own_leadership=text["own_leadership"] == "ja",
        own_leadership_section=text["own_leadership_section"],
        performs=text["performs"] == "ja",
        fits=frozenset(map(Alternative, text["fits"].split(";"))),
        fits_because=_ground(row, "fits_note", "fits_section"),
        delegation=_ground(row, "delegation"),
        decides=_ground(row, "decides"),
        decision_rounds=int(row.number_of("decision_rounds")),
        special_law_section=text["special_law_section"],
        from_activities=None if activities is None else int(activities),
        notice_years=row.numbers["notice_years"],
        exit=_ground(row, "exit"),
        experience=text["experience"],
        experience_source=text["experience_source"],
    )


def _ground(row: Row, column: str, section: str = "") -> Ground:
    return Ground(row.text[column], row.text[section or f"{column}_section"])


def requirement_from(row: Row) -> Requirement:
    """Return the requirement of a row in legal_form_requirements.csv."""
    text = row.text
    return Requirement(
        form=text["form"],
        key=text["requirement"],
        order=int(row.number_of("order")),
        label=text["label"],
        kind=Kind(text["kind"]),
        decided_by=text["decided_by"],
        each=text["each"] == "ja",
        section=text["section"],
        other_law=text["other_law"],
        mandatory=text["mandatory"] == "ja",
    )


def point_from(row: Row) -> Point:
    """Return the point of a row in legal_form_points.csv."""
    text = row.text
    return Point(
        form=text["form"],
        document=text["document"],
        order=int(row.number_of("order")),
        label=text["point"],
        section=text["section"],
        mandatory=text["mandatory"] == "ja",
    )


def conflict_from(row: Row) -> Conflict:
    """Return the conflict of a row in conflicts_of_interest.csv."""
    text = row.text
    return Conflict(text["activity"], text["other"], text["section"], text["note"])


def matter_type_from(row: Row) -> MatterType:
    """Return the sort of matter of a row in matter_types.csv."""
    text = row.text
    return MatterType(
        text["matter"], text["label"], text["delegable"] == "ja", text["section"], text["note"]
    )
