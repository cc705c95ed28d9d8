"""In accord means the same words in every council that must, and not one day before the last."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.accord import Accord, Light, Required, accord_of
from models.council_register import (
    BOARD,
    COUNCIL,
    WHOLE,
    CouncilDecision,
    DecisionStatus,
    Position,
    Stance,
)

NAMES = {"a": "Kinda", "b": "Ödeshög", "c": "Boxholm", "d": "Ydre", "e": "Tranås"}
ITEMS = {"mal": "Målen", "ekonomi": "Ekonomin"}
ALL = Required(tuple(NAMES), "text")
THREE = replace(ALL, quorum=3)
FIRST = date(2027, 1, 1)
TODAY = date(2027, 12, 31)


def adopted(code: str, days: int = 0, words: str = "text") -> CouncilDecision:
    """Return what a council adopted so many days after the first."""
    on = FIRST + timedelta(days)
    return CouncilDecision(code, COUNCIL, on, "", "", words, DecisionStatus.ADOPTED)


def position(code: str, stance: Stance, days: int = 0, item: str = "ekonomi") -> Position:
    """Return where a municipality stood so many days after the first."""
    on = FIRST + timedelta(days)
    return Position(code, item, stance, "nyckeln är oklar", "ekonomichefen", BOARD, on)


EVERY = [adopted(code, days * 10) for days, code in enumerate(NAMES)]
IN_FAVOUR = [position(code, Stance.FOR, item=WHOLE) for code in NAMES]


def accord(
    decisions: list[CouncilDecision],
    positions: list[Position] | None = None,
    required: Required = ALL,
    today: date = TODAY,
) -> Accord:
    """Return how the matter stands."""
    return accord_of(required, decisions, positions or [], NAMES, ITEMS, today)


def test_all_five_with_the_same_words_are_in_accord_from_the_last_day() -> None:
    """The fifth council is the one that counts."""
    seen = accord(EVERY)
    assert seen.since == FIRST + timedelta(40)
    assert seen.light is Light.GREEN
    assert seen.reasons == ()
    assert seen.waiting == ()
    assert seen.sentence.startswith("Samstämmigt sedan 2027-02-10")


@pytest.mark.parametrize("missing", NAMES)
def test_four_of_five_are_not_in_accord(missing: str) -> None:
    """Nothing is decided together until the last one has decided."""
    seen = accord([d for d in EVERY if d.code != missing])
    assert not seen.reached
    assert seen.waiting == (missing,)
    assert seen.sentence == f"4 av 5 fullmäktige har antagit texten. Återstår: {NAMES[missing]}."


def test_no_word_of_a_decision_is_said_before_the_last_council() -> None:
    """Who reads it aloud must not have said too much."""
    for day in range(-1, 40):
        seen = accord(EVERY, today=FIRST + timedelta(day))
        said = " ".join((seen.sentence, *seen.reasons)).casefold()
        assert not seen.reached
        assert "beslut" not in said
        assert "samstämmig" not in said
    assert accord(EVERY, today=FIRST + timedelta(40)).reached


def test_other_words_in_one_council_are_not_the_same_decision() -> None:
    """A word changed in one council is a matter for all five again."""
    seen = accord([*EVERY[:4], adopted("e", 40, "annan text")])
    assert not seen.reached
    assert seen.light is Light.AMBER
    assert seen.reasons == ("Tranås: orden skiljer. Fullmäktige antog en annan text 2027-02-10.",)


@pytest.mark.parametrize(
    "entry",
    [
        replace(EVERY[4], organ=BOARD),
        replace(EVERY[4], on=None),
        replace(EVERY[4], text_hash=""),
        replace(EVERY[4], status=DecisionStatus.DEFERRED),
        replace(EVERY[4], status=DecisionStatus.REMITTED),
        replace(EVERY[4], status=DecisionStatus.REJECTED),
    ],
)
def test_only_a_council_that_has_adopted_known_words_on_a_known_day_counts(
    entry: CouncilDecision,
) -> None:
    """The board proposes; a date or a text that nobody knows is no decision."""
    assert not accord([*EVERY[:4], entry]).reached


def test_words_that_nobody_has_written_are_adopted_by_nobody() -> None:
    """Two empty hashes are not two equal texts."""
    empty = [replace(d, text_hash="") for d in EVERY]
    assert not accord(empty, required=replace(ALL, text_hash="")).reached


@pytest.mark.parametrize(
    ("stance", "light"), [(Stance.DOUBTFUL, Light.AMBER), (Stance.AGAINST, Light.RED)]
)
def test_one_doubt_turns_the_light_and_names_who_and_what(stance: Stance, light: Light) -> None:
    """Everyone sees whose doubt it is, about what, why and who will settle it."""
    assert accord([], IN_FAVOUR).light is Light.GREEN
    seen = accord([], [*IN_FAVOUR, position("c", stance)])
    assert seen.light is light
    assert seen.reasons == (
        f"Boxholm, Ekonomin: {stance}. Skäl: nyckeln är oklar. Ägs av: ekonomichefen.",
    )


def test_a_doubt_is_settled_by_a_later_word_on_the_same_item() -> None:
    """What the owner has settled is history."""
    settled = [*IN_FAVOUR, position("c", Stance.DOUBTFUL), position("c", Stance.FOR, 5)]
    assert accord([], settled).light is Light.GREEN
    assert accord([], [*settled, position("c", Stance.AGAINST, 5)]).light is Light.RED


def test_a_council_settles_what_was_doubted_before_it_and_not_after() -> None:
    """Adopting the words answers earlier doubts; a doubt afterwards is a new one."""
    assert accord(EVERY, [position("c", Stance.DOUBTFUL, 19)]).light is Light.GREEN
    after = accord(EVERY, [position("c", Stance.DOUBTFUL, 21)])
    assert after.light is Light.AMBER
    assert after.reached


def test_what_nobody_has_treated_is_named() -> None:
    """Silence is not a yes."""
    seen = accord([], [position(code, Stance.FOR) for code in NAMES])
    assert seen.light is Light.AMBER
    assert seen.reasons[0] == "Kinda: ej behandlat (Målen)."
    assert accord([]).reasons[0] == "Kinda: ej behandlat (hela förslaget)."


def test_a_point_not_yet_written_keeps_the_light_from_green() -> None:
    """Five municipalities cannot be for a point that is not there."""
    seen = accord_of(ALL, [], IN_FAVOUR, NAMES, ITEMS, TODAY, unfilled=["Utvärderingen"])
    assert seen.light is Light.AMBER
    assert seen.reasons == ("Punkten ”Utvärderingen” är inte ifylld.",)


def test_a_council_that_says_no_stops_what_all_must_adopt() -> None:
    """The light is red until the words change or the council does."""
    no = replace(adopted("b", 50), status=DecisionStatus.REJECTED)
    seen = accord([*EVERY, no])
    assert not seen.reached
    assert seen.light is Light.RED
    assert seen.reasons == ("Ödeshög: fullmäktige har avslagit förslaget 2027-02-20.",)


def test_at_least_three_are_enough_when_that_is_the_condition() -> None:
    """The third council fulfils the condition; the two others stand outside."""
    two = accord(EVERY[:2], required=THREE)
    assert not two.reached
    assert two.sentence.startswith("2 av 5 fullmäktige har antagit texten, och minst 3 behövs.")
    three = accord(EVERY[:3], required=THREE)
    assert three.since == FIRST + timedelta(20)
    assert three.light is Light.GREEN
    assert three.adopted == ("a", "b", "c")
    assert "Villkoret om minst 3 kommuner är uppfyllt." in three.sentence
    assert accord(EVERY, required=THREE).since == three.since


def test_two_of_five_may_say_no_where_three_are_enough() -> None:
    """The third no makes three impossible."""
    no = [replace(adopted(c), status=DecisionStatus.REJECTED) for c in "cde"]
    assert accord(no[:2], required=THREE).light is Light.AMBER
    assert accord(no, required=THREE).light is Light.RED


def test_nobody_is_never_enough() -> None:
    """An agreement among none is no agreement."""
    seen = accord(EVERY, required=Required((), "text"))
    assert not seen.reached
    assert seen.light is Light.RED


@pytest.mark.parametrize(
    ("item", "label"), [(WHOLE, "förslaget som helhet"), ("bilaga_4", "bilaga_4")]
)
def test_a_doubt_about_the_whole_or_something_unlisted_is_seen(item: str, label: str) -> None:
    """A doubt is never lost because it fits no point; and it counts from the day it is said."""
    doubt = position("c", Stance.DOUBTFUL, 50, item)
    seen = accord(EVERY, [doubt], today=FIRST + timedelta(50))
    assert seen.light is Light.AMBER
    assert [reason.split(":")[0] for reason in seen.reasons] == [f"Boxholm, {label}"]
    assert accord(EVERY, [doubt], today=FIRST + timedelta(49)).light is Light.GREEN


ENTRIES = st.lists(
    st.builds(
        CouncilDecision,
        st.sampled_from(sorted(NAMES)),
        st.sampled_from([COUNCIL, BOARD]),
        st.dates(FIRST, FIRST + timedelta(9)),
        st.just(""),
        st.just(""),
        st.sampled_from(["text", "text", "annan", ""]),
        st.sampled_from([DecisionStatus.ADOPTED] * 5 + [*DecisionStatus]),
    ),
    max_size=12,
)
STANCES = st.lists(
    st.builds(
        Position,
        st.sampled_from(sorted(NAMES)),
        st.sampled_from([WHOLE, *ITEMS, "okand"]),
        st.sampled_from([*Stance]),
        st.sampled_from(["", "skäl"]),
        st.sampled_from(["", "ägare"]),
        st.just(BOARD),
        st.none() | st.dates(FIRST, FIRST + timedelta(9)),
    ),
    max_size=12,
)
QUORUM = st.none() | st.integers(1, 6)


@given(ENTRIES, STANCES, QUORUM, st.randoms(use_true_random=False))
def test_the_order_of_the_entries_does_not_matter(
    entries: list[CouncilDecision], stances: list[Position], quorum: int | None, random: object
) -> None:
    """Five secretaries type at their own pace."""
    required = replace(ALL, quorum=quorum)
    seen = accord(entries, stances, required)
    random.shuffle(entries)  # type: ignore[attr-defined]
    random.shuffle(stances)  # type: ignore[attr-defined]
    assert accord(entries, stances, required) == seen


@given(ENTRIES, st.permutations(sorted(NAMES)), st.integers(1, 4))
def test_one_more_council_never_makes_it_sooner(
    entries: list[CouncilDecision], codes: list[str], count: int
) -> None:
    """More that must agree can only take longer."""
    fewer = accord(entries, required=Required(tuple(codes[:count]), "text"))
    more = accord(entries, required=Required(tuple(codes[: count + 1]), "text"))
    assert not more.since or (fewer.since and fewer.since <= more.since)


@given(ENTRIES, st.integers(1, 4))
def test_a_higher_quorum_never_makes_it_sooner(entries: list[CouncilDecision], least: int) -> None:
    """Four take as long as three, or longer."""
    fewer = accord(entries, required=replace(ALL, quorum=least))
    more = accord(entries, required=replace(ALL, quorum=least + 1))
    assert not more.since or (fewer.since and fewer.since <= more.since)


@given(ENTRIES, STANCES, QUORUM)
def test_a_green_light_has_nothing_in_the_way_and_any_other_says_what(
    entries: list[CouncilDecision], stances: list[Position], quorum: int | None
) -> None:
    """A colour without a reason is of no use to a chair."""
    seen = accord(entries, stances, replace(ALL, quorum=quorum))
    assert (seen.light is Light.GREEN) == (not seen.reasons)
    assert {*seen.adopted} | {*seen.waiting} == {*NAMES}
