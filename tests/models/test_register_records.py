"""What is entered around a joint decision can be kept: plain frozen records, nothing hidden."""

import dataclasses
import types
import typing
from datetime import date, datetime
from enum import StrEnum

import pytest

from models.accord import Accord, Required
from models.consultation import Edit, Referral
from models.council_register import CouncilDecision, Position
from models.implementation import ImplementationDecision, Notice
from models.presidium_meeting import MeetingNotes, NextStep, Proposal
from models.press_approval import Approval, PressRelease
from models.report_back import DirectionDecision, ReportBack
from models.responsibility import Responsibilities
from models.staff_dialogue import GroupMeeting, LocalBox, Seat, SeatCount
from models.timeline import Timeline
from models.underlag import Underlag

PLAIN = (str, int, float, bool, date, datetime, types.NoneType)
RECORDS = [
    *(Accord, Required, Edit, Referral, CouncilDecision, Position, Notice),
    *(ImplementationDecision, MeetingNotes, NextStep, Proposal, Approval, PressRelease),
    *(DirectionDecision, ReportBack, Responsibilities, GroupMeeting, LocalBox, Seat, SeatCount),
    *(Timeline, Underlag),
]


def keeps(kind: typing.Any) -> bool:
    """Whether a field of this kind can be written down and read back as it was."""
    if typing.get_origin(kind) in {tuple, types.UnionType}:
        return all(part is Ellipsis or keeps(part) for part in typing.get_args(kind))
    if dataclasses.is_dataclass(kind):
        return all(keeps(hint) for hint in typing.get_type_hints(kind).values())
    return kind in PLAIN or (isinstance(kind, type) and issubclass(kind, StrEnum))


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.__name__)
def test_a_record_is_frozen_and_made_of_plain_fields(record: type) -> None:
    """Another year and another program must be able to read what was entered."""
    assert keeps(record)
    assert record.__dataclass_params__.frozen  # type: ignore[attr-defined]
    assert "__slots__" in vars(record)


def test_a_field_that_cannot_be_kept_is_seen() -> None:
    """The search above does find a mapping or a list."""
    assert not keeps(dict[str, str])
    assert not keeps(tuple[list[str], ...])
