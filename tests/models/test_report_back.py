"""A direction that asks for a report is not finished until the report has come."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.report_back import (
    DirectionDecision,
    ReportBack,
    may_decide_finally,
    open_reports,
    overdue_reports,
    report_faults,
    report_owed,
)

DECISION = DirectionDecision(
    "vag", "Kontorsort", "KS", date(2027, 3, 1), date(2027, 11, 30), "Organisation och bemanning."
)
OWED = ReportBack("vag", "Kontorsort", "KS", date(2027, 11, 30), "Organisation och bemanning.")
GIVEN = replace(OWED, reported=date(2027, 11, 1), reference="KS § 9")
AFTER = date(2027, 12, 1)


def test_a_direction_creates_a_report_that_is_due() -> None:
    """Nobody has to remember to enter it."""
    assert report_owed(DECISION) == OWED
    assert open_reports([DECISION], []) == (OWED,)
    assert report_owed(replace(DECISION, report_due=None)) is None


def test_the_overdue_are_those_whose_last_day_has_passed() -> None:
    """On the last day it is still in time."""
    assert overdue_reports([DECISION], [], date(2027, 11, 30)) == ()
    assert overdue_reports([DECISION], [], AFTER) == (OWED,)


def test_a_report_that_has_been_given_is_owed_no_longer() -> None:
    """And the final decision may be taken, from that day and by that body."""
    assert open_reports([DECISION], [GIVEN]) == ()
    assert may_decide_finally(DECISION, [GIVEN], AFTER)
    assert not may_decide_finally(DECISION, [GIVEN], date(2027, 10, 31))
    assert not may_decide_finally(DECISION, [OWED], AFTER)
    assert not may_decide_finally(replace(DECISION, organ="KF"), [GIVEN], AFTER)


def test_a_report_with_more_time_keeps_its_own_last_day() -> None:
    """Time that has been given is entered once, and the first day is no longer counted."""
    later = replace(OWED, due=date(2028, 1, 31))
    assert open_reports([DECISION], [later]) == (later,)
    assert overdue_reports([DECISION], [later], AFTER) == ()


@pytest.mark.parametrize(
    ("decision", "reports", "said"),
    [
        (replace(DECISION, report_due=None), [], "återrapport: fann uppgift saknas"),
        (replace(DECISION, report_due=date(2027, 3, 1)), [], "inte efter beslutet"),
        (replace(DECISION, questions=""), [], "vad som ska återrapporteras"),
        (replace(DECISION, organ=""), [], "organ: fann uppgift saknas"),
        (DECISION, [replace(GIVEN, reference="")], "hänvisning: fann uppgift saknas"),
        (DECISION, [replace(GIVEN, reported=date(2027, 12, 2))], "inte har varit"),
        (DECISION, [replace(GIVEN, reported=date(2027, 2, 1))], "före beslutet"),
        (DECISION, [replace(OWED, decision="x")], "inget inriktningsbeslut"),
    ],
)
def test_what_does_not_hold_is_said(
    decision: DirectionDecision, reports: list[ReportBack], said: str
) -> None:
    """A direction without a last day is a question that is never answered."""
    (fault,) = report_faults([decision], reports, AFTER)
    assert said in str(fault)
    assert report_faults([DECISION], [GIVEN], AFTER) == ()


MANY = [replace(DECISION, key=str(n), report_due=date(2027, 4 + n % 3, 1)) for n in range(5)]


@given(st.permutations(MANY), st.dates(date(2027, 3, 1), date(2027, 8, 1)))
def test_the_overdue_are_some_of_the_open_in_the_same_order(
    decisions: list[DirectionDecision], today: date
) -> None:
    """The order of entry says nothing, and time only makes more of them overdue."""
    left = open_reports(decisions, [])
    late = overdue_reports(decisions, [], today)
    assert left == open_reports(MANY, [])
    assert late == left[: len(late)]
    assert all(report.due >= today for report in left[len(late) :])
