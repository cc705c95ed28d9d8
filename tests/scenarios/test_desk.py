"""One light for an area: green only when all is said, holds, and every council has the same."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

import pytest

from models.accord import Light
from models.council_register import COUNCIL, CouncilDecision, DecisionStatus, Position, Stance
from models.joint_decision import Point
from scenarios.desk import (
    CouncilFile,
    Draft,
    begun,
    empty_file,
    portfolio,
    refrozen,
    rewritten,
    standing,
)
from scenarios.freeze import freeze
from scenarios.frozen import Package
from scenarios.package import Moved, package
from scenarios.run import Outcome
from scenarios.sharing import BY_KEY, Key
from tests.scenarios.deciding_words import CODES, ready_words

TODAY = date(2027, 6, 1)
NAMES = dict(zip(CODES, ("Kinda", "Ödeshög", "Boxholm", "Ydre", "Tranås"), strict=True))


@pytest.fixture(scope="module")
def ready(outcomes: Mapping[str, Outcome]) -> Package:
    """Plan and building merged by all five, with every word said."""
    outcome = outcomes["04_kobyt_inriktning"]
    frozen = freeze(outcome, "2", Key(), BY_KEY, time="2026-11-22 10:00")
    return package(frozen, ready_words())


def draft_of(found: Package) -> Draft:
    """Return the draft that a package was frozen from."""
    return refrozen(begun(found.frozen, found.words), found)


def adopted(codes: Sequence[str], text_hash: str) -> list[CouncilFile]:
    """Return everybody's papers, in which some councils have adopted a text, a month apart."""
    files = []
    for n, code in enumerate(CODES):
        file = empty_file("2", code, NAMES[code])
        if code in codes:
            day = date(2027, 1 + n, 15)
            decision = CouncilDecision(
                code, COUNCIL, day, f"§ {n}", "", text_hash, DecisionStatus.ADOPTED
            )
            file = replace(file, decisions=(decision,))
        files.append(file)
    return files


def of(
    found: Package | None,
    draft: Draft | None,
    files: Sequence[CouncilFile],
    moves: Sequence[Moved] = (),
):
    """Return how an area stands."""
    return standing("Plan och bygg", "2", found, draft, moves, files, (), TODAY)


def test_nothing_frozen_is_not_begun():
    """An area nobody has touched has no version and is not ready."""
    found = of(None, None, adopted((), ""))

    assert found.light is Light.RED
    assert found.version == ""
    assert not found.ready


def test_green_when_five_have_adopted_the_same_words(ready: Package):
    """And in accord on the day of the last."""
    found = of(ready, draft_of(ready), adopted(CODES, ready.text_hash))

    assert found.light is Light.GREEN
    assert found.reasons == ()
    assert found.accord is not None
    assert found.accord.since == date(2027, 5, 15)
    assert found.ready


def test_four_of_five_is_not_green_and_names_the_fifth(ready: Package):
    """Nothing is called decided before the last."""
    found = of(ready, draft_of(ready), adopted(CODES[:4], ready.text_hash))

    assert found.light is Light.AMBER
    assert any("Tranås" in reason for reason in found.reasons)


def test_another_text_in_one_council_breaks_it_for_all(ready: Package):
    """Four with the same words and one with its own are not in accord."""
    files = adopted(CODES, ready.text_hash)
    files[3] = adopted(CODES, "en annan text")[3]

    found = of(ready, draft_of(ready), files)

    assert found.light is not Light.GREEN
    assert found.accord is not None
    assert not found.accord.reached
    assert any("Ydre: orden skiljer" in reason for reason in found.reasons)


def test_one_doubt_turns_it_yellow(ready: Package):
    """The municipality and the point are named, with the reason."""
    files = adopted((), "")
    doubt = Position(
        "0512", str(Point.ECONOMY.value), Stance.DOUBTFUL, "för dyrt", "KS", "KS", TODAY
    )
    files[3] = replace(files[3], positions=(doubt,))

    found = of(ready, draft_of(ready), files)

    assert found.light is Light.AMBER
    assert any("Ydre, Ekonomi: tveksam" in reason for reason in found.reasons)


def test_what_has_moved_turns_green_to_yellow_and_says_why(ready: Package):
    """Also after every council has adopted: what they adopted is no longer what the plan says."""
    moves = (
        Moved("Kostnadsnyckel", "Invånare", "Lika delar", True),
        Moved("Ydre: betalar", "5", "9", False),
    )

    found = of(ready, draft_of(ready), adopted(CODES, ready.text_hash), moves)

    assert found.light is Light.AMBER
    assert "Kostnadsnyckel: Invånare → Lika delar" in found.reasons[0]
    assert "1 tal" in found.reasons[0]
    assert not found.ready


def test_rewritten_words_are_told_by_their_point(ready: Package):
    """A draft that says something else than the package names the points."""
    draft = draft_of(ready)
    words = replace(
        draft.words, leadership=replace(draft.words.leadership, post="en annan befattning")
    )

    assert rewritten(ready, draft.words) == ()
    assert rewritten(ready, words) == (Point.LEADERSHIP,)
    assert rewritten(ready, replace(words, least=3)) == (Point.LEADERSHIP, Point.GOVERNANCE)
    found = of(ready, replace(draft, words=words), adopted(CODES, ready.text_hash))
    assert found.light is Light.AMBER
    assert "ordalydelsen i operativ ledning" in found.reasons[0]


def test_a_word_missing_keeps_green_away(ready: Package):
    """Adopted by all, but with a gap in it: somebody must look."""
    words = replace(ready.words, money=replace(ready.words.money, financing=""))
    found = of(
        package(ready.frozen, words), None, adopted(CODES, package(ready.frozen, words).text_hash)
    )

    assert found.light is Light.AMBER
    assert found.filled == tuple(point for point in Point if point is not Point.ECONOMY)


def test_a_quorum_is_enough_when_the_text_says_so(ready: Package):
    """At least three of five: in accord on the day of the third, without the others."""
    least = package(ready.frozen, replace(ready.words, least=3))

    found = of(least, draft_of(least), adopted(CODES[:3], least.text_hash))

    assert found.accord is not None
    assert found.accord.since == date(2027, 3, 15)
    assert found.light is Light.GREEN


def test_a_portfolio_is_the_areas_added_up(ready: Package, outcomes: Mapping[str, Outcome]):
    """A loss in one area is held against the gain in another; the range is never too narrow."""
    other = freeze(outcomes["04_kobyt_inriktning"], "1", Key(), BY_KEY, time="")
    found = portfolio((ready.frozen, other), "0512")
    each = [
        next(row.change for row in frozen.economy if row.code == "0512")
        for frozen in (ready.frozen, other)
    ]

    assert found.value == pytest.approx(sum(change.value for change in each))
    assert found.low <= found.value <= found.high
    assert found.high - found.low == pytest.approx(sum(c.high - c.low for c in each))
