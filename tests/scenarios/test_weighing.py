"""An activity's alternatives weighed: each criterion by its own rule, and what weights give."""

from dataclasses import replace

import numpy as np
import pytest

from models.account import Account
from models.entities import Alternative, LevelChoice, Placement
from models.pack import Pack
from models.weighing import WeightsError
from scenarios.columns import Arrangement
from scenarios.compare import compare_alternatives
from scenarios.criteria import CRITERIA, Grounds, Standing, by_default, grounds
from scenarios.setting import Setting, prepare
from scenarios.weighing import (
    Weighing,
    beyond,
    equal_weights,
    missing,
    to_hundred,
    weigh,
)

KEYS = [criterion.key for criterion in CRITERIA]
ACTIVITY, VISITED, CONTRACTED = "ekonomi", "bygglov", "lon"


def measured(on: Grounds, key: str) -> dict[Alternative, float]:
    """Return one criterion's values by alternative."""
    values = on.measured[KEYS.index(key)]
    assert values is not None
    return dict(zip(on.alternatives, values, strict=True))


def common(on: Grounds, weights: dict[str, float] | None = None) -> dict[str, dict[str, float]]:
    """Return the same weights for everyone in the group; equal ones unless others are given."""
    given = equal_weights() if weights is None else dict.fromkeys(KEYS, 0.0) | weights
    return dict.fromkeys(on.municipalities, given)


def scores(found: Weighing) -> list[float]:
    """Return the scores in the alternatives' order."""
    return [row.score for row in found.alternatives]


def without(setting: Setting, activity: str, item: str) -> Setting:
    """Return the setting of a pack in which one municipality does not know one figure."""
    pack: Pack = setting.pack
    code = pack.municipalities[0].code
    account = pack.accounts[code, activity]
    known: Account = replace(
        account, figures={k: v for k, v in account.figures.items() if k != item}
    )
    return prepare(
        replace(pack, accounts={**pack.accounts, (code, activity): known}), setting.scenario
    )


def test_every_criterion_says_how_it_is_reckoned() -> None:
    """F-08 names seven; each has its unit and a sentence to read out."""
    assert len(CRITERIA) == 7
    assert len(set(KEYS)) == 7
    for criterion in CRITERIA:
        assert criterion.label
        assert criterion.unit
        assert criterion.how.endswith(".")


@pytest.mark.parametrize("activity", [ACTIVITY, VISITED, CONTRACTED])
def test_own_is_today(setting: Setting, activity: str) -> None:
    """Alternative 1 costs nothing more, moves nobody and is governed by the own committee."""
    on = grounds(setting, activity)
    for key, expected in (("cost", 0), ("jobs", 0), ("feasibility", 0), ("democracy", 100)):
        assert measured(on, key)[Alternative.OWN] == expected
    assert on.alternatives == tuple(
        c.alternative
        for c in compare_alternatives(setting, [activity], by_default(setting)).columns
    )


def test_the_cost_is_that_of_the_draws_on_the_page_verksamhet(setting: Setting) -> None:
    """The same draws as everywhere: only the mean stands where the typical value stands there."""
    arrangement = by_default(setting)
    on = grounds(setting, ACTIVITY, arrangement)
    for column, r in zip(
        compare_alternatives(setting, [ACTIVITY], arrangement).columns, on.cost, strict=True
    ):
        assert column.annual.low == pytest.approx(min(r.low, column.annual.low))
        assert column.annual.high == pytest.approx(max(r.high, column.annual.high))
        assert r.low <= r.value <= r.high
    assert on.cost_drawn.mean(axis=0) == pytest.approx([r.value for r in on.cost])


def test_days_without_staff_are_the_members_sum(setting: Setting) -> None:
    """The comparison shows the mean over the members; here they are added up."""
    arrangement = by_default(setting)
    on = grounds(setting, ACTIVITY, arrangement)
    for column in compare_alternatives(setting, [ACTIVITY], arrangement).columns:
        expected = column.uncovered_days * len(arrangement.group)
        assert measured(on, "cover")[column.alternative] == pytest.approx(expected)


def test_jobs_are_the_town_that_loses_most(setting: Setting) -> None:
    """Reckoned again from the towns' staff in the comparison."""
    arrangement = replace(by_default(setting), pattern=Placement.ONE_TOWN)
    on = grounds(setting, "it_drift", arrangement)
    own, *others = compare_alternatives(setting, ["it_drift"], arrangement).columns
    for column in others:
        today, after = dict(own.town_fte), dict(column.town_fte)
        expected = max(max(today[t] - after.get(t, 0.0), 0.0) for t in today)
        assert measured(on, "jobs")[column.alternative] == pytest.approx(expected)


