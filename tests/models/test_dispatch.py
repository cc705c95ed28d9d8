"""A decision is sent to the other four boards, whatever anyone has entered."""

from hypothesis import given
from hypothesis import strategies as st

from models.dispatch import dispatch_list

NAMES = {"a": "Kinda", "b": "Ödeshög", "c": "Boxholm", "d": "Ydre", "e": "Tranås"}


def test_the_boards_come_first_and_then_those_at_home() -> None:
    """One's own receivers as entered, without the spaces around them."""
    assert dispatch_list("a", ["Miljönämnden", " Kommunal ", "Revisorerna"], NAMES) == (
        "Kommunstyrelsen i Ödeshög",
        "Kommunstyrelsen i Boxholm",
        "Kommunstyrelsen i Ydre",
        "Kommunstyrelsen i Tranås",
        "Miljönämnden",
        "Kommunal",
        "Revisorerna",
    )


def test_a_board_that_has_been_entered_too_stands_once() -> None:
    """Nobody is sent the same decision twice."""
    assert dispatch_list("e", ["Kommunstyrelsen i Ydre", "", "Revisorerna"], NAMES)[-2:] == (
        "Kommunstyrelsen i Ydre",
        "Revisorerna",
    )


@given(st.sampled_from(sorted(NAMES)), st.lists(st.text(max_size=3)))
def test_the_other_four_are_always_there_and_never_one_s_own(code: str, own: list[str]) -> None:
    """Nothing entered can take them away, and nobody stands twice."""
    listed = dispatch_list(code, own, NAMES)
    assert listed[:4] == tuple(
        f"Kommunstyrelsen i {name}" for other, name in NAMES.items() if other != code
    )
    assert len(set(listed)) == len(listed)
    assert all(listed)
