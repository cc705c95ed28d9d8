"""How a plan is staffed: nobody disappears, and only those whose office moves do move."""

from collections import defaultdict
from collections.abc import Mapping

import pytest

from models.entities import Alternative
from models.posts import STEP_FTE
from scenarios.run import Outcome
from scenarios.scenario import LIBRARY
from scenarios.staffing import departure_rate, leavers, moves, posts, teams

KEYS = sorted(path.stem for path in LIBRARY.glob("*.toml"))
# The plan whose mergers have offices in other towns.
MOVING = "04_kobyt_inriktning"


@pytest.mark.parametrize("key", KEYS)
def test_the_posts_before_are_the_accounts(key: str, outcomes: Mapping[str, Outcome]) -> None:
    """Posts of what changes are those the municipalities have told of, leaders included."""
    outcome = outcomes[key]
    case = outcome.setting.case
    found: dict[str, float] = defaultdict(float)
    for row in posts(outcome):
        found[row.activity] += row.before
    for j, activity in enumerate(case.activities):
        members = [
            m
            for e in outcome.effects
            if e.choice.activity == j and e.choice.changed
            for m in e.choice.members
        ]
        told = (case.fte + case.manager_fte)[members, j].sum()
        assert found[activity.key] == pytest.approx(told, abs=0.01), activity.key


@pytest.mark.parametrize("key", KEYS)
def test_the_posts_by_town_are_the_towns_of_the_plan(
    key: str, outcomes: Mapping[str, Outcome]
) -> None:
    """The table of posts and the chart of jobs by town are one count."""
    outcome = outcomes[key]
    change: dict[str, float] = defaultdict(float)
    for row in posts(outcome):
        change[row.town] += row.after - row.before
    towns = {row.key: row.after - row.before for row in outcome.towns}
    assert set(change) <= set(towns)
    for town, expected in towns.items():
        assert change[town] == pytest.approx(expected, abs=0.05), town


@pytest.mark.parametrize("key", KEYS)
def test_the_teams_are_the_posts(key: str, outcomes: Mapping[str, Outcome]) -> None:
    """What is said of a team is what its posts add up to."""
    outcome = outcomes[key]
    before, after = defaultdict(float), defaultdict(float)
    for row in posts(outcome):
        before[row.activity] += row.before
        after[row.activity] += row.after
    lag_before, lag_after = defaultdict(float), defaultdict(float)
    for team in teams(outcome):
        lag_before[team.activity] += team.staff_before + team.managers_before
        lag_after[team.activity] += team.staff_after + team.managers_after
    assert dict(lag_before) == pytest.approx(dict(before), abs=0.02)
    assert dict(lag_after) == pytest.approx(dict(after), abs=0.02)


@pytest.mark.parametrize("key", KEYS)
def test_only_who_is_merged_moves(key: str, outcomes: Mapping[str, Outcome]) -> None:
    """In cooperation everybody keeps the own employer and office."""
    outcome = outcomes[key]
    merged = {row.activity for row in outcome.choices if row.alternative is Alternative.MERGED}
    assert {move.activity for move in moves(outcome)} <= merged


def test_no_more_leave_or_come_to_a_town_than_it_loses_or_gains(
    outcomes: Mapping[str, Outcome],
) -> None:
    """A workplace moves from where there are too many to where one is lacking, and once."""
    outcome = outcomes[MOVING]
    rows = {(r.activity, r.role, r.town): (r.before, r.after) for r in posts(outcome)}
    out, into = defaultdict(float), defaultdict(float)
    found = moves(outcome)
    assert found
    for move in found:
        assert move.origin != move.destination
        assert move.fte > STEP_FTE / 2
        out[move.activity, move.role, move.origin] += move.fte
        into[move.activity, move.role, move.destination] += move.fte
    for place, fte in out.items():
        before, after = rows[place]
        assert fte <= before - after + 0.01, place
    for place, fte in into.items():
        before, after = rows.get(place, (0.0, 0.0))
        assert fte <= after - before + 0.01, place


def test_nobody_leaves_who_does_not_move(outcomes: Mapping[str, Outcome]) -> None:
    """Those who leave are a share of those whose workplace moves, and add up."""
    outcome = outcomes[MOVING]
    found = moves(outcome)
    for move in found:
        assert 0 <= move.leaving.low <= move.leaving.value <= move.leaving.high <= move.fte
        assert 0 < move.minutes.low <= move.minutes.value <= move.minutes.high
    assert leavers(outcome).value == pytest.approx(sum(move.leaving.value for move in found))
    by_town = {move.origin for move in found}
    parts = sum(leavers(outcome, origin).value for origin in by_town)
    assert parts == pytest.approx(leavers(outcome).value)
    still = leavers(outcomes["03_plan_bygg_tre"])
    assert still.value == sum(m.leaving.value for m in moves(outcomes["03_plan_bygg_tre"]))


@pytest.mark.parametrize("key", KEYS)
def test_posts_go_as_people_leave_and_the_rest_is_told(
    key: str, outcomes: Mapping[str, Outcome]
) -> None:
    """Natural departure is the two parameters' sum of today's staff; what goes faster is said."""
    outcome = outcomes[key]
    known = outcome.pack.parameters
    rate = known["personalomsattning"].value + known["pensionsavgang"].value
    r = departure_rate(outcome.setting)
    assert r.value == pytest.approx(rate)
    assert r.low < r.value < r.high
    case = outcome.setting.case
    for team in teams(outcome):
        before = team.staff_before + team.managers_before
        after = team.staff_after + team.managers_after
        assert team.departures == pytest.approx(rate * before)
        assert team.reduction == pytest.approx(max(0.0, before - after))
        years = outcome.plan.starts[case.index(team.activity)] + 3
        gone = max(0.0, team.reduction - years * team.departures)
        assert team.notice == pytest.approx(gone, abs=1e-9)
        assert 0 <= team.thin_after <= len(team.members)
        assert 0 <= team.thin_before <= len(team.members)
        assert team.thin_after <= team.thin_before
        assert (team.depth_before is None) == (team.depth_after is None)
        assert team.role


def test_a_need_has_its_volume_and_where_it_comes_from(outcomes: Mapping[str, Outcome]) -> None:
    """The volume is added over the members; a norm is a rule's own words."""
    outcome = outcomes["03_plan_bygg_tre"]
    accounts = outcome.pack.accounts
    for team in teams(outcome):
        volumes = [accounts[code, team.activity].figures.get("volym") for code in team.members]
        if None in volumes:
            assert team.volume is None
        else:
            assert team.volume == pytest.approx(sum(figure.value for figure in volumes))
        assert team.norm
