"""Where things lie: travel reckoned by hand, locked rent, and an office moved there and back."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from models.decisions import Choice, Decisions
from models.entities import Alternative, Placement
from models.location import straight_km
from models.pack import Pack
from scenarios.places import (
    all_jobs,
    all_locked_rent,
    flows,
    jobs,
    leases,
    offices,
    organisations,
    outside_members,
    possible_seats,
    relocate,
    rents,
    travel,
    with_choice,
)
from scenarios.run import Outcome, run
from scenarios.scenario import Scenario
from scenarios.staffing import departure_rate, leavers, moves

# At the modes of the shipped pack: the way is the straight line × 1.24, at 65 km/h.
DETOUR, KMH = 1.24, 65.0


@pytest.fixture(scope="module")
def kept(pack: Pack) -> Outcome:
    """The plan in which nothing is done together."""
    own = {a.key: (Alternative.OWN,) for a in pack.activities if a.optimised}
    return run(pack, Scenario("egen", "Egen", "Vad händer?", decide=Decisions(how=own)))


@pytest.fixture(scope="module")
def direction(outcomes: Mapping[str, Outcome]) -> Outcome:
    """A plan that has offices both in one town and spread out."""
    return outcomes["04_kobyt_inriktning"]


def merged(outcome: Outcome, activity: str) -> Choice:
    """Return the choice of an activity's merged organisation."""
    return next(choice for choice, o in organisations(outcome) if o.activity == activity)


def minutes(pack: Pack, origin: str, destination: str) -> float:
    """Return the way between two towns at the modes, from the map alone."""
    at = {town.key: town for town in (*pack.towns, *pack.candidates)}
    return straight_km(at[origin], at[destination]) * DETOUR / KMH * 60


def test_travel_is_the_way_to_the_nearest_office_weighted_by_inhabitants(
    pack: Pack, direction: Outcome
) -> None:
    """Ödeshög: (2711 · way from Ödeshög + 320 · way from Hästholmen) / 3031, to Tranås alone."""
    old = merged(direction, "bygglov")
    seat = direction.setting.case.town_index("tranas")
    new = replace(old, seat=seat, pattern=Placement.ONE_TOWN)
    rows = travel(relocate(direction, old, new).after)
    row = next(r for r in rows if (r.activity, r.municipality) == ("bygglov", "0509"))
    near, far = (minutes(pack, town, "tranas") for town in ("odeshog", "hastholmen"))
    assert row.after.value == pytest.approx((2711 * near + 320 * far) / 3031)
    assert row.before.value == pytest.approx(320 * minutes(pack, "hastholmen", "odeshog") / 3031)
    assert row.longest_after.value == pytest.approx(far)
    for r in (row.before, row.after, row.longest_after):
        assert r.low <= r.value <= r.high


def test_who_has_work_left_at_home_travels_as_before(direction: Outcome) -> None:
    """Spread out, every member's own office stays open."""
    rows = [r for r in travel(direction) if r.activity == "bygglov"]
    assert rows
    assert all(row.after == row.before for row in rows)


def test_the_lease_in_linkoping_locks_16_million(pack: Pack) -> None:
    """FX-11: 10 years × 1 600 000 kr = 16 mnkr; 1 600 000 kr / 1 000 m² = 1 600 kr/m²."""
    (row,) = (row for row in leases(pack) if row.lease.town == "linkoping")
    assert row.locked == 16_000_000
    assert row.per_m2 == 1_600
    assert row.lease.price_year == 2019


def test_a_moved_office_keeps_everybody(direction: Outcome) -> None:
    """Where an office lies changes no need: the same FTE in all, wherever."""
    before = sum(row.after for row in direction.towns)
    for activity in ("plan", "lon"):  # spread out, and in one town
        old = merged(direction, activity)
        for seat in possible_seats(direction.question, old)[:3]:
            after = relocate(direction, old, replace(old, seat=seat))
            assert sum(row.after for row in after.after.towns) == pytest.approx(before)
            assert sum(row.moved for row in after.posts) == pytest.approx(
                sum(row.planned for row in after.posts)
            )


def test_an_office_moved_back_is_as_if_it_had_stayed(direction: Outcome) -> None:
    """There and back again is the same plan, to the krona and the draw."""
    old = merged(direction, "lon")
    seats = possible_seats(direction.question, old)
    new = replace(old, seat=next(seat for seat in seats if seat != old.seat))
    away = with_choice(direction.question, direction, old, new)
    back = with_choice(direction.question, away, new, old)
    assert away.annual != direction.annual
    assert (back.annual, back.change, back.one_off) == (
        direction.annual,
        direction.change,
        direction.one_off,
    )
    assert back.towns == direction.towns
    assert back.municipalities == direction.municipalities


