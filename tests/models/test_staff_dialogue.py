"""Five employers negotiate five times; a joint group of unions does it for none of them."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.staff_dialogue import (
    GroupMeeting,
    LocalBox,
    Seat,
    council_too_early,
    dialogue_faults,
    ready_for_council,
    seat_count,
    seats_sentence,
    still_local,
)

NAMES = {"a": "Kinda", "b": "Ödeshög", "c": "Boxholm", "d": "Ydre", "e": "Tranås"}
UNIONS = ("Kommunal", "TCO", "SACO")
TODAY = date(2027, 5, 1)
DONE = LocalBox("a", date(2027, 2, 1), date(2027, 2, 8), date(2027, 3, 1), "MBL 3/2027")
ALL_DONE = [replace(DONE, code=code) for code in NAMES]
EMPTY = [Seat(code, union, filled=False) for code in NAMES for union in UNIONS]
FULL = [replace(seat, filled=True) for seat in EMPTY]


def faults(seats: list[Seat], boxes: list[LocalBox], **days: date) -> list[str]:
    """Return the faults as sentences."""
    return [str(found) for found in dialogue_faults(seats, boxes, NAMES, UNIONS, days)]


def test_three_unions_in_five_municipalities_are_fifteen_seats() -> None:
    """Three from each, one for each union."""
    count = seat_count(EMPTY, tuple(NAMES), UNIONS)
    assert (count.filled, count.total) == (0, 15)
    assert seat_count(FULL, tuple(NAMES), UNIONS).filled == 15


@given(st.sets(st.integers(0, 14)))
def test_every_seat_is_filled_or_named_as_missing(vacant: set[int]) -> None:
    """Not filled and never entered are the same to who is waiting for a name."""
    seats = [replace(s, filled=i not in vacant) for i, s in enumerate(FULL) if i % 2 or i in vacant]
    count = seat_count(seats, tuple(NAMES), UNIONS)
    assert count.filled + len(count.missing) == 15
    assert count.filled == sum(seat.filled for seat in seats)


def test_a_missing_seat_is_named_with_union_and_municipality() -> None:
    """Somebody must know whom to ask."""
    count = seat_count(FULL[1:], tuple(NAMES), UNIONS)
    assert seats_sentence(count, NAMES) == (
        "14 av 15 platser i den fackliga gruppen är tillsatta. Saknas: Kommunal i Kinda."
    )
    whole = seat_count(FULL, tuple(NAMES), UNIONS)
    assert "Saknas" not in seats_sentence(whole, NAMES)


@pytest.mark.parametrize(
    ("seat", "said"),
    [
        (FULL[0], "två platser"),
        (Seat("x", "TCO", True), "kommunen ”x”"),
        (Seat("a", "LO", True), "en av Kommunal, TCO, SACO"),
    ],
)
def test_a_seat_that_is_not_one_of_the_fifteen_is_said(seat: Seat, said: str) -> None:
    """A sixteenth seat is a typing error."""
    (fault,) = faults([*FULL, seat], ALL_DONE)
    assert said in fault


def test_the_gate_is_closed_until_the_municipality_has_negotiated_itself() -> None:
    """Four negotiations out of five leave the fifth council waiting."""
    four = ALL_DONE[:4]
    assert ready_for_council("a", four, NAMES, TODAY).passes
    closed = ready_for_council("e", four, NAMES, TODAY)
    assert not closed.passes
    assert closed.sentence.startswith("Tranås: förhandlingen enligt 11 § MBL saknas.")


def test_a_negotiation_that_is_to_come_opens_nothing() -> None:
    """A day in the calendar is not a finished negotiation."""
    later = [replace(DONE, negotiated=date(2027, 5, 2))]
    closed = ready_for_council("a", later, NAMES, TODAY)
    assert not closed.passes
    assert "är satt till 2027-05-02" in closed.sentence
    assert ready_for_council("a", later, NAMES, date(2027, 5, 2)).passes


def test_a_meeting_of_the_group_ticks_no_box() -> None:
    """There is no way from the group's notes to a municipality's negotiation."""
    assert "negotiated" not in GroupMeeting.__slots__
    open_boxes = [LocalBox(code) for code in NAMES]
    assert still_local(open_boxes, NAMES, TODAY) == (
        "Gruppens möte ersätter inte den lokala förhandlingen. Förhandling enligt 11 § MBL "
        "återstår i Kinda, Ödeshög, Boxholm, Ydre och Tranås."
    )
    assert still_local(ALL_DONE, NAMES, TODAY) == (
        "Förhandlingen enligt 11 § MBL är klar i varje kommun."
    )


def test_a_council_before_its_negotiation_is_said_by_name() -> None:
    """The date is wrong, or the decision can be set aside in talks afterwards."""
    (fault,) = council_too_early(ALL_DONE, {"d": date(2027, 2, 28)}, NAMES)
    assert str(fault).startswith("Ydre, fullmäktige 2027-02-28: fann förhandling först 2027-03-01")
    assert council_too_early(ALL_DONE, {"d": date(2027, 3, 1)}, NAMES) == ()
    (missing,) = council_too_early(ALL_DONE[:4], {"e": date(2027, 6, 1)}, NAMES)
    assert "Tranås" in missing.file
    assert "ingen förhandling" in missing.found


@pytest.mark.parametrize(
    ("box", "said"),
    [
        (replace(DONE, protocol=""), "Kinda, protokoll enligt 11 §: fann uppgift saknas"),
        (replace(DONE, informed=None), "19 § MBL: fann uppgift saknas"),
        (replace(DONE, risk_assessed=None), "riskbedömningen: fann uppgift saknas"),
        (replace(DONE, risk_assessed=date(2027, 3, 2)), "2027-03-02, efter förhandlingen"),
        (replace(DONE, informed=date(2027, 3, 2)), "2027-03-02, efter förhandlingen"),
        (replace(DONE, protocol="\x07"), "tecken som inte syns"),
    ],
)
def test_what_does_not_hold_in_a_local_box_is_said(box: LocalBox, said: str) -> None:
    """Information and risks come before the negotiation, and it leaves minutes."""
    (fault,) = faults(FULL, [box, *ALL_DONE[1:]])
    assert said in fault


def test_everything_in_the_dialogue_is_said_at_once() -> None:
    """The seats, the boxes and the calendar are one list."""
    boxes = [*ALL_DONE, DONE, replace(DONE, code="x")]
    said = faults([*FULL, FULL[0]], boxes, b=date(2027, 1, 1))
    assert len(said) == 4
    assert faults(FULL, ALL_DONE) == []


@given(st.permutations(ALL_DONE), st.permutations(FULL))
def test_the_order_of_entry_changes_nothing(boxes: list[LocalBox], seats: list[Seat]) -> None:
    """Faults come in the order of the municipalities."""
    early = {code: date(2027, 1, 1) for code in NAMES}
    assert faults(seats, boxes, **early) == faults(FULL, ALL_DONE, **early)
