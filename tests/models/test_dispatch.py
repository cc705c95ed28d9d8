"""A decision is sent to the other four boards, whatever anyone has entered."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.dispatch import Receivers, dispatch_faults, dispatch_list

NAMES = {"a": "Kinda", "b": "Ödeshög", "c": "Boxholm", "d": "Ydre", "e": "Tranås"}
KINDA = Receivers("a", ("Miljönämnden",), ("Kommunal", "Vision"), "Revisorerna")


def test_the_boards_come_first_and_then_those_at_home() -> None:
    """Committees, unions and auditors, as entered."""
    assert dispatch_list("a", [KINDA], NAMES) == (
        "Kommunstyrelsen i Ödeshög",
        "Kommunstyrelsen i Boxholm",
        "Kommunstyrelsen i Ydre",
        "Kommunstyrelsen i Tranås",
        "Miljönämnden",
        "Kommunal",
        "Vision",
        "Revisorerna",
    )


@given(
    st.sampled_from(sorted(NAMES)),
    st.lists(st.builds(Receivers, st.sampled_from(sorted(NAMES)), st.tuples(st.text(max_size=3)))),
)
def test_the_other_four_are_always_there_and_never_one_s_own(
    code: str, receivers: list[Receivers]
) -> None:
    """Nothing entered can take them away, and nobody stands twice."""
    listed = dispatch_list(code, receivers, NAMES)
    assert listed[:4] == tuple(
        f"Kommunstyrelsen i {name}" for other, name in NAMES.items() if other != code
    )
    assert len(set(listed)) == len(listed)
    assert all(listed)


@pytest.mark.parametrize(
    ("receivers", "said"),
    [
        (Receivers("x"), "kommunen ”x”"),
        (Receivers("a", ("Nämnd\x00",)), "tecken som inte syns"),
        (Receivers("a", auditors="a" * 201), "201 tecken"),
    ],
)
def test_what_does_not_hold_in_the_list_is_said(receivers: Receivers, said: str) -> None:
    """A receiver that cannot be read cannot be sent anything."""
    (fault,) = dispatch_faults([receivers, KINDA], NAMES)
    assert said in str(fault)
