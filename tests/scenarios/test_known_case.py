"""Itsam as it went: what the sources say comes out again, and what is reckoned says so."""

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from itertools import pairwise

import pytest

from models.entities import FactKind, KnownFact, Status
from models.pack import Pack
from scenarios.known_case import (
    CaseFigure,
    Certainty,
    KeyChange,
    KnownCase,
    KnownExit,
    Premise,
    burden,
    foreseen,
    key_change,
    known_cases,
    known_exit,
    phased,
)

KINDA, VIMMERBY, ATVIDABERG = "0513", "0884", "0561"
REST = ("0560", "0512", "0509")  # Boxholm, Ydre and Ödeshög


@pytest.fixture
def itsam(pack: Pack) -> KnownCase:
    """The shipped case."""
    (case,) = known_cases(pack)
    return case


@pytest.fixture
def change(itsam: KnownCase) -> KeyChange:
    """What the new key did."""
    found = key_change(itsam)
    assert found is not None
    return found


@pytest.fixture
def exit_(itsam: KnownCase) -> KnownExit:
    """What Kinda's exit did."""
    found = known_exit(itsam)
    assert found is not None
    return found


def changed(case: KnownCase, how: Callable[[KnownFact], KnownFact | None]) -> KnownCase:
    """Return the case with each fact changed, or taken out."""
    facts = (how(fact) for fact in case.facts)
    return replace(case, facts=tuple(fact for fact in facts if fact is not None))


def without(case: KnownCase, *kinds: FactKind) -> KnownCase:
    """Return the case without some kinds of facts."""
    return changed(case, lambda fact: None if fact.kind in kinds else fact)


def with_value(case: KnownCase, kind: FactKind, code: str, value: float) -> KnownCase:
    """Return the case with another value of one fact."""
    return changed(
        case,
        lambda fact: (
            replace(fact, value=value) if (fact.kind, fact.municipality) == (kind, code) else fact
        ),
    )


def figures(record: object) -> Iterator[CaseFigure]:
    """Return every figure within a record, however deep."""
    if isinstance(record, CaseFigure):
        yield record
    elif isinstance(record, tuple):
        for part in record:
            yield from figures(part)
    elif is_dataclass(record):
        for field in fields(record):
            yield from figures(getattr(record, field.name))


def of(change: KeyChange) -> dict[str, float]:
    """Return the changes by code."""
    return {row.member.code: row.change.value for row in change.rows}


def test_the_case_has_its_six_members_by_name(itsam: KnownCase) -> None:
    """Two of them are no members of the pack: their names come from the official codes."""
    assert itsam.label == "Kommunalförbundet Itsam"
    assert [m.name for m in itsam.members] == [
        "Boxholm",
        "Kinda",
        "Ydre",
        "Ödeshög",
        "Åtvidaberg",
        "Vimmerby",
    ]


def test_who_the_case_and_the_pack_share_has_the_same_inhabitants_in_both(
    pack: Pack, itsam: KnownCase
) -> None:
    """The same figure stands in two tables: they may not drift apart."""
    shared = [m.code for m in itsam.members if m.code in pack.key_figures]
    assert len(shared) == 4
    for code in shared:
        for year in itsam.years(FactKind.INHABITANTS):
            figure, known = (
                pack.key_figure(code, "folkmangd", year),
                itsam.fact(FactKind.INHABITANTS, code, year),
            )
            assert figure is not None
            assert known is not None
            assert known.value == figure.value


# FX-7: the new key.


def test_the_key_moves_what_the_sources_say(change: KeyChange) -> None:
    """Kinda +600, Vimmerby −1 200, Åtvidaberg −730 tkr; left for the three others +1 330 tkr."""
    rows = {row.member.code: row.change for row in change.rows}
    told = {KINDA: 600_000, VIMMERBY: -1_200_000, ATVIDABERG: -730_000}
    assert {code: rows[code].value for code in told} == told
    assert {rows[code].certainty for code in told} == {Certainty.REPORTED}
    assert change.together is not None
    assert (change.together.value, change.together.certainty) == (1_330_000, Certainty.DERIVED)
    assert {m.code for m in change.untold} == set(REST)


def test_each_of_those_without_an_amount_rises_as_the_source_says(change: KeyChange) -> None:
    """The split between the three is by inhabitants: 1 330 000 · 5 449 / 14 515 for Boxholm."""
    rows = {row.member.code: row for row in change.rows}
    for code in REST:
        assert rows[code].change.value > 0
        assert rows[code].direction is not None
        assert rows[code].change.certainty is Certainty.ESTIMATED
        assert Premise.REST_BY_INHABITANTS in rows[code].change.premises
    assert rows["0560"].change.value == pytest.approx(1_330_000 * 5_449 / 14_515)
    assert all(row.agrees for row in change.rows)
    assert [code for code, row in rows.items() if row.direction] == list(REST)