def test_the_difference_is_after_less_before(direction: Outcome) -> None:
    """The principal runs differ by what is said, for all and for each municipality."""
    old = merged(direction, "lon")
    seat = next(s for s in possible_seats(direction.question, old) if s != old.seat)
    moved = relocate(direction, old, replace(old, seat=seat))
    assert moved.open
    assert moved.annual.value == pytest.approx(moved.after.annual.value - direction.annual.value)
    assert moved.one_off.value == pytest.approx(moved.after.one_off.value - direction.one_off.value)
    assert sum(r.value for _, r in moved.by_municipality) == pytest.approx(moved.annual.value)
    assert moved.leaving.value == pytest.approx(
        moved.leaving_after.value - moved.leaving_before.value
    )
    assert moved.annual.low <= moved.annual.value <= moved.annual.high


def test_a_town_that_is_not_open_can_be_tried_and_is_said_not_to_be(direction: Outcome) -> None:
    """V-1: an office in Linköping, outside all members, flagged, with the same FTE in all."""
    old = merged(direction, "lon")
    seat = direction.setting.case.town_index("linkoping")
    assert seat not in possible_seats(direction.question, old)
    moved = relocate(direction, old, replace(old, seat=seat))
    assert not moved.open
    assert outside_members(moved.after) == ("linkoping",)
    assert outside_members(direction) == ()
    assert [row.outside for row in offices(moved.after) if row.town == "linkoping"] == [True]
    assert sum(row.after for row in moved.after.towns) == pytest.approx(
        sum(row.after for row in direction.towns)
    )
    by_town = {row.town: row for row in jobs(moved.after)}
    assert by_town["linkoping"].before == 0
    assert by_town["linkoping"].after > 0


@pytest.mark.parametrize("key", ["03_plan_bygg_tre", "04_kobyt_inriktning", "05_konsultlage"])
def test_jobs_by_town_add_up(key: str, outcomes: Mapping[str, Outcome]) -> None:
    """After = before + in − out + other; as many move out of somewhere as into somewhere."""
    outcome = outcomes[key]
    rows = jobs(outcome)
    total = all_jobs(outcome, rows)
    for row in (*rows, total):
        assert row.after == pytest.approx(row.before + row.moved_in - row.moved_out + row.other)
    assert total.moved_in == pytest.approx(total.moved_out)
    assert total.moved_in == pytest.approx(sum(move.fte for move in moves(outcome)))
    assert total.moved_in == pytest.approx(sum(flow.fte for flow in flows(outcome)))
    assert total.leaving.value == pytest.approx(sum(row.leaving.value for row in rows))


def test_who_leaves_is_the_sum_of_the_moves(outcomes: Mapping[str, Outcome]) -> None:
    """All, by organisation, and those that concern one municipality."""
    outcome = outcomes["05_konsultlage"]
    found = moves(outcome)
    assert leavers(outcome).value == pytest.approx(sum(move.leaving.value for move in found))
    each = [leavers(outcome, choice=choice).value for choice, _ in organisations(outcome)]
    assert sum(each) == pytest.approx(leavers(outcome).value)
    ours = [m.leaving.value for m in found if "kisa" in {m.origin, m.destination}]
    assert leavers(outcome, concerns="0513").value == pytest.approx(sum(ours))
    assert leavers(outcome).high <= sum(move.fte for move in found)


def test_natural_departures_are_of_what_changes(outcomes: Mapping[str, Outcome]) -> None:
    """The rate of the staff in what changes; a town whose work is left alone has none."""
    outcome = outcomes["05_konsultlage"]
    rate = departure_rate(outcome.setting).value
    for row in jobs(outcome):
        assert 0 <= row.departures.value <= rate * row.before + 1e-9


def test_locked_rent_is_the_sum_of_its_rows(outcomes: Mapping[str, Outcome]) -> None:
    """For all and for one municipality; the range is of the sum and not the sum of ranges."""
    outcome = outcomes["05_konsultlage"]
    rows = rents(outcome)
    whole = all_locked_rent(outcome)
    assert whole.value == pytest.approx(sum(row.locked.value for row in rows))
    assert whole.high <= sum(row.locked.high for row in rows) * (1 + 1e-9)
    for code in {row.municipality for row in rows}:
        mine = sum(row.locked.value for row in rows if row.municipality == code)
        assert all_locked_rent(outcome, code).value == pytest.approx(mine)


def test_where_nothing_changes_nothing_moves(kept: Outcome) -> None:
    """Own everywhere: no office, no move, no longer way and no rent."""
    assert organisations(kept) == offices(kept) == flows(kept) == travel(kept) == rents(kept) == ()
    assert leavers(kept).high == 0
    assert all_locked_rent(kept).high == 0
    assert all(row.change == pytest.approx(0) for row in jobs(kept))
