"""Five municipalities send one text: approved by all five, word for word, and in its time."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.press_approval import (
    Approval,
    PressRelease,
    approved_by,
    may_be_released,
    press_faults,
)

NAMES = {"a": "Kinda", "b": "Ödeshög", "c": "Boxholm", "d": "Ydre", "e": "Tranås"}
AT = datetime(2027, 5, 3, 9, 0)
DAY = date(2027, 5, 1)
RELEASE = PressRelease("it", "En växel för fem kommuner", "Den 1 september ringer du …", AT)
FIVE = [Approval(code, RELEASE.text_hash, DAY, "kommunikationschefen") for code in NAMES]


def test_five_approvals_of_the_same_words_release_the_text() -> None:
    """At its time and not a minute before."""
    open_gate = may_be_released(RELEASE, FIVE, NAMES, AT)
    assert open_gate.passes
    assert open_gate.sentence == "Alla 5 har godkänt texten. Den får gå ut sedan 2027-05-03 09.00."
    early = may_be_released(RELEASE, FIVE, NAMES, AT - timedelta(minutes=1))
    assert not early.passes
    assert "Den får gå ut 2027-05-03 09.00." in early.sentence


@given(st.sets(st.sampled_from(sorted(NAMES)), max_size=4))
def test_fewer_than_five_approvals_release_nothing(given_by: set[str]) -> None:
    """The ones that are missing are named."""
    gate = may_be_released(RELEASE, [a for a in FIVE if a.code in given_by], NAMES, AT)
    assert not gate.passes
    assert gate.sentence.startswith(f"{len(given_by)} av 5 har godkänt texten. Saknas: ")
    assert all(NAMES[code] in gate.sentence for code in set(NAMES) - given_by)


@pytest.mark.parametrize("changed", [{"text": "Den 1 oktober ringer du …"}, {"title": "En växel"}])
def test_a_changed_word_makes_every_approval_void(changed: dict[str, str]) -> None:
    """They approved another text, and are told so."""
    rewritten = replace(RELEASE, **changed)  # type: ignore[arg-type]
    assert approved_by(rewritten, FIVE, NAMES) == ()
    gate = may_be_released(rewritten, FIVE, NAMES, AT)
    assert not gate.passes
    assert "Texten är ändrad sedan godkännandet från Kinda" in gate.sentence
    again = [replace(a, text_hash=rewritten.text_hash) for a in FIVE]
    assert may_be_released(rewritten, [*FIVE, *again], NAMES, AT).passes


def test_another_line_break_is_no_other_text() -> None:
    """A mail program that folds lines does not call five people back."""
    folded = replace(RELEASE, text="Den 1 september\nringer  du …")
    assert len(approved_by(folded, FIVE, NAMES)) == 5


def test_a_text_without_a_time_waits_for_one() -> None:
    """Approved is not sent."""
    gate = may_be_released(replace(RELEASE, release_at=None), FIVE, NAMES, AT)
    assert not gate.passes
    assert "Tiden för utskick är inte satt." in gate.sentence


def test_nobody_is_not_everybody() -> None:
    """Without municipalities there is nobody to speak for."""
    assert not may_be_released(RELEASE, FIVE, {}, AT).passes


@pytest.mark.parametrize(
    ("approval", "said"),
    [
        (replace(FIVE[0], by=""), "vem: fann uppgift saknas"),
        (replace(FIVE[0], text_hash=""), "vilken text som godkändes"),
        (replace(FIVE[0], on=date(2027, 5, 2)), "inte har varit"),
        (replace(FIVE[0], code="x"), "kommunen ”x”"),
    ],
)
def test_what_does_not_hold_in_an_approval_is_said(approval: Approval, said: str) -> None:
    """An approval is somebody's, of something, on a day that has been."""
    (fault,) = press_faults(RELEASE, [approval], NAMES, DAY)
    assert said in str(fault)


def test_a_release_has_a_title_and_a_text() -> None:
    """Both are missing at once, and said at once."""
    title, text = press_faults(PressRelease("x", "", " "), [], NAMES, DAY)
    assert title.file == "Pressmeddelandet ”x”, rubrik"
    assert text.file == "Pressmeddelandet ”x”, text"
    assert press_faults(RELEASE, FIVE, NAMES, DAY) == ()