def test_a_split_against_the_sources_direction_shows(itsam: KnownCase) -> None:
    """Were Kinda's rise 2 mnkr the three would fall, and the source says that they rise."""
    found = key_change(with_value(itsam, FactKind.KEY_CHANGE, KINDA, 2_000_000))
    assert found is not None
    assert not any(row.agrees for row in found.rows if row.member.code in REST)


def test_what_one_pays_less_another_pays_more(change: KeyChange) -> None:
    """Every year of the phase-in adds up to nothing; the last is the change in full."""
    for years in (0, 1, 4, 10):
        plan = phased(change, years)
        assert len(plan) == years + 1
        for row in plan:
            assert sum(figure.value for figure in row.changes) == pytest.approx(0, abs=1e-6)
        assert [f.value for f in plan[-1].changes] == pytest.approx(list(of(change).values()))
    half = phased(change, 2)[1]
    assert half.changes[1].value == pytest.approx(300_000)
    assert half.changes[1].certainty is Certainty.DERIVED


def test_the_pool_is_what_vimmerby_pays_after_over_its_inhabitants(change: KeyChange) -> None:
    """(4,9 − 1,2) mnkr · 51 731 / 15 764 = 12,1 mnkr; 16,1 if 4,9 is after the change."""
    assert change.pool is not None
    assert change.pool_if_after is not None
    assert change.pool.value == pytest.approx(3_700_000 * 51_731 / 15_764)
    assert change.pool_if_after.value == pytest.approx(4_900_000 * 51_731 / 15_764)
    assert Premise.GRANT_IS_BEFORE in change.pool.premises
    assert Premise.GRANT_IS_AFTER in change.pool_if_after.premises
    parts = [(row.before, row.after) for row in change.rows]
    assert sum(before.value for before, _ in parts if before) == pytest.approx(change.pool.value)
    assert sum(after.value for _, after in parts if after) == pytest.approx(change.pool.value)
    for row in change.rows:
        assert row.before is not None
        assert row.after is not None
        assert row.before.value > 0
        assert row.after.value - row.before.value == pytest.approx(row.change.value)


def test_no_pool_without_a_base_grant(itsam: KnownCase) -> None:
    """The change itself stands all the same."""
    found = key_change(without(itsam, FactKind.BASE_GRANT))
    assert found is not None
    assert (found.pool, found.pool_if_after) == (None, None)
    assert {(row.before, row.after) for row in found.rows} == {(None, None)}
    assert of(found)[KINDA] == 600_000


def test_one_left_alone_has_the_rest_and_it_is_derived(itsam: KnownCase) -> None:
    """With five of six told, nothing is estimated: the sum is zero."""
    told = {"0560": 500_000.0, "0512": 300_000.0}
    facts = [
        replace(fact, municipality=code, value=value)
        for fact in itsam.facts
        if (fact.kind, fact.municipality) == (FactKind.KEY_CHANGE, KINDA)
        for code, value in told.items()
    ]
    found = key_change(replace(itsam, facts=(*itsam.facts, *facts)))
    assert found is not None
    row = next(row for row in found.rows if row.member.code == "0509")
    assert (row.change.value, row.change.certainty) == (530_000, Certainty.DERIVED)
    assert sum(of(found).values()) == 0


# FX-9: the exit.


def test_the_exit_is_the_one_in_the_sources(exit_: KnownExit) -> None:
    """36 months' notice; Kinda was outside from 1 April 2024, nine months of that year."""
    assert (exit_.leaver.code, exit_.year) == (KINDA, 2024)
    assert exit_.notice is not None
    assert (exit_.notice.value, exit_.notice.certainty) == (36, Certainty.REPORTED)
    assert (exit_.months.value, exit_.months.certainty) == (9, Certainty.DERIVED)
    assert KINDA not in {m.code for m in exit_.remaining}


def test_inhabitants_say_nearly_what_vimmerby_is_reported_to_pay(exit_: KnownExit) -> None:
    """25,8 of 85 mnkr is 30,4 %; its inhabitants are 30,5 % and the director said 29."""
    (row,) = exit_.shares
    assert row.member.code == VIMMERBY
    assert row.of_total.value == pytest.approx(0.3035, abs=5e-5)
    assert row.of_inhabitants.value == pytest.approx(0.3047, abs=5e-5)
    assert row.as_said is not None
    assert row.as_said.value == 0.29


