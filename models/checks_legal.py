"""What must hold in the legal tables beyond each single cell; each fault told in Swedish."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from models.entities import Source
from models.errors import Fault
from models.law import Law, places, places_in_prose
from models.legal_entities import Kind
from models.references import leads_nowhere, unknown_source
from models.tables import Row

LEGAL_TABLES = (
    "legal_forms",
    "legal_form_requirements",
    "legal_form_points",
    "conflicts_of_interest",
    "matter_types",
)
# Here a citation is written as in a sentence, and has to be found in it.
_PROSE = (
    ("legal_forms", "section"),
    ("legal_forms", "note"),
    ("legal_form_points", "point"),
    ("matter_types", "note"),
)


def legal_tables_hold(
    shared: Mapping[str, Sequence[Row]],
    broken: Collection[str],
    sources: Mapping[str, Source] | None,
    law: Law | None,
) -> list[Fault]:
    """Return a fault for each legal row that points at nothing or cites what is not stored.

    Without the stored law only the form of each citation is checked.
    """
    faults: list[Fault] = []
    for table in LEGAL_TABLES:
        faults += _citations_hold(table, shared[table], law)
    if "legal_forms" not in broken:
        forms = {row.text["form"] for row in shared["legal_forms"]}
        for table in ("legal_form_requirements", "legal_form_points"):
            faults += leads_nowhere(shared[table], f"{table}.csv", "form", forms)
        if "legal_form_requirements" not in broken:
            faults += _documents_are_required(shared, forms)
    if sources is not None:
        faults += _experience_has_a_source(shared["legal_forms"], sources)
    if "activities" not in broken:
        activities = {row.text["activity"] for row in shared["activities"]}
        for column in ("activity", "other"):
            rows, file = shared["conflicts_of_interest"], "conflicts_of_interest.csv"
            faults += leads_nowhere(rows, file, column, activities)
    faults += _pairs_stand_once(shared["conflicts_of_interest"])
    for table in ("legal_form_requirements", "legal_form_points"):
        faults += _what_is_required_says_why(table, shared[table])
    return faults


def _citations_hold(table: str, rows: Iterable[Row], law: Law | None) -> list[Fault]:
    """Every citation is one, and leads to a stored paragraph."""
    faults = []
    for row in rows:
        for column, cell in row.text.items():
            prose = (table, column) in _PROSE
            if not prose and not column.endswith("section"):
                continue
            try:
                cited = places_in_prose(cell) if prose else places(cell)
            except ValueError as error:
                faults.append(_unreadable(table, row, column, str(error)))
                continue
            faults += [
                _not_stored(table, row, column, chapter, number)
                for chapter, number in cited
                if law is not None and not law.has(chapter, number)
            ]
    return faults


def _unreadable(table: str, row: Row, column: str, part: str) -> Fault:
    return Fault(
        f"{table}.csv",
        row.number,
        column,
        f"”{part}”",
        "ett lagrum som 9:37, flera med semikolon mellan",
        "skriv kapitel, kolon och paragraf",
    )


def _not_stored(table: str, row: Row, column: str, chapter: int, number: int) -> Fault:
    return Fault(
        f"{table}.csv",
        row.number,
        column,
        f"{chapter} kap. {number} §",
        "en paragraf som finns i law/kommunallagen.csv",
        "rätta lagrummet, eller lägg till paragrafen där om den finns i lagen",
    )


def _documents_are_required(
    shared: Mapping[str, Sequence[Row]], forms: Collection[str]
) -> list[Fault]:
    """A point stands in a document that its form requires."""
    documents = {
        (row.text["form"], row.text["requirement"])
        for row in shared["legal_form_requirements"]
        if row.text["kind"] == Kind.DOCUMENT
    }
    return [
        Fault(
            "legal_form_points.csv",
            row.number,
            "document",
            f"”{row.text['document']}”",
            "en handling som formen har i legal_form_requirements.csv",
            "rätta stavningen eller lägg till handlingen där",
        )
        for row in shared["legal_form_points"]
        if row.text["form"] in forms and (row.text["form"], row.text["document"]) not in documents
    ]


def _experience_has_a_source(rows: Iterable[Row], sources: Mapping[str, Source]) -> list[Fault]:
    """What is told about a form has been told by somebody."""
    return [
        unknown_source("legal_forms.csv", row.number, row.text["experience_source"])
        for row in rows
        if row.text["experience"] and row.text["experience_source"] not in sources
    ]


def _pairs_stand_once(rows: Iterable[Row]) -> list[Fault]:
    """A pair is the same pair the other way round, and nobody supervises one activity in itself."""
    first: dict[frozenset[str], int] = {}
    faults = []
    for row in rows:
        pair = frozenset((row.text["activity"], row.text["other"]))
        shown = f"{row.text['activity']} och {row.text['other']}"
        earlier = first.setdefault(pair, row.number)
        if len(pair) == 1 or earlier != row.number:
            faults.append(
                Fault(
                    "conflicts_of_interest.csv",
                    row.number,
                    "activity, other",
                    shown if len(pair) == 1 else f"{shown}, som på rad {earlier}",
                    "två olika verksamheter, varje par en gång",
                    "rätta eller ta bort raden",
                )
            )
    return faults


def _what_is_required_says_why(table: str, rows: Iterable[Row]) -> list[Fault]:
    """Only what a law says is called required."""
    return [
        Fault(
            f"{table}.csv",
            row.number,
            "section",
            "inget lagrum för något som krävs",
            "lagrummet, eller nej i kolumnen mandatory",
            "skriv paragrafen, eller den andra lagen om tabellen har en kolumn för den",
        )
        for row in rows
        if row.text["mandatory"] == "ja"
        and not row.text["section"]
        and not row.text.get("other_law")
    ]
