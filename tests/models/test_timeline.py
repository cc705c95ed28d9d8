"""The order of the councils is that of the calendar, and the next one is the soonest planned."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from models.council_register import COUNCIL, CouncilDecision, DecisionStatus
from models.timeline import days_until, portfolio_differences, timeline_of, whose_turn

NAMES = {"a": "Kinda", "b": "Ödeshög", "c": "Boxholm"}
FIRST = date(2027, 3, 1)
TODAY = date(2027, 4, 1)


def adopted(code: str, days: int) -> CouncilDecision:
    """Return what a council adopted so many days after the first."""
    on = FIRST + timedelta(days)
    return CouncilDecision(code, COUNCIL, on, "", "", "text", DecisionStatus.ADOPTED)


def test_the_days_are_counted_from_the_first_council() -> None:
    """Three councils have two gaps between them."""
    seen = timeline_of([adopted("b", 28), adopted("a", 0), adopted("c", 7)], "abc", {}, TODAY)
    assert seen.order == ("a", "c", "b")
    assert seen.offsets == (0, 7, 28)
    assert seen.gaps == (7, 21)
    assert seen.span == 28
    assert days_until(FIRST - timedelta(10), seen) == 38


def test_before_the_first_council_nothing_has_taken_any_time() -> None:
    """No days is not zero days."""
    seen = timeline_of([], "abc", {}, TODAY)
    assert seen.span is None
    assert days_until(FIRST, seen) is None
    assert (
        whose_turn(seen, NAMES) == "Ingen dag är satt för fullmäktige i Kinda, Ödeshög och Boxholm."
    )


def test_whose_turn_it_is_follows_the_planned_days() -> None:
    """The soonest is next, the last one is named, and a day that has passed is no plan."""
    planned = {"a": date(2027, 6, 1), "b": date(2027, 4, 12), "c": date(2027, 3, 15)}
    seen = timeline_of([], "abc", planned, TODAY)
    assert seen.coming == (("b", date(2027, 4, 12)), ("a", date(2027, 6, 1)))
    assert seen.unplanned == ("c",)
    assert whose_turn(seen, NAMES) == (
        "Näst i tur är fullmäktige i Ödeshög 2027-04-12. Sist är Kinda 2027-06-01, 50 dagar "
        "senare. Ingen dag är satt för fullmäktige i Boxholm."
    )


def test_today_counts_as_done_and_as_planned() -> None:
    """A council that meets tonight has its turn, and one that has met today has had it."""
    seen = timeline_of([adopted("a", 31)], "ab", {"b": TODAY}, TODAY)
    assert seen.days == (TODAY,)
    assert seen.coming == (("b", TODAY),)


def test_a_council_that_adopts_twice_counts_on_its_first_day() -> None:
    """To adopt it again does not make it later."""
    seen = timeline_of([adopted("a", 20), adopted("a", 5), adopted("a", 10)], "a", {}, TODAY)
    assert seen.days == (FIRST + timedelta(5),)


def test_when_all_have_adopted_it_is_nobodys_turn() -> None:
    """The sentence says so instead of being empty."""
    seen = timeline_of([adopted(code, 0) for code in "abc"], "abc", {"a": TODAY}, TODAY)
    assert seen.order == ("a", "b", "c")
    assert whose_turn(seen, NAMES) == "Alla fullmäktige har antagit en text."


@given(
    st.lists(st.tuples(st.sampled_from("abc"), st.integers(-40, 40))),
    st.randoms(use_true_random=False),
)
def test_the_timeline_holds_together_in_any_order_of_entry(
    entries: list[tuple[str, int]], random: object
) -> None:
    """The gaps add up to the span, every council stands once, and none is in the future."""
    decisions = [adopted(code, days) for code, days in entries]
    seen = timeline_of(decisions, "abc", {}, TODAY)
    assert sum(seen.gaps) == (seen.span or 0)
    assert sorted((*seen.order, *seen.unplanned)) == ["a", "b", "c"]
    assert all(day <= TODAY for day in seen.days)
    random.shuffle(decisions)  # type: ignore[attr-defined]
    assert timeline_of(decisions, "abc", {}, TODAY) == seen


def test_an_area_that_one_council_leaves_out_is_named() -> None:
    """Which questions to go on with is itself something all councils must say alike."""
    lists = {"a": ["it", "plan"], "b": ["plan", "it"], "c": ["it"]}
    assert portfolio_differences(lists, NAMES, {"plan": "Plan och bygg"}) == (
        "Plan och bygg: inte samstämmig. Saknas i listan från Boxholm.",
    )
    assert portfolio_differences({"a": ["it"], "b": ["it"]}, NAMES, {}) == ()