def test_what_the_deficit_says_about_the_fixed_share(exit_: KnownExit) -> None:
    """The fixed share is 6,8 / (9 915 / 51 731 · 85 · 9/12) = 0,56."""
    assert exit_.fixed is not None
    assert exit_.implied is not None
    assert exit_.fixed.value == pytest.approx(6.8 / (9_915 / 51_731 * 85 * 0.75))
    assert exit_.fixed.value == pytest.approx(0.5565, abs=5e-5)
    assert {
        Premise.DEFICIT_IS_THE_EXIT,
        Premise.COST_LEVEL_STANDS,
        Premise.COST_BY_INHABITANTS,
    } <= set(exit_.fixed.premises)
    assert exit_.implied.stranded.value == pytest.approx(6_800_000 * 12 / 9)


def test_those_left_pay_more_the_more_is_fixed(exit_: KnownExit) -> None:
    """FX-9: cost per inhabitant rises for everybody left, since the fixed cost stays."""
    shares = [burden(exit_, fixed) for fixed in (0.0, 0.3, 0.6, 1.0)]
    assert [b.stranded.value for b in shares] == pytest.approx(
        [fixed * exit_.cost.value for fixed in (0.0, 0.3, 0.6, 1.0)]
    )
    for less, more in pairwise(shares):
        assert less.per_inhabitant.value < more.per_inhabitant.value
        for one, other in zip(less.rows, more.rows, strict=True):
            assert one.amount.value < other.amount.value
    for found in shares:
        assert sum(row.amount.value for row in found.rows) == pytest.approx(found.stranded.value)
        assert [row.member for row in found.rows] == list(exit_.remaining)
    people = sum(figure.value for figure in exit_.inhabitants)
    assert shares[-1].per_inhabitant.value == pytest.approx(exit_.cost.value / people)


def test_no_exit_without_what_it_stands_on(itsam: KnownCase) -> None:
    """Missing is missing: no exit, no whole cost, no deficit."""
    assert known_exit(without(itsam, FactKind.EXIT_MONTH)) is None
    assert known_exit(without(itsam, FactKind.TOTAL_COST)) is None
    assert key_change(without(itsam, FactKind.KEY_CHANGE)) is None
    found = known_exit(without(itsam, FactKind.EXIT_DEFICIT, FactKind.NOTICE_MONTHS))
    assert found is not None
    assert (found.deficit, found.fixed, found.implied, found.notice) == (None, None, None, None)
    earlier = changed(
        itsam,
        lambda fact: replace(fact, year=2023) if fact.kind is FactKind.EXIT_DEFICIT else fact,
    )
    found = known_exit(earlier)
    assert found is not None
    assert found.deficit is None


# Before the decision.


def test_what_could_be_seen_needs_nothing_that_came_afterwards(itsam: KnownCase) -> None:
    """The warning is the same without the deficit."""
    assert foreseen(itsam, 0.3, 0.7) == foreseen(without(itsam, FactKind.EXIT_DEFICIT), 0.3, 0.7)


def test_the_warning_names_who_rises_and_what_the_others_bear(itsam: KnownCase) -> None:
    """Kinda most of all; 1 930 tkr a year changes hands, as sure as the two reported falls."""
    seen = foreseen(itsam, 0.3, 0.7)
    assert seen.key_change is not None
    assert seen.exit is not None
    assert [row.member.name for row in seen.key_change.raised] == [
        "Kinda",
        "Boxholm",
        "Ödeshög",
        "Ydre",
    ]
    assert [row.member.name for row in seen.key_change.lowered] == ["Vimmerby", "Åtvidaberg"]
    moved = seen.key_change.moved
    assert (moved.value, moved.certainty) == (1_930_000, Certainty.DERIVED)
    assert seen.exit.leaver.name == "Kinda"
    assert seen.exit.low.stranded.value < seen.exit.high.stranded.value


def test_a_case_without_a_decision_has_nothing_to_warn_of(itsam: KnownCase) -> None:
    """None, and no empty warning."""
    seen = foreseen(without(itsam, FactKind.KEY_CHANGE, FactKind.EXIT_MONTH), 0.3, 0.7)
    assert (seen.key_change, seen.exit) == (None, None)


# Every figure says how it is known.


