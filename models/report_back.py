"""A decision in two steps: a direction first, a report back, and then the final decision."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from models.entered import MISSING, NOTE, fault, text_faults
from models.errors import Fault


@dataclass(frozen=True, slots=True)
class DirectionDecision:
    """A decision on direction (inriktningsbeslut) that asks for a report before the final one."""

    key: str
    title: str
    organ: str
    on: date
    report_due: date | None
    questions: str


@dataclass(frozen=True, slots=True)
class ReportBack:
    """A report owed to a body; `reported` is the day it was given, or None."""

    decision: str
    title: str
    organ: str
    due: date
    questions: str
    reported: date | None = None
    reference: str = ""


def report_owed(decision: DirectionDecision) -> ReportBack | None:
    """Return the report that a decision on direction creates, or None while it has no last day."""
    if decision.report_due is None:
        return None
    return ReportBack(
        decision.key, decision.title, decision.organ, decision.report_due, decision.questions
    )


def open_reports(
    decisions: Sequence[DirectionDecision], reports: Sequence[ReportBack]
) -> tuple[ReportBack, ...]:
    """Return what is still owed, the soonest due first; what nobody has entered is owed too.

    A report entered for a decision stands for it, with its own last day.
    """
    entered = {(report.decision, report.organ) for report in reports}
    created = [
        owed
        for decision in decisions
        if (owed := report_owed(decision)) and (owed.decision, owed.organ) not in entered
    ]
    left = {report for report in (*created, *reports) if report.reported is None}
    return tuple(sorted(left, key=lambda one: (one.due, one.title, one.organ, one.decision)))


def overdue_reports(
    decisions: Sequence[DirectionDecision], reports: Sequence[ReportBack], today: date
) -> tuple[ReportBack, ...]:
    """Return what is owed and whose last day has passed, the longest overdue first."""
    return tuple(report for report in open_reports(decisions, reports) if report.due < today)


def may_decide_finally(
    decision: DirectionDecision, reports: Sequence[ReportBack], today: date
) -> bool:
    """Whether the report has been given to the body that asked, so that it may decide finally."""
    return any(
        report.decision == decision.key
        and report.organ == decision.organ
        and report.reported is not None
        and report.reported <= today
        for report in reports
    )


def report_faults(
    decisions: Sequence[DirectionDecision], reports: Sequence[ReportBack], today: date
) -> tuple[Fault, ...]:
    """Return, in Swedish, everything in the two-step decisions that does not hold; all at once."""
    days = {decision.key: decision.on for decision in decisions}
    return (
        *(
            found
            for decision in sorted(decisions, key=lambda one: (one.on, one.key, repr(one)))
            for found in _decision_faults(decision)
        ),
        *(
            found
            for report in sorted(reports, key=lambda one: (one.due, one.decision, repr(one)))
            for found in _report_faults(report, days.get(report.decision), today)
        ),
    )


def _decision_faults(decision: DirectionDecision) -> Iterator[Fault]:
    where = f"Inriktningsbeslutet ”{decision.title or decision.key}”"
    yield from text_faults(decision.title, f"{where}, rubrik", required=True)
    yield from text_faults(decision.organ, f"{where}, organ", required=True)
    yield from text_faults(
        decision.questions, f"{where}, vad som ska återrapporteras", NOTE, required=True, lines=True
    )
    if decision.report_due is None:
        yield fault(f"{where}, återrapport", MISSING, "sista dag för återrapporten", "sätt en dag")
    elif decision.report_due <= decision.on:
        yield fault(
            f"{where}, återrapport",
            f"{decision.report_due}, inte efter beslutet {decision.on}",
            "en senare dag",
            "rätta dagen",
        )


def _report_faults(report: ReportBack, decided: date | None, today: date) -> Iterator[Fault]:
    where = f"Återrapporten ”{report.title or report.decision}”"
    yield from text_faults(
        report.reference, f"{where}, hänvisning", required=report.reported is not None
    )
    if decided is None:
        yield fault(
            where, "inget inriktningsbeslut", "ett beslut att rapportera om", "välj beslutet"
        )
    if report.reported and report.reported > today:
        yield fault(
            where,
            f"{report.reported}, som inte har varit",
            f"en dag till och med {today}",
            "rätta dagen",
        )
    if report.reported and decided and report.reported < decided:
        yield fault(
            where,
            f"{report.reported}, före beslutet {decided}",
            "en dag efter beslutet",
            "rätta dagen",
        )
