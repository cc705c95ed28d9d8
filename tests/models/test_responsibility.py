"""One answers for each task and at least one does it; a table that says less is sent back."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.responsibility import (
    PART_LABELS,
    Part,
    Responsibilities,
    Share,
    Task,
    parts_of,
    responsibility_faults,
    with_share,
)

BODIES = (("kf", "Fullmäktige"), ("ks", "Styrelsen"), ("chef", "Kommunchefen"))
LEAD = Task("leda", "Leda", (Share("ks", (Part.ANSWERS,)), Share("chef", (Part.DOES,))))
TABLE = Responsibilities("avtal", BODIES, (LEAD,))


def said(*shares: Share) -> list[str]:
    """Return the faults of a table with one row."""
    table = replace(TABLE, tasks=(replace(LEAD, shares=shares),))
    return [str(found) for found in responsibility_faults(table)]


@pytest.mark.parametrize(
    ("cell", "parts"),
    [
        ("A/R", (Part.DOES, Part.ANSWERS)),
        ("ra", (Part.DOES, Part.ANSWERS)),
        ("C, I", (Part.ASKED, Part.TOLD)),
        ("", ()),
        (" ", ()),
        ("X", None),
        ("A/A", None),
        ("A-R", None),
    ],
)
def test_a_cell_is_read_whatever_its_order_and_refused_when_it_says_more(
    cell: str, parts: tuple[Part, ...] | None
) -> None:
    """A letter that means nothing is not left out in silence."""
    assert parts_of(cell) == parts


def test_every_part_has_a_word_for_who_does_not_know_the_letters() -> None:
    """The table is read by councillors."""
    assert set(PART_LABELS) == set(Part)


ROWS = st.lists(
    st.builds(
        Share, st.sampled_from(["kf", "ks", "chef"]), st.sets(st.sampled_from(Part)).map(tuple)
    ),
    max_size=3,
    unique_by=lambda share: share.body,
)


@given(ROWS)
def test_a_row_holds_exactly_when_one_answers_and_somebody_does(shares: list[Share]) -> None:
    """No more and no less makes it plain who answers."""
    answers = sum(Part.ANSWERS in share.parts for share in shares)
    does = any(Part.DOES in share.parts for share in shares)
    assert len(said(*shares)) == (answers != 1) + (not does)


def test_two_who_answer_are_named() -> None:
    """Nobody answers when two do."""
    (fault,) = said(Share("kf", (Part.ANSWERS,)), Share("ks", (Part.DOES, Part.ANSWERS)))
    assert "2 ansvariga (Fullmäktige och Styrelsen)" in fault


def test_a_body_that_the_form_does_not_have_is_said() -> None:
    """An agreement has no joint committee."""
    (fault,) = said(*LEAD.shares, Share("gemensam_namnd", (Part.TOLD,)))
    assert "gemensam_namnd" in fault


def test_a_task_or_a_body_twice_is_said() -> None:
    """Two rows for one task may say two things."""
    double = replace(TABLE, tasks=(LEAD, LEAD))
    (fault,) = responsibility_faults(double)
    assert "två rader" in str(fault)
    (fault_in_row,) = said(*LEAD.shares, Share("chef", (Part.TOLD,)))
    assert "Kommunchefen två gånger" in fault_in_row


def test_a_changed_cell_changes_nothing_else() -> None:
    """The rest of the row and of the table stay, in the order of the bodies."""
    told = with_share(TABLE, "leda", "kf", [Part.TOLD])
    assert told.tasks[0].shares == (Share("kf", (Part.TOLD,)), *LEAD.shares)
    assert responsibility_faults(told) == ()
    assert with_share(told, "leda", "kf", []) == TABLE
    assert with_share(TABLE, "annat", "kf", [Part.TOLD]) == TABLE