def test_every_figure_says_how_it_is_known(
    itsam: KnownCase, change: KeyChange, exit_: KnownExit
) -> None:
    """Reported is in the source as it stands; an estimate has its premise; all have facts."""
    everything = (change, phased(change, 3), exit_, foreseen(itsam, 0.2, 0.8))
    found = list(figures(everything))
    assert {figure.certainty for figure in found} == set(Certainty)
    for figure in found:
        assert figure.unit
        if figure.certainty is Certainty.ESTIMATED:
            assert figure.premises
        if figure.certainty is Certainty.DERIVED:
            assert not figure.premises
            assert figure.facts
        if figure.certainty is Certainty.REPORTED:
            (fact,) = figure.facts
            percent = fact.kind is FactKind.MEMBER_PERCENT
            assert figure.value == (fact.value / 100 if percent else fact.value)
        assert figure.facts or figure.premises == (Premise.FIXED_IS_CHOSEN,)


def test_nothing_reported_is_overwritten(itsam: KnownCase, change: KeyChange) -> None:
    """What the sources say of a member's change and base grant stands where they are shown."""
    for row in change.rows:
        told = itsam.fact(FactKind.KEY_CHANGE, row.member.code)
        assert told is None or row.change == told
        grant = itsam.fact(FactKind.BASE_GRANT, row.member.code)
        if grant is not None:
            assert row.before is not None
            assert (row.before.value, row.before.certainty) == (grant.value, Certainty.REPORTED)


def test_an_estimate_in_the_pack_is_never_passed_off_as_reported(itsam: KnownCase) -> None:
    """What stands on it is an estimate too."""
    unsure = changed(
        itsam,
        lambda fact: (
            replace(fact, status=Status.ESTIMATE) if fact.kind is FactKind.KEY_CHANGE else fact
        ),
    )
    found = key_change(unsure)
    assert found is not None
    assert found.together is not None
    assert found.together.certainty is Certainty.ESTIMATED
    assert Premise.UNSURE_IN_SOURCE in found.together.premises
    assert {row.change.certainty for row in found.rows} == {Certainty.ESTIMATED}


def test_with_other_facts_other_figures(itsam: KnownCase, exit_: KnownExit) -> None:
    """Twice the deficit is twice the fixed share; twice the whole cost half of it."""
    assert exit_.fixed is not None
    twice = known_exit(with_value(itsam, FactKind.EXIT_DEFICIT, "", 13_600_000))
    dearer = known_exit(with_value(itsam, FactKind.TOTAL_COST, "", 170_000_000))
    assert twice is not None
    assert twice.fixed is not None
    assert twice.fixed.value == pytest.approx(2 * exit_.fixed.value)
    assert twice.fixed.value > 1  # the whole deficit cannot then be due to the exit
    assert dearer is not None
    assert dearer.fixed is not None
    assert dearer.fixed.value == pytest.approx(exit_.fixed.value / 2)


def test_what_the_whole_costs_after_the_exit_is_not_what_the_leaver_shared(
    itsam: KnownCase,
) -> None:
    """A later cost is of those left; one of the exit's own year would be the better one."""
    (total,) = (fact for fact in itsam.facts if fact.kind is FactKind.TOTAL_COST)
    for year, value in ((2025, 85_000_000), (2024, 1_000_000)):
        more = replace(total, year=year, value=1_000_000.0)
        found = known_exit(replace(itsam, facts=(*itsam.facts, more)))
        assert found is not None
        assert found.total.value == value
    alone = changed(
        itsam,
        lambda fact: replace(fact, year=2025) if fact.kind is FactKind.TOTAL_COST else fact,
    )
    assert known_exit(alone) is None


def test_who_leaves_is_a_row_and_not_a_name(itsam: KnownCase) -> None:
    """Were it Ydre that had the row, Ydre's inhabitants would decide what is left behind."""
    moved = changed(
        itsam,
        lambda fact: (
            replace(fact, municipality="0512") if fact.kind is FactKind.EXIT_MONTH else fact
        ),
    )
    found = known_exit(moved)
    assert found is not None
    assert found.leaver.name == "Ydre"
    assert found.share.value == pytest.approx(3_743 / 51_731)


def test_the_count_of_inhabitants_is_the_last_that_was_there(itsam: KnownCase) -> None:
    """A later count changes nothing of what was decided before it."""
    later = tuple(
        replace(fact, year=2023, value=1.0)
        for fact in itsam.facts
        if fact.kind is FactKind.INHABITANTS
    )
    found = replace(itsam, facts=(*itsam.facts, *later))
    assert found.inhabitants(2019) == itsam.inhabitants(2019)
    assert {figure.value for figure in found.inhabitants(2024)} == {1.0}
    assert found.inhabitants(2010) == itsam.inhabitants(2019)


def test_premises_name_nobody_and_no_amount(itsam: KnownCase) -> None:
    """The words hold for every case, so they cannot be about this one."""
    for premise in Premise:
        assert not any(sign.isdigit() for sign in premise)
        assert not any(m.name in premise for m in itsam.members)
