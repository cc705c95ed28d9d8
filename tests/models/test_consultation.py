"""A text is final when everyone asked has been heard, and the log says what came of it."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.consultation import (
    RecipientKind,
    Referral,
    Reply,
    change_log,
    consultation_faults,
    may_be_final,
    overdue_referrals,
)

DUE = date(2027, 6, 30)
TODAY = date(2027, 7, 1)
ASKED = Referral("Kinda kommun", RecipientKind.MUNICIPALITY, DUE)
CHANGED = replace(
    ASKED,
    recipient="Ydre kommun",
    reply=Reply.ANSWERED,
    on=date(2027, 6, 1),
    response="Vill ha en närpunkt.",
    change="Punkt 3: en närpunkt i Österbymo.",
)
KEPT = replace(
    CHANGED,
    recipient="Kommunal",
    kind=RecipientKind.UNION,
    on=date(2027, 5, 1),
    change="",
    unchanged="Frågan hör till den lokala förhandlingen.",
)
SILENT = replace(ASKED, recipient="Miljönämnden", kind=RecipientKind.COMMITTEE, reply=Reply.NONE)
ABSTAINED = replace(ASKED, recipient="En partigrupp", reply=Reply.ABSTAINED)


def test_the_text_is_final_when_every_answer_is_dealt_with() -> None:
    """Answered, abstained or silent past the day: nobody is waited for."""
    assert may_be_final([CHANGED, KEPT, SILENT, ABSTAINED]).passes


@pytest.mark.parametrize(
    ("open_one", "said"),
    [
        (ASKED, "Svar inväntas från Kinda kommun."),
        (replace(CHANGED, change=" "), "Svaret är inte hanterat från Ydre kommun."),
        (replace(CHANGED, change="", on=None), "Svaret är inte hanterat från Ydre kommun."),
    ],
)
def test_one_open_answer_holds_the_text_back(open_one: Referral, said: str) -> None:
    """The one who has not been heard is named."""
    gate = may_be_final([KEPT, open_one])
    assert not gate.passes
    assert gate.sentence == f"Texten kan inte bli slutlig. {said}"


def test_nobody_asked_is_no_consultation() -> None:
    """Else an empty list would be the fastest way to a final text."""
    assert not may_be_final([]).passes


def test_the_log_says_who_said_what_and_what_was_changed() -> None:
    """From answer to edit, in the order the answers came; what changed nothing is not in it."""
    first = replace(CHANGED, recipient="Ödeshögs kommun", on=date(2027, 4, 1))
    log = change_log([CHANGED, KEPT, first])
    assert [(edit.recipient, edit.on) for edit in log] == [
        ("Ödeshögs kommun", date(2027, 4, 1)),
        ("Ydre kommun", date(2027, 6, 1)),
    ]
    assert log[1].response == "Vill ha en närpunkt."
    assert log[1].change == "Punkt 3: en närpunkt i Österbymo."


def test_the_overdue_are_those_whose_day_has_passed() -> None:
    """On the last day itself there is still time."""
    later = replace(ASKED, recipient="Boxholms kommun", due=date(2027, 5, 1))
    assert overdue_referrals([ASKED, later, CHANGED, SILENT], TODAY) == (later, ASKED)
    assert overdue_referrals([ASKED], DUE) == ()


@pytest.mark.parametrize(
    ("one", "said"),
    [
        (replace(ASKED, recipient=""), "mottagare"),
        (replace(CHANGED, response=""), "svar: fann uppgift saknas"),
        (replace(CHANGED, on=None), "Remissen till Ydre kommun, svarsdag: fann uppgift saknas"),
        (replace(CHANGED, on=date(2027, 7, 2)), "inte har varit"),
        (replace(CHANGED, unchanged="Nej."), "både en ändring och ett skäl"),
        (replace(ASKED, change="Punkt 1."), "men ”inväntas”"),
        (replace(SILENT, due=TODAY), "före sista dagen"),
        (replace(CHANGED, change="a" * 2001), "2001 tecken"),
    ],
)
def test_what_does_not_hold_in_a_consultation_is_said(one: Referral, said: str) -> None:
    """An edit without an answer has no reason, and an answer without a day no place in the log."""
    (fault,) = consultation_faults([one, KEPT], TODAY)
    assert said in str(fault)


def test_the_same_recipient_twice_is_said() -> None:
    """Two answers from one would both be waited for."""
    (fault,) = consultation_faults([ASKED, replace(ASKED, due=TODAY)], TODAY)
    assert "två rader" in str(fault)


@given(st.permutations([ASKED, CHANGED, KEPT, SILENT, ABSTAINED]))
def test_the_order_of_entry_changes_nothing(referrals: list[Referral]) -> None:
    """The sentence, the log and the overdue are the same whoever typed first."""
    plain = [ASKED, CHANGED, KEPT, SILENT, ABSTAINED]
    assert may_be_final(referrals) == may_be_final(plain)
    assert change_log(referrals) == change_log(plain)
    assert overdue_referrals(referrals, TODAY) == overdue_referrals(plain, TODAY)


@given(st.lists(st.sampled_from([CHANGED, KEPT, SILENT, ABSTAINED]), min_size=1))
def test_one_more_to_wait_for_always_holds_it_back(referrals: list[Referral]) -> None:
    """Asking one more never makes a text final sooner."""
    assert may_be_final(referrals).passes
    assert not may_be_final([*referrals, ASKED]).passes
