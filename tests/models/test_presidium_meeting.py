"""A meeting of presidiums makes proposals; every board has them next, and nobody has decided."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.presidium_meeting import (
    MeetingItem,
    MeetingNotes,
    Outcome,
    Proposal,
    after_meeting,
    attendance,
    meeting_faults,
    next_steps,
)

NAMES = {"a": "Kinda", "b": "Ödeshög", "c": "Boxholm", "d": "Ydre", "e": "Tranås"}
DAY = date(2027, 2, 1)
TODAY = date(2027, 3, 1)
PROPOSAL = Proposal("it", "Gemensam IT", ("Avtalet antas.",), 1, date(2027, 1, 1))
NEW = MeetingItem("plan", "Plan och bygg", Outcome.NEW_PROPOSAL, "", ("En organisation bildas.",))
CHANGED = MeetingItem("it", "Gemensam IT", Outcome.CHANGED_PROPOSAL, "", ("Avtalet antas nu.",))
EXCHANGE = MeetingItem("it", "Läget", Outcome.EXCHANGE, "Tranås berättade.")


def notes(*items: MeetingItem, present: tuple[str, ...] = tuple(NAMES)) -> MeetingNotes:
    """Return the notes of a meeting with these items."""
    return MeetingNotes(DAY, "Kisa", present, items)


def said(*items: MeetingItem, proposals: tuple[Proposal, ...] = (PROPOSAL,)) -> list[str]:
    """Return the faults as sentences."""
    return [str(found) for found in meeting_faults(notes(*items), proposals, NAMES, TODAY)]


def test_a_meeting_has_no_way_to_decide() -> None:
    """No outcome is a decision, and no record of a meeting has a place for one."""
    assert [outcome.value for outcome in Outcome] == [
        "nytt förslag",
        "ändrat förslag",
        "information och erfarenhetsutbyte",
    ]
    everything = {*MeetingNotes.__slots__, *MeetingItem.__slots__, *Proposal.__slots__}
    assert not {"status", "decision", "paragraph", "dnr", "code"} & everything


def test_a_meeting_makes_proposals_and_changes_them() -> None:
    """A new one is version one, a changed one the next version, and the rest is left alone."""
    other = replace(PROPOSAL, key="miljo")
    after = after_meeting([PROPOSAL, other], notes(NEW, CHANGED, EXCHANGE))
    assert [(p.key, p.version, p.on) for p in after] == [
        ("it", 2, DAY),
        ("miljo", 1, PROPOSAL.on),
        ("plan", 1, DAY),
    ]
    assert after[0].points == ("Avtalet antas nu.",)
    assert after[0].text_hash != PROPOSAL.text_hash


def test_the_same_words_again_are_no_new_version() -> None:
    """A meeting that agrees leaves the version that the boards already have."""
    same = replace(CHANGED, points=("Avtalet  antas.",))
    assert after_meeting([PROPOSAL], notes(same)) == (PROPOSAL,)


@given(st.sets(st.sampled_from(sorted(NAMES))))
def test_every_board_is_next_whoever_was_at_the_meeting(present: set[str]) -> None:
    """Those that were not there are to adopt the same words."""
    meeting = notes(CHANGED, EXCHANGE, NEW, present=tuple(present))
    steps = next_steps(meeting, [PROPOSAL], NAMES)
    assert [(step.proposal, step.code) for step in steps] == [
        (key, code) for key in ("it", "plan") for code in NAMES
    ]
    assert steps[0].sentence == (
        "Kommunstyrelsen i Kinda behandlar förslaget ”Gemensam IT”, version 2."
    )


def test_an_exchange_leads_to_no_next_step() -> None:
    """To have told one another something is not to have proposed it."""
    assert next_steps(notes(EXCHANGE), [PROPOSAL], NAMES) == ()


def test_who_was_there_and_who_was_not_is_said() -> None:
    """The absent ones must be told."""
    assert attendance(notes(present=("e", "a")), NAMES) == (
        "Presidierna från Kinda och Tranås deltog. Inte med: Ödeshög, Boxholm och Ydre."
    )
    assert "Inte med" not in attendance(notes(), NAMES)
    assert attendance(notes(present=()), NAMES) == "Inget presidium deltog."


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        (replace(EXCHANGE, said="Presidierna beslutade att gå vidare."), "ordet ”beslutade”"),
        (replace(EXCHANGE, said="Det beslutades."), "ordet ”beslutades”"),
        (replace(EXCHANGE, points=("Ett.",)), "ett förslag under information"),
        (replace(NEW, points=()), "ett förslag utan text"),
        (replace(NEW, proposal="it"), "ett nytt förslag som redan finns"),
        (replace(CHANGED, proposal="x"), "ett förslag som inte finns"),
        (replace(NEW, title=""), "rubrik: fann uppgift saknas"),
        (replace(NEW, points=("Ett.", " ")), "förslagets text: fann uppgift saknas"),
        (replace(NEW, title="\x00"), "tecken som inte syns"),
    ],
)
def test_what_does_not_hold_in_the_notes_is_said(item: MeetingItem, expected: str) -> None:
    """A note that says that something was decided would be read as minutes."""
    (fault,) = said(item)
    assert expected in fault
    assert fault.startswith("Presidieträffen 2027-02-01, punkt 1")


def test_a_proposal_may_say_what_the_council_is_to_decide() -> None:
    """”Fullmäktige beslutar” is how a proposal is written, and a new one may be changed at once."""
    proposal = replace(NEW, points=("Kommunfullmäktige beslutar att anta avtalet.",))
    again = replace(proposal, outcome=Outcome.CHANGED_PROPOSAL, said="Fullmäktige ska besluta.")
    assert said(proposal, again) == []


def test_faults_of_the_meeting_itself_are_said_at_once() -> None:
    """Place, time and who was there."""
    faulty = MeetingNotes(date(2027, 4, 1), "", ("a", "x"), (EXCHANGE,), "Mötet fastställde.")
    assert len(meeting_faults(faulty, [PROPOSAL], NAMES, TODAY)) == 4
    planned = MeetingNotes(date(2027, 4, 1), "Kisa", (), ())
    assert meeting_faults(planned, [PROPOSAL], NAMES, TODAY) == ()
