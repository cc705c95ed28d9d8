"""A decision stands on dated documents, the oldest first, and none is lost while it is cited."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.errors import Fault
from models.underlag import (
    Underlag,
    underlag_faults,
    underlag_line,
    underlag_list,
    without_underlag,
)

POLICY = Underlag(
    "policy", "juni 2003", "fullmäktige", "", "policy", "Policyn", decisions=("it", "plan")
)
REMISS = Underlag("remiss", "våren/sommaren 2005", "", "", "remiss", "Remissen", decisions=("it",))
MEETING = Underlag("mote", "2 mars 2005", "styrgruppen", "Kisa", "möte", "Ställningstaganden")


@given(st.permutations([POLICY, REMISS, MEETING, MEETING]))
def test_the_list_is_in_date_order_and_has_each_once(items: list[Underlag]) -> None:
    """Entered twice and in any order, it is printed as it happened."""
    assert underlag_list(items) == (POLICY, MEETING, REMISS)


def test_a_decision_lists_what_it_stands_on_and_nothing_else() -> None:
    """The list in a document is that document's own."""
    assert underlag_list([REMISS, MEETING, POLICY], "it") == (POLICY, REMISS)


def test_a_date_that_says_nothing_comes_last_and_is_asked_about() -> None:
    """It stays in the list, where somebody will see it."""
    undated = replace(POLICY, key="x", dated="förr")
    assert underlag_list([undated, REMISS])[-1] == undated
    (fault,) = underlag_faults([undated, REMISS])
    assert "”förr”" in str(fault)


def test_what_is_cited_is_not_removed_and_the_decisions_are_named() -> None:
    """A decision that stands on a document that is gone stands on nothing."""
    refused = without_underlag([POLICY, MEETING], "policy", {"it": "Gemensam IT"})
    assert isinstance(refused, Fault)
    assert refused.found == "hänvisningar från ”Gemensam IT”, ”plan”"
    assert without_underlag([POLICY, MEETING], "mote", {}) == (POLICY,)


@pytest.mark.parametrize("column", ["key", "title", "kind", "dated"])
def test_what_an_underlag_must_say_is_asked_for(column: str) -> None:
    """Without title, kind and date nobody can find it."""
    assert len(underlag_faults([replace(MEETING, **{column: ""})])) == 1


def test_two_documents_under_one_key_are_said() -> None:
    """Else one of them would vanish from the list in silence."""
    assert underlag_faults([POLICY, POLICY, REMISS, MEETING]) == ()
    (fault,) = underlag_faults([POLICY, replace(POLICY, title="En annan")])
    assert "två olika underlag" in fault.found


def test_a_line_says_what_the_source_says_and_no_more() -> None:
    """What is missing leaves no empty place between commas."""
    assert underlag_line(MEETING) == "Ställningstaganden, styrgruppen, Kisa, 2 mars 2005"
    assert underlag_line(REMISS) == "Remissen, våren/sommaren 2005"
