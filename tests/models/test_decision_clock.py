"""From five councils to one start: the last decides, the others do not; faults all at once."""

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.calendar_of_law import election_day, is_election_year, is_weekend
from models.council_dates import CouncilDates
from models.decision_clock import Clock, clock
from models.words import day

NAMES = {"0513": "Kinda", "0509": "Ödeshög", "0560": "Boxholm", "0512": "Ydre", "0687": "Tranås"}


def dates(code: str, council: date | None, **steps: date) -> CouncilDates:
    """Return a municipality's dates, the earlier steps in good time unless told otherwise."""
    first = council or date(2027, 3, 1)
    before = {
        "union_info": first - timedelta(days=60),
        "union_talks": first - timedelta(days=30),
        "committee": first - timedelta(days=25),
        "executive_committee": first - timedelta(days=14),
    }
    return CouncilDates(code, NAMES[code], council=council, **(before | steps))


def five(*days: int) -> list[CouncilDates]:
    """Return the five with their councils that many days into 2027."""
    first = date(2027, 1, 1)
    return [dates(code, first + timedelta(d)) for code, d in zip(NAMES, days, strict=True)]


def said(found: Clock) -> str:
    """Return every warning as it is read."""
    return "\n".join(warned.sentence for warned in found.warnings)


def test_the_chain_of_a_council_is_thirty_seven_days() -> None:
    """14 to approve, 2 to post, 21 to appeal."""
    (chain,) = clock([dates("0513", date(2027, 2, 1))]).chains
    assert chain.approved_by == date(2027, 2, 15)
    assert chain.posted_by == date(2027, 2, 17)
    assert chain.final == chain.ready == date(2027, 3, 10)


def test_the_earliest_start_is_the_last_council_and_thirty_seven_days() -> None:
    """And the municipality that decides it is named."""
    found = clock(five(59, 31, 45, 80, 10))
    assert found.faults == ()
    assert found.start == date(2027, 1, 1) + timedelta(80 + 37)
    assert found.critical == ("Ydre",)
    assert "Ydre avgör" in found.sentence
    assert day(found.start) in found.sentence


def test_signing_comes_after_the_last_decision() -> None:
    """The days are added once."""
    plain, signed = clock(five(1, 2, 3, 4, 5)), clock(five(1, 2, 3, 4, 5), signing_days=9)
    assert plain.start is not None
    assert signed.start == plain.start + timedelta(9)
    assert signed.last_final == plain.last_final


@given(days=st.tuples(*[st.integers(0, 300)] * 5))
def test_the_start_follows_the_last_council(days: tuple[int, ...]) -> None:
    """The critical ones are those of the last day, every one of them named."""
    found = clock(five(*days))
    last = date(2027, 1, 1) + timedelta(max(days))
    assert found.start == last + timedelta(37)
    names = zip(NAMES.values(), days, strict=True)
    assert found.critical == tuple(name for name, d in names if d == max(days))
    for chain in found.chains:
        assert (chain.slack_days == 0) is (chain.name in found.critical)
        assert chain.latest_council == last


@given(days=st.tuples(*[st.integers(0, 300)] * 5), who=st.integers(0, 4), share=st.floats(0, 1))
def test_moving_a_council_within_its_slack_changes_nothing(
    days: tuple[int, ...], who: int, share: float
) -> None:
    """One day beyond the slack moves the start by one day."""
    before = five(*days)
    found = clock(before)
    slack = found.chains[who].slack_days
    assert slack is not None
    assert found.start is not None
    moved = list(before)
    code = moved[who].code
    moved[who] = dates(code, date(2027, 1, 1) + timedelta(days[who] + round(slack * share)))
    assert clock(moved).start == found.start
    moved[who] = dates(code, date(2027, 1, 1) + timedelta(days[who] + slack + 1))
    assert clock(moved).start == found.start + timedelta(1)


@given(days=st.tuples(*[st.integers(0, 300)] * 5))
def test_the_gain_is_what_an_early_critical_council_would_give(days: tuple[int, ...]) -> None:
    """Moved to the first day it changes the start by just that much; several share, none gains."""
    before = five(*days)
    found = clock(before)
    assert found.start is not None
    at = days.index(max(days))
    early = list(before)
    early[at] = dates(early[at].code, date(2027, 1, 1))
    assert (found.start - (clock(early).start or found.start)).days == found.gain_days
    if len(found.critical) > 1:
        assert found.gain_days == 0
        assert "tillsammans" in found.sentence


