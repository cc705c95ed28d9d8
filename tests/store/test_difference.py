"""Three versions side by side: only what differs, each field by its path."""

from typing import Any

import pytest

from store.difference import ABSENT, Differing, differing

BASE = {"titel": "T", "steg": [{"namn": "a", "år": 2027}, {"namn": "b"}], "kvar": {"x": 1}}


def test_what_is_alike_in_all_three_is_not_told() -> None:
    """Nor is a table that is not there in any."""
    assert differing(BASE, BASE, dict(BASE)) == ()
    assert differing(None, None, None) == ()


def test_each_field_is_told_by_its_path() -> None:
    """In tables and lists, in the order they stand."""
    mine = {**BASE, "titel": "Min", "steg": [{"namn": "a", "år": 2028}, {"namn": "b"}]}
    theirs = {**BASE, "titel": "Deras"}
    rows = differing(BASE, mine, theirs)
    assert rows == (
        Differing(("titel",), "T", "Min", "Deras"),
        Differing(("steg", 0, "år"), 2027, 2028, 2027),
    )
    assert [(row.where, row.clash) for row in rows] == [("titel", True), ("steg.1.år", False)]


def test_what_is_not_there_is_told_as_absent() -> None:
    """A shorter list, a field removed and a whole version that is gone."""
    mine = {**BASE, "steg": BASE["steg"][:1], "ny": None}
    assert differing(BASE, mine, BASE) == (
        Differing(("steg", 1, "namn"), "b", ABSENT, "b"),
        Differing(("ny",), ABSENT, None, ABSENT),
    )
    gone = differing({"x": 1}, {"x": 2}, None)
    assert gone == (Differing(("x",), 1, 2, ABSENT),)
    assert gone[0].clash


@pytest.mark.parametrize(
    ("before", "mine", "theirs"),
    [({"x": 1}, [1], "x"), ({}, ABSENT, {}), ([], ABSENT, ABSENT), ("ab", "ac", "ab")],
)
def test_values_of_different_kinds_are_told_whole(before: Any, mine: Any, theirs: Any) -> None:
    """A table against a list has no common fields; a text is never taken letter by letter."""
    bodies = ({} if value is ABSENT else {"f": value} for value in (before, mine, theirs))
    assert differing(*bodies) == (Differing(("f",), before, mine, theirs),)


def test_the_same_change_on_both_sides_is_no_clash() -> None:
    """It is told, since it is new to the one who looks."""
    (row,) = differing({"x": 1}, {"x": 2}, {"x": 2})
    assert not row.clash
