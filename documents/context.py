"""What the documents need beside the package: dates, papers and texts that belong to the matter.

Everything may be empty; what a document then lacks stands as a visible gap.
"""

from dataclasses import dataclass

from scenarios.decision_text import GAP


@dataclass(frozen=True, slots=True)
class Dated:
    """Something with an ISO date: a meeting, a paper in the file, a step of the timetable."""

    date: str
    what: str


@dataclass(frozen=True, slots=True)
class Negotiation:
    """One employer's information and negotiation with the unions; dates in ISO form."""

    code: str
    informed: str = ""
    risks_assessed: str = ""
    negotiated: str = ""
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class Context:
    """What is known of the matter beside what is reckoned and adopted.

    `law` is the legal assessment's paragraphs; `optional` the texts under the headings that some
    municipalities want (heading, text); `clauses` what people have written in the agreement
    (number, text); `company_numbers` the parties' (code, organisationsnummer); `longest_notice`
    the longest notice in months that the law allows for the form, None where it sets no limit;
    `joint_committee` when the form is a gemensam nämnd, which has a reglemente;
    `decided` when the councils have decided, so that the press release says so.
    """

    meetings: tuple[Dated, ...] = ()
    consultation: tuple[str, ...] = ()
    material: tuple[Dated, ...] = ()
    timetable: tuple[Dated, ...] = ()
    negotiations: tuple[Negotiation, ...] = ()
    law: tuple[str, ...] = ()
    assessment: str = ""
    optional: tuple[tuple[str, str], ...] = ()
    clauses: tuple[tuple[int, str], ...] = ()
    company_numbers: tuple[tuple[str, str], ...] = ()
    longest_notice: int | None = None
    joint_committee: bool = False
    quotation: str = ""
    contact: str = ""
    release_date: str = ""
    decided: bool = False

    def clause(self, number: int) -> str:
        """Return what people have written in one of the agreement's clauses, else empty."""
        return next((text for n, text in self.clauses if n == number), "")

    def company_number(self, code: str) -> str:
        """Return a party's organisationsnummer, or a visible gap."""
        found = next((text for known, text in self.company_numbers if known == code), "")
        return found or GAP.format(what="organisationsnummer")

    def negotiation(self, code: str) -> Negotiation:
        """Return one employer's negotiation; an empty one where nothing is known."""
        return next((one for one in self.negotiations if one.code == code), Negotiation(code))