def test_one_municipality_alone_moves_its_own_start() -> None:
    """There is nobody else to wait for."""
    found = clock([dates("0513", date(2027, 2, 1))])
    assert found.gain_days is None
    assert "flyttas starten" in found.sentence


def test_a_known_posting_is_counted_from_instead() -> None:
    """Posted after a week: the appeal ends three weeks later, and the council cannot move."""
    known = dates("0513", date(2027, 2, 1), posted=date(2027, 2, 8))
    found = clock([known, dates("0509", date(2027, 1, 20))])
    assert found.chains[0].final == date(2027, 3, 1)
    assert found.chains[0].slack_days is None
    assert found.chains[0].latest_council is None
    assert found.start == date(2027, 3, 1)


def test_without_every_council_there_is_no_start_and_the_missing_are_named() -> None:
    """Missing stays missing; the chains of the others are there all the same."""
    some = [dates("0513", date(2027, 2, 1)), dates("0509", None), dates("0560", None)]
    found = clock(some)
    assert found.start is None
    assert found.last_final is None
    assert found.critical == ()
    assert [chain.name for chain in found.chains] == ["Kinda"]
    assert found.without_council == ("Ödeshög", "Boxholm")
    assert "Ödeshög och Boxholm" in found.sentence
    assert found.missing[0].sentence == "Ödeshög: kommunfullmäktige – uppgift saknas"


def test_a_missing_earlier_step_is_named_and_stops_no_start() -> None:
    """The start is arithmetic on the councils; the gap is said beside it."""
    bare = CouncilDates("0513", "Kinda", council=date(2027, 2, 1))
    found = clock([bare])
    assert found.start == date(2027, 3, 10)
    (gap,) = found.missing
    assert gap.steps == ("union_info", "union_talks", "committee", "executive_committee")


def test_no_municipality_gives_no_start() -> None:
    """An empty list is answered, not an error."""
    assert clock([]).start is None
    assert "alla kommuner" in clock([]).sentence


COUNCIL = date(2027, 3, 1)


@pytest.mark.parametrize(
    ("steps", "part"),
    [
        ({"union_talks": date(2027, 3, 2)}, "11 § medbestämmandelagen"),
        ({"executive_committee": date(2027, 3, 2)}, "5 kap. 28 §"),
        ({"union_info": date(2027, 2, 20)}, "19 § medbestämmandelagen"),
        ({"committee": date(2027, 2, 20)}, "5 kap. 26–28 §§"),
        ({"posted": date(2027, 2, 28)}, "8 kap. 12 §"),
        ({"posted": date(2027, 3, 18)}, "5 kap. 69 §"),
    ],
)
def test_dates_out_of_order_are_told_with_the_municipality(
    steps: dict[str, date], part: str
) -> None:
    """The message says where, what was found, what was expected and what to do."""
    found = clock([dates("0512", COUNCIL, **steps)])
    assert found.start is None
    assert found.faults
    assert any(part in str(fault) for fault in found.faults)
    for fault in found.faults:
        assert fault.municipality == "0512"
        assert re.match(r"Ydre, kolumn .+: fann .+; väntade .+\. Gör så här: .+", str(fault))
    assert "rättade" in found.sentence


@pytest.mark.parametrize(
    "steps",
    [
        {"union_talks": COUNCIL, "executive_committee": COUNCIL},
        {"posted": COUNCIL},
        {"posted": date(2027, 3, 17)},
    ],
)
def test_the_same_day_and_the_last_day_are_in_order(steps: dict[str, date]) -> None:
    """A limit is within."""
    assert clock([dates("0512", COUNCIL, **steps)]).faults == ()


def test_every_fault_is_told_at_once() -> None:
    """Two municipalities, a municipality twice and signing before the decision."""
    wrong = [
        dates("0512", COUNCIL, union_talks=date(2027, 3, 5)),
        dates("0513", COUNCIL, executive_committee=date(2027, 3, 5)),
        dates("0513", COUNCIL),
    ]
    found = clock(wrong, signing_days=-1)
    assert {fault.municipality for fault in found.faults} == {"", "0512", "0513"}
    assert len(found.faults) == 4


