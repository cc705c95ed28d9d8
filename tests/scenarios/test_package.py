"""The package: one text, the same hash in every habit, and what has moved since it was frozen."""

from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.joint_decision import missing
from models.pack import Pack
from scenarios.decision_text import as_written, changes, hash_of, hash_of_written
from scenarios.freeze import freeze
from scenarios.frozen import DecisionPoint, Frozen, Head, Package
from scenarios.package import moved, package
from scenarios.run import Outcome, run
from scenarios.scenario import Scenario
from scenarios.sharing import BY_KEY, Key
from scenarios.suggested import general_texts, suggested
from tests.scenarios.deciding_words import CODES, ready_words

AREA, TIME, LIVELY = "2", "2026-11-22 10:00", "04_kobyt_inriktning"


@pytest.fixture(scope="module")
def frozen(outcomes: Mapping[str, Outcome]) -> Frozen:
    """Plan and building merged by all five, shared by inhabitants."""
    return freeze(outcomes[LIVELY], AREA, Key(), BY_KEY, time=TIME)


@pytest.fixture(scope="module")
def ready(frozen: Frozen) -> Package:
    """The same with every word said."""
    return package(frozen, ready_words())


def test_every_habit_gives_the_same_hash(ready: Package):
    """”Att”-clauses or sentences: the councils adopt the same words."""
    heads = [Head(code, code, that_clauses=n % 2 == 0) for n, code in enumerate(CODES)]
    found = {hash_of_written(as_written(ready.points, head)) for head in heads}

    assert found == {ready.text_hash}
    assert {hash_of(ready.points, head) for head in heads} == {ready.text_hash}
    assert len({as_written(ready.points, head) for head in heads}) == 2


def test_a_changed_word_breaks_the_hash_and_is_pointed_out(ready: Package):
    """The number of the point, and the words then and now."""
    lines = list(as_written(ready.points, Head("0512", "Ydre", that_clauses=True)))
    lines[2] = lines[2].replace("Tranås", "Österbymo", 1)

    (found,) = changes(ready.points, lines)

    assert hash_of_written(lines) != ready.text_hash
    assert (found.number, found.master, found.found) == (3, "tranås", "österbymo")


def test_a_changed_figure_breaks_the_hash(ready: Package):
    """One digit in one amount is another decision."""
    lines = list(as_written(ready.points, Head("", "")))
    lines[1] = lines[1].replace("15\u00a0150", "15\u00a0151")

    assert hash_of_written(lines) != ready.text_hash


def test_a_point_added_or_left_out_is_a_difference(ready: Package):
    """Seven points are adopted, not six and not eight."""
    lines = as_written(ready.points, Head("", ""))

    assert changes(ready.points, lines) == ()
    assert changes(ready.points, lines[:-1])[0].found == ""
    assert changes(ready.points, (*lines, "8. Tillägg: Mera."))[0].master == ""


@given(
    st.lists(
        st.text(alphabet="abcåäö ATT,.:", min_size=1)
        .map(lambda t: " ".join(t.split()))
        .filter(bool),
        min_size=1,
        max_size=4,
    )
)
def test_the_habit_never_changes_the_hash(clauses: list[str]):
    """Whatever somebody has written in a clause."""
    points = (DecisionPoint(1, "Mål", tuple(clauses)),)

    assert hash_of(points, Head("", "", that_clauses=True)) == hash_of(points, Head("", ""))


def test_the_condition_names_every_council(ready: Package, frozen: Frozen):
    """Who must decide the same stands in what is decided."""
    condition = ready.points[-1].clauses[0]

    assert all(party.name in condition for party in frozen.parties)
    three = package(frozen, replace(ready_words(), least=3))
    assert "minst tre av kommunerna" in three.points[-1].clauses[0]


def test_every_key_is_in_the_table_once_and_every_amount_of_money_has_a_range(ready: Package):
    """The table is what the texts take their figures from."""
    keys = [figure.key for figure in ready.figures]

    assert len(keys) == len(set(keys))
    for figure in ready.figures:
        fixed = figure.key.endswith("utjamning") or figure.status == "beslutas"
        if figure.price_year is not None and not fixed:
            assert figure.low is not None
            assert "(" in figure.shown


def test_printed_amounts_add_up_to_the_printed_sum(ready: Package):
    """A councillor will add the column."""
    shown = {f.key: f.shown for f in ready.figures}

    def whole(key: str) -> int:
        return int(shown[key].split(" (")[0].replace("\u00a0", "").replace("−", "-"))

    for column in ("idag", "betalar", "forandring", "engang", "samordning"):
        each = sum(whole(f"ekonomi.{code}.{column}") for code in CODES)
        assert each == whole(f"ekonomi.alla.{column}")


def test_nothing_has_moved_when_nothing_has_changed(
    ready: Package, outcomes: Mapping[str, Outcome], pack: Pack
):
    """Frozen anew at another time it says the same."""
    now = freeze(outcomes[LIVELY], AREA, Key(), BY_KEY, time="2026-12-01 09:00")

    assert moved(ready, now, pack) == ()


def test_a_changed_key_is_the_cause_and_the_figures_follow(
    ready: Package, outcomes: Mapping[str, Outcome], pack: Pack
):
    """First what was changed, then what it did to each."""
    now = freeze(outcomes[LIVELY], AREA, Key("equal"), BY_KEY, time=TIME)
    found = moved(ready, now, pack)

    assert (found[0].what, found[0].then, found[0].now) == (
        "Kostnadsnyckel",
        "Invånare",
        "Lika delar",
    )
    assert [row.cause for row in found].count(True) == 1
    assert any("Ydre: betalar" in row.what for row in found)


def test_a_changed_decision_is_told_by_its_name(
    ready: Package, pack: Pack, shipped: Mapping[str, Scenario]
):
    """Another first year: the decision is named, and figures by year come and go."""
    scenario = shipped[LIVELY]
    later = replace(scenario, decide=replace(scenario.decide, first_year=2028))
    now = freeze(run(pack, later), AREA, Key(), BY_KEY, time=TIME)
    found = moved(ready, now, pack)

    assert any(row.cause and "2028" in row.now for row in found)
    assert any(row.now == "finns inte längre" for row in found)


def test_the_same_package_has_the_same_version_and_another_has_not(frozen: Frozen):
    """The id on every page is that of the figures and the words."""
    words = ready_words()

    assert package(frozen, words).version == package(frozen, words).version
    assert package(frozen, replace(words, least=3)).version != package(frozen, words).version


def test_what_is_suggested_still_has_to_be_said(frozen: Frozen):
    """Suggestions fill in what the plan knows and leave the general goal to be made specific."""
    words = suggested(frozen)
    found = [str(lack) for lack in missing(words, CODES, general_texts(AREA))]

    assert words.leadership.town == "Tranås"
    assert any("allmänna texten" in lack for lack in found)
    assert not any("nuläge" in lack for lack in found)