def test_where_nobody_comes_there_is_no_way_to_go(setting: Setting) -> None:
    """An activity that is not visited must not be weighed by a way that nobody takes."""
    assert set(measured(grounds(setting, ACTIVITY), "nearness").values()) == {0.0}
    arrangement = replace(by_default(setting), pattern=Placement.LOCAL)
    near = measured(grounds(setting, VISITED, arrangement), "nearness")
    assert near[Alternative.OWN] > 0
    assert near[Alternative.MERGED] == near[Alternative.OWN]


def test_one_office_for_all_is_farther_for_the_worst_off(pack: Pack, setting: Setting) -> None:
    """With the work in one town the others' inhabitants travel, and the farthest count."""
    anywhere = tuple(
        replace(a, placement=Placement.ONE_TOWN) if a.key == VISITED else a for a in pack.activities
    )
    moved = prepare(replace(pack, activities=anywhere), setting.scenario)
    near = measured(grounds(moved, VISITED), "nearness")
    assert near[Alternative.MERGED] > near[Alternative.COOPERATION] == near[Alternative.OWN]


def test_all_but_the_hosts_own_change_employer_when_merged(setting: Setting) -> None:
    """Everybody's posts less those of the municipality that the office lies in."""
    on = grounds(setting, ACTIVITY)
    case = setting.case.pick([setting.case.index(ACTIVITY)])
    host = next(i for i, m in enumerate(case.municipalities) if m.code == on.arrangement.seat)
    everybody = (case.fte + case.manager_fte)[:, 0]
    leaving = measured(on, "feasibility")
    assert leaving[Alternative.MERGED] == pytest.approx(everybody.sum() - everybody[host])
    assert 0 < leaving[Alternative.COOPERATION] < leaving[Alternative.MERGED]


def test_the_own_committee_governs_least_where_it_is_one_of_five(setting: Setting) -> None:
    """A fifth of a joint committee; most of it where only some is bought."""
    governed = measured(grounds(setting, CONTRACTED), "democracy")
    assert governed[Alternative.MERGED] == pytest.approx(20)
    assert 50 < governed[Alternative.COOPERATION] < 100
    assert 0 <= governed[Alternative.CONTRACTED] < 100


def test_the_level_is_what_the_group_chooses_when_merged(pack: Pack, setting: Setting) -> None:
    """With members on 40 and 60 the highest level is 60 for all, and only when merged."""
    levels = setting.case.level.copy()
    levels[:] = 40.0
    levels[0] = 60.0
    case = replace(setting.case, level=levels)
    arrangement = replace(by_default(setting), level=LevelChoice.HIGHEST)
    found = measured(grounds(replace(setting, case=case), ACTIVITY, arrangement), "quality")
    people = case.inhabitants
    assert found[Alternative.MERGED] == 60
    assert found[Alternative.OWN] == found[Alternative.COOPERATION]
    assert found[Alternative.OWN] == pytest.approx(40 + 20 * people[0] / people.sum())


def test_a_municipality_alone_has_nothing_to_merge(setting: Setting) -> None:
    """A group of one can only stay own, or contract."""
    code = setting.pack.municipalities[0].code
    on = grounds(setting, CONTRACTED, Arrangement((code,), code))
    assert on.alternatives == (Alternative.OWN, Alternative.CONTRACTED)
    assert len(weigh(on, common(on)).alternatives) == 2


@pytest.mark.parametrize(
    ("item", "left_out"), [("niva", {"quality"}), ("fte", {"cover", "jobs", "feasibility"})]
)
def test_what_is_missing_is_left_out_and_not_nothing(
    setting: Setting, item: str, left_out: set[str]
) -> None:
    """A municipality that has not said its level is not on level 0; the weight goes to the rest."""
    on = grounds(without(setting, ACTIVITY, item), ACTIVITY)
    found = weigh(on, common(on))
    assert {row.criterion.key for row in found.criteria if row.left_out} == left_out
    assert sum(row.used for row in found.criteria) == pytest.approx(100)
    for row in found.criteria:
        assert (row.measured is None) == row.left_out == (row.flip is None) == (row.used == 0)
    kept = [row for row in found.criteria if not row.left_out]
    assert len({round(row.used / row.weight, 9) for row in kept}) == 1
    with pytest.raises(WeightsError):
        weigh(on, common(on, dict.fromkeys(left_out, 100 / len(left_out))))


def test_the_room_may_judge_what_is_missing(setting: Setting) -> None:
    """A judgement is said to be one and counts as it stands."""
    on = grounds(without(setting, ACTIVITY, "niva"), ACTIVITY)
    found = weigh(on, common(on, {"quality": 100}), {"quality": (40, 60, 80)})
    row = found.criteria[KEYS.index("quality")]
    assert row.standing is Standing.JUDGED
    assert scores(found) == [40, 60, 80]
    assert not found.varies