@pytest.mark.parametrize(
    ("year", "expected"),
    [(2022, date(2022, 9, 11)), (2026, date(2026, 9, 13)), (2030, date(2030, 9, 8))],
)
def test_elections_are_held_on_the_second_sunday_of_september(year: int, expected: date) -> None:
    """2022 and 2026 as they were held."""
    assert is_election_year(year)
    assert not is_election_year(year + 1)
    assert not is_election_year(year + 2)
    assert election_day(year) == expected
    assert is_weekend(expected)


@pytest.mark.parametrize(
    ("council", "part"),
    [
        (date(2030, 9, 7), ""),
        (date(2030, 9, 8), "avgående ledamöterna"),
        (date(2030, 9, 9), "avgående ledamöterna"),
        (date(2030, 10, 14), "avgående ledamöterna"),
        (date(2030, 10, 15), "nyvalda, som det året också"),
        (date(2030, 12, 16), "nyvalda, som det året också"),
        (date(2031, 10, 15), ""),
    ],
)
def test_a_council_in_an_election_autumn_is_warned_of(council: date, part: str) -> None:
    """5 kap. 9 §: the new council's term begins on 15 October."""
    text = said(clock([dates("0513", council)]))
    assert ("5 kap. 9 §" in text) is bool(part)
    assert part in text


def test_councils_on_both_sides_of_the_change_are_named() -> None:
    """Four outgoing councils and one newly elected do not decide with the same members."""
    councils = [dates("0513", date(2030, 10, 7)), dates("0512", date(2030, 10, 21))]
    text = said(clock(councils))
    assert "Kinda beslutar före, Ydre efter" in text
    same = [dates("0513", date(2030, 10, 21)), dates("0512", date(2030, 10, 28))]
    assert "beslutar före" not in said(clock(same))


def test_a_proposal_of_the_outgoing_board_to_the_new_council_is_warned_of() -> None:
    """The board before the change, the council after."""
    late = dates("0513", date(2030, 10, 21), executive_committee=date(2030, 10, 8))
    assert "Kommunstyrelsen i Kinda lägger sitt förslag" in said(clock([late]))


@pytest.mark.parametrize(
    ("council", "board", "part"),
    [
        (date(2027, 11, 30), date(2027, 10, 31), ""),
        (date(2027, 11, 30), date(2027, 11, 1), "11 kap. 8 §"),
        (date(2027, 12, 1), date(2027, 10, 1), "11 kap. 10 och 15 §§"),
        (date(2027, 3, 1), date(2027, 2, 1), "11 kap. 10 och 15 §§"),
    ],
)
def test_a_decision_after_the_budget_is_warned_of(council: date, board: date, part: str) -> None:
    """October for the board's proposal, November for the council's budget."""
    found = clock([CouncilDates("0513", "Kinda", executive_committee=board, council=council)])
    assert ("11 kap." in said(found)) is bool(part)
    assert part in said(found)


def test_the_year_after_an_election_has_the_new_councils_budget() -> None:
    """11 kap. 10 § second paragraph; other years nothing is said."""
    assert "Budgeten för 2031 fastställs av nyvalda fullmäktige efter valet" in said(
        clock([dates("0513", date(2030, 12, 2))])
    )
    assert "efter valet den" not in said(clock([dates("0513", date(2027, 12, 2))]))


def test_an_appeal_that_ends_on_a_weekend_is_warned_of() -> None:
    """37 days from Monday 1 February is a Wednesday, from Thursday the 4th a Saturday."""
    assert "(1930:173)" not in said(clock([dates("0513", date(2027, 2, 1))]))
    late = clock([dates("0513", date(2027, 2, 4))])
    assert is_weekend(late.chains[0].final)
    assert "(1930:173)" in said(late)


def test_a_step_with_the_unions_after_the_appeal_moves_the_start() -> None:
    """Information that is planned later than the last appeal is waited for."""
    late = replace(dates("0513", date(2027, 2, 1)), union_info=date(2027, 4, 1), union_talks=None)
    late = replace(late, executive_committee=None)
    found = clock([late, dates("0512", date(2027, 2, 1))])
    assert found.start == date(2027, 4, 1)
    assert found.critical == ("Kinda",)
    # The council is not what Kinda waits for: it may move until its appeal ends the same day.
    assert [chain.slack_days for chain in found.chains] == [22, 22]