@pytest.mark.parametrize("given", [(1, 2), (0, 50, 101), (-1, 0, 0), (float("nan"), 0, 0)])
def test_half_a_judgement_is_refused(setting: Setting, given: tuple[float, ...]) -> None:
    """A number for every alternative, from 0 to 100, or none."""
    on = grounds(setting, ACTIVITY)
    with pytest.raises(ValueError, match="quality"):
        weigh(on, common(on), {"quality": given})


@pytest.mark.parametrize("activity", [ACTIVITY, VISITED, CONTRACTED])
def test_with_all_the_weight_on_cost_the_ranking_is_the_cost_ranking(
    setting: Setting, activity: str
) -> None:
    """F-08, and the share of the draws is how often each is the cheapest."""
    on = grounds(setting, activity)
    found = weigh(on, common(on, {"cost": 100}))
    order = np.argsort([r.value for r in on.cost])
    assert [found.alternatives[h].rank for h in order] == list(range(1, len(order) + 1))
    cheapest = np.bincount(on.cost_drawn.argmin(axis=1), minlength=len(order)) / len(on.cost_drawn)
    assert [row.first for row in found.alternatives] == pytest.approx(cheapest.tolist())


def test_the_same_weights_in_every_municipality_are_the_common_weights(setting: Setting) -> None:
    """Who agrees need not choose between the two ways of asking."""
    on = grounds(setting, CONTRACTED)
    found = weigh(on, common(on))
    assert found.same_weights
    for row in found.municipalities:
        assert row.scores == pytest.approx(scores(found))
    apart = common(on) | {on.municipalities[0]: dict.fromkeys(KEYS, 0.0) | {"cover": 100.0}}
    other = weigh(on, apart)
    assert not other.same_weights
    mean = np.mean([row.scores for row in other.municipalities], axis=0)
    assert scores(other) == pytest.approx(mean.tolist())


def test_what_cannot_be_told_apart_is_said_to_be_level(setting: Setting) -> None:
    """The first is level with itself; what never comes first in any draw is not level with it."""
    for activity in (ACTIVITY, CONTRACTED, "it_drift"):
        on = grounds(setting, activity)
        found = weigh(on, common(on))
        assert all(row.level for row in found.first)
        assert sum(row.first for row in found.alternatives) == pytest.approx(1)
        for row in found.alternatives:
            if 0.05 < row.first < 0.95 and len(on.alternatives) == 3:
                assert row.level
            if row.first == 0:
                assert not row.level


@pytest.mark.parametrize("activity", [ACTIVITY, "it_drift", "naringsliv", CONTRACTED])
def test_the_printed_weight_does_change_who_is_first(setting: Setting, activity: str) -> None:
    """Who types the weight that the page says, and scales the others, sees the other one first."""
    on = grounds(setting, activity)
    found = weigh(on, common(on))
    decider = found.decider
    assert decider is not None
    to = beyond(decider.now, decider.at)
    others = {k: w for k, w in equal_weights().items() if k != decider.criterion.key}
    scale = (100 - to) / sum(others.values())
    weights = {k: w * scale for k, w in others.items()} | {decider.criterion.key: to}
    changed = weigh(on, common(on, weights))
    assert tuple(row.alternative for row in changed.first) == decider.by
    changes = [row.flip.change for row in found.criteria if row.flip and row.flip.change]
    assert abs(decider.at - decider.now) == pytest.approx(min(changes))


@pytest.mark.parametrize(
    ("now", "at", "expected"),
    [(30, 18.37, 18.3), (30, 18.0, 17.9), (30, 42.01, 42.1), (30, 42.0, 42.1), (5, 0.05, 0.0),
     (90, 99.97, 100.0)],
)  # fmt: skip
def test_a_flip_is_printed_past_the_point_where_they_are_level(
    now: float, at: float, expected: float
) -> None:
    """”Går om” and not only ”kommer ikapp”."""
    assert beyond(now, at) == pytest.approx(expected)


def test_equal_weights_are_whole_and_add_up() -> None:
    """Seven parts of 100 without decimals to explain."""
    weights = equal_weights()
    assert list(weights) == KEYS
    assert sum(weights.values()) == 100
    assert all(w == int(w) for w in weights.values())
    assert missing(weights) == 0


def test_scaling_keeps_proportions_and_adds_up_in_tenths() -> None:
    """Three ones are 33,4, 33,3 and 33,3: typed again they are still 100."""
    scaled = to_hundred({"a": 1, "b": 1, "c": 1})
    assert scaled == {"a": 33.4, "b": 33.3, "c": 33.3}
    assert missing(scaled) == 0
    assert missing({"a": 99.9}) == pytest.approx(0.1)
    with pytest.raises(WeightsError):
        to_hundred({"a": 0, "b": 0})
